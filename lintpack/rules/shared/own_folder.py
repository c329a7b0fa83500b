"""Whether an element of a launcher's path is below the launcher's own folder."""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.rules.shared.loader import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.shared.loader_settings import Setting

# What asks for a script's own folder, or holds it by convention (AppImage, snap).
_ASKS = r"\$\{?0\b|BASH_SOURCE"
_ASKS_ANY = rf"{_ASKS}|\bpwd\b|\$\{{?PWD\b"
# What a command may follow directly.
_SEPARATORS = ";&| \t\n\r\v\f"
_NAMED = frozenset(("APPDIR", "SNAP", "HERE", "SELF_DIR", "this_dir", "THIS_DIR", "SCRIPT_DIR", "script_dir"))


def raw_elements(raw: str) -> list[str]:
    """The elements of `NAME=value` as they are written, without quotes and backslashes before `$`."""
    value = raw.partition("=")[2]
    elements, depth = [""], 0
    for character in value:
        if character in "({":
            depth += 1
        elif character in ")}":
            depth -= 1
        if character in ":;" and depth <= 0:
            elements.append("")
        elif depth > 0 or character not in "\"'\\":
            elements[-1] += character
    return elements


def below_own_folder(element: str, setting: Setting) -> bool:
    """Whether `element`, as written, starts with the launcher's own folder."""
    return from_own_folder(element, setting.program.text)


def from_own_folder(element: str, text: str) -> bool:
    """The same, of a launcher of which there is but the text."""
    if re.match(r"[$`]\(?", element) and re.search(_ASKS, element):
        return True
    name = re.match(r"\$\{?([A-Za-z_]\w*)", element)
    return name is not None and _own(name[1], text, 0)


def may_name_own_folder(text: str) -> bool:
    """Whether a launcher's LD_LIBRARY_PATH may have something below its own folder, or the one it is started in."""
    for value in (*_values("LD_LIBRARY_PATH=", text), *_values("LD_LIBRARY_PATH+=", text)):
        if _asks(_ASKS_ANY, value) or any(_own(name, text, 0, _ASKS_ANY) for name in _read(value)):
            return True
    return False


def _values(start: str, text: str, before: str = "") -> Iterator[str]:
    """What stands behind each `start` up to the end of the line; `before`: where it begins a line or follows one of
    these. A pattern for each variable of a script would take longer to compile than all this."""
    at = -1
    while (at := text.find(start, at + 1)) >= 0:
        if not before or not at or text[at - 1] in before:
            end = text.find("\n", at)
            yield text[at + len(start) : end if end >= 0 else len(text)]


def _asks(pattern: str, value: str) -> bool:
    """Whether one of the patterns above is in it: most values have none of the words that they need."""
    if not any(word in value for word in ("$0", "${0", "BASH_SOURCE", "pwd", "PWD")):
        return False
    return re.search(pattern, value) is not None


def _read(value: str) -> list[str]:
    """The variables in it, `$NAME` or `${NAME…`."""
    found = []
    for piece in value.split("$")[1:]:
        rest = piece.removeprefix("{")
        name = rest[: next((n for n, char in enumerate(rest) if not (char.isalnum() or char == "_")), len(rest))]
        if name and not name[0].isdigit():
            found.append(name)
    return found


def _own(name: str, text: str, depth: int, asks: str = _ASKS) -> bool:
    """Whether the script gives `name` its own folder, maybe by way of other variables."""
    if name in NAMES:
        return False
    found = False
    for value in _values(f"{name}=", text, _SEPARATORS):
        found = True
        if _asks(asks, value):
            return True
        if depth < 4 and any(other != name and _own(other, text, depth + 1, asks) for other in _read(value)[:4]):
            return True
    return not found and name in _NAMED
