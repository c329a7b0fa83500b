"""An ignore comment that names no rule."""

from __future__ import annotations

from lintpack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP003",
    name="unknown-rule",
    summary="An ignore comment names a rule that does not exist, or none: it hides nothing.",
    level="warning",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    from lintpack.rules import find, unknown

    for ignore in context.ignores:
        if not ignore.word:
            yield RULE.finding(
                ignore.word_place,
                "this comment is for lintpack, but names no rule to ignore",
                label="hides nothing",
                help="write `# lintpack: ignore[LP101] reason`, or `file-ignore[…]` for the whole file",
            )
        elif find(ignore.word) is None:
            hint = "".join(hint for _, hint in unknown([ignore.word]))
            yield RULE.finding(
                ignore.word_place,
                f"`{ignore.word}` is ignored here, but there is no such rule",
                label="hides nothing",
                help=(hint.removeprefix("; ") + " " if hint else "") + "`lintpack rules` lists all",
            )
