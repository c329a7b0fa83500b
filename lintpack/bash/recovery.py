"""Going on behind what cannot be parsed.

The stack of the LALR parser says what is open. Where a token does not fit, either the closers that it
shows to be missing are put in (`}` while an `if` is open), or the command at hand is given up and the parse
goes on at the end of its line. What was understood of it stays in the tree.
"""

from __future__ import annotations

from lintpack.bash import kinds, tree
from lintpack.bash.errors import UnexpectedError, UnreadableError
from lintpack.bash.stack import NEEDS, Stack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lintpack.bash.tokens import Reader

MAX_PROBLEMS = 100


def recover(r: Reader, states: list[int], values: list[Any], trouble: Exception) -> int:
    """Mends the parser's stack after `trouble`; the kind of the token to go on with, or -1 to read the next."""
    if isinstance(trouble, UnexpectedError):
        return _after_unexpected(r, states, values, trouble.kind)
    assert isinstance(trouble, UnreadableError)
    return _after_unreadable(r, states, values, trouble)


def _after_unreadable(r: Reader, states: list[int], values: list[Any], error: UnreadableError) -> int:
    """Goes on at the end of the line on which the trouble began."""
    report(r, error.start, error.end, error.message)
    at = r.text.find("\n", error.start, r.end)
    at = r.end if at < 0 else at
    if error.lost:
        # All up to the end was read already; only so much of it is read again.
        r.again_allowed -= r.end - at
        if r.again_allowed < 0:
            report(r, at, r.end, "given up here: too much that is not closed")
            at = r.end
    r.comments = [comment for comment in r.comments if comment.start < at] if error.lost else r.comments
    r.begin()
    r.pos = at
    Stack(r, states, values).give_up()
    return -1


def _after_unexpected(r: Reader, states: list[int], values: list[Any], kind: int) -> int:
    """Mends the stack for the token at hand, or drops it; the kind of the token to go on with."""
    stack = Stack(r, states, values)
    start = r.start
    end = start if kind == kinds.NEWLINE else max(r.pos, start)
    opened = stack.opened()
    if kind == kinds.END or (
        kind == kinds.RIGHT_PAREN and r.closing and kinds.LEFT_PAREN not in [k for _, _, k in opened]
    ):
        return _at_end(r, stack, kind, opened)
    shown = _shown(r, kind, start, end)
    needed = NEEDS.get(kind)
    if needed:
        floor = stack.awaits(kind)
        value = r.value
        if floor < 0:
            stack.reopen()
            report(r, start, end, f"unexpected {shown}")
            return stack.drop()
        report(r, start, end, f"unexpected {shown}{_while_open(r, opened, needed)}")
        if not stack.make_room(kind, floor):
            return stack.drop()
        r.value = value
        return kind
    stack.reopen()
    report(r, start, end, f"unexpected {shown}")
    value = r.value
    for middle in (kinds.THEN, kinds.DO):
        if kind not in (kinds.NEWLINE, kinds.SEMICOLON) and stack.takes(middle):
            stack.put(middle)
            if stack.takes(kind):
                r.value = value
                return kind
    stack.give_up()
    return stack.skip(kind, value)


def _at_end(r: Reader, stack: Stack, kind: int, opened: list[tuple[int, int, int]]) -> int:
    if opened:
        start, end, _ = opened[-1]
        report(r, start, end, f"`{r.text[start:end]}` is not closed")
    elif kind == kinds.END:
        report(r, r.start, r.start, "unexpected end of the text")
    else:
        report(r, r.start, r.pos, "unexpected `)`")
    value = r.value
    if not stack.make_room(kinds.END, 0):
        inside: list[tree.Statement] = []
        while stack.values:
            stack.pop(inside)
        stack.hole(inside)
    r.value = value
    return kind


def report(r: Reader, start: int, end: int, message: str) -> None:
    """One more problem, unless there are too many."""
    if len(r.problems) < MAX_PROBLEMS:
        r.problems.append(tree.Problem(start, end, message))
    elif len(r.problems) == MAX_PROBLEMS:
        r.problems.append(tree.Problem(start, end, "more problems follow from here on, which are not listed"))


def _shown(r: Reader, kind: int, start: int, end: int) -> str:
    if kind == kinds.NEWLINE:
        return "line end"
    text = r.text[start:end].partition("\n")[0]
    return f"`{text if len(text) <= 40 else text[:40] + '…'}`"


def _while_open(r: Reader, opened: list[tuple[int, int, int]], needed: tuple[int, ...]) -> str:
    start, end, kind = opened[-1]
    if kind in needed:
        return ""
    line = r.text.count("\n", 0, start) + 1
    return f" while `{r.text[start:end]}` of line {line} is not closed"
