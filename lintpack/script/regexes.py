"""POSIX regular expressions, basic and extended, with GNU's additions, in bounded time.

`re` backtracks: a hostile expression could take for ever. Here an expression becomes a small program; a match is
the leftmost and longest, and each state is tried once at each place. Back-references are not supported.
"""

from __future__ import annotations

from lintpack.script import limits
from lintpack.script.globs import Bracket
from lintpack.script.regex_parser import WORD, Parser, RegexFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.regex_parser import Node

# Instructions of one program, and steps over one text.
PROGRAM = 2_000
STEPS = 300_000

_CHAR, _ANY, _SET, _SPLIT, _JUMP, _SAVE, _ASSERT, _MATCH = range(8)
_Instruction = tuple[int, object, int]

__all__ = ["Regex", "RegexFault"]


class Regex:
    """A compiled expression. `groups` is the number of its parentheses."""

    def __init__(self, pattern: str, extended: bool = True, fold: bool = False) -> None:
        """`fold`: letters match in either case. Raises RegexFault."""
        parser = Parser(pattern, extended)
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
        # `.*x` that does not match from one place matches from none behind it.
        self._leads = [code for code, _, _ in self._program[:3]] == [_SPLIT, _ANY, _JUMP] and self._program[2][2] == 0

    # --- the program ---

    def _emit(self, code: int, value: object = None, target: int = 0) -> int:
        if len(self._program) >= PROGRAM:
            raise RegexFault("expression too large")
        self._program.append((code, value, target))
        return len(self._program) - 1

    def _patch(self, at: int, value: object, target: int) -> None:
        self._program[at] = (self._program[at][0], value, target)

    def _compile(self, node: Node) -> None:
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

    def _compile_repeat(self, node: Node) -> None:
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
            if self._leads:
                return None
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
        size = 0
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
                size += len(out[-1])
                if size > limits.TEXT_LENGTH:
                    raise RegexFault("the result is too long")
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
    before = at > 0 and WORD.holds(text[at - 1])
    after = at < len(text) and WORD.holds(text[at])
    return {"<": after and not before, ">": before and not after, "b": before != after, "B": before == after}[kind]


def _first_characters(node: Node) -> str:
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
