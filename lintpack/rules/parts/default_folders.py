"""A library that goes to the default of a variable, written out, where all else follows the variable.

BASE=${BASE:-/opt}
./configure --prefix=$BASE && make install
cp libfoo.so.1 /opt/foo/lib/                    who sets BASE has it in another tree
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.script import texts
from lintpack.script.plan import Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_DEFAULT = re.compile(
    r"(?m)^[ \t]*(?:export[ \t]+)?(?:(?P<set>\w+)=[\"']?|:[ \t]+[\"']?)"
    r"\$\{(?P<name>\w+):?[-=][\"']?(?P<folder>/[\w./+-]+)[\"']?\}"
)
# Folders that every system has: what goes there need not be what the variable says.
_SHARED = frozenset(
    ("/usr", "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc", "/tmp", "/var", "/home", "/root", "/dev")
)


class Literal(Record):
    """`place` is the folder as it is written; `name` and `folder` the variable and its default, told at `there`."""

    place: Place
    name: str
    folder: str
    written: str
    there: Place


def literal_defaults(context: Context) -> Iterator[Literal]:
    for script in context.plan.scripts:
        source = script.source
        for match in _DEFAULT.finditer(source.text):
            name, folder = match["set"] or match["name"], match["folder"].rstrip("/")
            own = match["name"] == name or match["name"].isdigit()
            if not own or folder in _SHARED or not _is_prefix(name, source.text):
                continue
            for effect in context.plan.effects:
                if not isinstance(effect, (Transfer, Link)):
                    continue
                command = effect.origin.command
                into = texts.shown(effect.destination if isinstance(effect, Transfer) else effect.path)
                if command.source is not source or ".so" not in into or not into.startswith(f"{folder}/"):
                    continue
                words = list(re.finditer(rf"(?<![\w}}./$-]){re.escape(folder)}/[^\s\"';&|]*", command.text))
                if words and not any(folder in guard.shown for guard in effect.origin.guards):
                    found = words[-1]
                    start = command.start + found.start()
                    place = source.place(start, start + len(found[0]))
                    yield Literal(place, name, folder, found[0], source.place(match.start("name"), match.end("folder")))


def _is_prefix(name: str, text: str) -> bool:
    """Whether packages are installed below the variable's folder."""
    return re.search(rf"(?:--prefix[= ]|_INSTALL_PREFIX(?::\w+)?=|PREFIX=)[\"']?\$\{{?{name}\b", text) is not None
