"""`[[ … ]]` (bash manual, 3.2.5.2), read by descent as bash does: its grammar is not part of the LALR one."""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.bash.errors import UnreadableError, unclosed
from lintpack.bash.words import BREAKS, PLAIN, gap, mode, word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader

_UNARY = "abcdefghknoprstuvwxzGLNORS"
_BINARY = {"==", "=~", "!=", "=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"}


class _Reading:
    def __init__(self, r: Reader, start: int, i: int) -> None:
        self.r = r
        self.start = start
        self.i = i

    def skip(self) -> None:
        """Blanks, line ends and comments."""
        r = self.r
        while True:
            self.i = gap(r.text, self.i, r.end, " \t\n")
            if self.i < r.end and r.text[self.i] == "#":
                r.pos = self.i
                r.comment()
                self.i = r.pos
            else:
                return

    def closed(self) -> bool:
        """Whether `]]` stands here."""
        text, end = self.r.text, self.i + 2
        return text.startswith("]]", self.i, self.r.end) and (end == self.r.end or text[end] in BREAKS)

    def either(self) -> tree.Condition:
        left = self.both()
        while self.follows("||"):
            right = self.both()
            left = tree.ConditionOr(left.start, right.end, left, right)
        return left

    def both(self) -> tree.Condition:
        left = self.term()
        while self.follows("&&"):
            right = self.term()
            left = tree.ConditionAnd(left.start, right.end, left, right)
        return left

    def follows(self, operator: str) -> bool:
        self.skip()
        if self.r.text.startswith(operator, self.i) and self.i < self.r.end:
            self.i += 2
            return True
        return False

    def fail(self) -> UnreadableError:
        r = self.r
        if self.i >= r.end:
            return unclosed(self.start, "[[")
        c = r.text[self.i]
        if c == "\n":
            return UnreadableError(self.i, self.i, "unexpected line end in `[[`")
        shown = "]]" if self.closed() else c
        return UnreadableError(self.i, self.i + len(shown), f"unexpected `{shown}` in `[[`")

    def operand(self, how: str = "") -> tree.Word:
        self.i = gap(self.r.text, self.i, self.r.end, " \t")
        if self.i >= self.r.end or self.closed():
            raise self.fail()
        found = word(self.r, self.i, mode(how) if how else PLAIN)
        if found.end == self.i:
            raise self.fail()
        self.i = found.end
        return found

    def term(self) -> tree.Condition:
        self.skip()
        r = self.r
        text = r.text
        start = self.i
        if start >= r.end or self.closed():
            raise self.fail()
        if text[start] == "(":
            r.enter(start)
            self.i += 1
            inner = self.either()
            self.skip()
            if not text.startswith(")", self.i) or self.i >= r.end:
                raise self.fail()
            self.i += 1
            r.depth -= 1
            return inner
        if text[start] == "!" and start + 1 < r.end and text[start + 1] in " \t\n(":
            r.enter(start)
            self.i += 1
            operand = self.term()
            r.depth -= 1
            return tree.ConditionNot(start, operand.end, operand)
        if text[start] == "-" and start + 2 < r.end and text[start + 1] in _UNARY and text[start + 2] in " \t\n\\":
            self.i = start + 2
            tested = self.operand()
            return tree.ConditionUnary(start, tested.end, text[start : start + 2], tested)
        left = self.operand()
        # Line ends may only stand where a condition is complete, and a lone word is not.
        self.i = gap(text, self.i, r.end, " \t")
        operator = self.binary()
        if not operator:
            if text.startswith("\n", self.i):
                raise self.fail()
            return tree.ConditionWord(left.start, left.end, left)
        self.i += len(operator)
        right = self.operand("regex" if operator == "=~" else "")
        return tree.ConditionBinary(left.start, right.end, operator, left, right)

    def binary(self) -> str:
        """The operator that stands here; "" where none does."""
        text, limit = self.r.text, self.r.end
        for length in (3, 2, 1):
            end = self.i + length
            if text[self.i : end] in _BINARY and end < limit and text[end] in " \t\n\\'\"$":
                return text[self.i : end]
        if text.startswith(("<", ">"), self.i, limit) and not text.startswith("(", self.i + 1, limit):
            return text[self.i]
        return ""


def condition(r: Reader, start: int, i: int) -> tuple[tree.Condition, int]:
    """The condition that begins at `i`, after the `[[` at `start`, and the place after `]]`."""
    reading = _Reading(r, start, i)
    test = reading.either()
    reading.skip()
    if not reading.closed():
        raise reading.fail()
    return test, reading.i + 2
