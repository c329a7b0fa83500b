"""Reads the script of sed: commands with their addresses (POSIX sed, with GNU's additions)."""

from __future__ import annotations

from lintpack.record import Record, replace
from lintpack.script.regexes import Regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class ScriptFault(Exception):  # noqa: N818 (it may be our limit, not an error)
    """A command that is malformed or not modelled: branches, the hold space, files."""


class Address(Record):
    """A line `number`, `last` (`$`), a regular expression, `first~step` or `+number`."""

    number: int | None = None
    last: bool = False
    regex: Regex | None = None
    step: int = 0
    plus: bool = False


def _same(groups: list[str]) -> str:
    return groups[0]


class Command(Record):
    """One command. `code`: the exit status of `q`, or the number of the command after the block of `{`."""

    name: str
    first: Address | None = None
    last: Address | None = None
    negated: bool = False
    regex: Regex | None = None
    replacement: Callable[[list[str]], str] = _same
    flags: str = ""
    occurrence: int = 1
    text: str = ""
    table: Mapping[int, int] = {}
    code: int = 0


def parse_script(text: str, extended: bool) -> list[Command]:
    """The commands in order. Raises ScriptFault or RegexFault."""
    return _Reader(text, extended).commands()


class _Reader:
    def __init__(self, text: str, extended: bool) -> None:
        self._text = text
        self._extended = extended
        self._at = 0
        self._last_regex: Regex | None = None

    def commands(self) -> list[Command]:
        found: list[Command] = []
        blocks: list[int] = []
        while True:
            self._skip(" \t\n;")
            if self._at >= len(self._text):
                if blocks:
                    raise ScriptFault("unmatched {")
                return found
            if self._peek() == "}":
                self._at += 1
                if not blocks:
                    raise ScriptFault("unexpected }")
                start = blocks.pop()
                found[start] = replace(found[start], code=len(found))
                continue
            if self._peek() == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
                continue
            found.append(self._command())
            if found[-1].name == "{":
                blocks.append(len(found) - 1)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip(self, characters: str) -> None:
        while self._at < len(self._text) and self._text[self._at] in characters:
            self._at += 1

    def _command(self) -> Command:
        first = self._address()
        last = None
        self._skip(" \t")
        if first is not None and self._peek() == ",":
            self._at += 1
            self._skip(" \t")
            last = self._address()
            if last is None:
                raise ScriptFault("unexpected `,`")
            self._skip(" \t")
        negated = False
        while self._peek() == "!":
            negated = True
            self._at += 1
            self._skip(" \t")
        name = self._peek()
        self._at += 1
        if name == "s":
            return self._substitute(first, last, negated)
        if name == "y":
            return self._transliterate(first, last, negated)
        if name in {"a", "i", "c"}:
            return Command(name, first, last, negated, text=self._lines())
        if name in {"q", "Q"}:
            self._skip(" \t")
            code = self._number()
            self._end()
            return Command(name, first, last, negated, code=code or 0)
        if name == "{":
            return Command(name, first, last, negated)
        if name in {"d", "p", "="}:
            self._end()
            return Command(name, first, last, negated)
        raise ScriptFault(f"command {name}")

    def _end(self) -> None:
        self._skip(" \t")
        if self._peek() not in {"", ";", "\n", "}", "#"}:
            raise ScriptFault("extra characters after command")

    def _number(self) -> int | None:
        start = self._at
        self._skip("0123456789")
        return int(self._text[start : self._at][:9]) if self._at > start else None

    def _address(self) -> Address | None:
        character = self._peek()
        if character.isdigit():
            number = self._number()
            if self._peek() == "~":
                self._at += 1
                return Address(number, step=self._number() or 0)
            return Address(number)
        if character == "$":
            self._at += 1
            return Address(last=True)
        if character == "+":
            self._at += 1
            return Address(self._number() or 0, plus=True)
        if character in {"/", "\\"} and character:
            if character == "\\":
                self._at += 1
            delimiter = self._peek()
            self._at += 1
            written = self._until(delimiter)
            fold = self._peek() == "I"
            self._at += fold
            return Address(regex=self._regex(written, fold))
        return None

    def _regex(self, written: str, fold: bool) -> Regex:
        if not written:
            raise ScriptFault("the last regular expression")
        return Regex(written, self._extended, fold)

    def _until(self, delimiter: str, replacement: bool = False) -> str:
        """The text up to `delimiter`; a backslash before it is dropped, in brackets it counts for nothing."""
        out = []
        text = self._text
        bracket = False
        while self._at < len(text):
            character = text[self._at]
            if character == "\\" and self._at + 1 < len(text):
                following = text[self._at + 1]
                self._at += 2
                if following == delimiter and not (replacement and following == "&"):
                    out.append(following)
                elif following == "n" and not replacement:
                    out.append("\n")
                else:
                    out.append("\\" + following)
                continue
            if character == delimiter and not bracket:
                self._at += 1
                return "".join(out)
            if character == "\n" and not replacement:
                break
            if not replacement and not bracket and character == "[":
                bracket = True
                # A bracket may begin with `]` or `^]`.
                for sign in ("^", "]"):
                    if text[self._at + 1 : self._at + 2] == sign:
                        out.append(character)
                        self._at += 1
                        character = sign
            elif bracket and character == "]":
                bracket = False
            out.append(character)
            self._at += 1
        raise ScriptFault("unterminated command")

    def _substitute(self, first: Address | None, last: Address | None, negated: bool) -> Command:
        delimiter = self._peek()
        self._at += 1
        if not delimiter or delimiter in "\\\n":
            raise ScriptFault("delimiter")
        written = self._until(delimiter)
        replacement = _replacement(self._until(delimiter, True))
        flags, occurrence = "", 1
        while self._peek() and self._peek() in "gpiIm0123456789":
            if self._peek().isdigit():
                occurrence = self._number() or 0
                if not occurrence:
                    raise ScriptFault("number 0")
            else:
                flags += self._peek()
                self._at += 1
        self._end()
        if "m" in flags:
            raise ScriptFault("flag m")
        regex = self._regex(written, "i" in flags or "I" in flags)
        return Command("s", first, last, negated, regex, replacement, flags, occurrence)

    def _transliterate(self, first: Address | None, last: Address | None, negated: bool) -> Command:
        delimiter = self._peek()
        self._at += 1
        before, after = self._until(delimiter), self._until(delimiter)
        self._end()
        if len(before) != len(after) or "\\" in before + after:
            raise ScriptFault("y")
        return Command("y", first, last, negated, table=str.maketrans(before, after))

    def _lines(self) -> str:
        """The text of `a`, `i`, `c`: in one line (GNU), or after a backslash and a newline."""
        self._skip(" \t")
        if self._text.startswith("\\", self._at):
            self._at += 1
            self._skip(" \t")
            if self._peek() == "\n":
                self._at += 1
        out = []
        while self._at < len(self._text):
            character = self._text[self._at]
            self._at += 1
            if character == "\\" and self._at < len(self._text):
                out.append(self._text[self._at])
                self._at += 1
            elif character == "\n":
                break
            else:
                out.append(character)
        if not out:
            raise ScriptFault("expected text")
        return "".join(out)


def _replacement(written: str) -> Callable[[list[str]], str]:
    """`&` and `\\1` filled in; the case conversions of GNU are not modelled."""
    tokens: list[str | int] = []
    at = 0
    while at < len(written):
        character = written[at]
        at += 1
        if character == "&":
            tokens.append(0)
        elif character == "\\" and at < len(written):
            following = written[at]
            at += 1
            if following.isdigit():
                tokens.append(int(following))
            elif following in "LUElu":
                raise ScriptFault("case conversion")
            else:
                tokens.append({"n": "\n", "t": "\t"}.get(following, following))
        else:
            tokens.append(character)

    def fill(groups: list[str]) -> str:
        out = []
        for token in tokens:
            if isinstance(token, str):
                out.append(token)
            else:
                out.append(groups[token] if token < len(groups) else "")
        return "".join(out)

    return fill
