"""Looking into given folders without ever leaving them.

Every path is walked one component at a time, so that a link is seen before it is followed: one that leads to a place
outside the folders is reported and left alone. Only regular files are opened.
"""

from __future__ import annotations

import os
import stat

from lintpack.record import Record
from lintpack.script import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    from lintpack.elf.facts import ElfFacts

    _Read = TypeVar("_Read")


# As Linux has it (path_resolution(7)): more links in one path are an error.
_LINKS = 40
# Names of one folder that are looked at.
_NAMES = 20_000
# A linker script is a few lines (`libc.so` of glibc has 4).
_LINKER_SCRIPT = 4_096
# Files of a folder that is packed as a whole.
_FILES = 5_000
# Folders in which no build puts libraries; they may hold very many files.
_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__"})


class Seen(Record):
    """What is at a path. `path` is as messages show it.

    `kind`: file, directory, other (a device, a pipe, a socket), or for a link whose end is none of these: dangling,
    loop, outside (it leads out of the folders, or to what may not be read). `links` are the targets on the way, as
    written in the links, where the path itself is a link. `real` is the absolute path of the end, "" without one.
    """

    path: str
    kind: str
    links: tuple[str, ...] = ()
    real: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def end(self) -> str:
        """The name of the file that the path leads to; "" where it leads to none."""
        return self.real.rpartition("/")[2]


class Folders:
    """The folders `roots` and all below them. A root that is no folder holds nothing."""

    def __init__(self, roots: Sequence[str]) -> None:
        # As given (for messages), as an absolute path, and without links.
        self.roots = tuple(dict.fromkeys(roots))
        self._absolute = [os.path.abspath(root) for root in self.roots]
        self._real = [os.path.realpath(root) for root in self.roots]
        self._facts: dict[str, ElfFacts | None] = {}
        self._libraries: dict[int, tuple[str, ...]] = {}

    def below(self, root: int, absolute: str) -> str | None:
        """What of the absolute path comes below a root; None where it does not lie there."""
        for base in (self._absolute[root], self._real[root]):
            if absolute == base:
                return ""
            if absolute.startswith(base.rstrip("/") + "/"):
                return absolute[len(base.rstrip("/")) + 1 :]
        return None

    def show(self, root: int, path: str) -> str:
        """A path below a root, for messages."""
        given = self.roots[root].rstrip("/")
        if given in ("", "."):
            return (path or ".") if given else "/" + path
        return f"{given}/{path}" if path else given

    def look(self, root: int, path: str) -> Seen | None:
        """What `path`, relative to a root, is; None where nothing is there."""
        if "\0" in path:
            return None
        kind, real, links = self._walk(root, path)
        return Seen(self.show(root, path), kind, tuple(links), real) if kind else None

    def _walk(self, root: int, path: str) -> tuple[str, str, list[str]]:
        """The kind ("" where nothing is there), the real path, and the targets of links at the path's own end."""
        current = self._real[root]
        pending = [part for part in reversed(path.split("/")) if part not in ("", ".")]
        links: list[str] = []
        followed = 0
        while pending:
            part = pending.pop()
            if part == "..":
                current = os.path.dirname(current)
                if self._root_of(current) is None:
                    return ("outside" if followed else ""), "", links
                continue
            step = f"{current.rstrip('/')}/{part}"
            try:
                mode = os.lstat(step).st_mode
                target = os.readlink(step) if stat.S_ISLNK(mode) else ""
            except (OSError, ValueError):
                return ("dangling" if links else ""), "", links
            if target:
                followed += 1
                if not pending or links:
                    links.append(target)
                if followed > _LINKS:
                    return "loop", "", links
                if target.startswith("/"):
                    inside = self._inside(target)
                    if inside is None:
                        # Of a link in the middle of the path: what lies behind it is not to be known.
                        return "outside", "", links or [target]
                    current, target = inside
                pending += [p for p in reversed(target.split("/")) if p not in ("", ".")]
                continue
            if pending and not stat.S_ISDIR(mode):
                return ("dangling" if links else ""), "", links
            current = step
        return self._kind(current), current, links

    def _kind(self, real: str) -> str:
        try:
            mode = os.lstat(real).st_mode
        except OSError:
            return ""
        return "directory" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else "other"

    def _root_of(self, real: str) -> int | None:
        """The root that holds a path without links."""
        for number, base in enumerate(self._real):
            if real == base or real.startswith(base.rstrip("/") + "/"):
                return number
        return None

    def _inside(self, target: str) -> tuple[str, str] | None:
        """An absolute link target as the real path of a root and what comes below; None where it is outside."""
        for number in range(len(self.roots)):
            rest = self.below(number, target)
            if rest is not None:
                return self._real[number], rest
        return None

    def names(self, root: int, path: str) -> tuple[str, ...]:
        """The names in a folder, sorted; () where it is none."""
        kind, real, _ = self._walk(root, path)
        if kind != "directory":
            return ()
        found = []
        try:
            with os.scandir(real) as entries:
                for entry in entries:
                    found.append(entry.name)
                    if len(found) >= _NAMES:
                        break
        except OSError:
            return ()
        return tuple(sorted(found))

    def libraries(self, root: int) -> tuple[str, ...]:
        """The paths below a root with `.so` in their last component, sorted; links to folders are not followed."""
        if root not in self._libraries:
            found = []
            count = 0
            base = self._real[root]
            for folder, folders, files in os.walk(base):
                folders[:] = sorted(f for f in folders if f not in _SKIPPED)
                count += len(files)
                if count > limits.FILES:
                    break
                inside = os.path.relpath(folder, base).replace(os.sep, "/")
                found += [name if inside == "." else f"{inside}/{name}" for name in files if ".so" in name]
            self._libraries[root] = tuple(sorted(found))
        return self._libraries[root]

    def files(self, seen: Seen) -> Iterator[Seen]:
        """The file itself, or the files in the folder and below it, so far as they are few enough to be read."""
        if seen.kind == "file":
            yield seen
        if seen.kind != "directory":
            return
        count = 0
        for folder, folders, names in os.walk(seen.real):
            folders[:] = sorted(f for f in folders if f not in _SKIPPED)
            inside = os.path.relpath(folder, seen.real).replace(os.sep, "/")
            for name in sorted(names):
                count += 1
                if count > _FILES:
                    return
                path = name if inside == "." else f"{inside}/{name}"
                # Links are named, and not followed: they may lead anywhere.
                kind = "other" if os.path.islink(f"{folder}/{name}") else "file"
                yield Seen(f"{seen.path}/{path}", kind, (), f"{folder}/{name}")

    # --- content

    def facts(self, seen: Seen) -> ElfFacts | None:
        """The ELF facts of a file; None where it is no readable ELF file. Only what the headers lead to is read."""
        if seen.kind != "file":
            return None
        if seen.real not in self._facts:
            self._facts[seen.real] = _with_file(seen.real, _read_facts)
        return self._facts[seen.real]

    def linker_script(self, seen: Seen) -> tuple[str, ...]:
        """The libraries that a linker script names: `INPUT ( -ltinfo libncurses.so.6 )` gives `libncurses.so.6`.

        GNU ld reads a text file under a library's name as one (ld manual, 3.11)."""
        return _with_file(seen.real, _read_linker_script) or () if seen.kind == "file" else ()


def _read_facts(descriptor: int, size: int) -> ElfFacts | None:
    import mmap

    from lintpack.elf.errors import ElfError
    from lintpack.elf.reader import read_facts

    if os.pread(descriptor, 4, 0) != b"\x7fELF":
        return None
    with mmap.mmap(descriptor, size, access=mmap.ACCESS_READ) as data:
        try:
            return read_facts(data)
        except ElfError:
            return None


def _read_linker_script(descriptor: int, size: int) -> tuple[str, ...]:
    import re

    data = os.pread(descriptor, min(size, _LINKER_SCRIPT), 0)
    if b"\0" in data:
        return ()
    text = re.sub(r"/\*.*?\*/", " ", data.decode("latin-1"), flags=re.DOTALL)
    names: dict[str, None] = {}
    for command in re.finditer(r"\b(?:INPUT|GROUP)\s*\(([^;{}]*)", text):
        for word in re.split(r"[\s(),\"]+", command[1]):
            if ".so" in word:
                names[word.rpartition("/")[2]] = None
    return tuple(names)


def _with_file(real: str, read: Callable[[int, int], _Read | None]) -> _Read | None:
    """What `read` makes of a regular file's descriptor and size; None where the file cannot be opened as one."""
    # Of a pipe, opening would wait for a writer; a link put there since would lead elsewhere.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(real, flags)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(descriptor)
        return read(descriptor, status.st_size) if stat.S_ISREG(status.st_mode) and status.st_size else None
    except (OSError, ValueError):
        return None
    finally:
        os.close(descriptor)
