"""The script links a library with a SONAME, and packs it under other names only."""

from __future__ import annotations

from lintpack import libname
from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, listed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Archive, Change, Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.script.values import Text

RULE = Rule(
    code="LP131",
    name="soname-not-packed",
    summary="The script links a library with a SONAME, but packs the library under other names only.",
    level="warning",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    if not context.speaks_of(("ldconfig", "--install", "make install")):
        yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for change in context.each(Change):
        soname = libname.parse_text(change.value or ()) if change.kind == "soname" else None
        file = libname.parse_text(change.path)
        if soname is None or file is None or not soname.suffix or soname.base != file.base:
            continue
        taken = [t for t in context.each(Transfer) if _forms(t.source) & _forms(change.path) and not t.moves]
        if not taken or any(".so" not in texts.shown(t.destination) for t in taken):
            continue
        folders = {texts.shown(paths.dirname(t.destination)) for t in taken}
        made = [link for link in context.each(Link) if texts.shown(paths.dirname(link.path)) in folders]
        names = [libname.parse_text(t.destination) for t in taken] + [libname.parse_text(link.path) for link in made]
        kin = [name for name in names if name is not None and name.base == soname.base]
        if _may_be(soname, kin) or _swept(change, soname, folders, context):
            continue
        yield _finding(change, soname, kin, taken[-1], made)


def _forms(text: Text) -> set[str]:
    """The path as it is shown, and with its variables opened."""
    return {texts.shown(text), *(texts.shown(one) for one, _ in texts.alternatives(text))}


def _may_be(soname: LibraryName, kin: list[LibraryName]) -> bool:
    """Whether one of the names is the SONAME, or may be."""
    return any(name.text == soname.text or not (name.exact and (soname.exact or name.bare)) for name in kin)


def _swept(change: Change, soname: LibraryName, folders: set[str], context: Context) -> bool:
    """Whether anything else may bring the SONAME: the folder that is copied, a pattern, another file."""
    for transfer, source, into in context.copies:
        if _forms(transfer.source) & _forms(change.path):
            continue
        name = libname.parse_text(transfer.source)
        if name is not None and (name.base == soname.base or not name.exact):
            return True
        if transfer.recursive and (into.rstrip("/") in folders or any(f.startswith(into.rstrip("/")) for f in folders)):
            return True
        if "*" in source and into.rpartition("/")[0] in folders:
            return True
    # An archive of the build folder has what lies there.
    built = texts.shown(paths.dirname(change.path))
    return any(texts.shown(archive.base) == built for archive in context.each(Archive))


def _finding(change: Change, soname: LibraryName, kin: list[LibraryName], taken: Transfer, made: list[Link]) -> Finding:
    wrong = [link for link in made if (n := libname.parse_text(link.path)) and n.base == soname.base and n.suffix]
    effect: Link | Transfer = wrong[-1] if wrong else taken
    place = written_at(effect.origin)
    return RULE.finding(
        place,
        f"the library is linked with the SONAME `{soname.text}`, but packed only as "
        f"{listed(list(dict.fromkeys(name.text for name in kin)))}",
        label="another name",
        related=(*calls(effect.origin, place), Label(change.origin.place, "its SONAME")),
        notes=("programs that are linked with it ask the loader for its SONAME",),
        help=f"pack it as `{soname.text}`, or make a link of that name",
    )
