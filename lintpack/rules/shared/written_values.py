"""What a text gives its variables, as it is written; each text is read once, however many names are asked for."""

from __future__ import annotations

import re

_ASSIGNED = r"(?m)(?:^|(?<=[\s;]))([A-Za-z_]\w*)=(?=(.*)$)"
# Those that a statement of its own gives, on a line of its own.
_STATED = r"(?m)^[ \t]*(?:local[ \t]+|export[ \t]+)?([A-Za-z_]\w*)=(.*)$"
# Any assignment, and its value up to a blank that is not quoted.
_WORDS = (
    r"(?<![^\s;&|(\"{])([A-Za-z_]\w*):?="
    r"(?=(\"[^\"\n]*\"|'[^'\n]*'|\$\([^()\n]*\)|(?:\$\{[^{}\n]*\}|[^\s;&|)}])*))"
)
_read: dict[str, dict[str, list[str]]] = {}
_lines: dict[str, dict[str, list[str]]] = {}
_placed: dict[str, dict[str, list[tuple[int, str]]]] = {}
_MOST = 32


def values(name: str, text: str) -> list[str]:
    """For each `name=` in `text` what follows up to the end of the line."""
    return _values(_ASSIGNED, text, _read).get(name, [])


def stated(name: str, text: str) -> list[str]:
    """The same for each line that begins with `name=`, or with `local` or `export` before it."""
    return _values(_STATED, text, _lines).get(name, [])


def words_before(name: str, text: str, end: int) -> list[str]:
    """The words that assignments before the offset `end` give to `name`, wherever they stand on their lines."""
    found = _placed.get(text)
    if found is None:
        if len(_placed) >= _MOST:
            _placed.clear()
        found = _placed[text] = {}
        for match in re.finditer(_WORDS, text):
            found.setdefault(match[1], []).append((match.start(), match[2]))
    return [value for start, value in found.get(name, ()) if start < end]


def _values(pattern: str, text: str, read: dict[str, dict[str, list[str]]]) -> dict[str, list[str]]:
    found = read.get(text)
    if found is None:
        if len(read) >= _MOST:
            read.clear()
        found = read[text] = {}
        for assigned, value in re.findall(pattern, text):
            found.setdefault(assigned, []).append(value)
    return found
