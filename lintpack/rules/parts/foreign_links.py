"""LP209 for links to a name that lost its `.so`, and for those of a package to a library of another one.

for lib in "$@"; do ln -s "${lib%.so*}.$version" "$PKG/$lib"; done
NAME=libone; ln -s libother.so.*.* libone.so
"""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.record import Record
from lintpack.rules.shared.wording import written_at
from lintpack.script import texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin
    from lintpack.source import Place

_VERSION = r"[.-]?(?P<version>\d[\w.]*|\$\{?\w*(?i:ver|version|rel|release|pv)\w*\}?)"
# `${name%.so*}.$version`, and the name itself in what follows.
_CUT = (
    r"\bln[ \t]+-\w*s\w*[ \t]+(?:-\w+[ \t]+)*(?P<target>[\"']?(?:[^\s\"';|&]*/)?\$\{(?P<name>\w+)%%?\.so\*?\}"
    r"\.(?:\$\{?\w+\}?|\d[\w.]*)[\"']?)[ \t]+[^\n;|&]*\$\{?(?P=name)\b"
)
# Whose recipe it is.
_OWN = r"(?m)^[ \t]*(?:export[ \t]+)?(?i:name|_?pkgname?|prgnam|pkg|pn|program|package)=[\"']?(?P<name>[\w.+-]+)"


class Foreign(Record):
    origin: Origin
    place: Place
    message: str
    label: str
    help: str


def foreign_links(context: Context) -> Iterator[Foreign]:
    for link in context.each(Link):
        name, target = libname.parse_text(link.path), libname.parse_text(link.target)
        found = None
        if link.symbolic and name is not None and target is None:
            found = _without_so(link, name, context) or _cut(link)
        elif link.symbolic and name is not None and target is not None:
            found = _of_another_package(link, name, target, context)
        elif link.symbolic and name is None:
            found = _cut(link)
        if found is not None:
            yield found


def _without_so(link: Link, name: LibraryName, context: Context) -> Foreign | None:
    """`libfoo.1.2` for `libfoo.so.1.2`, behind a link that is called `libfoo.so.1`."""
    called = texts.shown(link.target).rpartition("/")[2]
    if not name.exact or not called.startswith(name.base):
        return None
    version = re.fullmatch(_VERSION, called[len(name.base) :])
    if version is None or any(into.rpartition("/")[2] == called for _, _, into in context.copies):
        return None
    # What is built under that name.
    if any(
        re.search(rf"(?<![\w$/%}}.]){re.escape(called)}(?![\w.-])", _others(script.source.text, link))
        for script in context.plan.scripts
    ):
        return None
    meant = f"{name.base}.so.{version['version']}"
    return Foreign(
        link.origin,
        written_at(link.origin),
        f"links `{name.text}` to `{called}`, which has no `.so`",
        "the name lost its `.so`",
        f"link to `{meant}`",
    )


def _others(text: str, link: Link) -> str:
    """The script without the link's own command."""
    command = link.origin.command
    return text.replace(command.text, "")


def _cut(link: Link) -> Foreign | None:
    """The same where the name is not known: in a function, or a loop over what a search finds."""
    command = link.origin.command
    match = re.search(_CUT, command.text)
    if match is None:
        return None
    return Foreign(
        link.origin,
        command.source.place(command.start + match.start("target"), command.start + match.end("target")),
        f"cuts `.so` off `${match['name']}` for the link's target, and puts the version behind what is left",
        "the name lost its `.so`",
        f"write `${{{match['name']}%.so*}}.so.` before the version",
    )


def _of_another_package(link: Link, name: LibraryName, target: LibraryName, context: Context) -> Foreign | None:
    """The recipe of libone links `libone.so` to `libother.so.*`, of which nothing else in it speaks."""
    if name.suffix or not target.suffix or not name.exact or name.base == target.base:
        return None
    one, other = _plain(name.base), _plain(target.base)
    if len(one) < 3 or len(other) < 3 or one in other or other in one or "*" in target.base or one[:3] == other[:3]:
        return None
    text = context.plan.scripts[0].source.text
    own = {_plain(match["name"]) for match in re.finditer(_OWN, text)}
    path = context.plan.path
    own.update(_plain(part.partition(".")[0]) for part in path.split("/")[-2:])
    if one not in own or other in own:
        return None
    # `libother` in the link alone, and `other` nowhere.
    spelt = rf"(?i){re.escape(target.base.removeprefix('lib'))}"
    if sum(len(re.findall(spelt, script.source.text)) for script in context.plan.scripts) != 1:
        return None
    return Foreign(
        link.origin,
        written_at(link.origin),
        f"links `{name.text}` to `{target.text}`, a library of another package, of which nothing else here speaks",
        f"`{name.base}.so.{target.suffix}`?",
        f"link to `{name.base}.so.{target.suffix}`",
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower().removeprefix("lib"))
