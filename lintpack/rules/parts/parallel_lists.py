"""Lists of libraries that stand in a script several times over, of which one lacks a name: what is copied in one place
and looked for in another."""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place, Source

_NAME = r"(?<![\w.+-])lib[\w+-]+(?:\.[\w+-]+)*?\.so\.\d[\w.]*(?![\w*?$\[{-])"
# Libraries that two lists have in common before one of them can lack another, and lines between two of a list.
_SHARED = 4
_GAP = 2
# What makes two lists alternatives, of which each may have its own.
_BRANCH = r"(?m)^\s*(?:else\b|elif\b)|;;"


class Lacking(Record):
    """`name`, which the list at `there` has, is not in the one with `place`, the name before it. `sure`: all other
    lists have it, or the only other one is no alternative."""

    name: str
    place: Place
    there: Place
    sure: bool


class _List(Record):
    """The names of a list in order, and where each stands first."""

    names: dict[str, int]
    start: int
    end: int


def lacking(context: Context) -> Iterator[Lacking]:
    for script in context.plan.scripts:
        yield from _of(script.source)


def _of(source: Source) -> Iterator[Lacking]:
    lists = [one for one in _lists(source.text) if len(one.names) >= _SHARED]
    for mine in lists:
        others = [
            other
            for other in lists
            if other is not mine and mine.names.keys() <= other.names.keys() and len(other.names) <= len(mine.names) + 1
        ]
        longer = [other for other in others if len(other.names) > len(mine.names)]
        missing = {name for other in longer for name in other.names if name not in mine.names}
        # Where lists agree on being short, the long one is another.
        if len(missing) != 1 or len(longer) < len(others):
            continue
        name = missing.pop()
        if source.text.count(name) > len(longer):
            continue
        other = longer[0]
        order = list(other.names)
        before = order[order.index(name) - 1] if order.index(name) else order[1]
        between = source.text[min(mine.end, other.end) : max(mine.start, other.start)]
        yield Lacking(
            name,
            source.place(mine.names[before], mine.names[before] + len(before)),
            source.place(other.names[name], other.names[name] + len(name)),
            len(longer) > 1 or re.search(_BRANCH, between) is None,
        )


def _lists(text: str) -> Iterator[_List]:
    """Names on lines that follow each other closely, each once."""
    names: dict[str, int] = {}
    start = end = 0
    for match in re.finditer(_NAME, text):
        line = line_before(text, match.start())
        if line.lstrip().startswith("#"):
            continue
        if names and (text.count("\n", end, match.start()) > _GAP or match[0] in names):
            yield _List(names, start, end)
            names = {}
        if not names:
            start = match.start()
        names[match[0]] = match.start()
        end = match.end()
    if names:
        yield _List(names, start, end)
