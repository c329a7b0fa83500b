"""What ld.so keeps of a loaded object (its link map)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.loader.result import ALREADY, Via

if TYPE_CHECKING:
    from collections.abc import Hashable

    from lintpack.elf.facts import ElfFacts
    from lintpack.loader.result import Loaded


class LinkMap:
    """One object of the process.

    `path` is how ld.so names it in messages (found paths may be relative), `place` the same made absolute, `names`
    every name that it answers to;
    `loader` the object that asked for it first. `faked`: it was not found, and stands in so that the rest is listed.
    `real`: the file itself, links followed. `loaded` is the entry of the result; the program has none.
    """

    __slots__ = (
        "facts",
        "faked",
        "identity",
        "is_main",
        "loaded",
        "loader",
        "names",
        "origin",
        "path",
        "place",
        "real",
        "reserved",
        "soname_added",
        "versions_known",
    )

    def __init__(
        self,
        path: str,
        place: str,
        names: list[str],
        facts: ElfFacts | None,
        *,
        loader: LinkMap | None = None,
        identity: Hashable = None,
        origin: str | None = None,
    ) -> None:
        self.path = path
        self.place = place
        self.names = names
        self.facts = facts
        self.loader = loader
        self.identity = identity
        self.origin = origin
        self.real = ""
        self.faked = facts is None
        self.is_main = False
        self.soname_added = False
        self.reserved = False
        self.versions_known = True
        self.loaded: Loaded | None = None

    def answers(self, name: str) -> bool:
        """Whether `name` was used for this object before."""
        return name in self.names

    def add_name(self, name: str) -> None:
        if name not in self.names:
            self.names.append(name)

    def already(self) -> Via:
        return Via(ALREADY, self.place)
