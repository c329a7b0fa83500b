"""Where arithmetic ends, and the words inside it (bash manual, 3.5.5)."""

from __future__ import annotations

import re

from lintpack.bash import tree
from lintpack.bash.errors import unclosed
from lintpack.bash.quotes import quotable_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader

# Quotes are skipped whole, so that their parentheses do not count.
_STEP = re.compile(
    r"""[^()'"\\`;]*(?:(\()|(\))|(;)|\\.|'[^']*'|"[^"\\]*(?:\\.[^"\\]*)*"|`[^`\\]*(?:\\.[^`\\]*)*`|.)""", re.DOTALL
)
_BRACKETS = re.compile(r"""[^][]*(?:(\[)|(\]))""")


def arithmetic_end(r: Reader, start: int) -> int:
    """The end of `… ))` whose content is at `start`; 0 where its parentheses do not close as `))` (then the
    two that opened it are a subshell in a substitution or subshell, as bash decides it)."""
    known = r.arithmetic.get(start)
    if known is not None:
        return known
    opened: list[int] = []
    step = _STEP.match
    i = start
    text = r.text
    while True:
        m = step(text, i, r.end)
        if not m:
            r.arithmetic.update(dict.fromkeys(opened, 0))
            r.arithmetic[start] = 0
            return 0
        i = m.end()
        if m[1]:
            opened.append(i)
        elif m[2]:
            if not opened:
                end = i + 1 if text.startswith(")", i) and i < r.end else 0
                r.arithmetic[start] = end
                return end
            inner = opened.pop()
            # `((` inside: remember it, so that it is not looked for again.
            if opened and opened[-1] == inner - 1:
                r.arithmetic[inner] = i + 1 if text.startswith(")", i) and i < r.end else 0


def bracket_end(r: Reader, start: int, i: int) -> int:
    """The end of `$[…]`, an old form of `$((…))`."""
    depth = 1
    while depth:
        m = _BRACKETS.match(r.text, i, r.end)
        if not m:
            raise unclosed(start, "$[")
        depth += 1 if m[1] else -1
        i = m.end()
    return i


def expression(r: Reader, start: int, end: int) -> tree.Word:
    """The text from `start` to `end`, in which all is expanded as in double quotes."""
    limit = r.end
    r.end = end
    r.enter(start)
    try:
        parts, _ = quotable_parts(r, start, "")
    finally:
        r.end = limit
    r.depth -= 1
    return tree.Word(start, end, r.text[start:end], tuple(parts))


def for_expressions(r: Reader, start: int, end: int) -> list[tree.Word]:
    """The expressions of `for ((…; …; …))`, split at the semicolons outside of parentheses."""
    words = []
    depth = 0
    i = begin = start
    while True:
        m = _STEP.match(r.text, i, end)
        if not m:
            words.append(expression(r, begin, end))
            return words
        i = m.end()
        if m[1]:
            depth += 1
        elif m[2]:
            depth -= 1
        elif m[3] and not depth:
            words.append(expression(r, begin, i - 1))
            begin = i
