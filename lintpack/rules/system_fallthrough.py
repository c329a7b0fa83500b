"""The search leaves the bundle for the system's library, though the bundle has one of its own."""

from __future__ import annotations

import posixpath

from lintpack.findings import Fact
from lintpack.loader import result
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.archive_words import folder_of, inherited_from, near_miss, needs_line, started, tried_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive, Ask

RULE = RULES["system-fallthrough"]
_LEFT = (result.CACHE, result.SYSTEM, result.RPATH, result.RUNPATH, result.LIBRARY_PATH)


def check(archive: Archive) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for ask in archive.asks:
        one = ask.one
        if one.path is None or one.inside or one.via is None or one.via.kind not in _LEFT:
            continue
        entry = near_miss(one.needed, archive.bundle.get(ask.by), archive)
        if entry is None or (entry.path, one.needed) in seen or inherited_from(ask, archive):
            continue
        # A library that a program opens finds what the program has loaded before, by whatever path.
        if not ask.launched and (not archive.whole or posixpath.basename(entry.path) == one.needed):
            continue
        seen.add((entry.path, one.needed))
        yield _finding(ask, entry, archive)


def _finding(ask: Ask, entry: Entry, archive: Archive) -> Finding:
    one = ask.one
    system = folder_of(one.path or "")
    name = posixpath.basename(entry.path)
    soname = entry.facts.soname if entry.facts is not None else None
    if name != one.needed:
        says = f"packed as `{entry.path}`, but `{ask.by}` asks for `{one.needed}` and gets the copy in `{system}`"
        helps = f"pack it as `{one.needed}`"
    else:
        says = f"`{entry.path}` is not on the search path of `{ask.by}`, which gets the copy in `{system}`"
        helps = f"give `{ask.by}` a RUNPATH that leads to `{folder_of(entry.path)}`, or name it in LD_LIBRARY_PATH"
    return archive.finding(
        RULE,
        entry.path,
        f"{says}{started(ask, archive)}",
        f"SONAME   {soname or '(none)'}",
        facts=(Fact(archive.where(ask.by), (needs_line(one, ask.start), *tried_lines(one, ask.start))),),
        notes=("the packed copy is never loaded",) if name != one.needed else (),
        help=helps,
        level="" if ask.launched else "warning",
    )
