"""An ignore comment that hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.findings import Edit, Fix
from lintpack.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP002",
    name="unused-ignore",
    summary="An ignore comment hides no finding any more.",
    level="warning",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    """`context.unused` is known only after all other rules."""
    for ignore in context.unused:
        where = "in this file" if ignore.whole_file else "here"
        yield RULE.finding(
            ignore.word_place,
            f"`{ignore.word}` is ignored, but finds nothing {where}",
            label="not needed",
            help="remove it",
            fixes=(Fix("remove the comment", "safe", (Edit(ignore.place, ""),)),),
        )
