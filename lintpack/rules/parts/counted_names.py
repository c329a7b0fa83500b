"""LP106 for libraries whose names have fewer numbers than their releases: `libpython3.9.7.so.1.0`, `libgnat-8.2.1.so`.

The rest of a release is in no name: libpython, Tcl, Tk and readline, whose patches do not count, have two numbers;
GNAT's libraries have one since GCC 5 (Library_Version in gnatvsn.ads).
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import find_name
from lintpack.script.plan import Export, Link
from lintpack.script.texts import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin
    from lintpack.source import Place

_NUMBERED = (
    r"(?:^|[/ :])(?P<name>(?P<stem>libpython|libtcl|libtk|libgna(?:rl|t)-)"
    r"(?P<version>\d+(?:\.\d+)+)(?P<flags>[dmu]*)(?P<rest>\.so(?:\.[\d.]+)?))(?=$|[ :])"
)
# readline's patches are no part of its version.
_BEHIND = (
    r"(?:^|[/ :])(?P<name>(?P<stem>lib(?:readline|history)\.so\.)(?P<version>\d+\.\d+\.\d+)(?P<flags>)(?P<rest>))"
    r"(?=$|[ :])"
)
# From which release on the name has one number.
_ONE_NUMBER = {"libgnarl-": 5, "libgnat-": 5}


class Counted(Record):
    """A name with a number too many, at `place`, and the one that such a library has."""

    place: Place
    origin: Origin
    name: str
    right: str


def counted_names(context: Context) -> Iterator[Counted]:
    seen = set()
    for text, origin in _texts(context):
        for pattern in (_NUMBERED, _BEHIND):
            for match in re.finditer(pattern, text):
                name, right = match["name"], _right(match)
                if right != name and name not in seen and name not in context.own:
                    seen.add(name)
                    yield Counted(find_name(name, origin, context.plan), origin, name, right)


def _texts(context: Context) -> Iterator[tuple[str, Origin]]:
    for transfer, source, into in context.copies:
        yield source, transfer.origin
        yield into, transfer.origin
    for link in context.each(Link):
        yield shown(link.target), link.origin
        yield shown(link.path), link.origin
    for export in context.each(Export):
        if export.name == "LD_PRELOAD" and export.value:
            yield shown(export.value), export.origin


def _right(match: re.Match[str]) -> str:
    numbers = match["version"].split(".")
    count = 1 if int(numbers[0]) >= _ONE_NUMBER.get(match["stem"], 1000) else 2
    return f"{match['stem']}{'.'.join(numbers[:count])}{match['flags']}{match['rest']}"
