"""What a text gives its variables, as it is written; each text is read once, however many names are asked for."""

from __future__ import annotations

import re

_ASSIGNED = r"(?m)(?:^|(?<=[\s;]))([A-Za-z_]\w*)=(?=(.*)$)"
_read: dict[str, dict[str, list[str]]] = {}
_MOST = 32


def values(name: str, text: str) -> list[str]:
    """For each `name=` in `text` what follows up to the end of the line."""
    found = _read.get(text)
    if found is None:
        if len(_read) >= _MOST:
            _read.clear()
        found = _read[text] = {}
        for assigned, value in re.findall(_ASSIGNED, text):
            found.setdefault(assigned, []).append(value)
    return found.get(name, [])
