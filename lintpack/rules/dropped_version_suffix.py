"""A dev name is packed, linked to or preloaded where the loader asks for the SONAME."""

from __future__ import annotations

from lintpack.findings import CONFIDENCES, Edit, Fix, Label
from lintpack.record import replace
from lintpack.rules.gates.subjects import loader
from lintpack.rules.rule import Rule
from lintpack.rules.shared.name_lists import in_lists
from lintpack.rules.shared.packed import named_in, once
from lintpack.rules.shared.suffix_evidence import (
    Sign,
    for_development,
    meant_bare,
    packed_with_version,
    pattern_of,
    signs,
    toolchain_folder,
    without_version,
)
from lintpack.rules.shared.wording import calls, find_name, libraries_in, lines_with, listed
from lintpack.script.plan import Change, Link
from lintpack.script.texts import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.source import Place

RULE = Rule(
    code="LP101",
    name="dropped-version-suffix",
    summary="A library is packed under its dev name, where the loader asks for the SONAME.",
    level="warning",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _of_android(one: Packed) -> bool:
    """Whether a script for Android packs it, which another one may have called: no library has a version there."""
    source = one.origin.place.source
    return "android" in source.path.lower() and "ANDROID_" in source.text


def _all(context: Context) -> Iterator[Finding]:
    for one in (*context.packed, *in_lists(context)):
        if _suspect(one, context) and not _of_android(one):
            sign = _strongest(list(signs(one, context)))
            if sign is not None:
                yield _packs(one, sign, context)
    yield from _odd_in_lists(context)
    yield from _branches(context)
    needed = any(change.kind == "needed" for change in context.each(Change))
    if needed or context.speaks_of(("--transform", "--xform", "wget ", "curl ")):
        from lintpack.rules.parts import dev_name_needed

        yield from dev_name_needed.check(context, RULE)
    if any(" -" in guard.shown for one in context.packed if one.name.suffix for guard in one.origin.guards):
        from lintpack.rules.parts import dev_name_tested

        yield from dev_name_tested.check(context, RULE)
    kinds = context.kinds
    if context.speaks_of(("ldconfig", "find", "locate")) and any(
        ".so." in into and ("**/lib" in source or "ldconfig" in source) for source, into in _made(context)
    ):
        from lintpack.rules.parts import dev_name_looked_up

        yield from dev_name_looked_up.check(context, RULE)
    if context.speaks_of(("epends", "Requires:", "fpm")) and context.speaks_of(("/usr/lib",)):
        from lintpack.rules.parts import dev_name_of_dependency

        yield from dev_name_of_dependency.check(context, RULE)
    if "Link" in kinds or "Export" in kinds or ("WrittenFile" in kinds and loader(context)):
        from lintpack.rules.parts import dev_name_used

        yield from dev_name_used.check(context)


def _made(context: Context) -> Iterator[tuple[str, str]]:
    """What is copied or linked to, and under which path."""
    for _, source, into in context.copies:
        yield source, into
    for link in context.each(Link):
        yield shown(link.target), shown(link.path)


def _branches(context: Context) -> Iterator[Finding]:
    lines = (line for script in context.plan.scripts for _, line in lines_with(".so", script.source.text))
    if not any("=" in line and "/lib" in line for line in lines):
        return
    from lintpack.rules.parts.suffix_branches import branches

    for place, variable, there, name in branches(context):
        if not (place.text in context.own or name in context.own):
            yield RULE.finding(
                place,
                f"packs `{place.text}` from `{variable}`, which in another branch is `{name}`",
                label="dev name, not the SONAME",
                related=(Label(there, "with its version"),),
                notes=("the program asks for one name, on whatever system it was built",),
                help=f"give `{name}` here as well, from the folder where this system has it",
            )


def _odd_in_lists(context: Context) -> Iterator[Finding]:
    packed = {one.name.text for one in context.packed}
    if not any(_has_others(script.source.text, packed) for script in context.plan.scripts):
        return
    from lintpack.rules.parts.odd_in_list import odd_ones

    for odd in odd_ones(context):
        right = f"`{odd.wanted}`" if odd.wanted else "the file that its SONAME names"
        yield RULE.finding(
            odd.place,
            f"names `{odd.name.text}`{odd.meant}",
            label="dev name, not the SONAME",
            related=odd.related,
            notes=(f"{listed(odd.beside, 3)} of the same list have a version", odd.note),
            help=f"name {right}",
        )


def _has_others(text: str, packed: set[str]) -> bool:
    """Whether a text has libraries with a version, and one without that is none of `packed`."""
    if text.count(".so.") < 2:
        return False
    for start, end in libraries_in(text):
        after = text[end : end + 1]
        if not (after.isalnum() or after in tuple("_.*?$[{-")) and text[start:end] not in packed:
            return True
    return False


def _suspect(one: Packed, context: Context) -> bool:
    name = one.name
    return (
        without_version(name, context)
        and name.exact
        and (one.placed is None or one.placed.text == name.text)
        and not meant_bare(name.text, name.stem, one.folder, one.into)
        and not named_in(name, context.own)
        and not _by_soname(one)
        and not _listed_with_version(one)
        and not _made_link(one, context)
        and not _put_aside(one)
        and not toolchain_folder(one.into)
        and not packed_with_version(one, context)
        and not (one.transfer is None and pattern_of(name.stem, context))
        and not for_development(one, context)
        and not _preloaded(name.text, context)
    )


def _preloaded(name: str, context: Context) -> bool:
    """Whether a script here, or one beside it, preloads the file by this very name, and a path: then it answers to its
    SONAME whatever it is called (ld.so(8))."""
    for source in (*[script.source for script in context.plan.scripts], *context.neighbours):
        if "LD_PRELOAD" in source.text and name in source.text:
            import re

            if re.search(rf"LD_PRELOAD=[^\s;]*/{re.escape(name)}(?![\w.])", source.text):
                return True
    return False


def _by_soname(one: Packed) -> bool:
    """Whether the file gets the name that a tool reads out of it."""
    if one.placed is not None or one.transfer is None:
        return False
    last = shown(one.transfer.destination[-1:])
    return last.startswith(("$(", "`")) and any(word in last for word in ("objdump", "readelf", "patchelf", "soname"))


def _listed_with_version(one: Packed) -> bool:
    """Whether a list that was not seen to be packed has the library with a version too."""
    return one.transfer is None and f"{one.name.stem}.so." in one.origin.command.text


def _made_link(one: Packed, context: Context) -> bool:
    """Whether a link is moved that the script has just made: `ln -s libfoo.so.1 libfoo.so; mv libfoo.so lib/`."""
    moved = one.transfer
    if moved is None or not moved.moves:
        return False
    return any(
        link.symbolic
        and link.origin.number < moved.origin.number
        and link.path == moved.source
        and shown(link.target).startswith(f"{one.name.stem}.so.")
        for link in context.each(Link)
    )


def _put_aside(one: Packed) -> bool:
    """Whether the file is only given another name in its folder, `libfoo.so_orig`, so that another takes its place."""
    if one.transfer is None:
        return False
    kept = shown(one.transfer.destination).rpartition("/")[2].removeprefix(one.name.text)
    return kept[:1] in tuple("._-~") and kept[1:2].isalpha() and one.into in ("", ".", one.folder)


def _strongest(found: list[Sign]) -> Sign | None:
    """The surest sign, with what a less sure one adds; of equal ones the first."""
    if not found:
        return None
    best = max(found, key=lambda sign: CONFIDENCES.index(sign.confidence))
    wanted = best.wanted or next((sign.wanted for sign in found if sign.wanted), "")
    # What a table says is worth a line beside what the scripts say.
    known = [sign.note for sign in found if sign.known and sign is not best]
    return replace(best, wanted=wanted, more=tuple(known))


def _packs(one: Packed, sign: Sign, context: Context) -> Finding:
    name = one.name.text
    right = f"`{sign.wanted}`" if sign.wanted else f"the file that its SONAME names (`readelf -d {name}` prints it)"
    place = find_name(name, one.origin, context.plan)
    related = list(calls(one.origin, place))
    if related and related[-1].place == one.origin.command:
        related[-1] = Label(related[-1].place, _how(one))
    return RULE.finding(
        place,
        f"packs `{name}`{sign.says if sign.says.startswith(',') else ' ' + sign.says}",
        label="dev name, not the SONAME",
        related=(*related, *sign.related),
        notes=(sign.note, *sign.more),
        help=f"copy {right}",
        fixes=fix(place, name, sign),
        facts=sign.facts,
        level=sign.level or ("note" if not sign.facts and opened_by_name(place) else ""),
        confidence=sign.confidence,
    )


def opened_by_name(place: Place) -> bool:
    """Whether the script says that a program opens the file itself, by whatever name it likes: `dlopen` in the name of
    the variable that holds it, or in the comment beside or above it."""
    text = place.source.text
    if "dlopen" not in text.lower():
        return False
    before = text[: place.start]
    at = before.rfind("=(") if place.line > 1 else -1
    # Parentheses in comments close no list.
    inside = at >= 0 and not any(")" in line.partition("#")[0] for line in before[at:].split("\n"))
    source = place.source
    for number in (place.line, source.position(at)[0]) if inside else (place.line,):
        above = source.line(number - 1).lstrip()
        told = source.line(number) + (above if above.startswith("#") else "")
        if "dlopen" in told.lower():
            return True
    return False


def _how(one: Packed) -> str:
    """What the copying command does with the name, seen from the function that has it."""
    frame = next((f for f in reversed(one.origin.calls) if f.kind == "function"), None)
    who = f"`{frame.name}`" if frame is not None else "this"
    if one.transfer is not None and one.transfer.links == "follow":
        return f"{who} follows links, so the packed file keeps this name"
    return f"{who} packs it under this name"


def fix(place: Place, name: str, sign: Sign) -> tuple[Fix, ...]:
    """The right name, where `name` is written as such: made where a file, or what the script said before, tells it, and
    never without a look at it, for whether that file lies there too is not known. Else only shown."""
    if not sign.wanted or place.text != name:
        return ()
    safety = "unsafe" if sign.confidence == "high" else "display"
    return (Fix(f"name `{sign.wanted}`", safety, (Edit(place, sign.wanted),)),)
