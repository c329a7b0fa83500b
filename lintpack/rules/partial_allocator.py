"""A library replaces malloc and free, but not all that gives memory to free."""

from __future__ import annotations

import posixpath

from lintpack.findings import Fact
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.allocators import GIVES, KNOWN, allocators, callers
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["partial-allocator"]


def check(archive: Archive) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for start, _ in archive.scopes():
        found = allocators(start, archive)
        if len(found) != 1 or not found[0].member:
            continue
        one = found[0]
        if _wraps(one.member, archive):
            continue
        for function in GIVES:
            who = [member for member in callers(function, start, archive) if member != one.member]
            if function in one.defines or not who or (one.member, function) in seen:
                continue
            seen.add((one.member, function))
            yield archive.finding(
                RULE,
                one.member,
                f"`{one.member}` replaces malloc and free, but not `{function}`, which `{who[0]}` calls",
                f"defines  {' '.join(sorted(one.defines))}",
                facts=(Fact(archive.where(who[0]), (f"calls    {function}",)),),
                notes=(
                    f"memory that the C library's `{function}` gives goes to a free that does not know it",
                    *((f"{listed(who[1:])} call it, too",) if who[1:] else ()),
                ),
                help="use a build of the allocator that has all of them",
            )


def _wraps(member: str, archive: Archive) -> bool:
    """A tracer hands each call on to the C library's function, which it looks up: what it leaves out does no harm."""
    entry = archive.bundle.get(member)
    table = entry.table if entry is not None else None
    if table is None or posixpath.basename(member).startswith(KNOWN):
        return False
    return table.mentions("dlsym", defined=False) or table.mentions("dlvsym", defined=False)
