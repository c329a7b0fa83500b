"""A sourced file that lintpack could not read."""

from __future__ import annotations

from lintpack.rules.rule import Rule
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.plan import Unfollowed
from lintpack.script.sources import NOT_MEANT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP005",
    name="unfollowed-source",
    summary="A sourced file could not be read, so its functions and variables are unknown.",
    level="note",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    for source in context.each(Unfollowed):
        if source.why == NOT_MEANT:
            continue
        yield RULE.finding(
            source.origin.place,
            f"lintpack could not follow `{texts.shown(source.path)}`: {source.why}",
            label="what it defines is unknown",
            related=calls(source.origin, source.origin.place),
            help="say where it lies with `# shellcheck source=PATH` above this line, or set the variable with --set",
        )
