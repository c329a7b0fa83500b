"""Dynamic string tokens: $ORIGIN, $LIB and $PLATFORM (elf/dl-load.c, is_dst and _dl_dst_substitute)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

# A name ends where no letter, digit or underscore follows: $ORIGINAL is no token. That holds after the brace
# too: in ${LIB} the name is followed by `}`, which is none of them.
_TOKEN = re.compile(r"\$(?:(ORIGIN|PLATFORM|LIB)(?![A-Za-z0-9_])|\{(ORIGIN|PLATFORM|LIB)\})")


class Tokens(Record):
    """What the tokens stand for; None where ld.so has no value. `trusted`: directories of AT_SECURE programs."""

    origin: str | None
    lib: str | None
    platform: str | None
    secure: bool = False
    executable: bool = False
    trusted: tuple[str, ...] = ()


def has_token(text: str) -> bool:
    return "$" in text and _TOKEN.search(text) is not None


def expand(text: str, tokens: Tokens) -> str:
    """`text` with its tokens replaced, or "" where one has no value or may not be used: the element is then dropped."""
    if not has_token(text):
        return text
    pieces: list[str] = []
    at = 0
    check_origin = False
    for match in _TOKEN.finditer(text):
        name = match[1] or match[2]
        value = {"ORIGIN": tokens.origin, "LIB": tokens.lib, "PLATFORM": tokens.platform}[name]
        if name == "ORIGIN" and tokens.secure:
            # An AT_SECURE program may use $ORIGIN only as the first whole component of an element.
            if match.start() or text[match.end() : match.end() + 1] not in ("", "/"):
                return ""
            check_origin = tokens.executable
        if value is None:
            return ""
        pieces += (text[at : match.start()], value)
        at = match.end()
    expanded = "".join(pieces) + text[at:]
    if check_origin and not is_trusted(expanded, tokens.trusted):
        return ""
    return expanded


def is_trusted(path: str, directories: Sequence[str]) -> bool:
    """Whether `path`, cleaned by its text alone, lies in one of the system's `directories` (no final slash)."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    clean = "/" + "".join(f"{part}/" for part in parts)
    return any(clean.startswith(f"{directory.rstrip('/')}/") for directory in directories)
