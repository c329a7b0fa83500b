"""Colours, and text made safe for a terminal."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Paint = Callable[[str, str], str]

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "bold": "1",
    "rail": "1;34",
    "good": "1;32",
    "dim": "2",
}


def painter(colour: bool) -> Paint:
    """A function (kind, text) that colours `text`, or leaves it as it is."""
    if not colour:
        return lambda _kind, text: text
    return lambda kind, text: f"\033[{_CODES[kind]}m{text}\033[0m" if text and kind in _CODES else text


def visible(text: str) -> str:
    """`text` without control characters: a script must not be able to steer the terminal that shows it."""
    if text.isprintable():
        return text
    return "".join([c if c.isprintable() or c == "\t" else _picture(c) for c in text])


def _picture(character: str) -> str:
    """One column that stands for a character that must not be printed (Unicode's control pictures where there are)."""
    code = ord(character)
    if code < 32:
        return chr(0x2400 + code)
    return "\u2421" if code == 127 else "\ufffd"


def width_of(text: str) -> int:
    """The columns that `text` takes on a screen: two for a wide character, none for one that combines with another."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum([0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text])


def wrapped(text: str, first: int, others: int, columns: int) -> list[str]:
    """`text` in lines of at most `columns`, cut at blanks; `first` columns of the first line are taken already, and
    `others` of the rest. One line where `columns` is 0. A word that is too long stays whole."""
    if not columns or first + width_of(text) <= columns:
        return [text]
    lines: list[str] = []
    line, room = "", columns - first
    for word in text.split(" "):
        if line and width_of(line) + 1 + width_of(word) > room:
            lines.append(line)
            line, room = word, columns - others
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def plural(count: int, noun: str, nouns: str = "") -> str:
    """`1 copy`, `2 copies`."""
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"
