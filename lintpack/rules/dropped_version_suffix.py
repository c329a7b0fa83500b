"""A dev name is packed, linked to or preloaded where the loader asks for the SONAME."""

from __future__ import annotations

from lintpack import libname
from lintpack.findings import CONFIDENCES, Edit, Fix, Label
from lintpack.record import replace
from lintpack.rules.name_lists import in_lists
from lintpack.rules.packed import named_in, once
from lintpack.rules.rule import Rule
from lintpack.rules.suffix_evidence import (
    Sign,
    for_development,
    meant_bare,
    mentioned,
    packed_with_version,
    pattern_of,
    signs,
    system_folder,
    versioned_name,
    whole_packages,
)
from lintpack.rules.wording import calls, find_name, libraries_in, lines_with, listed
from lintpack.script import texts
from lintpack.script.plan import Export, Link, Transfer, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.rules.packed import Packed
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


def _all(context: Context) -> Iterator[Finding]:
    for one in (*context.packed, *in_lists(context)):
        if _suspect(one, context):
            sign = _strongest(list(signs(one, context)))
            if sign is not None:
                yield _packs(one, sign, context)
    yield from _odd_in_lists(context)
    yield from _branches(context)
    for link in context.each(Link):
        yield from _links(link, context)
        yield from _lone_dev_link(link, context)
    yield from _dev_names_linked(context)
    if any(True for _ in context.each(WrittenFile)):
        from lintpack.rules.loader import programs

        # Launchers that the script writes.
        for program in programs(context)[1:]:
            for effect in program.plan.effects:
                if isinstance(effect, Link):
                    yield from _links(effect, context)
    for export in context.each(Export):
        if export.name == "LD_PRELOAD" and export.value is not None:
            yield from _preloads(export, context)


def _branches(context: Context) -> Iterator[Finding]:
    lines = (line for script in context.plan.scripts for _, line in lines_with(".so", script.source.text))
    if not any("=" in line and "/lib" in line for line in lines):
        return
    from lintpack.rules.suffix_branches import branches

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
    from lintpack.rules.odd_in_list import odd_ones

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
        name.bare
        and name.exact
        and (one.placed is None or one.placed.text == name.text)
        and not meant_bare(name.text, name.stem, one.folder, one.into)
        and not named_in(name, context.own)
        and not packed_with_version(one, context)
        and not (one.transfer is None and pattern_of(name.stem, context))
        and not for_development(one, context)
    )


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
        fixes=_fix(place, name, sign),
        facts=sign.facts,
        level=sign.level,
        confidence=sign.confidence,
    )


def _how(one: Packed) -> str:
    """What the copying command does with the name, seen from the function that has it."""
    frame = next((f for f in reversed(one.origin.calls) if f.kind == "function"), None)
    who = f"`{frame.name}`" if frame is not None else "this"
    if one.transfer is not None and one.transfer.links == "follow":
        return f"{who} follows links, so the packed file keeps this name"
    return f"{who} packs it under this name"


def _fix(place: Place, name: str, sign: Sign) -> tuple[Fix, ...]:
    """The right name, where `name` is written as such: made where a file, or what the script said before, tells it, and
    never without a look at it, for whether that file lies there too is not known. Else only shown."""
    if not sign.wanted or place.text != name:
        return ()
    safety = "unsafe" if sign.confidence == "high" else "display"
    return (Fix(f"name `{sign.wanted}`", safety, (Edit(place, sign.wanted),)),)


def _links(link: Link, context: Context) -> Iterator[Finding]:
    """`ln -s /usr/lib/libreadline.so libreadline.so.7`: the target is there only with a -dev package."""
    target = libname.parse_text(link.target)
    folder = texts.shown(link.target).rpartition("/")[0]
    if target is None or not (target.bare and target.exact and link.symbolic and system_folder(folder)):
        return
    path = libname.parse_text(link.path)
    if path is None or not path.suffix or meant_bare(target.text, target.stem):
        return
    if not path.same_library(target):
        # Another library under this name: one vendor's `libMali.so` is all of EGL, GLES and GBM.
        return
    if any(one.name.same_library(target) and one.into == folder for one in context.packed):
        return
    place = find_name(target.text, link.origin, context.plan)
    yield RULE.finding(
        place,
        f"links `{path.text}` to `{texts.shown(link.target)}`, but that name is there only for the link editor",
        label="dev name, not the SONAME",
        related=calls(link.origin, place),
        notes=("development packages install this name, others do not",),
        help="link to the versioned name",
    )


def _dev_names_linked(context: Context) -> Iterator[Finding]:
    if "Link" not in context.kinds or not context.speaks_of((".so.",)):
        return
    from lintpack.rules.dev_name_linked import meant, targets

    for link, name in targets(context):
        found = meant(link, name, context)
        if found is not None:
            place = find_name(name.text, link.origin, context.plan)
            yield RULE.finding(
                place,
                f"links to `{name.text}`{found.says}",
                label="dev name, not the SONAME",
                related=(*calls(link.origin, place), *found.related),
                notes=(found.note,),
                help=f"link to `{found.wanted}`" if found.wanted else "link to the versioned name",
            )


def _lone_dev_link(link: Link, context: Context) -> Iterator[Finding]:
    """`ln -s $dir/libfoo.so /usr/lib/libfoo.so` in an installer that speaks of `libfoo.so.1`, and never makes it."""
    name = libname.parse_text(link.path)
    folder = texts.shown(link.path).rpartition("/")[0]
    if name is None or not (name.bare and name.exact and link.symbolic and system_folder(folder)):
        return
    if "/gcc/" in folder:
        # Only the compiler looks there.
        return
    target = texts.shown(link.target)
    to = libname.parse_text(link.target)
    if to is not None and to.suffix and system_folder(target.rpartition("/")[0] or folder):
        # The versioned file is the system's own: the link is for who links with it.
        return
    places = [other.path for other in context.each(Link)] + [t.destination for t in context.each(Transfer)]
    made = [libname.parse_text(path) for path in places if ".so" in texts.shown(path)]
    if any(other and other.same_library(name) and (other.suffix or not other.exact) for other in made):
        return
    found = versioned_name(name.stem, context)
    if found is not None:
        place = find_name(name.text, link.origin, context.plan)
        yield RULE.finding(
            place,
            f"links `{name.text}` into `{folder}`, but never `{found.text}`, which the loader asks for",
            label="dev name, not the SONAME",
            related=(*calls(link.origin, place), Label(found, "the same library, with its version")),
            help=f"link `{found.text}` as well",
        )


def _preloads(export: Export, context: Context) -> Iterator[Finding]:
    """LD_PRELOAD with a dev name: ld.so only warns where it is missing, and the program runs without it."""
    for text, _ in texts.alternatives(export.value or ()):
        # ld.so splits LD_PRELOAD at blanks and colons (ld.so(8)).
        for path in texts.shown(text).replace(":", " ").split():
            folder, _, last = path.rpartition("/")
            name = libname.parse(last)
            if name is None or not name.bare or meant_bare(name.text, name.stem, folder):
                continue
            if any(one.name.same_library(name) and one.name.bare for one in context.packed):
                continue
            if _tried(name, context):
                continue
            sign = next(mentioned(name.stem, context), None)
            soname = _only_for_developers(name.text, context) if sign is None and not folder else ""
            for_linking = system_folder(folder) and not whole_packages(context.plan.path)
            if sign is None and not for_linking and not soname:
                continue
            place = find_name(name.text, export.origin, context.plan)
            says = f" from `{folder}`, where that is the link editor's name for it"
            if soname:
                says = f", which is there with a development package only; the library is `{soname}`"
            says = sign.says if sign is not None else says
            yield RULE.finding(
                place,
                f"preloads `{name.text}`{says}",
                label="dev name, not the SONAME",
                related=(*calls(export.origin, place), *(sign.related if sign is not None else ())),
                notes=("ld.so only warns where the file is missing, and runs the program without it",),
                help=f"preload `{sign.wanted}`" if sign is not None else "preload the versioned name",
                fixes=_fix(place, name.text, sign) if sign is not None else (),
                level="note" if sign is None and _asked_for(path, export) else "",
            )


def _only_for_developers(dev_name: str, context: Context) -> str:
    """The SONAME of a well-known library whose dev name comes with development packages only; else ""."""
    table = context.evidence.table
    if table is None or not table.is_dev_only(dev_name):
        return ""
    return next(iter(table.soname_candidates(dev_name)), "")


def _tried(name: LibraryName, context: Context) -> bool:
    """Whether another setting preloads the same library with its version: one name is tried after the other."""
    for export in context.each(Export):
        if export.name == "LD_PRELOAD" and export.value is not None:
            for text, _ in texts.alternatives(export.value):
                for path in texts.shown(text).replace(":", " ").split():
                    other = libname.parse(path.rpartition("/")[2])
                    if other is not None and other.same_library(name) and other.suffix:
                        return True
    return False


def _asked_for(path: str, export: Export) -> bool:
    """Whether a test for that file stands before: then somebody sees to it that it is there."""
    from lintpack.rules.loader_settings import placed
    from lintpack.rules.preload_path import looked_for

    place, _ = placed(export)
    return looked_for(path, export.origin, place.text, place.source.text)
