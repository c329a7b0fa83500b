"""Versions of libraries that a variable gives, in this script or one beside it: see stale_own_version.

VERSION=2.4.0; cp src/libfoo.so.$VERSION dist/           beside: ln -s $dir/libfoo.so.2.3.0 libfoo.so.2
V=1.16.3; curl …/foo-linux-$arch-$V.tgz                  export LD_PRELOAD=$dir/libfoo.so.1.15.1
"""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.source import Source

# libtool counts otherwise, and its second number is small.
_LARGE = 4
_NEAR = 3


class Named(Record):
    """`said`: what tells the version, as a message's end; `label` shows where."""

    said: str
    label: Label


def named(name: LibraryName, context: Context) -> Named | None:
    """Who gives the library another version than its name has: as many numbers, three at least, and near."""
    mine = _numbers(name.suffix)
    if not name.exact or name.malformed or len(mine) < 3 or not name.stem.startswith("lib") or len(name.stem) < 6:
        return None
    scripts = [script.source for script in context.plan.scripts]
    if any(f"{name.text}" in source.text and _varies(name, source) for source in scripts):
        return None
    for source in (*scripts, *(context.neighbours if context.repository is not None else ())):
        for variable, sure in _variables(name, source):
            given = {(m[1], m.start(1), m.end(1)) for m in re.finditer(_value(variable), source.text)}
            if len({version for version, _, _ in given}) != 1:
                continue
            version, start, end = next(iter(given))
            theirs = _numbers(version)
            if len(theirs) != len(mine) or theirs == mine or theirs[0] != mine[0]:
                continue
            if not sure and (min(theirs[1], mine[1]) < _LARGE or abs(theirs[1] - mine[1]) > _NEAR):
                continue
            where = "" if source in scripts else f" in `{source.path}`"
            label = Label(source.place(start, end), "the version of it")
            return Named(f"`{variable}`, which it is named by, is {version}{where}", label)
    return None


def _value(variable: str) -> str:
    return (
        rf"(?m)^[ \t]*(?:(?:export|local|readonly|declare)[ \t]+)?{variable}=[\"']?v?(\d+(?:\.\d+)+)[\"']?(?=[\s;]|$)"
    )


def _variables(name: LibraryName, source: Source) -> Iterator[tuple[str, bool]]:
    """The variables that stand for the library's version, or for that of what it is unpacked from (not sure)."""
    if f"{name.base}.so.$" in source.text:
        for match in re.finditer(rf"(?<![\w-]){re.escape(name.base)}\.so\.\$\{{?(\w+)\}}?(?![\w.$])", source.text):
            yield match[1], True
    bare = name.stem.removeprefix("lib")
    if bare in source.text:
        archive = rf"(?<![\w-]){re.escape(bare)}(?:[-_](?:\w+|\$\w+|\$\{{\w+\}}))*?[-_]v?\$\{{?(\w+)\}}?\.(?:t|zip)"
        for match in re.finditer(archive, source.text):
            yield match[1], False


def _varies(name: LibraryName, source: Source) -> bool:
    """Whether the script has the library in several versions: an older one may be meant."""
    return len(set(re.findall(rf"(?<![\w-]){re.escape(name.base)}\.so\.(\d+\.\d+\.\d+)", source.text))) > 1


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple([int(part[:9]) for part in parts]) if all(part.isdigit() for part in parts) else ()
