"""LP312 for a loop in double quotes, which is printed or handed to another shell: its variable is expanded before.

echo "RUN for dir in lib lib64; do echo /opt/x/$dir; done > /etc/ld.so.conf.d/x.conf"
"""

from __future__ import annotations

from lintpack.bash.tree import DoubleQuoted, Literal, Parameter
from lintpack.bash.walk import each
from lintpack.patterns import re
from lintpack.rules.parts.document_slips import OF_LIBRARIES, Slip
from lintpack.rules.parts.launcher_variables import sets
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.script.plan import ReadScript

_LOOP = r"(?<![\w$-])(?:for[ \t]+(\w+)[ \t]+in\b|while[ \t]+(?:IFS=\S*[ \t]+)?read[ \t]+(?:-r[ \t]+)?(\w+))"
_PRINTS = r"(?:^|[;&|({]|\b(?:do|then|else)\b)[ \t]*(?:echo|printf)[ \t]+(?:-\w+[ \t]+)*$"
_WHY = "while this text is put together, though the loop in it is to set it"


def loops(script: ReadScript) -> Iterator[Slip]:
    source, text = script.source, script.source.text
    # The loop's variable, and where its head begins, of a string that the next line goes on from.
    name, begin, line = "", 0, 0
    for node in each(script.tree, DoubleQuoted):
        number = source.position(node.start)[0]
        prints = re.search(_PRINTS, line_before(text, node.start)) is not None
        if not (prints and number == line + 1):
            name = ""
        for part in node.parts:
            if isinstance(part, Literal):
                heads = list(re.finditer(_LOOP, part.text))
                if re.search(r"(?:^|[;\s])done\b", part.text[heads[-1].start() if heads else 0 :]):
                    name = name if heads else ""
                if heads:
                    name, begin = heads[-1][1] or heads[-1][2], part.start
            elif isinstance(part, Parameter) and name and part.name == name and _in_body(text[begin : part.start]):
                rest = _without(text, begin, node.end)
                if re.search(OF_LIBRARIES, text[begin : node.end]) and not _known(name, rest):
                    yield Slip(text[part.start : part.end], source.place(part.start, part.end), _WHY)
                name = ""
        line = source.position(node.end)[0] if prints else 0


def _in_body(text: str) -> bool:
    return re.search(r"(?:[;\n]|\\n)[ \t]*(?:echo[ \t]+\")?do\b", text) is not None


def _known(name: str, rest: str) -> bool:
    return re.search(rf"\$\{{?[!#]?{name}\b", rest) is not None or sets(name, rest)


def _without(text: str, begin: int, end: int) -> str:
    """The text without the loop."""
    stop = text.find("done", end)
    return text[:begin] + text[stop if stop >= 0 else end :]
