"""A copy of shared libraries whose names could not be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.rules.rule import Rule
from lintpack.rules.wording import calls, listed, written_at
from lintpack.script.plan import Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.source import Place

RULE = Rule(
    code="LP004",
    name="unresolved-copy",
    summary="A copy whose source could not be told: it may pack a library that no other rule sees.",
    level="note",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    # One copy in a function is one finding, however often it is called.
    found: dict[Place, list[Unresolved]] = {}
    for copy in context.each(Unresolved):
        found.setdefault(written_at(copy.origin), []).append(copy)
    for place, copies in found.items():
        first = copies[0]
        names = sorted({name for copy in copies for name in copy.names})
        known = f" (of its names it can tell {listed(names)})" if names else ""
        yield RULE.finding(
            place,
            f"lintpack could not tell what `{first.tool}` copies here: {first.why}{known}",
            label="not checked",
            related=calls(first.origin, place),
            help="give the variables it depends on with `--set NAME=VALUE` or `[variables]` in lintpack.toml",
        )
