"""An element of a library path may be empty, where few will meet that.

What LP302 would say of it is true, but matters less, or nobody can tell: so it has a code of its own, which one can
leave out, and a script whose certain fault is mended has one finding less.
"""

from __future__ import annotations

from lintpack.rules.rule import Rule
from lintpack.rules.shared.empty_elements import empty_elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP322",
    name="possible-empty-element",
    summary="A library path may have an empty element: in a build, or where a caller's variable is empty.",
    level="note",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    for one in empty_elements(context):
        if one.level == "note":
            yield one.told_by(RULE)
