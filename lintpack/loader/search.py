"""glibc's walk through directories (open_path, elf/dl-load.c): what is looked at, skipped, and given up."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from lintpack.loader import result, tree
from lintpack.loader.hwcaps import subdirectories
from lintpack.loader.result import Tried, Via
from lintpack.loader.tree import join
from lintpack.loader.verify import Refusal, skipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.elf.facts import ElfFacts
    from lintpack.loader.profile import Profile
    from lintpack.loader.tree import Found, Tree

_UNKNOWN, _EXISTING, _NONEXISTING = range(3)
_GOES_ON = (errno.ENOENT, errno.EACCES)
# Changes of open_path: BZ 31035 in 2.39 goes on behind a file that stands where a directory should;
# BZ 30435 in 2.38 mended the directory "/".
_NOT_A_DIRECTORY_GOES_ON = (2, 39)
_ROOT_MENDED = (2, 38)
_S_ISUID = 0o4000


class Directory:
    """A directory of any list, known by its text, which ends with a slash or is empty (the working directory).

    `states` says for each subdirectory whether it exists; ld.so never asks twice.
    """

    __slots__ = ("name", "states")

    def __init__(self, name: str, count: int) -> None:
        self.name = name
        # A relative directory is never written off: the working directory may change.
        self.states = [_UNKNOWN if name.startswith("/") else _EXISTING] * count


class SearchList:
    """The directories of one RPATH, RUNPATH or LD_LIBRARY_PATH."""

    __slots__ = ("directories", "via")

    def __init__(self, via: Via, directories: tuple[Directory, ...]) -> None:
        self.via = via
        self.directories = directories


class Search:
    """The state of one process's searches: known directories, errno, and what has been tried for the present name."""

    def __init__(self, files: Tree, profile: Profile, wanted: ElfFacts, cwd: str) -> None:
        """`wanted`: facts of the program, whose class and machine the loader has."""
        self.files = files
        self.profile = profile
        self.wanted = wanted
        self.cwd = cwd
        self.subdirectories = subdirectories(profile)
        self.errno = 0
        self.other_class = False
        self.tried: list[Tried] = []
        self._known: dict[str, Directory] = {}
        self._system = SearchList(Via(result.SYSTEM), self._directories(f"{d}/" for d in profile.directories))

    def begin(self) -> None:
        """A new name is looked for; errno stays what it was, as in the process."""
        self.tried = []
        self.other_class = False

    def list_of(self, via: Via, elements: Iterable[str]) -> SearchList | None:
        """The list of `elements` (as paths.glibc_elements gives them), None where there are none."""
        directories = self._directories(elements)
        return SearchList(via, directories) if directories else None

    def _directories(self, names: Iterable[str]) -> tuple[Directory, ...]:
        count = len(self.subdirectories)
        return tuple(self._known.setdefault(name, Directory(name, count)) for name in names)

    def system(self, name: str, *, setuid_only: bool = False) -> tuple[str, Found] | None:
        return self.walk(self._system, name, setuid_only=setuid_only)

    def walk(self, wanted: SearchList, name: str, *, setuid_only: bool = False) -> tuple[str, Found] | None:
        """The first file called `name` in the list that ld.so takes. Raises Refusal for one that stops the program."""
        for directory in wanted.directories:
            here = False
            for index, sub in enumerate(self.subdirectories):
                if directory.states[index] == _NONEXISTING:
                    if not sub:
                        self._note(f"{directory.name}{name}", result.NO_DIRECTORY, wanted.via)
                    continue
                path = f"{directory.name}{sub}{name}"
                found = self._attempt(directory, index, path, name, wanted.via)
                here = here or directory.states[index] != _NONEXISTING
                if found is not None and setuid_only and not found.mode & _S_ISUID:
                    self._replace(result.NOT_SETUID)
                    self.errno = errno.ENOENT
                    found = None
                if found is not None:
                    return path, found
            if here and not self._goes_on():
                self._note(f"{directory.name}{name}", result.GIVEN_UP, wanted.via)
                return None
        return None

    def _goes_on(self) -> bool:
        if self.errno == errno.ENOTDIR:
            return self.profile.version >= _NOT_A_DIRECTORY_GOES_ON
        return self.errno in _GOES_ON

    def _attempt(self, directory: Directory, index: int, path: str, name: str, via: Via) -> Found | None:
        found = self.open(path, via)
        if directory.states[index] != _UNKNOWN:
            if self.subdirectories[index] and self.tried[-1].outcome == tree.MISSING:
                self.tried.pop()
            return found
        if found is not None:
            directory.states[index] = _EXISTING
            return found
        place = path[: len(path) - len(name)]
        if self.profile.version < _ROOT_MENDED:
            place = place[:-1]  # for "/" that leaves nothing: the directory is then thought not to exist
        if place and self.files.is_directory(place):
            directory.states[index] = _EXISTING
            return None
        directory.states[index] = _NONEXISTING
        self.errno = errno.ENOENT
        if self.subdirectories[index]:
            self.tried.pop()
        elif self.tried[-1].outcome == tree.MISSING:
            self._replace(result.NO_DIRECTORY)
        return None

    def open(self, path: str, via: Via) -> Found | None:
        """The file at `path` where ld.so takes it, else None with errno set. Notes the attempt."""
        if path and len(path) < tree.PATH_MAX:
            found = self.files.lookup(join(self.cwd, path))
        else:
            found = tree.Found(tree.NAME_TOO_LONG if path else tree.MISSING)
        if not found.opened:
            self.errno = tree.FAILURES[found.kind]
            self._note(path, found.kind, via)
            return None
        self.errno = 0
        try:
            outcome = skipped(found, self.wanted, self.profile)
        except Refusal as refusal:
            refusal.name = path
            self._note(path, result.FATAL if found.kind in (tree.ELF, tree.DAMAGED) else found.kind, via)
            raise
        if outcome:
            self.other_class = self.other_class or outcome == result.WRONG_CLASS
            self.errno = errno.ENOENT
            self._note(path, outcome, via)
            return None
        self._note(path, result.CHOSEN, via)
        return found

    def _note(self, path: str, outcome: str, via: Via) -> None:
        self.tried.append(Tried(join(self.cwd, path), outcome, via))

    def _replace(self, outcome: str) -> None:
        last = self.tried[-1]
        self.tried[-1] = Tried(last.path, outcome, last.via)
