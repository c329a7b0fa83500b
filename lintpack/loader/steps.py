"""The steps of glibc's search for one name, in their order (elf/dl-load.c, _dl_map_object)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.loader import result
from lintpack.loader.paths import glibc_elements
from lintpack.loader.result import Via
from lintpack.loader.tokens import Tokens, expand

if TYPE_CHECKING:
    from lintpack.loader.objects import LinkMap
    from lintpack.loader.search import Search, SearchList
    from lintpack.loader.tree import Found

DF_1_NODEFLIB = 0x00000800


class Steps:
    """`main` is the program, `library_path` the value of LD_LIBRARY_PATH where it counts."""

    def __init__(self, search: Search, main: LinkMap, library_path: str | None, *, secure: bool) -> None:
        self.search = search
        self.profile = search.profile
        self.main = main
        self.secure = secure
        self._lists_made: dict[tuple[LinkMap, str], SearchList | None] = {}
        self.library_path = None
        if library_path:
            elements = glibc_elements(library_path, ":;", self.tokens(main))
            self.library_path = search.list_of(Via(result.LIBRARY_PATH), elements)

    def tokens(self, owner: LinkMap) -> Tokens:
        """What the tokens in a path of `owner` stand for."""
        profile = self.profile
        return Tokens(owner.origin, profile.lib, profile.platform, self.secure, owner.is_main, profile.directories)

    def find(self, loader: LinkMap, name: str, *, setuid_only: bool) -> tuple[str, Found, Via] | None:
        """The search: path, file, and the step that found it."""
        if "/" in name:
            path = expand(name, self.tokens(loader))
            via = Via(result.SLASH)
            opened = self.search.open(path, via)
            return (path, opened, via) if opened is not None else None
        for wanted in self._lists(loader):
            hit = self.search.walk(wanted, name, setuid_only=setuid_only)
            if hit is not None:
                return (*hit, wanted.via)
        no_default = bool(loader.facts and loader.facts.flags_1 & DF_1_NODEFLIB)
        if not setuid_only:
            cached = self._cached(name, no_default=no_default)
            if cached is not None:
                return cached
        if no_default:
            return None
        hit = self.search.system(name, setuid_only=setuid_only)
        return (*hit, Via(result.SYSTEM)) if hit is not None else None

    def _lists(self, loader: LinkMap) -> list[SearchList]:
        """RPATH of the requester and of those that led to it, LD_LIBRARY_PATH, RUNPATH of the requester."""
        lists: list[SearchList | None] = []
        if loader.facts is None or loader.facts.runpath is None:
            at: LinkMap | None = loader
            did_main = False
            while at is not None:
                wanted = self._rpath(at)
                lists.append(wanted)
                did_main = did_main or (wanted is not None and at is self.main)
                at = at.loader
            if not did_main:
                lists.append(self._rpath(self.main))
        lists.append(self.library_path)
        lists.append(self._runpath(loader))
        return [wanted for wanted in lists if wanted is not None]

    def _rpath(self, one: LinkMap) -> SearchList | None:
        # RUNPATH makes ld.so forget the RPATH beside it.
        value = one.facts.rpath if one.facts and one.facts.runpath is None else None
        return self._list(one, value, result.RPATH)

    def _runpath(self, one: LinkMap) -> SearchList | None:
        return self._list(one, one.facts.runpath if one.facts else None, result.RUNPATH)

    def _list(self, one: LinkMap, value: str | None, kind: str) -> SearchList | None:
        if not value:
            return None
        key = (one, kind)
        if key not in self._lists_made:
            via = Via(kind, one.place)
            self._lists_made[key] = self.search.list_of(via, glibc_elements(value, ":", self.tokens(one)))
        return self._lists_made[key]

    def _cached(self, name: str, *, no_default: bool) -> tuple[str, Found, Via] | None:
        path = self.profile.cached(name)
        if path is None:
            return None
        if no_default and path.startswith(tuple(f"{d}/" for d in self.profile.directories)):
            return None
        via = Via(result.CACHE)
        opened = self.search.open(path, via)
        return (path, opened, via) if opened is not None else None
