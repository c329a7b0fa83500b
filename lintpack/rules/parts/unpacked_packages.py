"""LP301: packages of Debian are unpacked into a tree, whatever they are, of which not all folders of libraries are
searched.

for deb in $cache/*.deb; do dpkg -x $deb $tree; done; LD_LIBRARY_PATH=$tree/usr/lib

Since multiarch (Debian 7, Ubuntu 11.10) libraries are in `usr/lib/TRIPLET`; those of the base system were in
`lib/TRIPLET` before Debian 13 and Ubuntu 24.04 merged the two in the packages themselves.
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.loader import settings
from lintpack.rules.shared.own_folder import raw_elements
from lintpack.script import texts
from lintpack.script.plan import Archive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.source import Place

# What a triplet is written as.
_TRIPLET = r"(?:[\w-]*-linux-\w+|[^/]*[$`*].*)"


class Unsearched(Record):
    """`folder` is below the tree that packages are unpacked into at `unpacked`."""

    setting: Setting
    folder: str
    unpacked: Place


def unsearched(context: Context) -> Iterator[Unsearched]:
    trees = dict(_trees(context))
    for setting in settings(context) if trees else ():
        if setting.name != "LD_LIBRARY_PATH" or not setting.whole:
            continue
        for tree, place in trees.items():
            below = _below(tree, setting)
            folder = _missing(below)
            if folder:
                yield Unsearched(setting, folder, place)
                break


def _trees(context: Context) -> Iterator[tuple[str, Place]]:
    """Where packages of unknown names are unpacked to, as it is written, and the end of its name."""
    for archive in context.each(Archive):
        written = archive.origin.command.text
        if archive.action != "extract" or re.search(r"\bdpkg(?:-deb)?\s", written) is None:
            continue
        if texts.known(archive.path) is not None or re.search(
            r"[\w-]{3,}", texts.head(archive.path).rpartition("/")[2]
        ):
            continue
        tree = re.search(r"[\"']?(\$\{?\w+\}?[^\s\"';]*|[\w./-]+/[\w.-]+)[\"']?\s*$", written)
        if tree is not None:
            yield tree[1].rstrip("/").replace("{", "").replace("}", ""), archive.origin.command


def _below(tree: str, setting: Setting) -> list[str]:
    """The folders below `tree` that are searched."""
    found = []
    last = tree.rpartition("/")[2]
    for element in raw_elements(setting.raw):
        bare = re.sub(r"\$\{(\w+)\}", r"$\1", element)
        start, has, rest = bare.partition("/" + last + "/") if "/" in tree else ("", "", "")
        if bare.startswith(tree + "/"):
            found.append(bare[len(tree) + 1 :].rstrip("/"))
        elif has and "/" not in start.lstrip("$"):
            found.append(rest.rstrip("/"))
    return found


def _missing(below: list[str]) -> str:
    if "usr/lib" not in below and not any(re.fullmatch(rf"usr/lib/{_TRIPLET}", one) for one in below):
        return ""
    if not any(re.match(rf"usr/lib/{_TRIPLET}", one) for one in below):
        return "usr/lib/x86_64-linux-gnu"
    if not any(one == "lib" or one.startswith("lib/") for one in below):
        return "lib/x86_64-linux-gnu"
    return ""
