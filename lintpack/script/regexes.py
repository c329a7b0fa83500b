"""POSIX regular expressions, basic and extended, with GNU's additions, in bounded time.

`re` backtracks: a hostile expression could take for ever. Here an expression becomes a small program; a match is
the leftmost and longest, and each state is tried once at each place. Back-references are not supported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.script import globs
from lintpack.script.globs import Bracket

if TYPE_CHECKING:
    from collections.abc import Callable

# Instructions of one program, and steps over one text.
PROGRAM = 2_000
STEPS = 300_000

_CHAR, _ANY, _SET, _SPLIT, _JUMP, _SAVE, _ASSERT, _MATCH = range(8)
_Instruction = tuple[int, object, int]

_WORD = Bracket(False, (), ("word",))
_CLASSES = {
    "w": _WORD,
    "W": Bracket(True, (), ("word",)),
    "s": Bracket(False, (), ("space",)),
    "S": Bracket(True, (), ("space",)),
}


class RegexFault(Exception):  # noqa: N818 (it may be our limit, not an error)
    """The expression is malformed, not supported, or takes too long."""


class _Node:
    """A piece of an expression: `kind` is char, any, set, assert, group, alternatives, sequence or repeat."""

    __slots__ = ("kind", "least", "most", "parts", "value")

    def __init__(
        self, kind: str, value: object = None, parts: list[_Node] | None = None, least: int = 0, most: int | None = None
    ) -> None:
        self.kind = kind
        self.value = value
        self.parts = parts or []
        self.least = least
        self.most = most


class _Parser:
    def __init__(self, text: str, extended: bool) -> None:
        self._text = text
        self._extended = extended
        self._at = 0
        self._depth = 0
        self.groups = 0

    def parse(self) -> _Node:
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

    def _alternatives(self) -> _Node:
        self._depth += 1
        if self._depth > 30:
            raise RegexFault("too many groups")
        options = [self._sequence()]
        while self._sign() == "|":
            self._skip_sign()
            options.append(self._sequence())
        self._depth -= 1
        return options[0] if len(options) == 1 else _Node("alternatives", parts=options)

    def _sequence(self) -> _Node:
        parts: list[_Node] = []
        while self._at < len(self._text):
            sign = self._sign()
            if sign == "|" or (sign == ")" and (self._depth > 1 or not self._extended)):
                break
            parts.append(self._repeated(self._atom(not parts), not parts))
        return parts[0] if len(parts) == 1 else _Node("sequence", parts=parts)

    def _repeated(self, node: _Node, first: bool) -> _Node:
        while self._at < len(self._text):
            sign = self._sign()
            if self._text[self._at] == "*" and not (node.kind == "assert" and first and not self._extended):
                self._at += 1
                node = _Node("repeat", parts=[node])
            elif sign in {"+", "?"}:
                self._skip_sign()
                node = _Node("repeat", parts=[node], least=int(sign == "+"), most=None if sign == "+" else 1)
            elif sign == "{":
                node = self._counted(node)
            else:
                break
        return node

    def _counted(self, node: _Node) -> _Node:
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
        return _Node("repeat", parts=[node], least=least, most=most)

    def _atom(self, first: bool) -> _Node:
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
            return _Node("group", number, [inner])
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
            return _Node("set", globs.bracket("\\" + body if body.startswith("!") else body))
        if character == ".":
            return _Node("any")
        if character == "^" and (self._extended or first):
            return _Node("assert", "^")
        if character == "$" and (self._extended or self._ends()):
            return _Node("assert", "$")
        if character == "\\" and self._at < len(text):
            return self._escaped()
        return _Node("char", character)

    def _ends(self) -> bool:
        rest = self._text[self._at :]
        return not rest or rest.startswith(("\\)", "\\|"))

    def _escaped(self) -> _Node:
        letter = self._text[self._at]
        self._at += 1
        if letter in _CLASSES:
            return _Node("set", _CLASSES[letter])
        if letter in "<>bB`'":
            return _Node("assert", letter)
        if letter.isdigit():
            raise RegexFault("back-reference")
        if letter in "nt":
            return _Node("char", {"n": "\n", "t": "\t"}[letter])
        return _Node("char", letter)


class Regex:
    """A compiled expression. `groups` is the number of its parentheses."""

    def __init__(self, pattern: str, extended: bool = True, fold: bool = False) -> None:
        """`fold`: letters match in either case. Raises RegexFault."""
        parser = _Parser(pattern, extended)
        try:
            node = parser.parse()
        except RecursionError:
            raise RegexFault("too many groups") from None
        self.groups = parser.groups
        self._fold = fold
        self._program: list[_Instruction] = []
        self._compile(node)
        self._emit(_MATCH)
        self._left = STEPS
        self._literal = _first_characters(node) if not fold else ""

    # --- the program ---

    def _emit(self, code: int, value: object = None, target: int = 0) -> int:
        if len(self._program) >= PROGRAM:
            raise RegexFault("expression too large")
        self._program.append((code, value, target))
        return len(self._program) - 1

    def _patch(self, at: int, value: object, target: int) -> None:
        self._program[at] = (self._program[at][0], value, target)

    def _compile(self, node: _Node) -> None:
        kind = node.kind
        if kind == "char":
            self._emit(_CHAR, str(node.value).casefold() if self._fold else node.value)
        elif kind == "any":
            self._emit(_ANY)
        elif kind == "set":
            self._emit(_SET, node.value)
        elif kind == "assert":
            self._emit(_ASSERT, node.value)
        elif kind == "sequence":
            for part in node.parts:
                self._compile(part)
        elif kind == "group":
            number = int(str(node.value))
            self._emit(_SAVE, 2 * number)
            self._compile(node.parts[0])
            self._emit(_SAVE, 2 * number + 1)
        elif kind == "alternatives":
            jumps = []
            for part in node.parts[:-1]:
                split = self._emit(_SPLIT)
                self._compile(part)
                jumps.append(self._emit(_JUMP))
                self._patch(split, split + 1, len(self._program))
            self._compile(node.parts[-1])
            for jump in jumps:
                self._patch(jump, None, len(self._program))
        else:
            self._compile_repeat(node)

    def _compile_repeat(self, node: _Node) -> None:
        inner = node.parts[0]
        for _ in range(node.least):
            self._compile(inner)
        if node.most is None:
            split = self._emit(_SPLIT)
            self._compile(inner)
            self._emit(_JUMP, None, split)
            self._patch(split, split + 1, len(self._program))
            return
        splits = []
        for _ in range(node.most - node.least):
            splits.append(self._emit(_SPLIT))
            self._compile(inner)
        for split in splits:
            self._patch(split, split + 1, len(self._program))

    # --- matching ---

    def search(self, text: str, start: int = 0) -> list[tuple[int, int] | None] | None:
        """The leftmost longest match at or after `start`: its span and those of the groups. Raises RegexFault."""
        self._left = STEPS
        at = start
        while at <= len(text):
            if self._literal:
                at = text.find(self._literal, at)
                if at < 0:
                    return None
            end = self._longest(text, at)
            if end is not None:
                return self._spans(text, at, end)
            at += 1
        return None

    def found(self, text: str) -> bool:
        return self.search(text) is not None

    def _step(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise RegexFault("too many steps")

    def _reach(self, text: str, at: int, states: list[int]) -> list[int]:
        """The reading instructions, and matches, that `states` lead to without reading."""
        seen: set[int] = set()
        result = []
        todo = states[::-1]
        while todo:
            pc = todo.pop()
            if pc in seen:
                continue
            seen.add(pc)
            code, value, target = self._program[pc]
            if code == _JUMP:
                todo.append(target)
            elif code == _SPLIT:
                todo.extend((target, int(str(value))))
            elif code == _SAVE:
                todo.append(pc + 1)
            elif code == _ASSERT:
                if _holds(str(value), text, at):
                    todo.append(pc + 1)
            else:
                result.append(pc)
        self._step(len(seen) + 1)
        return result

    def _reads(self, pc: int, character: str) -> bool:
        code, value, _ = self._program[pc]
        if code == _CHAR:
            return value == (character.casefold() if self._fold else character)
        if code == _SET and isinstance(value, Bracket):
            return value.holds(character) or (self._fold and value.holds(character.swapcase()))
        return code == _ANY

    def _longest(self, text: str, start: int) -> int | None:
        states = self._reach(text, start, [0])
        end = None
        for at in range(start, len(text) + 1):
            if any(self._program[pc][0] == _MATCH for pc in states):
                end = at
            if at == len(text):
                break
            states = [pc + 1 for pc in states if self._reads(pc, text[at])]
            if not states:
                break
            states = self._reach(text, at + 1, states)
        return end

    def _spans(self, text: str, start: int, end: int) -> list[tuple[int, int] | None]:
        """The groups of the match from `start` to `end`, the first way of which all choices are taken."""
        if not self.groups:
            return [(start, end)]
        seen: set[tuple[int, int]] = set()
        todo: list[tuple[int, int, tuple[tuple[int, int], ...]]] = [(0, start, ())]
        while todo:
            pc, at, saved = todo.pop()
            if (pc, at) in seen or at > end:
                continue
            seen.add((pc, at))
            self._step(1)
            code, value, target = self._program[pc]
            if code == _MATCH:
                if at == end:
                    return self._collected(saved, start, end)
            elif code == _JUMP:
                todo.append((target, at, saved))
            elif code == _SPLIT:
                todo.append((target, at, saved))
                todo.append((int(str(value)), at, saved))
            elif code == _SAVE:
                todo.append((pc + 1, at, (*saved, (int(str(value)), at))))
            elif code == _ASSERT:
                if _holds(str(value), text, at):
                    todo.append((pc + 1, at, saved))
            elif at < len(text) and self._reads(pc, text[at]):
                todo.append((pc + 1, at + 1, saved))
        return [(start, end)]

    def _collected(self, saved: tuple[tuple[int, int], ...], start: int, end: int) -> list[tuple[int, int] | None]:
        places = dict(saved)
        spans: list[tuple[int, int] | None] = [(start, end)]
        for number in range(1, self.groups + 1):
            first, last = places.get(2 * number), places.get(2 * number + 1)
            spans.append((first, last) if first is not None and last is not None else None)
        return spans

    def replaced(
        self, text: str, replacement: Callable[[list[str]], str], first: int = 1, everywhere: bool = False
    ) -> tuple[str, int]:
        """`text` with the match number `first`, and all after it if `everywhere`, replaced; and how many were."""
        out: list[str] = []
        at, count, done = 0, 0, 0
        copied = 0
        previous = -1  # where the last match ended: an empty one is not taken right there
        while at <= len(text):
            spans = self.search(text, at)
            if spans is None or spans[0] is None:
                break
            start, end = spans[0]
            if start == end == previous:
                at += 1
                continue
            count += 1
            previous = end
            if count >= first and (everywhere or count == first):
                out.append(text[copied:start])
                out.append(replacement([text[span[0] : span[1]] if span else "" for span in spans]))
                copied, done = end, done + 1
                if not everywhere:
                    break
            at = end if end > start else end + 1
        return "".join(out) + text[copied:], done


def _holds(kind: str, text: str, at: int) -> bool:
    if kind in "^`":
        return at == 0
    if kind in "$'":
        return at == len(text)
    before = at > 0 and _WORD.holds(text[at - 1])
    after = at < len(text) and _WORD.holds(text[at])
    return {"<": after and not before, ">": before and not after, "b": before != after, "B": before == after}[kind]


def _first_characters(node: _Node) -> str:
    """The characters that every match starts with."""
    if node.kind == "char":
        return str(node.value)
    if node.kind == "sequence":
        out = []
        for part in node.parts:
            if part.kind != "char":
                break
            out.append(str(part.value))
        return "".join(out)
    return ""
