"""A bundle on its target: the tree that a loader would see, and the programs to start in it."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from lintpack.loader import tree
from lintpack.loader.header import ET_EXEC, classify, script_line, skeleton
from lintpack.loader.layers import LINK, DictLayer, HostLayer, LayeredTree, Node, profile_layer
from lintpack.loader.tree import Found
from lintpack.loader.verify import DF_1_PIE
from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.bundle.entry import Entry
    from lintpack.bundle.index import Bundle
    from lintpack.elf.facts import ElfFacts
    from lintpack.elf.symbols import DynamicSymbols
    from lintpack.loader.profile import Profile
    from lintpack.loader.tree import Tree

_S_ISUID, _S_ISGID, _S_IXGRP = 0o4000, 0o2000, 0o010


class Target(Record):
    """`files`: everything a loader can see. `root`: where the bundle lies in it, absolute, "/" for a system's own."""

    files: Tree
    root: str

    def path(self, member: str) -> str:
        """The absolute path of a member of the bundle."""
        return posixpath.join(self.root, member)


class BundleLayer:
    """The entries of a bundle that was read."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._nodes: dict[str, Node | None] = {}

    def node(self, path: str) -> Node | None:
        if path not in self._nodes:
            entry = self._bundle.get(path)
            self._nodes[path] = None if entry is None else _node(entry)
        return self._nodes[path]

    def symbols(self, path: str) -> DynamicSymbols | None:
        entry = self._bundle.get(path)
        return entry.symbols() if entry is not None else None


def _node(entry: Entry) -> Node:
    from lintpack.bundle import entry as kinds

    if entry.kind == kinds.DIRECTORY:
        return Node(tree.DIRECTORY, mode=entry.mode)
    if entry.kind == kinds.LINK:
        return Node(LINK, entry.target)
    if not entry.is_file:
        return Node("file", found=Found(tree.SPECIAL))
    kind, problem = classify(entry.head, entry.size)
    facts = entry.facts
    if kind == tree.ELF and facts is None:
        kind, facts, problem = tree.DAMAGED, skeleton(entry.head), problem or entry.problem
    found = Found(
        kind,
        identity=entry.identity or None,
        facts=facts,
        problem=problem,
        script=script_line(entry.head),
        secure=bool(entry.mode & _S_ISUID or (entry.mode & _S_ISGID and entry.mode & _S_IXGRP)),
    )
    return Node("file", found=found, mode=entry.mode)


def place(bundle: Bundle, profile: Profile, prefix: str | None = None) -> Target:
    """`bundle` unpacked at `prefix` on the system of `profile`.

    Without a prefix a folder stays where it is, a package (deb, rpm) goes to `/`, and an archive to /opt and its name.
    A folder that stays where it is on the running system is looked at by real system calls, with all that lies around.
    """
    folder = os.path.realpath(bundle.path) if bundle.format == "directory" else None
    if prefix is None and folder is not None and profile.live:
        from lintpack.loader.host import HostTree

        return Target(HostTree(folder), folder)
    root = posixpath.normpath(prefix) if prefix is not None else folder or _usual_place(bundle)
    layer: BundleLayer | HostLayer = BundleLayer(bundle)
    system: DictLayer | HostLayer = profile_layer(profile) if not profile.live else DictLayer({})
    if folder is not None or profile.live:
        from lintpack.loader.host import HostTree

        host = HostTree()
        layer = HostLayer(host, folder) if folder is not None else layer
        system = HostLayer(host) if profile.live else system
    return Target(LayeredTree([(root, layer), ("/", system)], root), root)


def _usual_place(bundle: Bundle) -> str:
    if bundle.rooted:
        return "/"
    name = posixpath.basename(bundle.path.replace(os.sep, "/"))
    for _ in range(2):
        stem, dot, suffix = name.rpartition(".")
        if dot and stem and suffix in ("tar", "gz", "xz", "bz2", "zst", "tgz", "txz", "tbz2", "tzst", "zip", "whl"):
            name = stem
    return f"/opt/{name}"


def is_program(facts: ElfFacts | None) -> bool:
    """Whether the file is one to be started, not one to be loaded."""
    return facts is not None and (
        facts.interpreter is not None or facts.type == ET_EXEC or bool(facts.flags_1 & DF_1_PIE)
    )


def programs(bundle: Bundle) -> list[str]:
    """The members that are programs, by path. A loader's own file and libc, which can be started too, are left out."""
    return sorted(
        entry.path
        for entry in bundle
        if entry.is_file and entry.facts is not None and is_program(entry.facts) and not _is_libc(entry.facts)
    )


def _is_libc(facts: ElfFacts) -> bool:
    """A libc.so.6 has an interpreter, and is a library all the same."""
    return facts.soname is not None and not facts.flags_1 & DF_1_PIE and facts.type != ET_EXEC


def machine_of(facts: ElfFacts) -> str | None:
    """The machine whose profile a program needs, as `uname -m` calls it; None where no profile has it."""
    from lintpack.loader.profiles import machine_name

    return machine_name(facts.machine, facts.bits)
