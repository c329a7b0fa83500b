"""An ignore comment that hides nothing."""

from __future__ import annotations

from lintpack.findings import Edit, Fix
from lintpack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.suppress import Ignore

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
            fixes=(_fix(ignore, context.unused),),
        )


def _fix(ignore: Ignore, unused: tuple[Ignore, ...]) -> Fix:
    """Remove the comment; where it ignores other rules too, only the name of this one."""
    source, text = ignore.place.source, ignore.place.source.text
    start, end = ignore.word_place.start, ignore.word_place.end
    names = text[text.index("[", ignore.place.start) + 1 : text.index("]", ignore.place.start)]
    needless = {other.word for other in unused if other.place == ignore.place}
    if needless.issuperset(names.replace(",", " ").split()):
        start, end = ignore.place.start, ignore.place.end
        line = start - ignore.place.column + 1
        before = text[line:start]
        if before.strip():
            start = line + len(before.rstrip())
        else:
            # A line of its own goes with its end.
            following = text.find("\n", end)
            start, end = line, len(text) if following < 0 else following + 1
        return Fix("remove the comment", "safe", (Edit(source.place(start, end), ""),))
    # With it goes the comma or blank behind it, or the one before the last name.
    after = len(text[end:]) - len(text[end:].lstrip(", \t"))
    if text[end + after] != "]":
        end += after
    else:
        start -= len(text[:start]) - len(text[:start].rstrip(", \t"))
    return Fix(f"do not ignore `{ignore.word}`", "safe", (Edit(source.place(start, end), ""),))
