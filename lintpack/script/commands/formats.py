"""The formats of printf (bash manual, 4.2; printf(3)) over texts that may be partly unknown."""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script import limits, quoting, texts
from lintpack.script.arithmetic import ArithmeticFault, number, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Piece, Text


class Directive(Record):
    """`%-5.3s`: flags, width and precision as written (`*` for an argument; precision None without a point)."""

    flags: str
    width: str
    precision: str | None
    kind: str
    end: int


def directive(pattern: str, start: int) -> Directive | None:
    """The directive whose `%` is at `start`; None for none."""
    at = start + 1

    def run(characters: str) -> str:
        nonlocal at
        first = at
        while at < len(pattern) and pattern[at] in characters:
            at += 1
        return pattern[first:at]

    flags = run("-+ #0'")
    width = run("*") or run("0123456789")
    precision = None
    if pattern[at : at + 1] == ".":
        at += 1
        precision = run("*") or run("0123456789")
    run("hljtzL")
    kind = pattern[at : at + 1]
    return Directive(flags, width, precision, kind, at + 1) if kind.isalpha() or kind == "%" else None


class Formatter:
    """One run of printf. `status` is the exit status: 1 after a number that is none."""

    def __init__(self, pattern: Text, arguments: list[Text], call: Invocation) -> None:
        self._pattern = pattern
        self._arguments = arguments
        self._call = call
        self._used = 0
        self._out: list[Piece] = []
        self._stopped = False
        self.status = 0

    def run(self) -> Text | None:
        """What is printed: the format again and again while there are arguments. None where it cannot be told."""
        pieces = list(self._pattern)
        if any(isinstance(piece, str) and "\\c" in piece for piece in pieces):
            return None
        for _ in range(limits.FIELDS):
            before = self._used
            for piece in pieces:
                if isinstance(piece, str):
                    if not self._literal(piece):
                        return None
                else:
                    # An unknown part of the format may have directives of its own.
                    if self._used < len(self._arguments):
                        return None
                    self._out.append(piece)
                if self._stopped:
                    return texts.normal(self._out)
            if self._used >= len(self._arguments) or self._used == before:
                break
        return texts.normal(self._out)

    def _literal(self, pattern: str) -> bool:
        at = 0
        while at < len(pattern):
            percent = pattern.find("%", at)
            if percent < 0:
                self._out.append(_escaped(pattern[at:]))
                return True
            self._out.append(_escaped(pattern[at:percent]))
            found = directive(pattern, percent)
            if found is None:
                return False
            at = found.end
            if found.kind == "%":
                self._out.append("%")
            elif not self._directive(found):
                return False
            if self._stopped:
                return True
        return True

    def _next(self) -> Text:
        self._used += 1
        return self._arguments[self._used - 1] if self._used <= len(self._arguments) else ()

    def _width(self, written: str) -> int | None:
        if written != "*":
            return int(written) if written else 0
        characters = texts.known(self._next())
        return self._integer(characters) if characters is not None else None

    def _directive(self, found: Directive) -> bool:
        flags, kind = found.flags, found.kind
        size = self._width(found.width)
        most = -1 if found.precision is None else self._width(found.precision)
        if size is None or most is None or max(size, most) > 10_000 or "'" in flags:
            return False
        argument = self._next()
        if size < 0:
            flags, size = flags + "-", -size
        if kind == "s" and not size and most < 0:
            self._out.extend(argument)
            return True
        options = self._call.shell.alternatives(argument)
        characters = texts.known(options[0][0]) if len(options) == 1 else None
        if characters is None:
            return False
        result = self._formatted(kind, characters, flags, size, most)
        if result is None:
            return False
        self._out.append(result)
        return True

    def _formatted(self, kind: str, text: str, flags: str, size: int, most: int) -> str | None:
        if kind in "sbqQ":
            if kind == "b":
                text, self._stopped = quoting.decoded_echo(text)
            elif kind in "qQ":
                text = quoting.backslash_quoted(text)
            return _padded(text[:most] if most >= 0 else text, flags, size)
        if kind == "c":
            return _padded(text[:1], flags, size)
        if kind in "diuxXo":
            value = self._integer(text)
            return None if value is None else _integer(value, kind, flags.replace("'", ""), size, most)
        if kind in "feEgG":
            try:
                value_ = float(text or "0")
            except ValueError:
                return None
            return ("%" + flags + str(size or "") + (f".{most}" if most >= 0 else "") + kind) % value_
        return None

    def _integer(self, text: str) -> int | None:
        stripped = text.strip()
        if stripped[:1] in {"'", '"'}:
            return ord(stripped[1]) if len(stripped) > 1 else 0
        sign = -1 if stripped.startswith("-") else 1
        digits = stripped.lstrip("+-") if stripped[:1] in "+-" else stripped
        if not digits:
            return 0
        try:
            return wrapped(sign * number(digits)) if "#" not in digits else None
        except (ArithmeticFault, ValueError):
            return None


def _escaped(text: str) -> str:
    """The backslashes of a format."""
    return quoting.decoded_format(text) if "\\" in text else text


def _padded(text: str, flags: str, size: int) -> str:
    return text.ljust(size) if "-" in flags else text.rjust(size)


def _integer(value: int, kind: str, flags: str, size: int, most: int) -> str:
    if kind in "uxXo" and value < 0:
        value += 1 << 64
    written = {"x": f"{value:x}", "X": f"{value:X}", "o": f"{value:o}"}.get(kind, str(abs(value)))
    if most >= 0:
        written = "" if not most and not value else written.rjust(most, "0")
    prefix = ""
    if "#" in flags and value:
        prefix = {"x": "0x", "X": "0X", "o": "" if written.startswith("0") else "0"}.get(kind, "")
    if kind in "di":
        prefix = "-" if value < 0 else "+" if "+" in flags else " " if " " in flags else ""
    if "0" in flags and "-" not in flags and most < 0:
        return prefix + written.rjust(size - len(prefix), "0")
    return _padded(prefix + written, flags, size)
