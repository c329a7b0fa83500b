"""RUNPATH is for the object's own needs; what its libraries need is not searched for there."""

from __future__ import annotations

from lintpack.findings import Fact
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.archive_words import folder_of, inherited_from, needs_line, stopped, tried_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["runpath-not-inherited"]


def check(archive: Archive) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for ask in archive.asks:
        one = ask.one
        if (one.path is not None and one.inside) or stopped(one) or (ask.by, one.needed) in seen:
            continue
        found = inherited_from(ask, archive)
        if found is None:
            continue
        seen.add((ask.by, one.needed))
        owner, place = found
        facts = archive.bundle.get(owner)
        runpath = facts.facts.runpath if facts is not None and facts.facts is not None else ""
        ends = "is not found" if one.path is None else f"comes from `{folder_of(one.path)}`"
        yield archive.finding(
            RULE,
            ask.by,
            f"`{ask.by}` needs `{one.needed}`, which lies on the RUNPATH of `{owner}` alone, and {ends}",
            needs_line(one, ask.start),
            "RUNPATH  (none)",
            *tried_lines(one, ask.start),
            facts=(
                Fact(archive.where(owner), (f"RUNPATH  {runpath}",)),
                Fact(archive.where(place), ("not looked at",)),
            ),
            notes=("a RUNPATH is searched for what its own object needs, not for what its libraries need (ld.so(8))",),
            help=f"give `{ask.by}` a RUNPATH of its own, such as `{_own(ask.by, place)}`",
            level="" if ask.launched else "warning",
        )


def _own(member: str, place: str) -> str:
    import posixpath

    way = posixpath.relpath(folder_of(place), folder_of(member))
    return "$ORIGIN" if way == "." else f"$ORIGIN/{way}"
