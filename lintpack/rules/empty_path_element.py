"""An element of a library path is empty, always or where the caller has not set the variable."""

from __future__ import annotations

from lintpack.rules.rule import Rule
from lintpack.rules.shared.empty_elements import empty_elements, takes
from lintpack.rules.shared.wording import calls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP302",
    name="empty-path-element",
    summary="A library path has an empty element, which the loader takes for the current directory.",
    level="warning",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    if context.speaks_of(("rpath", "RPATH")):
        yield from _run_paths(context)
    for one in empty_elements(context):
        if one.level == "warning":
            yield one.told_by(RULE)


def _run_paths(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.empty_run_paths import emptied

    for one, where in emptied(context):
        yield RULE.finding(
            one.place,
            f"this RPATH {where}, {takes('')}",
            label="empty element",
            related=calls(one.origin, one.place),
            help="leave the `:` out",
        )
