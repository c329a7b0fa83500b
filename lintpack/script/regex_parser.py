"""Reads a POSIX regular expression, basic or extended, into a tree of nodes (POSIX, XBD 9, with GNU's additions)."""

from __future__ import annotations

from lintpack.script import globs
from lintpack.script.globs import Bracket

WORD = Bracket(False, (), ("word",))
_CLASSES = {
    "w": WORD,
    "W": Bracket(True, (), ("word",)),
    "s": Bracket(False, (), ("space",)),
    "S": Bracket(True, (), ("space",)),
}


class RegexFault(Exception):  # noqa: N818 (it may be our limit, not an error)
    """The expression is malformed, not supported, or takes too long."""


class Node:
    """A piece of an expression: `kind` is char, any, set, assert, group, alternatives, sequence or repeat."""

    __slots__ = ("kind", "least", "most", "parts", "value")

    def __init__(
        self, kind: str, value: object = None, parts: list[Node] | None = None, least: int = 0, most: int | None = None
    ) -> None:
        self.kind = kind
        self.value = value
        self.parts = parts or []
        self.least = least
        self.most = most


class Parser:
    def __init__(self, text: str, extended: bool) -> None:
        self._text = text
        self._extended = extended
        self._at = 0
        self._depth = 0
        self.groups = 0

    def parse(self) -> Node:
        node = self._alternatives()
        if self._at < len(self._text):
            raise RegexFault("unmatched )")
        return node

    def _sign(self) -> str:
        """The operator at this place, as an extended expression writes it; "" for an ordinary character."""
        text, at = self._text, self._at
        if at >= len(text):
            return ""
        character = text[at]
        if self._extended:
            return character if character in "(){|}+?" else ""
        if character == "\\" and text[at + 1 : at + 2] in tuple("(){|}+?"):
            return text[at + 1]
        return ""

    def _skip_sign(self) -> None:
        self._at += 1 if self._extended else 2

    def _alternatives(self) -> Node:
        self._depth += 1
        if self._depth > 30:
            raise RegexFault("too many groups")
        options = [self._sequence()]
        while self._sign() == "|":
            self._skip_sign()
            options.append(self._sequence())
        self._depth -= 1
        return options[0] if len(options) == 1 else Node("alternatives", parts=options)

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._at < len(self._text):
            sign = self._sign()
            if sign == "|" or (sign == ")" and (self._depth > 1 or not self._extended)):
                break
            parts.append(self._repeated(self._atom(not parts), not parts))
        return parts[0] if len(parts) == 1 else Node("sequence", parts=parts)

    def _repeated(self, node: Node, first: bool) -> Node:
        while self._at < len(self._text):
            sign = self._sign()
            if self._text[self._at] == "*" and not (node.kind == "assert" and first and not self._extended):
                self._at += 1
                node = Node("repeat", parts=[node])
            elif sign in {"+", "?"}:
                self._skip_sign()
                node = Node("repeat", parts=[node], least=int(sign == "+"), most=None if sign == "+" else 1)
            elif sign == "{":
                node = self._counted(node)
            else:
                break
        return node

    def _counted(self, node: Node) -> Node:
        self._skip_sign()
        end = self._text.find("}" if self._extended else "\\}", self._at)
        low, comma, high = self._text[self._at : end].partition(",")
        if end < 0 or not (low.isdigit() or (comma and not low)) or (high and not high.isdigit()):
            raise RegexFault("bad repetition")
        self._at = end
        self._skip_sign()
        least, most = int(low or 0), int(high) if high else None if comma else int(low)
        if max(least, most or 0) > 255:
            raise RegexFault("repetition too large")
        return Node("repeat", parts=[node], least=least, most=most)

    def _atom(self, first: bool) -> Node:
        text = self._text
        character = text[self._at]
        sign = self._sign()
        if sign == "(":
            self._skip_sign()
            self.groups += 1
            number = self.groups
            inner = self._alternatives()
            if self._sign() != ")":
                raise RegexFault("unmatched (")
            self._skip_sign()
            return Node("group", number, [inner])
        if self._extended and (sign in {"+", "?", "{"} or character == "*"):
            raise RegexFault("nothing to repeat")
        self._at += 1
        if character == "[":
            end = globs.bracket_end(text.replace("\\", "\x01"), self._at - 1)
            if not end:
                raise RegexFault("unmatched [")
            body = text[self._at : end - 1]
            self._at = end
            # A backslash is an ordinary character here, `!` does not negate.
            body = body.replace("\\", "\\\\")
            return Node("set", globs.bracket("\\" + body if body.startswith("!") else body))
        if character == ".":
            return Node("any")
        if character == "^" and (self._extended or first):
            return Node("assert", "^")
        if character == "$" and (self._extended or self._ends()):
            return Node("assert", "$")
        if character == "\\" and self._at < len(text):
            return self._escaped()
        return Node("char", character)

    def _ends(self) -> bool:
        rest = self._text[self._at :]
        return not rest or rest.startswith(("\\)", "\\|"))

    def _escaped(self) -> Node:
        letter = self._text[self._at]
        self._at += 1
        if letter in _CLASSES:
            return Node("set", _CLASSES[letter])
        if letter in "<>bB`'":
            return Node("assert", letter)
        if letter.isdigit():
            raise RegexFault("back-reference")
        if letter in "nt":
            return Node("char", {"n": "\n", "t": "\t"}[letter])
        return Node("char", letter)
