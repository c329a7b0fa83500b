"""Lines of evidence about what a loader does, and the questions that several rules of bundles ask."""

from __future__ import annotations

import posixpath

from lintpack.loader import result, tree
from lintpack.report.loads_words import shown_path, via_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bundle.entry import Entry
    from lintpack.elf.facts import ElfFacts
    from lintpack.loader.result import Loaded
    from lintpack.loader.start import Start
    from lintpack.rules.shared.archive import Archive, Ask

_TRIED = 6
# What ends the search for good (elf.md of glibc: open_verify).
STOPS = (tree.NOT_ELF, tree.SHORT, tree.DIRECTORY, tree.DAMAGED, result.FATAL)


def needs_line(one: Loaded, start: Start) -> str:
    """`NEEDED libfoo.so.4   resolves to /lib64/libfoo.so.4 (system directory)`."""
    path = shown_path(one, start.files)
    how = via_text(one, start.files)
    return f"NEEDED   {one.needed}   " + (f"resolves to {path} ({how})" if path is not None else "is not found")


def tried_lines(one: Loaded, start: Start) -> tuple[str, ...]:
    """Where the loader looked, in order."""
    lines = []
    for tried in one.tried:
        if tried.outcome == result.CHOSEN:
            continue
        path = start.files.shown(tried.path)[0]
        lines.append(f"looked   {path}   {tried.outcome} ({via_text(tried.via, start.files)})")
    more = len(lines) - _TRIED
    return (*lines[:_TRIED], *((f"         and {more} more",) if more > 0 else ()))


def stopped(one: Loaded) -> bool:
    """Whether a file that is no library ended the search."""
    return one.path is None and bool(one.tried) and one.tried[-1].outcome in STOPS


def started(ask: Ask, archive: Archive) -> str:
    """By which launcher, and in which program where another object asks."""
    if not ask.launched:
        return ""
    program = archive.program(ask.start)
    if ask.by == program:
        return f" as `{ask.start.launcher}` starts it" if ask.start.launcher else ""
    by = f" by `{ask.start.launcher}`" if ask.start.launcher else ""
    return f" when `{program}` is started{by}"


def folder_of(path: str) -> str:
    return posixpath.dirname(path) or "."


def candidates(needed: str, by: Entry | None, archive: Archive) -> list[Entry]:
    """What the bundle carries that may be meant by a name, for the same machine."""
    from lintpack.bundle.resolve import resolve

    found: dict[str, Entry] = {}
    for path in archive.carried.meant(needed):
        entry = resolve(archive.bundle, path).entry
        if entry is None or entry.facts is None or by is None or by.facts is None:
            continue
        if (entry.facts.machine, entry.facts.bits) == (by.facts.machine, by.facts.bits) and entry.facts.dynamic:
            found.setdefault(entry.path, entry)
    return list(found.values())


def near_miss(needed: str, by: Entry | None, archive: Archive) -> Entry | None:
    """The file of the bundle that should have answered a name: it has the SONAME or the name, or is the same library
    without a version."""
    from lintpack import libname

    wanted = libname.parse(needed)
    for entry in candidates(needed, by, archive):
        name = posixpath.basename(entry.path)
        soname = entry.facts.soname if entry.facts is not None else None
        if needed in (soname, name):
            return entry
        parsed = libname.parse(name)
        if parsed is not None and parsed.bare and wanted is not None and soname in (None, "", name):
            return entry
    return None


def inherited_from(ask: Ask, archive: Archive) -> tuple[str, str] | None:
    """The object whose RUNPATH has the name that was asked for by another one, and the member that it would be.

    Only where the one that asks has no path of its own: then it was built to rely on that of the program.
    """
    from lintpack.bundle.resolve import resolve

    facts = _facts(archive, ask.by)
    if facts is None or facts.runpath or facts.rpath:
        return None
    chain: list[str] = []
    at = next((one for one in ask.start.result.loads if one.path == ask.one.by), None)
    while at is not None and len(chain) < 100:
        chain.append(at.by)
        at = next((one for one in ask.start.result.loads if one.path == at.by), None)
    for path in chain:
        member, inside = archive.member(ask.start, path)
        owner = _facts(archive, member) if inside else None
        if owner is None or not owner.runpath:
            continue
        for element in owner.runpath.split(":"):
            for token in ("${ORIGIN}", "$ORIGIN"):
                if element.startswith(token):
                    place = posixpath.normpath(f"{folder_of(member)}/{element[len(token) :]}/{ask.one.needed}")
                    found = resolve(archive.bundle, place).entry
                    if found is not None and found.facts is not None:
                        return member, place
    return None


def _facts(archive: Archive, member: str) -> ElfFacts | None:
    entry = archive.bundle.get(member)
    return entry.facts if entry is not None else None
