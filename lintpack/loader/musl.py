"""musl's ldso at the start of a program (ldso/dynlink.c, load_library): what it loads, from where, or why not."""

from __future__ import annotations

import errno
import posixpath
from typing import TYPE_CHECKING

from lintpack.loader import result, tree
from lintpack.loader.header import ET_DYN, ET_EXEC
from lintpack.loader.objects import LinkMap
from lintpack.loader.paths import musl_elements, musl_preloads, musl_rpath
from lintpack.loader.result import Loaded, LoadResult, Tried, Via
from lintpack.loader.tree import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.elf.facts import ElfFacts
    from lintpack.loader.environment import Environment
    from lintpack.loader.profile import Profile
    from lintpack.loader.tree import Found, Tree

# Libraries that are part of musl itself; the dot matters: libmath.so is none.
_OWN = tuple(f"lib{name}." for name in ("c", "pthread", "rt", "m", "dl", "util", "xnet"))
_BUFFER = 2 * tree.NAME_MAX + 2  # a longer path is passed over
_GOES_ON = (errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.ENAMETOOLONG)
_TEXTS = {
    errno.ENOENT: "No such file or directory",
    errno.ENOTDIR: "Not a directory",
    errno.EACCES: "Permission denied",
    errno.EISDIR: "Is a directory",
    errno.ELOOP: "Symbolic link loop",
    errno.ENAMETOOLONG: "Filename too long",
    errno.ENOEXEC: "Exec format error",
    errno.EINVAL: "Invalid argument",
    errno.ENXIO: "No such device or address",
}


class MuslLoader:
    """One process. Make it, call `run` once."""

    def __init__(self, program: str, found: Found, files: Tree, profile: Profile, environment: Environment) -> None:
        """`program`: absolute path, as it was called; `found` what lies there, an ELF file for this loader."""
        assert found.facts is not None
        self.facts: ElfFacts = found.facts
        self.files = files
        self.profile = profile
        self.cwd = environment.cwd
        self.secure = found.secure if environment.secure is None else environment.secure
        self.library_path = None if self.secure else environment.library_path
        self.preloads = () if self.secure else musl_preloads(environment.preload or "")
        main = LinkMap(program, program, [], self.facts, origin=None if self.secure else posixpath.dirname(found.real))
        main.is_main = True
        self.main = main
        self.interpreter = self.facts.interpreter or profile.interpreter
        place = join(self.cwd, self.interpreter)
        ldso = files.lookup(place)
        self.ldso = LinkMap(self.interpreter, place, [], ldso.facts, identity=ldso.identity)
        self.maps: list[LinkMap] = []
        self.loads: list[Loaded] = []
        self.failed_preloads: list[Loaded] = []
        self.warnings: list[str] = []
        self.errors: list[str] = []
        self.tried: list[Tried] = []
        self.errno = 0

    def run(self) -> LoadResult:
        for name in self.preloads:
            self._preload(name)
        queue = [self.main, *self.maps]
        for one in queue:
            for name in one.facts.needed if one.facts else ():
                count = len(self.maps)
                if self._load(name, one) is None:
                    text = _TEXTS.get(self.errno, f"Error {self.errno}")
                    self.errors.append(f"Error loading shared library {name}: {text} (needed by {one.path})")
                    self.loads.append(Loaded(name, one.place, None, None, tried=tuple(self.tried)))
                queue += self.maps[count:]
        errors = tuple(dict.fromkeys(self.errors))
        return LoadResult(
            program=self.main.path,
            libc="musl",
            interpreter=self.facts.interpreter,
            loads=tuple(self.loads),
            scope=tuple(one.loaded for one in queue if one.loaded is not None),
            fatal=errors[0] if errors else None,
            errors=errors,
            warnings=tuple(self.warnings),
            failed_preloads=tuple(self.failed_preloads),
            facts=self.facts,
        )

    def _preload(self, name: str) -> None:
        """Nothing is said of a preload that it cannot load. It has no requester: no RPATH applies."""
        if self._load(name, None) is None:
            self.failed_preloads.append(Loaded(name, "", None, None, preload="LD_PRELOAD", tried=tuple(self.tried)))

    def _load(self, name: str, needed_by: LinkMap | None) -> LinkMap | None:
        self.tried = []
        if not name:
            self.errno = errno.EINVAL
            return None
        if name.startswith(_OWN) or name == self.interpreter:
            return self._own(name, needed_by)
        if "/" in name:
            via = Via(result.SLASH)
            path, found = name, self._open(name, via)
        else:
            # Only a name under which a search found a file counts, never the SONAME.
            known = next((one for one in self.maps if name in one.names), None)
            if known is not None:
                return self._record(name, needed_by, known, known.already(), again=True)
            if len(name) > tree.NAME_MAX:
                return None
            path, found, via = self._search(name, needed_by)
        if found is None:
            return None
        return self._map(name, path, found, via, needed_by)

    def _own(self, name: str, needed_by: LinkMap | None) -> LinkMap:
        again = self.ldso in self.maps
        if not again:
            self.maps.append(self.ldso)
        return self._record(name, needed_by, self.ldso, Via(result.BUILT_IN), again=again)

    def _search(self, name: str, needed_by: LinkMap | None) -> tuple[str, Found | None, Via]:
        """LD_LIBRARY_PATH; RPATH or RUNPATH of the requester and of all that led to it; the system's directories."""
        if self.library_path:
            via = Via(result.LIBRARY_PATH)
            path, found, more = self._walk(musl_elements(self.library_path), name, via)
            if not more:
                return path, found, via
        one = needed_by
        while one is not None:
            value = self._rpath(one)
            if value is not None:
                runpath = one.facts is not None and one.facts.runpath is not None
                via = Via(result.RUNPATH if runpath else result.RPATH, one.place)
                path, found, more = self._walk(musl_elements(value), name, via)
                if not more:
                    return path, found, via
            one = one.loader
        via = Via(result.SYSTEM)
        path, found, _ = self._walk(self.profile.musl_directories, name, via)
        return path, found, via

    def _rpath(self, one: LinkMap) -> str | None:
        if one.facts is None:
            return None
        value = one.facts.runpath if one.facts.runpath is not None else one.facts.rpath
        if value is None:
            return None
        origin = one.origin
        if origin is not None and self.secure and not origin.startswith("/"):
            origin = None
        return musl_rpath(value, origin)

    def _walk(self, directories: Sequence[str], name: str, via: Via) -> tuple[str, Found | None, bool]:
        """Path and file of the first that opens, and whether the search goes on behind this list."""
        for directory in directories:
            path = f"{directory}/{name}"
            if len(path) >= _BUFFER:
                self._note(path, tree.NAME_TOO_LONG, via)
                continue
            found = self._open(path, via)
            if found is not None:
                return path, found, False
            if self.errno not in _GOES_ON:
                return "", None, False
        return "", None, True

    def _open(self, path: str, via: Via) -> Found | None:
        found = self.files.lookup(join(self.cwd, path)) if path else tree.Found(tree.MISSING)
        if found.opened:
            self._note(path, result.CHOSEN, via)
            return found
        self.errno = tree.FAILURES[found.kind]
        self._note(path, found.kind, via)
        return None

    def _note(self, path: str, outcome: str, via: Via) -> None:
        self.tried.append(Tried(join(self.cwd, path), outcome, via))

    def _map(self, name: str, path: str, found: Found, via: Via, needed_by: LinkMap | None) -> LinkMap | None:
        searched = "/" not in name
        for one in self.maps:
            if one.identity is not None and one.identity == found.identity and one is not self.ldso:
                if searched and not one.names:
                    one.names.append(posixpath.basename(one.path))
                return self._record(name, needed_by, one, one.already(), again=True)
        facts = found.blind or found.facts
        self.errno = self._unmappable(found, facts)
        if self.errno or facts is None:
            outcome = result.WRONG_CLASS if facts and facts.bits != self.facts.bits else found.kind
            self.tried.pop()
            self._note(path, outcome if outcome != tree.ELF else result.FATAL, via)
            return None
        if found.identity == self.ldso.identity or (facts.soname or "").startswith("libc."):
            # A second C library is never mapped; musl knows it by two of its symbols.
            return self._own(name, needed_by)
        if facts.machine != self.facts.machine or found.blind is not None:
            self.warnings.append(f"{path}: made for another machine; musl does not look, and relocation will fail")
        one = LinkMap(
            path, join(self.cwd, path), [name] if searched else [], facts, loader=needed_by, identity=found.identity
        )
        one.origin = path.rpartition("/")[0] or ("" if path.startswith("/") else ".")
        self.maps.append(one)
        return self._record(name, needed_by, one, via, found=found)

    def _unmappable(self, found: Found, facts: ElfFacts | None) -> int:
        """The errno with which map_library gives up, or 0. It looks at neither machine nor byte order."""
        if found.kind == tree.DIRECTORY:
            return errno.EISDIR
        damaged = found.kind == tree.DAMAGED and found.blind is None
        if facts is None or facts.bits != self.facts.bits or damaged:
            return errno.ENOEXEC
        return 0 if facts.type in (ET_EXEC, ET_DYN) and facts.dynamic else errno.ENOEXEC

    def _record(
        self,
        name: str,
        needed_by: LinkMap | None,
        one: LinkMap,
        via: Via,
        *,
        found: Found | None = None,
        again: bool = False,
    ) -> LinkMap:
        real = found.real if found is not None else (one.loaded.real if one.loaded else self.files.real(one.place))
        loaded = Loaded(
            needed=name,
            by=needed_by.place if needed_by else "",
            path=one.place,
            via=via,
            real=real,
            identity=one.identity,
            inside=self.files.shown(real)[1],
            again=again,
            preload="" if needed_by else "LD_PRELOAD",
            tried=tuple(self.tried),
            facts=one.facts,
        )
        self.loads.append(loaded)
        if one.loaded is None:
            one.loaded = loaded
        return one
