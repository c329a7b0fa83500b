"""Assignments, with subscripts and compound values (bash manual, 3.4 and 6.7)."""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.bash.errors import UnreadableError, unclosed
from lintpack.bash.words import BREAKS, COMMAND, PLAIN, gap, mode, read, word
from lintpack.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader


def assignment(r: Reader, start: int, head: re.Match[str]) -> tree.Assignment | tree.Word | None:
    """The assignment at `start`, of which `head` matched `name=`, `name+=` or `name[`; None for a word."""
    text = r.text
    i = head.end()
    index: tree.Word | None = None
    if text[i - 1] == "[":
        name = text[start : i - 1]
        if r.declaring and not r.leading:
            m = re.compile(r"\[[^][ \t\n;&|()<>]*\]\+?=").match(text, i - 1, r.end)
            if not m:
                return None
        index = word(r, i, mode("subscript"))
        if index.end >= r.end:
            raise unclosed(i - 1, "[")
        i, append = _equals(r, index.end + 1)
        if not i:
            return _bracketed(r, start, index)
    else:
        append = text[i - 2] == "+"
        name = text[start : i - 1 - append]
    value: tree.Word | tree.ArrayValue | None
    opening = continued(text, i)
    if text.startswith("(", opening) and opening < r.end:
        i = opening
        value = _array(r, i)
        if value.end < r.end and text[value.end] not in BREAKS and not text.startswith("\\\n", value.end):
            value = _not_an_array(r, i)
            if r.declaring:
                parts = (tree.Literal(start, i, text[start:i]), *value.parts)
                return tree.Word(start, value.end, text[start : value.end], parts)
    else:
        r.in_value = True
        value = word(r, i, PLAIN)
        r.in_value = False
    end = value.end
    if end == i:
        value = None
    return tree.Assignment(start, end, name, index, append, value, text[start:end])


def continued(text: str, i: int) -> int:
    """The place behind the line continuations at `i`, which bash takes out first: `a=\\`, and `(1 2)` below."""
    while text.startswith("\\\n", i):
        i += 2
    return i


def _equals(r: Reader, i: int) -> tuple[int, bool]:
    """The place behind the `=` or `+=` at `i`, 0 where there is none, and whether it is `+=`."""
    append = r.text.startswith("+", i)
    end = i + append + 1
    return (end, append) if end <= r.end and r.text[end - 1] == "=" else (0, False)


def _bracketed(r: Reader, start: int, index: tree.Word) -> tree.Word | None:
    """`name[a b]` without a `=` behind it, which bash takes for one word; None where it is a word anyway."""
    if not any(c in BREAKS for c in index.raw):
        return None
    opening = tree.Literal(start, index.start, r.text[start : index.start])
    closing = tree.Literal(index.end, index.end + 1, "]")
    rest, end = read(r, index.end + 1, COMMAND)
    return tree.Word(start, end, r.text[start:end], (opening, *index.parts, closing, *rest))


def _not_an_array(r: Reader, start: int) -> tree.Word:
    """`(a)b`, which bash takes for one word: `let x=(1+2)*3`."""
    parts, i = read(r, start + 1, mode("group"))
    rest, end = read(r, i + 1, PLAIN)
    parts = [tree.Literal(start, start + 1, "("), *parts, tree.Literal(i, i + 1, ")"), *rest]
    return tree.Word(start, end, r.text[start:end], tuple(parts))


def _array(r: Reader, start: int) -> tree.ArrayValue:
    text = r.text
    elements: list[tree.ArrayElement] = []
    i = start + 1
    while True:
        i = gap(text, i, r.end, " \t\n")
        if i >= r.end:
            raise unclosed(start, "(")
        c = text[i]
        if c == "#":
            r.pos = i
            r.comment()
            i = r.pos
        elif c == ")":
            return tree.ArrayValue(start, i + 1, tuple(elements))
        else:
            element = _element(r, i)
            if element.end == i:
                raise UnreadableError(i, i + 1, f"unexpected `{c}`")
            elements.append(element)
            i = element.end


def _element(r: Reader, start: int) -> tree.ArrayElement:
    text = r.text
    if text[start] == "[":
        index = word(r, start + 1, mode("subscript"))
        if index.end >= r.end:
            raise unclosed(start, "[")
        i, append = _equals(r, index.end + 1)
        if i:
            r.in_value = True
            value = word(r, i, PLAIN)
            r.in_value = False
            return tree.ArrayElement(start, value.end, value, index, append)
        value = _bracketed(r, start, index) or word(r, start, COMMAND)
    else:
        value = word(r, start, COMMAND)
    return tree.ArrayElement(start, value.end, value)
