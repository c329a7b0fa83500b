"""Bash's own ways to write a string: `${x@Q}`, `printf %q`; and to read one: `${x@E}`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_NAMED = {"\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r", "\x1b": "\\E"}
_ESCAPES = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "?": "?",
}


def _unprintable(text: str) -> bool:
    return any(c < " " or c == "\x7f" for c in text)


def single_quoted(text: str) -> str:
    """`${x@Q}`: in single quotes, or as `$'…'` where it has control characters."""
    if _unprintable(text):
        return ansi_quoted(text)
    return "'" + text.replace("'", "'\\''") + "'"


def ansi_quoted(text: str) -> str:
    """`$'…'`."""
    out = []
    for character in text:
        if character in "\\'":
            out.append("\\" + character)
        elif character in _NAMED:
            out.append(_NAMED[character])
        elif character < " " or character == "\x7f":
            out.append(f"\\{ord(character):03o}")
        else:
            out.append(character)
    return "$'" + "".join(out) + "'"


def double_quoted(text: str) -> str:
    """As `${x@K}` writes values."""
    if _unprintable(text):
        return ansi_quoted(text)
    return '"' + "".join([f"\\{c}" if c in '$`"\\' else c for c in text]) + '"'


def backslash_quoted(text: str) -> str:
    """`printf %q`."""
    if not text:
        return "''"
    if _unprintable(text):
        return ansi_quoted(text)
    out = []
    for rank, character in enumerate(text):
        special = character in " !\"$&'()*,;<>?[\\]^`{|}" or (character in "#~" and not rank)
        out.append(f"\\{character}" if special else character)
    return "".join(out)


def decoded(text: str) -> str | None:
    """The escapes of `$'…'` resolved (bash manual, 3.1.2.4)."""
    out = []
    at = 0
    while at < len(text):
        character = text[at]
        at += 1
        if character != "\\" or at >= len(text):
            out.append(character)
            continue
        letter = text[at]
        at += 1
        if letter in _ESCAPES:
            out.append(_ESCAPES[letter])
        elif letter in "01234567":
            end = at
            while end < len(text) and end < at + 2 and text[end] in "01234567":
                end += 1
            value = int(text[at - 1 : end], 8) & 255
            at = end
            if not value or value > 127:
                return None
            out.append(chr(value))
        elif letter in "xuU":
            most = {"x": 2, "u": 4, "U": 8}[letter]
            end = at
            while end < len(text) and end < at + most and text[end] in "0123456789abcdefABCDEF":
                end += 1
            if end == at:
                out.append("\\" + letter)
                continue
            value = int(text[at:end], 16)
            at = end
            if not value or (letter == "x" and value > 127) or value > 0x10FFFF or 0xD800 <= value < 0xE000:
                return None
            out.append(chr(value))
        elif letter == "c" and at < len(text):
            out.append(chr(ord(text[at].upper()) & 31 if text[at] != "?" else 127))
            at += 1
        else:
            out.append("\\" + letter)
    return "".join(out)


def decoded_echo(text: str) -> tuple[str, bool]:
    """The escapes of `echo -e` and `printf %b` resolved, and whether a `\\c` ended the output."""
    return _printed(text, leading_zero=True)


def decoded_format(text: str) -> str:
    """The escapes of a format of printf."""
    return _printed(text, leading_zero=False)[0]


def _printed(text: str, leading_zero: bool) -> tuple[str, bool]:
    out = []
    at = 0
    while at < len(text):
        character = text[at]
        if character != "\\" or at + 1 >= len(text):
            out.append(character)
            at += 1
            continue
        letter = text[at + 1]
        at += 2
        if letter == "c" and leading_zero:
            return "".join(out), True
        if letter in "01234567" and (letter == "0" or not leading_zero):
            # `\\0nnn` for echo, `\\nnn` for a format.
            start = at if leading_zero else at - 1
            end = start
            while end < len(text) and end < start + 3 and text[end] in "01234567":
                end += 1
            out.append(chr(int(text[start:end] or "0", 8) & 255))
            at = end
        elif letter in "xuU":
            end = at
            most = {"x": 2, "u": 4, "U": 8}[letter]
            while end < len(text) and end < at + most and text[end] in "0123456789abcdefABCDEF":
                end += 1
            code = int(text[at:end], 16) if end > at else -1
            out.append(chr(code) if 0 <= code < 0xD800 else "\\" + letter + text[at:end])
            at = end
        elif letter in _ESCAPES and (letter not in "'\"?" or not leading_zero):
            out.append(_ESCAPES[letter])
        else:
            out.append("\\" + letter)
    return "".join(out), False


def _prompt(text: str) -> str | None:
    """`${x@P}`: only what has nothing to expand."""
    return None if any(c in text for c in "\\$`!") else text


def upper(text: str) -> str:
    """In capitals; a letter whose capital is two characters stays."""
    if text.isascii():
        return text.upper()
    return "".join([c.upper() if len(c.upper()) == 1 else c for c in text])


def lower(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join([c.lower() if len(c.lower()) == 1 else c for c in text])


def _first_upper(text: str) -> str:
    return upper(text[:1]) + text[1:]


TRANSFORMATIONS: dict[str, Callable[[str], str | None]] = {
    "Q": single_quoted,
    "E": decoded,
    "P": _prompt,
    "U": upper,
    "u": _first_upper,
    "L": lower,
}
