"""What is wrong with an archive itself."""

from __future__ import annotations

from lintpack.bundle import trouble as kinds
from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["unreadable-archive-member"]
# Odd, but tar and the loader know what to do with them.
_MILD = (kinds.ABSOLUTE_NAME, kinds.DUPLICATE, kinds.DEVICE, kinds.LINK_OUTSIDE, kinds.TRAILING, kinds.LINK_LOOP)
# An archive made to break may have a million of them: past this many they are counted.
_SHOWN = 1_000


def check(archive: Archive) -> Iterator[Finding]:
    troubles = archive.bundle.troubles
    for one in troubles[:_SHOWN]:
        name = f"`{one.member}`: " if one.member else ""
        # A bound on texts and symbols that was reached costs depth: every member is still looked at.
        mild = one.kind in _MILD or (one.kind == kinds.LIMIT and archive.bundle.complete)
        yield archive.finding(
            RULE,
            one.member,
            f"{name}{one.message}",
            one.kind,
            level="note" if mild else "",
            help="`--limit NAME=VALUE` raises a bound" if one.kind == kinds.LIMIT else "",
        )
    if len(troubles) > _SHOWN:
        yield archive.finding(RULE, "", f"{len(troubles) - _SHOWN:,} more troubles of this kind are not listed", "more")
