"""A library's name is a slip for one that its neighbours belong to: `libicui8n.so` beside `libicuuc.so`."""

from __future__ import annotations

from lintpack.findings import Label
from lintpack.rules.gates.pattern_subjects import CHANGES, KIN, LOADERS, VALUES, strange_in_lists
from lintpack.rules.gates.slip_subjects import FAMILY, SYSTEMS, families
from lintpack.rules.rule import Rule
from lintpack.rules.shared import common_libraries
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, find_name, narrowed
from lintpack.script.plan import Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.evidence.wellknown import WellKnown
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed

RULE = Rule(
    code="LP124",
    name="misspelt-library",
    summary="A library's name is a slip for one of the family that it is packed with.",
    level="warning",
    confidence="medium",
)

# Letters that a name has at least, behind `lib`, for a slip in it to show.
_LONG = 6
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))
    if context.speaks_of(LOADERS):
        from lintpack.rules.parts.loader_names import misnamed

        for wrong in misnamed(context):
            yield RULE.finding(
                wrong.place,
                f"no system has a loader `{wrong.place.text}`: it is called `{wrong.meant}`",
                label=f"`{wrong.meant}`?",
                help="the name differs by architecture, and its number too",
            )
    yield from common_libraries.check(context, RULE)
    yield from _in_lists(context)
    if context.speaks_of(SYSTEMS):
        from lintpack.rules.parts.lost_numbers import numberless

        for one in numberless(context):
            yield RULE.finding(
                one.place,
                f"`{one.name}` is no library that we know, but `{one.meant}` is, which this script speaks of",
                label=f"`{one.meant}`?",
                related=(Label(one.there, "spoken of here"),),
                help="where the library is really called so, say it with an ignore comment",
            )
    if context.speaks_of(VALUES):
        from lintpack.rules.parts.odd_values import odd_values

        for odd in odd_values(context):
            yield RULE.finding(
                odd.place,
                f"{odd.count} values of this table are `{odd.usual}`, and this one is another library",
                label=f"`{odd.usual}`?",
                help="where another one is meant, say it with an ignore comment",
            )
    if context.speaks_of(CHANGES):
        from lintpack.rules.parts.changed_names import changed_names

        for changed in changed_names(context):
            yield RULE.finding(
                changed.place,
                f"puts `{changed.wrong}` in the place of `{changed.meant}`, from which it differs by a slip",
                label=f"`{changed.meant}`?",
                help="where the library is really called so, say it with an ignore comment",
            )
    if context.speaks_of(("md_ret_files",)):
        from lintpack.rules.parts.registered_names import registered

        for place, meant, there in registered(context):
            yield RULE.finding(
                place,
                f"hands `{place.text}` to the launcher, but what is installed is `{meant}`",
                label="not installed",
                related=(Label(there, "this is"),),
                help=f"write `{meant}`",
            )
    if context.speaks_of((".dylib",)) and context.speaks_of(("SUFFIX", "suffix", "VARIANT", "variant")):
        from lintpack.rules.parts.lost_suffixes import lost_suffixes

        for place, variable, there in lost_suffixes(context):
            yield RULE.finding(
                place,
                f"the name lacks `${variable}`, which it has for the other system",
                label="for one kind of build only",
                related=(Label(there, "with it"),),
                help=f"put `${{{variable}}}` where the other name has it",
            )
    if context.speaks_of(("dylib",)):
        from lintpack.rules.parts.other_suffixes import literal_suffixes

        for place, written, there in literal_suffixes(context):
            yield RULE.finding(
                place,
                f"`{place.text}` is of one system, and the script has `{written}` for the one at hand",
                label="not there on the other",
                related=(Label(there, "with the variable"),),
                help=f"write `{written}`",
            )
    if context.speaks_of((".dll", ".dylib")):
        from lintpack.rules.parts.other_systems import of_other_systems

        for place, taken, name, there in of_other_systems(context):
            yield RULE.finding(
                place,
                f"takes `{taken}` on every system, and nothing puts `{name}` there, which is expected later",
                label="of another system",
                related=(Label(there, "expected here"),),
                help=f"take `{name}` where it is built",
            )


def _in_lists(context: Context) -> Iterator[Finding]:
    """`rm lib{ssl,medcrypto,mbedtls,mbedx509}.so`: one letter from the name that its neighbours are of."""
    for command, name, kin in context.shared(strange_in_lists):
        table = context.evidence.table
        if table is None or len(name) - 6 < _LONG or not all(table.sonames(other) for other in kin):
            continue
        meant = _meant(name, kin, table, 1)
        if meant and any(other[3 : 3 + KIN] == meant[3 : 3 + KIN] for other in kin):
            place = narrowed(command, name) if name in command.text else narrowed(command, name[3:-3])
            yield RULE.finding(
                place,
                f"`{name}` is no library that we know, but `{meant}` is, of the family that it stands with",
                label=f"`{meant}`?",
                help="where the library is really called so, say it with an ignore comment",
            )


def _all(context: Context) -> Iterator[Finding]:
    for names in families(context):
        if (table := context.evidence.table) is not None:
            unknown = [name for name in names if not table.sonames(name)]
            # Of a family that the table knows, one name is not in it.
            if len(unknown) == 1 and len(unknown[0]) - 6 >= _LONG:
                meant = _meant(unknown[0], names, table)
                if meant:
                    yield _finding(names[unknown[0]], unknown[0], meant, context)


def _meant(name: str, others: Iterable[str], table: WellKnown, first: int = FAMILY) -> str:
    """The library of the table that `name` is but for one letter inside, from the one numbered `first` on: left out,
    twice, or swapped with the next."""
    base = name[3:-3]
    slips: list[str] = []
    for at in range(first, len(base)):
        slips += [base[:at] + letter + base[at:] for letter in _LETTERS]
        if base[at] == base[at - 1]:
            slips.append(base[:at] + base[at + 1 :])
        slips.append(base[: at - 1] + base[at] + base[at - 1] + base[at + 1 :])
    found = dict.fromkeys(slip for slip in (f"lib{slip}.so" for slip in slips) if slip != name and table.sonames(slip))
    return next(iter(found)) if len(found) == 1 and not found.keys() & set(others) else ""


def _finding(one: Packed, name: str, meant: str, context: Context) -> Finding:
    place = find_name(name.removesuffix(".so"), one.origin, context.plan)
    if "lib" not in place.text:
        # `lib{icudata,icui8n}.so`
        place = narrowed(place, name[3:-3])
    tool = one.transfer.tool if isinstance(one.transfer, Transfer) else "the command"
    return RULE.finding(
        place,
        f"`{name}` is no library that we know, but `{meant}` is, of the family that `{tool}` packs here",
        label=f"`{meant}`?",
        related=calls(one.origin, place),
        help="where the library is really called so, say it with an ignore comment",
    )
