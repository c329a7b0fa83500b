"""A bundle as the loader meets it: a `Layer` to be laid where the bundle will lie (lintpack/loader/layers.py)."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from lintpack.bundle import entry as kinds
from lintpack.loader import tree
from lintpack.loader.header import classify, script_line, skeleton
from lintpack.loader.layers import LINK, Node
from lintpack.loader.tree import Found

if TYPE_CHECKING:
    from lintpack.bundle.entry import Entry
    from lintpack.bundle.index import Bundle


class BundleLayer:
    """Answers by path below the bundle's root. Entries are turned into nodes once."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._nodes: dict[str, Node] = {}

    def node(self, path: str) -> Node | None:
        known = self._nodes.get(path)
        if known is None:
            entry = self._bundle.get(path)
            if entry is None:
                return None
            known = self._nodes[path] = _node(entry)
        return known


def _node(entry: Entry) -> Node:
    if entry.kind == kinds.DIRECTORY:
        return Node(tree.DIRECTORY, mode=entry.mode)
    if entry.kind == kinds.LINK:
        return Node(LINK, entry.target)
    if not entry.is_file:
        return Node("file", found=Found(tree.SPECIAL), mode=entry.mode)
    kind, problem = classify(entry.head, entry.size)
    facts = entry.facts
    if kind == tree.ELF and facts is None:
        kind, facts, problem = tree.DAMAGED, skeleton(entry.head), problem or entry.problem
    found = Found(
        kind,
        entry.path,
        ("bundle", entry.identity),
        facts,
        problem,
        script_line(entry.head),
        entry.mode,
        _is_secure(entry.mode),
    )
    return Node("file", found=found, mode=entry.mode)


def _is_secure(mode: int) -> bool:
    """Whether a user who does not own the file starts it with AT_SECURE: set-user-ID, or set-group-ID to execute."""
    return bool(mode & stat.S_ISUID or (mode & stat.S_ISGID and mode & stat.S_IXGRP))
