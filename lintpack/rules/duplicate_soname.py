"""Two different files with one SONAME, both on the search path of one program."""

from __future__ import annotations

import posixpath

from lintpack.findings import Fact
from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["duplicate-soname"]


def check(archive: Archive) -> Iterator[Finding]:
    by_soname: dict[tuple[str, int, int], list[Entry]] = {}
    for entry in archive.objects:
        facts = entry.facts
        # Variants for better processors are meant to be there twice.
        if facts is not None and facts.soname and "glibc-hwcaps" not in entry.path:
            by_soname.setdefault((facts.soname, facts.machine, facts.bits), []).append(entry)
    several = {key: group for key, group in by_soname.items() if len({e.sha256 for e in group}) > 1 and len(group) > 1}
    if not several:
        return
    seen: set[tuple[str, str]] = set()
    for start, _ in archive.scopes():
        chosen: dict[str, Entry] = {}
        folders: dict[str, None] = {}
        for one in start.result.loads:
            loaded = archive.entry_of(start, one)
            if loaded is not None:
                chosen.setdefault(loaded.path, loaded)
            for tried in one.tried:
                folders.setdefault(posixpath.dirname(archive.member(start, tried.path)[0]))
        for entry in chosen.values():
            facts = entry.facts
            for other in several.get((facts.soname or "", facts.machine, facts.bits), ()) if facts is not None else ():
                pair = (entry.path, other.path)
                if other.sha256 == entry.sha256 or pair in seen or posixpath.dirname(other.path) not in folders:
                    continue
                # A library of that SONAME under another name is not what a search finds.
                if facts is None or posixpath.basename(other.path) not in (
                    facts.soname,
                    posixpath.basename(entry.path),
                ):
                    continue
                seen.add(pair)
                yield _finding(entry, other, archive.program(start), archive)


def _finding(entry: Entry, other: Entry, program: str, archive: Archive) -> Finding:
    soname = entry.facts.soname if entry.facts is not None else ""
    return archive.finding(
        RULE,
        other.path,
        f"`{other.path}` and `{entry.path}` differ and both are `{soname}`: "
        f"`{program}` loads the one that its search comes to first",
        f"SONAME   {soname}",
        f"sha256   {other.sha256[:16]}…",
        facts=(Fact(archive.where(entry.path), (f"sha256   {entry.sha256[:16]}…   loaded by {program}",)),),
        help="pack one of them",
    )
