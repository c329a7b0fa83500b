"""The escapes of `$'…'` (bash manual, 3.1.2.4)."""

from __future__ import annotations

import re

_SIMPLE = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_ESCAPE = re.compile(
    r"\\(?:([0-7]{1,3})|x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c(.)|(.))",
    re.DOTALL,
)


def decoded(text: str) -> str:
    """`text`, which stood between `$'` and `'`; it ends at a NUL, as bash's strings do."""
    return _ESCAPE.sub(_character, text).partition("\0")[0]


def _character(m: re.Match[str]) -> str:
    octal, braced, hexadecimal, short, long, control, other = m.groups()
    if octal:
        return chr(int(octal, 8) & 0xFF)
    if braced or hexadecimal:
        return chr(int(braced or hexadecimal, 16) & 0xFF)
    if short or long:
        code = int(short or long, 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else m[0]
    if control:
        return chr(ord(control.upper()) & 0x1F)
    return _SIMPLE.get(other, m[0])
