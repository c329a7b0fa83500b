"""LP124: a library's new name in `install_name_tool -change OLD NEW` or `patchelf --replace-needed OLD NEW` that is a
slip for the old one."""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_CHANGES = (
    r"(?m)^(?![ \t]*#)[^\n#]*?(?:install_name_tool[ \t][^\n]*?-change|--replace-needed)(?:[ \t]|\\\n)+"
    r"[\"']?(?P<old>[^\s\"']+)[\"']?(?:[ \t]|\\\n)+[\"']?(?P<new>[^\s\"']+)"
)
_LIBRARY = r"lib[\w+-]{3,}?(?=[.-]\d|\.so|\.dylib)"


class Changed(Record):
    """`place` has the library `wrong`, where `meant` is the one that is replaced."""

    place: Place
    wrong: str
    meant: str


def changed_names(context: Context) -> Iterator[Changed]:
    for script in context.plan.scripts:
        text = script.source.text
        for match in re.finditer(_CHANGES, text):
            name = match["new"].rpartition("/")[2]
            old, new = re.match(_LIBRARY, match["old"].rpartition("/")[2]), re.match(rf"l?{_LIBRARY}", name)
            if old is None or new is None or old[0] == new[0] or text.count(new[0]) > 1:
                continue
            kind = slip_kind(new[0], old[0])
            if kind and not re.search(r"\d", old[0] + new[0]):
                at = match.end() - len(name)
                yield Changed(script.source.place(at, at + len(new[0])), new[0], old[0])
