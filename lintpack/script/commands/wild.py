"""Patterns that a program matches itself (`find -name '*.so'`, `tar --exclude=…`) as texts with wildcards."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.globs import bracket_end
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.values import Piece, Text


def wild(text: Text, make: Callable[[str], Wildcard] = Wildcard) -> Text:
    """`text` with its literal `*`, `?` and `[…]` made active, as fnmatch(3) reads them."""
    pieces: list[Piece] = []
    for piece in text:
        if not isinstance(piece, str):
            pieces.append(piece)
            continue
        at = 0
        while at < len(piece):
            char = piece[at]
            end = at + 1
            if char == "[":
                end = bracket_end(piece, at) or end
            if char in "*?" or end > at + 1:
                pieces.append(make(piece[at:end]))
            elif char == "\\" and end < len(piece):
                pieces.append(piece[end])
                end += 1
            else:
                pieces.append(char)
            at = end
    return texts.normal(pieces)


def has_wildcard(text: Text) -> bool:
    return any(isinstance(piece, Wildcard) for piece in text)


def replaced(text: Text, mark: str, value: Text) -> Text:
    """`text` with each known `mark` replaced by `value` (`{}` of find and xargs)."""
    if not any(isinstance(piece, str) and mark in piece for piece in text):
        return text
    parts: list[Piece] = []
    for piece in text:
        if not isinstance(piece, str):
            parts.append(piece)
            continue
        for number, part in enumerate(piece.split(mark)):
            if number:
                parts.extend(value)
            parts.append(part)
    return texts.normal(parts)
