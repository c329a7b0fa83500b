"""A file system put together from layers: a bundle where it will lie, over a system that is described or real."""

from __future__ import annotations

import os
import posixpath
import stat
from collections import deque
from typing import TYPE_CHECKING, Protocol

from lintpack.loader import tree
from lintpack.loader.tree import Found
from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lintpack.elf.symbols import DynamicSymbols
    from lintpack.loader.host import HostTree
    from lintpack.loader.profile import Profile

LINK = "link"


class Node(Record):
    """One entry: a directory, a link to `target`, or a file with what opening it gives (`found.real` is not used)."""

    kind: str
    target: str = ""
    found: Found | None = None
    mode: int = 0o755


class Layer(Protocol):
    """Entries by their path below the layer's root, without leading slash; "" is the root."""

    def node(self, path: str) -> Node | None:
        """The entry at `path`, itself (a link is not followed); every part before the last is a directory."""

    def symbols(self, path: str) -> DynamicSymbols | None:
        """Dynamic symbols of the file at `path`, None where they are not known."""


class DictLayer:
    """Entries that are known beforehand. Folders above them need not be given."""

    def __init__(self, entries: Mapping[str, Node]) -> None:
        self._entries = dict(entries)
        for path in entries:
            above = posixpath.dirname(path)
            while above and above not in self._entries:
                self._entries[above] = Node(tree.DIRECTORY)
                above = posixpath.dirname(above)
        self._entries.setdefault("", Node(tree.DIRECTORY))

    def node(self, path: str) -> Node | None:
        return self._entries.get(path)

    def symbols(self, path: str) -> DynamicSymbols | None:
        return None


class HostLayer:
    """A folder of the running machine, or all of it."""

    def __init__(self, host: HostTree, folder: str = "/") -> None:
        self._host = host
        self._folder = folder.rstrip("/")

    def node(self, path: str) -> Node | None:
        place = f"{self._folder}/{path}"
        try:
            status = os.lstat(place)
            if stat.S_ISLNK(status.st_mode):
                return Node(LINK, os.readlink(place))
        except (OSError, ValueError):
            return None
        if stat.S_ISDIR(status.st_mode):
            return Node(tree.DIRECTORY, mode=status.st_mode & 0o7777)
        return Node("file", found=self._host.lookup(place), mode=status.st_mode & 0o7777)

    def symbols(self, path: str) -> DynamicSymbols | None:
        return self._host.symbols(f"{self._folder}/{path}")


class LayeredTree:
    """Layers at their places: a deeper place hides what the others have there, one at the same place is filled up.

    `root`: where the bundle lies; the first layer given is the bundle.
    """

    def __init__(self, layers: Sequence[tuple[str, Layer]], root: str) -> None:
        self.root = root.rstrip("/")
        self._bundle = layers[0][1]
        self._layers = sorted(((p.rstrip("/"), layer) for p, layer in layers), key=lambda pair: -len(pair[0]))
        self._folders = {"": Node(tree.DIRECTORY)}
        for place, _ in self._layers:
            parts = place.split("/")
            for end in range(1, len(parts)):
                self._folders["/".join(parts[: end + 1])] = Node(tree.DIRECTORY)

    def _node(self, path: str) -> Node | None:
        if path in self._folders:  # above a place there are only folders, whatever a lower layer has
            return self._folders[path]
        hidden = None
        for place, layer in self._layers:
            if hidden is not None and place != hidden:
                break
            if path == place or path.startswith(place + "/"):
                node = layer.node(path[len(place) + 1 :])
                if node is not None:
                    return node
                hidden = place
        return None

    def _resolve(self, path: str) -> tuple[str, Node | str]:
        """The path without links, and the entry or the reason why there is none (a kind of tree.Found)."""
        if len(path) >= tree.PATH_MAX:
            return path, tree.NAME_TOO_LONG
        parts = deque(path.split("/"))
        here, node, links = "", self._folders[""], 0
        while parts:
            part = parts.popleft()
            if node.kind != tree.DIRECTORY:
                return here, tree.NOT_A_DIRECTORY
            if part in ("", "."):
                continue
            if not node.mode & 0o111:
                return here, tree.UNREADABLE
            if part == "..":
                here = here.rpartition("/")[0]
                child: Node | None = self._node(here)
            elif len(os.fsencode(part)) > tree.NAME_MAX:
                return here, tree.NAME_TOO_LONG
            else:
                child = self._node(f"{here}/{part}")
                if child is not None and child.kind == LINK:
                    links += 1
                    if links > tree.MAX_LINKS:
                        return here, tree.LOOP
                    if not child.target:
                        return here, tree.MISSING
                    parts.extendleft(reversed(child.target.split("/")))
                    if child.target.startswith("/"):
                        here, node = "", self._folders[""]
                    continue
                here = f"{here}/{part}"
            if child is None:
                return here, tree.MISSING
            node = child
        return here or "/", node

    def lookup(self, path: str) -> Found:
        real, node = self._resolve(path)
        if isinstance(node, str):
            return Found(node)
        if node.kind == tree.DIRECTORY:
            return Found(tree.DIRECTORY, real, real, mode=node.mode)
        found = node.found
        if found is None or not found.opened:
            return found or Found(tree.SPECIAL)
        if not node.mode & 0o444:
            return Found(tree.UNREADABLE)
        return Found(
            found.kind,
            real,
            real if found.identity is None else found.identity,
            found.facts,
            found.problem,
            found.script,
            node.mode,
            found.secure,
            found.versions_known,
        )

    def symbols(self, real: str) -> DynamicSymbols | None:
        for place, layer in self._layers:
            if real.startswith(place + "/") and layer.node(real[len(place) + 1 :]) is not None:
                return layer.symbols(real[len(place) + 1 :])
        return None

    def is_directory(self, path: str) -> bool:
        node = self._resolve(path)[1]
        return not isinstance(node, str) and node.kind == tree.DIRECTORY

    def real(self, path: str) -> str:
        real, node = self._resolve(path)
        return path if isinstance(node, str) else real

    def shown(self, path: str) -> tuple[str, bool]:
        folder, _, name = path.rpartition("/")
        place = posixpath.join(self.real(folder or "/"), name)
        if not place.startswith(f"{self.root}/"):
            return path, False
        member = place[len(self.root) + 1 :]
        # What nobody has counts to the folder in which it was looked for.
        asked = member if self._node(place) is not None else posixpath.dirname(member)
        return (member, True) if self._bundle.node(asked) is not None else (path, False)


def profile_layer(profile: Profile) -> DictLayer:
    """The files that a described system has: its libraries and its loader, each with the facts that are known."""
    from lintpack.elf.facts import ElfFacts

    def facts(soname: str, versions: tuple[str, ...] | None, needed: tuple[str, ...]) -> Found:
        return Found(
            tree.ELF,
            facts=ElfFacts(
                bits=profile.bits,
                little=profile.little,
                machine=profile.machine,
                type=3,
                soname=soname,
                needed=needed,
                versions_defined=versions or None,
                has_versym=True,
            ),
            versions_known=versions is not None,
        )

    entries = {directory.lstrip("/"): Node(tree.DIRECTORY) for directory in profile.directories}
    for library in profile.libraries:
        found = facts(library.soname, library.versions, library.needed)
        entries[library.path.lstrip("/")] = Node("file", found=found)
    loader = profile.interpreter.lstrip("/")
    if loader and loader not in entries:
        entries[loader] = Node("file", found=facts(posixpath.basename(loader), None, ()))
    return DictLayer(entries)
