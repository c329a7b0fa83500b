"""Texts that bash reads without some of their characters: parsed without them, then moved to their places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from lintpack.bash import tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lintpack.bash.tokens import Reader


class _Places:
    """Where the characters of a shortened text stand in the full one."""

    def __init__(self, text: str, left_out: re.Pattern[str], start: int, end: int) -> None:
        """The first character of each match of `left_out` is left out."""
        self.start = start
        self.kept: list[int] = []  # before which index of the shortened text each character was left out
        pieces = []
        at = start
        for m in left_out.finditer(text, start, end):
            pieces.append(text[at : m.start()])
            self.kept.append(m.start() - start - len(self.kept))
            at = m.start() + 1
        pieces.append(text[at:end])
        self.shortened = "".join(pieces)

    def first(self, index: int) -> int:
        """The place of the character at `index`, or of what was left out right before it."""
        return self.start + index + bisect_left(self.kept, index)

    def behind(self, index: int) -> int:
        """The place behind the character before `index`."""
        return self.start + index + bisect_right(self.kept, index - 1)


def backquote_body(r: Reader, start: int, end: int, quoted: bool) -> tuple[tree.Statement, ...]:
    """The commands between two backquotes, where backslashes have to be taken away first."""
    from lintpack.bash.driver import run
    from lintpack.bash.recovery import report
    from lintpack.bash.tokens import Reader

    places = _Places(r.text, re.compile(r'\\[$`\\"]' if quoted else r"\\[$`\\]"), start, end)
    inner = Reader(places.shortened, r.tables)
    inner.depth = r.depth + 2
    inner.level = r.level + 1
    inner.enter(0)
    body = run(inner, -1)
    r.comments += moved(tuple(inner.comments), places, r.text)
    for problem in moved(tuple(inner.problems), places, r.text):
        report(r, problem.start, problem.end, problem.message)
    return tuple([moved(statement, places, r.text) for statement in body])


def moved(node: Any, places: _Places, text: str) -> Any:
    """`node` with every offset moved to the full `text`."""
    if type(node) is tuple:
        return tuple([moved(item, places, text) for item in node])
    if not isinstance(node, tree.Node):
        return node
    start = places.first(node.start)
    end = places.behind(node.end) if node.end > node.start else start
    values: list[Any] = []
    for name in type(node).__match_args__:
        value = getattr(node, name)
        if name == "start":
            value = start
        elif name == "end":
            value = end
        elif name == "raw":
            value = text[start:end]
        elif name == "name_start":
            value = places.first(value)
        elif name == "name_end":
            value = places.behind(value)
        elif type(value) is tuple or isinstance(value, tree.Node):
            value = moved(value, places, text)
        values.append(value)
    return type(node)(*values)


def parse_cleaned(text: str) -> tree.Script:
    """`parse` for a text that may have NUL characters or CRLF line ends."""
    from lintpack.bash import parse_clean

    places = _Places(text, re.compile(r"\0|\r(?=[\0\r]*(?:\n|\Z))"), 0, len(text))
    script = parse_clean(places.shortened)
    if not places.kept:
        return script
    found: tree.Script = moved(script, places, text)
    problems = list(found.problems)
    nul = text.find("\0")
    if nul >= 0:
        problems.append(tree.Problem(nul, nul + 1, "NUL character: bash leaves it out"))
    carriage = _harmful(text, found)
    if carriage >= 0:
        problems.append(tree.Problem(carriage, carriage + 1, "line ends are CRLF: bash reads \\r as part of words"))
    problems.sort(key=lambda problem: problem.start)
    return tree.Script(0, len(text), found.body, found.comments, tuple(problems))


def _harmful(text: str, script: tree.Script) -> int:
    """The first `\\r` at a line's end that is not part of a comment or of a here-document; -1 where there is none."""
    comments = {comment.end for comment in script.comments}
    bodies: list[tree.Word] | None = None
    for m in re.finditer(r"\r(?=\n|\Z)", text):
        if m.start() in comments:
            continue
        if bodies is None:
            from lintpack.bash.walk import each

            bodies = [node.body for node in each(script, tree.HereDocument)]
        if not any(body.start <= m.start() < body.end for body in bodies):
            return m.start()
    return -1
