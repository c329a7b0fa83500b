"""What is wrong with an archive itself."""

from __future__ import annotations

from lintpack.bundle import trouble as kinds
from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.archive import Archive

RULE = RULES["unreadable-archive-member"]
# Odd, but tar and the loader know what to do with them.
_MILD = (kinds.ABSOLUTE_NAME, kinds.DUPLICATE, kinds.DEVICE, kinds.LINK_OUTSIDE, kinds.TRAILING, kinds.LINK_LOOP)
_SHOWN = 20


def check(archive: Archive) -> Iterator[Finding]:
    for one in archive.bundle.troubles[:_SHOWN]:
        name = f"`{one.member}`: " if one.member else ""
        yield archive.finding(
            RULE,
            one.member,
            f"{name}{one.message}",
            one.kind,
            level="note" if one.kind in _MILD else "",
            help="`--limit NAME=VALUE` raises a bound" if one.kind == kinds.LIMIT else "",
        )
