"""Glob syntax: `*`, `?`, `[…]` and extended globs (bash manual, 3.5.8.1), read into items.

An item is a string (literal characters), `ANY` (`*`), `ONE` (`?`), a `Bracket` or an `Extended`.
"""

from __future__ import annotations

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

ANY = None
ONE = True
# Nested extended globs; more are taken literally.
DEPTH = 20

# POSIX classes; letters beyond ASCII count by Unicode's own properties, as in a UTF-8 locale.
CLASSES: dict[str, Callable[[str], bool]] = {
    "alpha": str.isalpha,
    "digit": lambda c: "0" <= c <= "9",
    "alnum": str.isalnum,
    "upper": str.isupper,
    "lower": str.islower,
    "space": lambda c: c in " \t\n\r\v\f",
    "blank": lambda c: c in " \t",
    "punct": lambda c: "!" <= c <= "~" and not c.isalnum(),
    "print": str.isprintable,
    "graph": lambda c: c.isprintable() and c != " ",
    "cntrl": lambda c: c < " " or c == "\x7f",
    "xdigit": lambda c: c in "0123456789abcdefABCDEF",
    "word": lambda c: c == "_" or c.isalnum(),
    "ascii": lambda c: c < "\x80",
}


class TooLargeError(Exception):
    """The automaton of a pattern has more states, or has read more, than it may."""


class Bracket(Record):
    """`[…]`: ranges of characters (`("a", "z")`; one character is a range to itself) and names of classes."""

    negated: bool
    ranges: tuple[tuple[str, str], ...]
    classes: tuple[str, ...] = ()

    def holds(self, character: str) -> bool:
        found = any(low <= character <= high for low, high in self.ranges) or any(
            name in CLASSES and CLASSES[name](character) for name in self.classes
        )
        return found != self.negated


class Extended(Record):
    """`?(…)`, `*(…)`, `+(…)`, `@(…)`, `!(…)`: the operator and the items of each pattern."""

    operator: str
    patterns: tuple[tuple[Item, ...], ...]


Item = str | bool | None | Bracket | Extended
Items = tuple[Item, ...]


def parse(pattern: str, extended: bool = True) -> Items:
    """The items of a glob pattern; a backslash makes the next character literal."""
    return _parse(pattern, extended, 0)


def _parse(pattern: str, extended: bool, depth: int) -> Items:
    items: list[Item] = []
    plain: list[str] = []
    at, end = 0, len(pattern)
    while at < end:
        char = pattern[at]
        item: Item = ""
        after = at + 1
        if extended and char in "?*+@!" and after < end and pattern[after] == "(" and depth < DEPTH:
            close = closing(pattern, after)
            if close > 0:
                parts = _bars(pattern[after + 1 : close])
                item = Extended(char, tuple([_parse(part, extended, depth + 1) for part in parts]))
                after = close + 1
        if item != "":
            pass
        elif char == "*":
            item = ANY
        elif char == "?":
            item = ONE
        elif char == "[":
            close = bracket_end(pattern, at)
            if close:
                item = bracket(pattern[at + 1 : close - 1])
                after = close
        elif char == "\\" and after < end:
            char = pattern[after]
            after += 1
        if item == "":
            plain.append(char)
        else:
            if plain:
                items.append("".join(plain))
                plain = []
            if item is not ANY or not items or items[-1] is not ANY:
                items.append(item)
        at = after
    if plain:
        items.append("".join(plain))
    return tuple(items)


def closing(pattern: str, start: int) -> int:
    """Where the parenthesis that opens at `start` closes; -1 if it does not."""
    level, at = 0, start
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = max(bracket_end(pattern, at) - 1, at)
        elif char == "(":
            level += 1
        elif char == ")":
            level -= 1
            if not level:
                return at
        at += 1
    return -1


def _bars(text: str) -> list[str]:
    """The parts of `a|b(c|d)|e` between the bars at the top."""
    parts, level, start, at = [], 0, 0, 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = max(bracket_end(text, at) - 1, at)
        elif char == "(":
            level += 1
        elif char == ")":
            level -= 1
        elif char == "|" and not level:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


def bracket_end(pattern: str, start: int) -> int:
    """Where the bracket expression that opens at `start` is over; 0 if it never is, and `[` is literal."""
    at, end = start + 1, len(pattern)
    if at < end and pattern[at] in "!^":
        at += 1
    first = True
    while at < end:
        char = pattern[at]
        if char == "]" and not first:
            return at + 1
        first = False
        if char == "[" and at + 1 < end and pattern[at + 1] in ":.=":
            close = pattern.find(pattern[at + 1] + "]", at + 2)
            if close > 0:
                at = close + 2
                continue
        at += 2 if char == "\\" else 1
    return 0


def bracket(body: str) -> Bracket:
    """The content of `[…]`."""
    negated = body[:1] in {"!", "^"} and len(body) > 0
    at = 1 if negated else 0
    ranges: list[tuple[str, str]] = []
    classes: list[str] = []
    while at < len(body):
        if body.startswith("[:", at):
            close = body.find(":]", at + 2)
            if close > 0:
                classes.append(body[at + 2 : close])
                at = close + 2
                continue
        low, at = _one(body, at)
        high = low
        if at + 1 < len(body) and body[at] == "-":
            high, at = _one(body, at + 1)
        if low <= high:
            ranges.append((low, high))
    return Bracket(negated, tuple(ranges), tuple(classes))


def _one(body: str, at: int) -> tuple[str, int]:
    """One character of a bracket expression, which may be `\\x`, `[.x.]` or `[=x=]`, and what is after it."""
    char = body[at]
    if char == "\\" and at + 1 < len(body):
        return body[at + 1], at + 2
    if char == "[" and body[at + 1 : at + 2] in {".", "="}:
        close = body.find(body[at + 1] + "]", at + 2)
        if close == at + 3:
            return body[at + 2], close + 2
    return char, at + 1
