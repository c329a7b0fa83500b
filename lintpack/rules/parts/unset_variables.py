"""LP115: variables that nothing sets, in what packs or loads: misspelt ones, and those that never were."""

from __future__ import annotations

from lintpack.findings import Edit, Fix
from lintpack.rules.parts.orphan_pairs import at_the_setting, never_read, setting, wrongly_set
from lintpack.rules.parts.variable_twins import orphan, twin
from lintpack.rules.shared import set_names
from lintpack.rules.shared.loader_slips import meant_by, without_tail
from lintpack.rules.shared.unset_reads import RECIPES, UnsetRead, every_read, read_at
from lintpack.rules.shared.variable_slips import near, run_on
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

# What makepkg and abuild give to a recipe (PKGBUILD(5), APKBUILD(5)).
_OF_RECIPES = frozenset(
    "pkgdir srcdir startdir pkgname pkgver pkgrel pkgbase epoch arch source builddir subpkgdir subpkgname apkroot"
    " builddate pkgusers pkggroups".split()
)
# Letters that a name has where a file that was not read may have set it, for a slip to show all the same.
_LONG = 9


def check(context: Context, rule: Rule, said: str) -> Iterator[Finding]:
    """`said`: the messages of what was found before."""
    seen: set[str] = set()
    for read in every_read(context):
        if read.name in seen or f"`{read.name}`" in said or meant_by(read.name) or without_tail(read.name):
            continue
        seen.add(read.name)
        glued = run_on(read.name, set_names.assigned(context))
        braced = read_at(read).text.startswith("${")
        if glued and not braced and not set_names.hidden(context) and set_names.only_read(read.name, context):
            yield _run_on(read, glued, rule)
            continue
        meant = _meant(read, context) or twin(read.name, context, read.what[0] == "`") or _orphan(read, context)
        # Asked last: all texts are gone through for the name.
        if not (meant or _never_set(read, context)) or not set_names.only_read(read.name, context):
            continue
        texts = [script.source.text for script in context.plan.scripts] if meant else []
        if (
            slip_kind(read.name, meant)
            and never_read(meant, texts)
            and wrongly_set(meant, read.name, texts)
            and setting(meant, context)
        ):
            yield from at_the_setting(meant, read.name, read_at(read), context, rule)
        elif meant:
            yield _misspelt(read, meant, rule, "sets" if meant in set_names.assigned(context) else "reads")
        else:
            yield rule.finding(
                read_at(read),
                f"nothing sets `{read.name}`, which {read.what} reads",
                label="always empty",
                help=f"set `{read.name}` before, or use the variable that was meant",
                level="warning",
                confidence="medium",
            )


def _orphan(read: UnsetRead, context: Context) -> str:
    origin = read.effect.origin
    return orphan(read.name, (origin.command.line, read_at(read).line), origin.command.source, context)


def _meant(read: UnsetRead, context: Context) -> str:
    """The variable whose name `read.name` is a slip for."""
    name = read.name
    meant = near(name, set_names.assigned(context))
    swapped = slip_kind(name, meant) == "swapped"
    weak = not swapped and (len(name) < _LONG or name.replace("_", "") == meant.replace("_", ""))
    # Who calls a function that the script does not call itself may set more, as a file that was not read may.
    others = meant and weak and any(frame.kind == "definition" for frame in read.effect.origin.calls)
    if others or (meant and weak and set_names.hidden(context)):
        return ""
    # Two names that stand beside each other are two variables.
    for script in context.plan.scripts if meant and not swapped else ():
        if any(name in line and f"${meant}" in line.replace("{", "") for line in script.source.text.split("\n")):
            return ""
    return meant


def _run_on(read: UnsetRead, known: str, rule: Rule) -> Finding:
    place = read_at(read)
    rest = read.name[len(known) :]
    return rule.finding(
        place,
        f"`${read.name}` is one name, which nothing sets; the script sets `{known}`",
        label="always empty",
        help=f"end the name: `${{{known}}}{rest}`" + ("" if rest == "_" else f", or `${known}/{rest.lstrip('_')}`"),
        level="warning",
        confidence="medium",
    )


def _misspelt(read: UnsetRead, meant: str, rule: Rule, verb: str) -> Finding:
    place = read_at(read)
    fixed = place.text.replace(read.name, meant, 1)
    return rule.finding(
        place,
        f"nothing sets `{read.name}`, which {read.what} reads; the script {verb} `{meant}`",
        label=f"`{meant}`?",
        help=f"write `${{{meant}}}`, or set `{read.name}`",
        fixes=(Fix(f"write `{fixed}`", "display", (Edit(place, fixed),)),) if fixed != place.text else (),
        level="warning",
        confidence="medium",
    )


def _never_set(read: UnsetRead, context: Context) -> bool:
    """Whether a recipe reads what neither it nor makepkg sets. A script may get any variable from who runs it."""
    if read.name.isupper() or read.name in _OF_RECIPES:
        return False
    return context.plan.path.rpartition("/")[2] in RECIPES and not set_names.hidden(context)
