"""Backquotes with backslashes inside: parsed without them, then moved to where they stand in the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lintpack.bash import tree

if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader


def backquote_body(r: Reader, start: int, end: int, quoted: bool) -> tuple[tree.Statement, ...]:
    from lintpack.bash.driver import run
    from lintpack.bash.tokens import Reader

    pieces = []
    places: list[int] = []
    i = start
    for m in re.finditer(r'\\([$`\\"])' if quoted else r"\\([$`\\])", r.text[start:end]):
        at = m.start() + start
        pieces.append(r.text[i:at] + m[1])
        places += range(i, at)
        places.append(at + 1)
        i = at + 2
    pieces.append(r.text[i:end])
    places += range(i, end + 1)
    inner = Reader("".join(pieces), r.tables)
    inner.depth = r.depth
    inner.enter(0)
    body = run(inner, -1)
    return tuple(moved(statement, places, r.text) for statement in body)


def moved(node: Any, places: list[int], text: str) -> Any:
    """`node` with every offset looked up in `places`."""
    if isinstance(node, tuple):
        return tuple(moved(item, places, text) for item in node)
    if not isinstance(node, tree.Node):
        return node
    start = places[node.start]
    end = places[node.end - 1] + 1 if node.end > node.start else start
    values: dict[str, Any] = {"start": start, "end": end}
    names: tuple[str, ...] = type(node).__match_args__
    for name in names:
        value = getattr(node, name)
        if name == "raw":
            values[name] = text[start:end]
        elif name in ("name_start", "name_end"):
            values[name] = places[value]
        elif name not in values:
            values[name] = moved(value, places, text)
    return type(node)(**values)
