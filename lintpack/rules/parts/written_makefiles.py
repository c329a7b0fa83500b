"""LP310: `-Wl,-rpath,$ORIGIN` in a makefile that the script writes: make takes `$O` for a variable (manual, 6.1)."""

from __future__ import annotations

import re

from lintpack.script import texts
from lintpack.script.plan import WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_NAME = r"(?i)(?:gnu)?makefile(?:[.-][\w.-]+)?|[\w.-]+\.(?:mk|mak)|make\.inc|make\.user"
_SPOILT = r"(?m)^(?![ \t]*#).*?r(?:un)?path.*?(?<!\$)(\$ORIGIN\b)"


def spoilt(context: Context) -> Iterator[tuple[Place, str]]:
    """Where such a token is written, and the makefile."""
    for file in context.each(WrittenFile):
        name = texts.shown(file.path).rpartition("/")[2]
        if not re.fullmatch(_NAME, name):
            continue
        known = "".join([piece for piece in file.text if isinstance(piece, str)])
        for match in re.finditer(_SPOILT, known):
            yield _place(file, match.start(1)), name


def _place(file: WrittenFile, at: int) -> Place:
    """Where the script has the token that begins at `at` of the text."""
    for start, place in reversed(file.spans):
        if start <= at:
            begin = place.start + at - start
            found = place.source.place(begin, begin + len("$ORIGIN"))
            return found if found.text == "$ORIGIN" else place
    return file.origin.place
