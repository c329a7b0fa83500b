"""Paths inside a bundle, links followed as the kernel would below a root (path_resolution(7))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle.entry import DIRECTORY, LINK
from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.bundle.entry import Entry
    from lintpack.bundle.index import Bundle

# MAXSYMLINKS of Linux; PATH_MAX.
MAX_LINKS = 40
MAX_PATH = 4096

FOUND = "found"
MISSING = "missing"
NOT_A_DIRECTORY = "not a directory"
LOOP = "loop of links"
OUTSIDE = "outside"
NAME_TOO_LONG = "name too long"


class Resolved(Record):
    """`path`: as far as it was followed, without links. `entry` only where found.

    `outside` is the absolute target of the link that left the root, or the path with its leading `..`; it stands
    beside `status` OUTSIDE, and `link` is the entry that leads there.
    """

    status: str
    path: str
    entry: Entry | None = None
    outside: str = ""
    link: str = ""
    steps: int = 0


def resolve(bundle: Bundle, path: str, folder: str = "", rooted: bool | None = None, last: bool = True) -> Resolved:
    """Where `path` leads, seen from `folder` (both relative to the root; `path` may be absolute).

    `rooted`: what is absolute begins at the bundle's root, and `..` stays there, as in a chroot; else both lead
    outside. The default is what the bundle says of itself. `last`: follow a link that is the last component, too.
    """
    return walk(bundle.get, path, folder, bundle.rooted if rooted is None else rooted, last)


def walk(
    get: Callable[[str], Entry | None], path: str, folder: str = "", rooted: bool = False, last: bool = True
) -> Resolved:
    """As `resolve`, over any function from path to entry."""
    if len(path) >= MAX_PATH:
        return Resolved(NAME_TOO_LONG, folder)
    at = [part for part in folder.split("/") if part]
    if path.startswith("/"):
        if not rooted:
            return Resolved(OUTSIDE, folder, outside=path)
        at = []
    todo = path.split("/")[::-1]
    links = steps = 0
    link = ""
    while todo:
        name = todo.pop()
        steps += 1
        if name in ("", "."):
            continue
        if name == "..":
            if at:
                at.pop()
            elif not rooted:
                return Resolved(OUTSIDE, "", outside="/".join(["..", *todo[::-1]]), link=link, steps=steps)
            continue
        here = "/".join([*at, name])
        entry = get(here)
        if entry is None:
            return Resolved(MISSING, here, steps=steps)
        if entry.kind == LINK and (todo or last):
            links += 1
            if links > MAX_LINKS:
                return Resolved(LOOP, here, link=here, steps=steps)
            link = here
            if not entry.target:
                return Resolved(MISSING, here, link=link, steps=steps)
            if entry.target.startswith("/"):
                if not rooted:
                    rest = "/".join([entry.target.rstrip("/"), *todo[::-1]])
                    return Resolved(OUTSIDE, here, outside=rest, link=link, steps=steps)
                at = []
            todo += entry.target.split("/")[::-1]
            if len(todo) > MAX_PATH:
                return Resolved(NAME_TOO_LONG, here, steps=steps)
        elif todo and entry.kind != DIRECTORY:
            return Resolved(NOT_A_DIRECTORY, here, steps=steps)
        else:
            at.append(name)
    whole = "/".join(at)
    entry = get(whole)
    return Resolved(FOUND if entry is not None else MISSING, whole, entry, steps=steps)
