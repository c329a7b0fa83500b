"""Arithmetic evaluation (bash manual, 6.5) over texts: 64-bit integers, None where an operand cannot be told."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from lintpack.script.values import Text

# Expressions inside variables inside expressions (bash allows 1024), and parentheses inside each other.
DEPTH = 40
_UNKNOWN = "\0"  # stands for a hole in the text
_NAME_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_NAME = _NAME_START | frozenset("0123456789")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_"
# Longest first.
_OPERATORS = (
    *("<<=", ">>="),
    *("**", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||"),
    *("*=", "/=", "%=", "+=", "-=", "&=", "^=", "|="),
    *"+-*/%<>=!~&|^?:,()",
)
_ASSIGNMENTS = frozenset(("=", "*=", "/=", "%=", "+=", "-=", "<<=", ">>=", "&=", "^=", "|="))
# Binary operators by precedence, lowest first; `**`, which binds to the right, stands apart.
_LEVELS = (("|",), ("^",), ("&",), ("==", "!="), ("<=", ">=", "<", ">"), ("<<", ">>"), ("+", "-"), ("*", "/", "%"))
_STEPS = frozenset(("++", "--"))
_PRECEDENCE = {operator: rank for rank, level in enumerate(_LEVELS) for operator in level}


class ArithmeticFault(Exception):  # noqa: N818 (a fault of the script, not of ours)
    """What bash would reject: a syntax error, a division by zero, a digit that the base has not."""


if TYPE_CHECKING:

    class Scope(Protocol):
        """The variables, as arithmetic sees them."""

        def read(self, name: str, index: str | None) -> str | None:
            """The value of a variable or an element (`index` as written), "" if unset; None if it cannot be told."""

        def write(self, name: str, index: str | None, value: int | None) -> None: ...


def evaluate(text: Text, scope: Scope) -> int | None:
    """The value of an expression, its assignments done. Raises ArithmeticFault."""
    characters = "".join([piece if isinstance(piece, str) else _UNKNOWN for piece in text])
    if characters.isdigit() and characters.isascii() and (characters[0] != "0" or len(characters) == 1):
        return wrapped(int(characters)) if len(characters) < 100 else 0
    return _Evaluator(characters, scope, 0).run()


def wrapped(value: int) -> int:
    """A signed 64-bit integer."""
    return ((value + (1 << 63)) & ((1 << 64) - 1)) - (1 << 63)


def number(text: str) -> int:
    """A constant: decimal, `017`, `0x1f`, `base#digits`."""
    base, digits = 10, text
    prefix, mark, rest = text.partition("#")
    if mark:
        if not prefix.isdigit() or not 2 <= int(prefix[:4]) <= 64 or prefix[0] == "0":
            raise ArithmeticFault(f"{text}: invalid arithmetic base")
        base, digits = int(prefix), rest
    elif text[:2] in {"0x", "0X"}:
        base, digits = 16, text[2:]
    elif text[0] == "0":
        base = 8
    value = 0
    for digit in digits:
        rank = _DIGITS.find(digit)
        if base <= 36 and rank >= 36:
            rank = rank - 26 if rank < 62 else base
        if not 0 <= rank < base:
            raise ArithmeticFault(f"{text}: value too great for base")
        value = wrapped(value * base + rank)
    return value


class _Operand:
    """A value on its way through an expression, and where it was read from if it can be assigned to."""

    __slots__ = ("index", "name", "value")

    def __init__(self, value: int | None, name: str = "", index: str | None = None) -> None:
        self.value = value
        self.name = name
        self.index = index


class _Evaluator:
    """Reads and evaluates in one go. `_skip`: inside what is not evaluated; `_maybe`: inside what may not be, so that
    what it assigns is unknown afterwards."""

    def __init__(self, text: str, scope: Scope, depth: int) -> None:
        self._text = text
        self._scope = scope
        self._depth = depth
        self._at = 0
        self._skip = 0
        self._maybe = 0
        self._token = ""
        self._deeper(0)
        self._advance()

    def run(self) -> int | None:
        if not self._token:
            return 0
        value = self._comma()
        if self._token:
            raise ArithmeticFault(f"syntax error near {self._token}")
        return value

    def _advance(self) -> None:
        text, at = self._text, self._at
        while at < len(text) and text[at] in ' \t\n\r"':
            at += 1
        start = at
        if at >= len(text):
            self._token = ""
        elif text[at] in _NAME or text[at] == _UNKNOWN:
            digits = text[at] not in _NAME_START
            while at < len(text) and (text[at] in _NAME or text[at] == _UNKNOWN or (digits and text[at] in "#@")):
                at += 1
            self._token = text[start:at]
        else:
            for operator in _OPERATORS:
                if text.startswith(operator, at) and not (operator in _STEPS and self._two_signs(at)):
                    at += len(operator)
                    break
            else:
                raise ArithmeticFault(f"syntax error: operand expected near {text[at:]}")
            self._token = text[start:at]
        self._at = at

    def _two_signs(self, at: int) -> bool:
        """Whether `--` at `at` is two signs: nothing before or after it can be stepped (bash, expr.c: readtok)."""
        after = self._text[at + 2 :].lstrip()
        return self._token[:1] not in _NAME_START and after[:1] not in _NAME_START and _UNKNOWN not in after[:1]

    def _expect(self, token: str) -> None:
        if self._token != token:
            raise ArithmeticFault(f"`{token}' expected")
        self._advance()

    def _deeper(self, change: int) -> None:
        self._depth += change
        if self._depth > DEPTH:
            raise ArithmeticFault("expression recursion level exceeded")

    def _comma(self) -> int | None:
        value = self._assignment().value
        while self._token == ",":
            self._advance()
            value = self._assignment().value
        return value

    def _assignment(self) -> _Operand:
        self._deeper(1)
        left = self._ternary()
        operator = self._token
        if operator in _ASSIGNMENTS:
            left = self._assigned(left, operator)
        self._deeper(-1)
        return left

    def _assigned(self, left: _Operand, operator: str) -> _Operand:
        if not left.name:
            raise ArithmeticFault("attempted assignment to non-variable")
        self._advance()
        right = self._assignment().value
        value = right if operator == "=" else self._binary_value(operator[:-1], left.value, right)
        self._write(left, value)
        return _Operand(value)

    def _write(self, target: _Operand, value: int | None) -> None:
        if not self._skip:
            self._scope.write(target.name, target.index, None if self._maybe else value)

    def _ternary(self) -> _Operand:
        condition = self._or()
        if self._token != "?":
            return condition
        self._advance()
        value = condition.value
        first = self._under(value is not None and value == 0, value is None, self._comma)
        self._expect(":")
        second = self._under(value is not None and value != 0, value is None, lambda: self._assignment().value)
        if value is None:
            return _Operand(first if first == second else None)
        return _Operand(first if value else second)

    def _under(self, skip: bool, maybe: bool, read: Callable[[], int | None]) -> int | None:
        self._skip += skip
        self._maybe += maybe
        value = read()
        self._skip -= skip
        self._maybe -= maybe
        return value

    def _or(self) -> _Operand:
        left = self._and()
        while self._token == "||":
            self._advance()
            value = left.value
            right = self._under(bool(value), value is None, lambda: self._and().value)
            either = None if value is None or right is None else 0
            left = _Operand(1 if value or right else either)
        return left

    def _and(self) -> _Operand:
        left = self._binary(0)
        while self._token == "&&":
            self._advance()
            value = left.value
            right = self._under(value == 0, value is None, lambda: self._binary(0).value)
            both = None if value is None or right is None else 1
            left = _Operand(0 if value == 0 or right == 0 else both)
        return left

    def _binary(self, lowest: int) -> _Operand:
        left = self._power()
        while (rank := _PRECEDENCE.get(self._token, -1)) >= lowest:
            operator = self._token
            self._advance()
            right = self._binary(rank + 1).value
            left = _Operand(self._binary_value(operator, left.value, right))
        return left

    def _power(self) -> _Operand:
        left = self._unary()
        if self._token != "**":
            return left
        self._advance()
        self._deeper(1)
        right = self._power().value
        self._deeper(-1)
        return _Operand(self._binary_value("**", left.value, right))

    def _binary_value(self, operator: str, left: int | None, right: int | None) -> int | None:
        if self._skip or left is None or right is None:
            return None
        return wrapped(binary(operator, left, right))

    def _unary(self) -> _Operand:
        token = self._token
        if token in {"+", "-", "!", "~"}:
            self._advance()
            self._deeper(1)
            value = self._unary().value
            self._deeper(-1)
            if value is None:
                return _Operand(None)
            return _Operand(wrapped({"+": value, "-": -value, "!": int(not value), "~": ~value}[token]))
        if token in {"++", "--"}:
            self._advance()
            target = self._primary()
            value = None if target.value is None else wrapped(target.value + (1 if token == "++" else -1))
            self._write(target, value)
            return _Operand(value)
        operand = self._primary()
        if self._token in {"++", "--"} and operand.name:
            change = 1 if self._token == "++" else -1
            self._advance()
            self._write(operand, None if operand.value is None else wrapped(operand.value + change))
            return _Operand(operand.value)
        return operand

    def _primary(self) -> _Operand:
        token = self._token
        if token == "(":
            self._advance()
            value = self._comma()
            self._expect(")")
            return _Operand(value)
        if not token or (token[0] not in _NAME and _UNKNOWN not in token):
            raise ArithmeticFault("syntax error: operand expected")
        if token[0] in _NAME_START and _UNKNOWN not in token:
            index = self._index()
            self._advance()
            return _Operand(0 if self._skip else self._read(token, index), token, index)
        if _UNKNOWN in token:
            self._index()
            self._advance()
            return _Operand(None, token)
        self._advance()
        return _Operand(number(token))

    def _index(self) -> str | None:
        """The text between brackets that follow a name at once."""
        if self._at >= len(self._text) or self._text[self._at] != "[":
            return None
        level, at = 0, self._at
        while at < len(self._text):
            level += {"[": 1, "]": -1}.get(self._text[at], 0)
            if not level:
                index = self._text[self._at + 1 : at]
                self._at = at + 1
                return index
            at += 1
        raise ArithmeticFault("bad array subscript")

    def _read(self, name: str, index: str | None) -> int | None:
        value = None if index is not None and _UNKNOWN in index else self._scope.read(name, index)
        if value is None:
            return None
        if not value.strip():
            return 0
        return _Evaluator(value, self._scope, self._depth + 1).run()


def binary(operator: str, left: int, right: int) -> int:
    """One operation, not yet wrapped."""
    if operator in {"/", "%"}:
        if not right:
            raise ArithmeticFault("division by 0")
        quotient = abs(left) // abs(right)
        if (left < 0) != (right < 0):
            quotient = -quotient
        return quotient if operator == "/" else left - quotient * right
    if operator == "**":
        if right < 0:
            raise ArithmeticFault("exponent less than 0")
        return pow(left, right, 1 << 64)
    if operator in {"<<", ">>"}:
        # The processor takes the count modulo 64.
        return left << (right & 63) if operator == "<<" else left >> (right & 63)
    return _SIMPLE[operator](left, right)


_SIMPLE: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    ">": lambda a, b: int(a > b),
    "<=": lambda a, b: int(a <= b),
    ">=": lambda a, b: int(a >= b),
}
