"""glibc's ld.so at the start of a program (elf/rtld.c, dl-deps.c, dl-load.c): what it loads, from where, or why not.

Symbols are not looked up, and no file is mapped: only what the headers and dynamic sections decide is decided.
As `ldd` does, a library that nothing provides is noted and the rest goes on being looked for; anything else that
is fatal ends the list, as it ends the process.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lintpack.loader import result
from lintpack.loader.objects import LinkMap
from lintpack.loader.paths import glibc_preloads
from lintpack.loader.result import Loaded, LoadResult, Via
from lintpack.loader.search import Search
from lintpack.loader.steps import Steps
from lintpack.loader.tokens import expand, has_token
from lintpack.loader.tree import join
from lintpack.loader.verify import Refusal, unmappable
from lintpack.loader.versions import check_versions

if TYPE_CHECKING:
    from lintpack.elf.facts import ElfFacts
    from lintpack.loader.environment import Environment
    from lintpack.loader.profile import Profile
    from lintpack.loader.tree import Found, Tree

_PRELOAD_FILE = "/etc/ld.so.preload"


class GlibcLoader:
    """One process. Make it, call `run` once."""

    def __init__(self, program: str, found: Found, files: Tree, profile: Profile, environment: Environment) -> None:
        """`program`: absolute path, as it was called; `found` what lies there, an ELF file for this loader."""
        assert found.facts is not None
        self.facts: ElfFacts = found.facts
        self.files = files
        self.profile = profile
        self.secure = found.secure if environment.secure is None else environment.secure
        self.environment = environment
        self.search = Search(files, profile, self.facts, environment.cwd)
        # The kernel says which file runs: links are resolved. Called as `ld.so LIBRARY` that came with 2.42.
        by_kernel = self.facts.interpreter is not None or profile.version >= (2, 42)
        main = LinkMap(
            program, program, [""], self.facts, origin=posixpath.dirname(found.real if by_kernel else program)
        )
        main.is_main = True
        main.real = found.real
        main.reserved = True
        self.main = main
        interpreter = self.facts.interpreter or profile.interpreter
        place = join(environment.cwd, interpreter)
        self.rtld = LinkMap(interpreter, place, [interpreter], files.lookup(place).facts)
        if self.rtld.facts is None or self.rtld.facts.soname is None:
            self.rtld.add_name(posixpath.basename(interpreter))
        # Every object of the process, in ld.so's order; matching by name goes through it.
        self.maps = [main, self.rtld]
        self.loads: list[Loaded] = []
        self.warnings: list[str] = []
        self.failed_preloads: list[Loaded] = []
        self.missing: list[str] = []
        self.notes: list[str] = []
        value = None if self.secure else environment.library_path
        self.steps = Steps(self.search, main, value, secure=self.secure)

    def run(self) -> LoadResult:
        errors: list[str] = []
        scope: list[LinkMap] = [self.main]
        try:
            preloads = self._preload()
            scope = self._load_dependencies(preloads)
        except Refusal as refusal:
            errors = [*self.missing, refusal.message]
        else:
            problems = check_versions(scope, self.maps, self.profile, self.files.symbols)
            self.warnings += problems.warnings
            errors = self.missing + problems.errors
        return LoadResult(
            program=self.main.path,
            libc="glibc",
            interpreter=self.facts.interpreter,
            loads=tuple(self.loads),
            scope=tuple(m.loaded for m in scope if m.loaded is not None),
            fatal=errors[0] if errors else None,
            errors=tuple(errors),
            warnings=tuple(self.warnings),
            notes=tuple(self.notes),
            failed_preloads=tuple(self.failed_preloads),
            facts=self.facts,
        )

    # Preloads: rtld.c, dl_main and do_preload.

    def _preload(self) -> list[LinkMap]:
        wanted = [("LD_PRELOAD", name) for name in glibc_preloads(self.environment.preload or "", self.secure)]
        wanted += [(_PRELOAD_FILE, name) for name in self.profile.preload]
        preloads: list[LinkMap] = []
        for source, name in wanted:
            count = len(self.maps)
            try:
                got = self._map(self.main, name, preload=source)
            except Refusal as refusal:
                self._preload_failed(source, name, refusal)
                continue
            if len(self.maps) > count:
                preloads.append(got)
        return preloads

    def _preload_failed(self, source: str, name: str, refusal: Refusal) -> None:
        said = f"ERROR: ld.so: object '{name}' from {source} cannot be preloaded ({refusal.text}): ignored."
        self.warnings.append(said)
        tried = tuple(self.search.tried)
        self.failed_preloads.append(Loaded(name, "", None, None, preload=source, tried=tried))

    # Dependencies: dl-deps.c, _dl_map_object_deps.

    def _load_dependencies(self, preloads: list[LinkMap]) -> list[LinkMap]:
        known = [self.main, *preloads]
        for one in known:
            one.reserved = True
        done: set[int] = set()
        self.search.errno = 0
        at = 0
        while at < len(known):
            current = known[at]
            if id(current) in done:
                at += 1
                continue
            done.add(id(current))
            if current.facts is None:
                continue
            for raw in current.facts.needed:
                self._enlist(known, self._map(current, self._needed_name(current, raw), trace=True))
            for raw in current.facts.filters:
                at = self._insert(known, at, self._map(current, self._needed_name(current, raw), trace=True))
            for raw in current.facts.auxiliary:
                at = self._load_auxiliary(known, at, current, raw)
            # A filtee stands before the object that names it, and is worked on next.
            at = next((i for i, one in enumerate(known) if id(one) not in done), len(known))
        return known

    def _enlist(self, known: list[LinkMap], one: LinkMap) -> None:
        if not one.reserved:
            one.reserved = True
            known.append(one)

    def _insert(self, known: list[LinkMap], at: int, one: LinkMap) -> int:
        """Puts a filtee before position `at`; one that comes later already is moved up. Gives the new position."""
        if one.reserved:
            if one not in known[at + 1 :]:
                return at
            known.remove(one)
        one.reserved = True
        known.insert(at, one)
        return at + 1

    def _load_auxiliary(self, known: list[LinkMap], at: int, current: LinkMap, raw: str) -> int:
        try:
            name = self._needed_name(current, raw)
            if not name:
                return at
            return self._insert(known, at, self._map(current, name))
        except Refusal as refusal:
            # An auxiliary object may be missing: nobody is told.
            if self.loads and self.loads[-1].path is None and self.loads[-1].by == current.place:
                self.loads.pop()
            self.notes.append(f"auxiliary {raw} of {current.path}: {refusal.text}")
            return at

    def _needed_name(self, owner: LinkMap, raw: str) -> str:
        if not has_token(raw):
            return raw
        if self.secure:
            raise Refusal("DST not allowed in SUID/SGID programs", name=raw)
        return expand(raw, self.steps.tokens(owner))

    # One object: dl-load.c, _dl_map_object and _dl_map_object_from_fd.

    def _map(self, loader: LinkMap, name: str, *, preload: str = "", trace: bool = False) -> LinkMap:
        search = self.search
        search.begin()
        known = self._known(name)
        if known is not None:
            self._record(name, loader, known, known.already(), preload, again=True)
            return known
        try:
            got = self.steps.find(loader, name, setuid_only=bool(preload) and self.secure)
            if got is None:
                raise self._not_found(name)
        except Refusal as refusal:
            if not trace or not self._is_missing(refusal):
                if not preload:
                    self.loads.append(Loaded(name, loader.place, None, None, tried=tuple(search.tried)))
                raise
            self.missing.append(refusal.message)
            return self._fake(loader, name)
        path, found, via = got
        return self._take(loader, name, path, found, via, preload)

    def _is_missing(self, refusal: Refusal) -> bool:
        return refusal.text.startswith(("cannot open shared object", "wrong ELF class"))

    def _not_found(self, name: str) -> Refusal:
        if self.search.other_class:
            other = 32 if self.facts.bits == 64 else 64
            return Refusal(f"wrong ELF class: ELFCLASS{other}", name=name)
        return Refusal("cannot open shared object file", self.search.errno, name)

    def _fake(self, loader: LinkMap, name: str) -> LinkMap:
        one = LinkMap(name, name, [name], None, loader=loader)
        one.loaded = Loaded(name, loader.place, None, None, tried=tuple(self.search.tried))
        self.loads.append(one.loaded)
        self.maps.append(one)
        return one

    def _known(self, name: str) -> LinkMap | None:
        """The loaded object that `name` means: one asked for by this name before, or with this SONAME."""
        for one in self.maps:
            if one.faked and one is not self.rtld:
                continue
            if one.answers(name):
                return one
            if not one.soname_added and one.facts is not None and one.facts.soname == name:
                one.add_name(name)
                one.soname_added = True
                return one
        return None

    def _take(self, loader: LinkMap, name: str, path: str, found: Found, via: Via, preload: str) -> LinkMap:
        for one in self.maps:
            if one.identity is not None and one.identity == found.identity:
                one.add_name(name)
                self._record(name, loader, one, one.already(), preload, again=True)
                return one
        assert found.facts is not None
        why = unmappable(found.facts, self.profile)
        if why:
            self.loads.append(Loaded(name, loader.place, None, None, preload=preload, tried=tuple(self.search.tried)))
            raise Refusal(why, name=name)
        place = join(self.environment.cwd, path)
        one = LinkMap(path, place, [name, path], found.facts, loader=loader, identity=found.identity)
        one.real = found.real
        one.origin = self._origin(path)
        one.versions_known = found.versions_known
        self.maps.append(one)
        one.loaded = self._record(name, loader, one, via, preload, found=found)
        return one

    def _origin(self, path: str) -> str:
        """$ORIGIN of a library: the folder of the path by which it was found, links and dots as they are."""
        if not path.startswith("/"):
            path = join(self.files.real(self.environment.cwd), path)
        return path.rpartition("/")[0] or "/"

    def _record(
        self,
        name: str,
        loader: LinkMap,
        one: LinkMap,
        via: Via,
        preload: str,
        *,
        found: Found | None = None,
        again: bool = False,
    ) -> Loaded:
        if one is self.rtld:
            again = one.loaded is not None
            via = Via(result.INTERPRETER)
            found = self.files.lookup(one.place)
        if found is not None:
            real, identity = found.real, found.identity
        else:
            first = one.loaded
            real, identity = (first.real, first.identity) if first else (self.files.real(one.place), None)
        loaded = Loaded(
            needed=name,
            by="" if preload else loader.place,
            path=one.place,
            via=via,
            real=real,
            identity=identity,
            inside=self.files.shown(real)[1],
            again=again,
            preload=preload,
            tried=tuple(self.search.tried),
            facts=one.facts,
        )
        self.loads.append(loaded)
        if one is self.rtld and one.loaded is None:
            one.loaded = loaded
        return loaded
