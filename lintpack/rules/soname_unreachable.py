"""A library has the SONAME that is asked for, and no file of that name lies where the loader looks."""

from __future__ import annotations

import posixpath

from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.archive_words import near_miss, needs_line, started, stopped, tried_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["soname-unreachable"]


def check(archive: Archive) -> Iterator[Finding]:
    from lintpack.findings import Fact

    seen: set[tuple[str, str]] = set()
    for ask in archive.asks:
        needed = ask.one.needed
        if ask.one.path is not None or stopped(ask.one) or "/" in needed:
            continue
        entry = near_miss(needed, archive.bundle.get(ask.by), archive)
        if entry is None or posixpath.basename(entry.path) == needed or (entry.path, needed) in seen:
            continue
        seen.add((entry.path, needed))
        soname = entry.facts.soname if entry.facts is not None else None
        about = f"has the SONAME `{soname}`" if soname else "has no SONAME"
        yield archive.finding(
            RULE,
            entry.path,
            f"`{entry.path}` {about}, but `{ask.by}` asks for a file called `{needed}`{started(ask, archive)}",
            f"SONAME   {soname or '(none)'}",
            facts=(Fact(archive.where(ask.by), (needs_line(ask.one, ask.start), *tried_lines(ask.one, ask.start))),),
            help=f"pack it as `{needed}`",
            level="" if ask.launched else "warning",
        )
