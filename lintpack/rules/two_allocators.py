"""Two libraries that replace malloc in one process."""

from __future__ import annotations

from lintpack.findings import Fact
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.allocators import allocators
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["two-allocators"]


def check(archive: Archive) -> Iterator[Finding]:
    seen: set[tuple[str, ...]] = set()
    for start, _ in archive.scopes():
        found = allocators(start, archive)
        key = tuple(one.path for one in found)
        if len(found) < 2 or key in seen or not any(one.member for one in found):
            continue
        seen.add(key)
        program = archive.program(start)
        last = next((one for one in reversed(found) if one.member and one.member != program), found[-1])
        missing = sorted(found[1].defines - found[0].defines)
        yield archive.finding(
            RULE,
            last.member or program,
            f"`{program}` loads {len(found)} libraries that replace malloc: {listed(key)}",
            *_reason(last.one.needed if last.one is not None else "", archive),
            facts=tuple(
                Fact(
                    archive.where(one.member) if one.member else one.path,
                    (f"defines  {' '.join(sorted(one.defines))}",),
                )
                for one in found
            ),
            notes=(
                (f"{listed(missing)} of the second give memory to the free of the first",)
                if missing
                else ("the first one is used; what the other sets up at its start is not what the program runs with",)
            ),
            help="link one of them only, and preload none beside it",
            level="error" if missing else "",
        )


def _reason(needed: str, archive: Archive) -> tuple[str, ...]:
    members = archive.needed_by.get(needed, ())
    return tuple(f"needed by {member}" for member in members[:3])
