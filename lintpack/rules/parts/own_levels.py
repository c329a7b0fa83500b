"""How far above a launcher's own folder a folder lies that it asks for: `$(dirname "$(dirname "$0")")` is one up."""

from __future__ import annotations

import re

_FILE = r"\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\})"
_NAME = r"\$(?:\{([A-Za-z_]\w*)(%/\*)?\}|([A-Za-z_]\w*))"
_DIRNAME = r"dirname\s+(?:--\s+)?(.+)"
_LINK_END = r"(?:g?readlink|realpath)\s+(?:-\S+\s+)*(.+)"
_CD = r"(?:CDPATH=\S*\s+)?cd\s+(?:-\S+\s+)*(.+?)\s*(?:&?>+\s*\S+\s*(?:2>&1\s*)?)?(?:&&|;)\s*pwd(?:\s+-\w+)?"
# Variables that one value may lead through, and commands in each other.
_DEPTH = 8


def levels_up(shown: str, text: str, depth: int = 0) -> int | None:
    """0 for the launcher's own folder, 1 for the one above it, -1 for the launcher itself; None where that cannot be
    told. `text` is the launcher's, which sets the variables."""
    word = shown.strip()
    if word[:1] == '"' and word[-1:] == '"':
        word = word[1:-1]
    if depth > _DEPTH:
        return None
    if word.endswith("/.."):
        above = levels_up(word[:-3], text, depth + 1)
        return None if above is None or above < 0 else above + 1
    if re.fullmatch(_FILE, word):
        return -1
    if word in ("${0%/*}", "${BASH_SOURCE[0]%/*}", "${BASH_SOURCE%/*}"):
        return 0
    named = re.fullmatch(_NAME, word)
    if named is not None:
        values = set(re.findall(rf"(?m)(?:^|[\s;&|]){named[1] or named[3]}=(.+)$", text))
        if len(values) != 1:
            return None
        found = levels_up(_word(values.pop()), text, depth + 1)
        return found + 1 if found is not None and named[2] else found
    if (word.startswith("$(") and word.endswith(")")) or (word[:1] == "`" == word[-1:]):
        inner = word[2:-1] if word[0] == "$" else word[1:-1]
        for pattern, more in ((_DIRNAME, 1), (_LINK_END, 0), (_CD, 0)):
            match = re.fullmatch(pattern, inner.strip())
            if match is not None:
                found = levels_up(match[1], text, depth + 1)
                return None if found is None else found + more
    return None


def _word(text: str) -> str:
    """The first word of the text behind an assignment."""
    depth, quoted = 0, False
    for at, character in enumerate(text):
        if character in "({":
            depth += 1
        elif character in ")}":
            depth -= 1
        elif character == '"' and depth == 0:
            quoted = not quoted
        elif character in " \t;&|#" and depth == 0 and not quoted:
            return text[:at]
    return text
