"""expr (POSIX): comparisons, arithmetic, `:` and the string functions."""

from __future__ import annotations

from lintpack.script.commands.filters import known_words
from lintpack.script.invocation import UNKNOWN, Outcome
from lintpack.script.regexes import Regex, RegexFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation


class _Fault(Exception):  # noqa: N818 (a fault of the script)
    pass


_LEVELS = (("|",), ("&",), ("<", "<=", "=", "==", "!=", ">=", ">"), ("+", "-"), ("*", "/", "%"), (":",))


def expr(call: Invocation) -> Outcome:
    words = known_words(call)
    if not words or len(words) > 200:
        return UNKNOWN
    reader = _Reader(words)
    try:
        value = reader.level(0)
        if reader.words:
            return UNKNOWN
    except (_Fault, RegexFault, RecursionError):
        return UNKNOWN
    return Outcome(int(_null(value)), (value + "\n",))


def _null(value: str) -> bool:
    return not value or (not value.lstrip("-").strip("0") and value.strip("-") != "")


class _Reader:
    def __init__(self, words: list[str]) -> None:
        self.words = words

    def level(self, rank: int) -> str:
        if rank == len(_LEVELS):
            return self._primary()
        left = self.level(rank + 1)
        while self.words and self.words[0] in _LEVELS[rank]:
            operator = self.words.pop(0)
            left = self._apply(operator, left, self.level(rank + 1))
        return left

    def _primary(self) -> str:
        if not self.words:
            raise _Fault
        word = self.words.pop(0)
        if word == "(":
            value = self.level(0)
            if not self.words or self.words.pop(0) != ")":
                raise _Fault
            return value
        if word == "+" and self.words:
            return self.words.pop(0)
        if word == "length" and self.words:
            return str(len(self._primary()))
        if word == "match" and len(self.words) > 1:
            text = self._primary()
            return self._apply(":", text, self._primary())
        if word == "index" and len(self.words) > 1:
            text, characters = self._primary(), self._primary()
            return str(next((rank for rank, c in enumerate(text, 1) if c in characters), 0))
        if word == "substr" and len(self.words) > 2:
            text, start, count = self._primary(), _integer(self._primary()), _integer(self._primary())
            return text[start - 1 : start - 1 + count] if start > 0 and count > 0 else ""
        return word

    def _apply(self, operator: str, left: str, right: str) -> str:
        if operator == "|":
            return right if _null(left) and not _null(right) else "0" if _null(left) else left
        if operator == "&":
            return "0" if _null(left) or _null(right) else left
        if operator == ":":
            regex = Regex("^" + right if not right.startswith("^") else right, extended=False)
            found = regex.search(left)
            if found is None or found[0] is None:
                return "" if regex.groups else "0"
            if regex.groups:
                span = found[1]
                return left[span[0] : span[1]] if span else ""
            return str(found[0][1] - found[0][0])
        if operator in _LEVELS[2]:
            return str(int(_compared(operator, left, right)))
        one, other = _integer(left), _integer(right)
        if operator in {"/", "%"}:
            if not other:
                raise _Fault
            quotient = abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)
            return str(quotient if operator == "/" else one - quotient * other)
        return str({"+": one + other, "-": one - other, "*": one * other}[operator])


def _integer(text: str) -> int:
    digits = text[1:] if text.startswith("-") else text
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 1_000:
        raise _Fault
    return int(text)


def _compared(operator: str, left: str, right: str) -> bool:
    try:
        order = _integer(left) - _integer(right)
    except _Fault:
        order = (left > right) - (left < right)
    return {
        "<": order < 0,
        "<=": order <= 0,
        "=": order == 0,
        "==": order == 0,
        "!=": order != 0,
        ">=": order >= 0,
        ">": order > 0,
    }[operator]


MODELS = {"expr": expr}
