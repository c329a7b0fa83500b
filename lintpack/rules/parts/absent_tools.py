"""LP203 for links in scripts that run where a package is installed, by what only a machine that builds packages prints.

postinst: TRIPLET=$(dpkg-architecture -qDEB_HOST_MULTIARCH); ln -s /usr/lib/$TRIPLET/libfoo.so.2 /opt/x/libfoo.so
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.record import Record
from lintpack.rules.gates.link_subjects import MAINTAINERS
from lintpack.script import texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

# The commands, and the packages that they are part of.
_PACKAGES = {"dpkg-architecture": "dpkg-dev", "gcc": "gcc", "cc": "gcc", "pkg-config": "pkg-config"}
_ASKS = (
    r"(?:\$\(|`)\s*(?P<whole>(?P<tool>dpkg-architecture|g?cc|pkg-config)\s"
    r"[^\n)`]*(?:MULTIARCH|-print-multiarch|-dumpmachine|--variable)[^\n)`]*?)\s*[)`]"
)


class AbsentTool(Record):
    """The command, the package that has it, and the link that hangs on what it prints."""

    place: Place
    tool: str
    package: str
    name: str


def absent_tools(context: Context) -> Iterator[AbsentTool]:
    for script in context.plan.scripts:
        text = script.source.text
        if not script.source.path.removesuffix(".in").endswith(MAINTAINERS):
            continue
        for asked in re.finditer(_ASKS, text):
            start = text.rfind("\n", 0, asked.start()) + 1
            end = text.find("\n", asked.end())
            line = text[start : end if end >= 0 else len(text)]
            tested = rf"(?:command -v|which|type|hash|-x)\s+\S*{asked['tool']}\b"
            if line.lstrip()[:1] == "#" or "||" in line or re.search(tested, text):
                continue
            name = re.match(r"\s*(?:(?:local|export|readonly)\s+)?(\w+)=", line)
            read = rf"lib/[\"']?\$\{{?{name[1]}\b" if name is not None else rf"lib/[\"']?{re.escape(asked[0])}"
            for link in context.each(Link):
                if ".so" in texts.shown(link.path) and re.search(read, link.origin.command.text):
                    yield AbsentTool(
                        script.source.place(asked.start("whole"), asked.end("whole")),
                        asked["tool"],
                        _PACKAGES[asked["tool"]],
                        texts.shown(link.path),
                    )
                    break
