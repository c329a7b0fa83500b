"""LP133: a test of a library whose last word has grown together with its end: `[ -f /usr/lib/libfoo.so]`.

To `[`, which is a command, the word ends in `]` then, and its own last one is missing: it fails, whatever is there.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.source import Place, Source

_WORD = r"[\"']?[^\s\"'\[\]]*\.so[\d.]*[\"']?"
_UNCLOSED = rf"(?m)(?:^|[\s;&|(!])\[[ \t]+(?:![ \t]+)?-[a-zA-Z][ \t]+{_WORD}(\])(?=[ \t]*(?:;|&&|\|\||$))"


def unclosed_tests(source: Source) -> Iterator[Place]:
    """Each such `]`."""
    for match in re.finditer(_UNCLOSED, source.text):
        line = source.text[source.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if "#" not in line and "<<" not in line:
            yield source.place(*match.span(1))
