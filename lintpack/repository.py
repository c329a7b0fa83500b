"""The files that a script may read: below one folder, and never outside of it."""

from __future__ import annotations

import os
import posixpath

from lintpack.script import limits
from lintpack.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeVar

    from lintpack.bash.tree import Script

    _Made = TypeVar("_Made")

# Folders in which no script of the project itself lies; they may hold very many files.
SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".tox", ".venv"})

# Characters of scripts whose texts, and whose trees, are kept; a tree takes a hundred times the memory.
_SOURCES = 8_000_000
_TREES = 60_000


def decode(data: bytes) -> str:
    """`data` as text: UTF-8, or Latin-1 where it is not (which takes any byte)."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _inside(path: str) -> str | None:
    """`path`, relative to the root, in its shortest form; None where it leaves the root or is absolute."""
    if path.startswith("/") or "\0" in path:
        return None
    short = posixpath.normpath(path)
    if short == ".." or short.startswith("../"):
        return None
    return short


class Repository:
    """Reads files by their path relative to the root, with `/`. Nothing outside the root is ever opened.

    Subclasses give the three primitives (`_load`, `_kind`, `_names`); this one reads a folder. `on_disk`: whether
    `root` is where the files are.
    """

    on_disk = True

    def __init__(self, root: str = ".", shown: str = "", here: str = "") -> None:
        """`shown` is put before each path in messages, such as `../other/`: what leads from the user to the root.
        Where the user is below the root, `here` is that folder, and paths are shown relative to it."""
        self.root = root
        self.shown = shown
        self.here = here
        self._real = ""
        # Of the folders that were asked about: where they really are, without links.
        self._real_folders: dict[str, str] = {}
        self._sources: dict[str, Source | None] = {}
        self._scripts: dict[str, Script] = {}
        # What was read before the last `trim`, and is forgotten at the next unless it is asked for again.
        self._older_sources: dict[str, Source | None] = {}
        self._older_scripts: dict[str, Script] = {}
        self._read = self._parsed = 0
        self._held: dict[str, Source] = {}
        self._by_name: dict[str, list[str]] | None = None
        self._shared: dict[object, object] = {}
        self._listed: tuple[str, ...] | None = None
        self._inside_of: dict[str, tuple[list[str], list[str]]] = {}

    # --- what others ask

    def read(self, path: str) -> Source | None:
        """The text at `path`; None where there is no such file, or it is too large or outside."""
        short = _inside(path)
        if short is None:
            return None
        if short not in self._sources:
            if short in self._older_sources:
                found = self._older_sources[short]
            elif short in self._held:
                found = self._held[short]
            else:
                data = self._load(short)
                found = None if data is None else Source(self.display(short), decode(data))
            self._sources[short] = found
            self._read += len(found.text) if found is not None else 1
        return self._sources[short]

    def glance(self, path: str) -> str:
        """The text at `path`, which is not kept; "" where `read` gives None."""
        short = _inside(path)
        known = self._sources.get(short) or self._held.get(short) if short is not None else None
        if short is None or known is not None:
            return known.text if known is not None else ""
        data = self._load(short)
        return "" if data is None else decode(data)

    def put(self, path: str, source: Source) -> None:
        """From now on, `source` is what is read at `path`. No file is written."""
        short = _inside(path)
        if short is not None:
            self._held[short] = self._sources[short] = source
            self._scripts.pop(short, None)
            self._older_scripts.pop(short, None)

    def held(self) -> tuple[Source, ...]:
        """What was `put`."""
        return tuple(self._held.values())

    def trim(self) -> None:
        """Forget what was not asked for lately where much has been read. To be called between scripts: a file that is
        read again is another `Source`, whose places equal no other's."""
        if self._read > _SOURCES:
            self._older_sources, self._sources, self._read = self._sources, {}, 0
        if self._parsed > _TREES:
            self._older_scripts, self._scripts, self._parsed = self._scripts, {}, 0

    def shared(self, make: Callable[[Repository], _Made]) -> _Made:
        """What `make` finds out about all of the repository: for each that it holds, found out once."""
        if make not in self._shared:
            self._shared[make] = make(self)
        return self._shared[make]  # type: ignore[return-value]

    def display(self, path: str) -> str:
        """`path` as messages show it."""
        return posixpath.relpath(path, self.here) if self.here else self.shown + path

    def parsed(self, path: str) -> tuple[Source, Script] | None:
        """The text at `path` and its syntax tree, parsed once."""
        source = self.read(path)
        short = _inside(path)
        if source is None or short is None:
            return None
        if short not in self._scripts:
            tree = self._older_scripts.get(short)
            if tree is None:
                from lintpack.bash import parse_mended

                tree = parse_mended(source.text)
            self._scripts[short] = tree
            self._parsed += len(source.text)
        return source, self._scripts[short]

    def kind(self, path: str) -> str:
        """What `path` is: "file", "directory", "link", or "" where there is nothing or it is outside."""
        short = _inside(path)
        return "" if short is None else self._kind(short)

    def files(self, pattern: str = "") -> tuple[str, ...]:
        """All files below the root in order, or those that match `pattern` (as the shell would: `*` stops at `/`)."""
        short = _inside(pattern) if pattern else ""
        if short is None:
            return ()
        wanted = short.split("/")
        globbed = any(c in short for c in "*?[")
        if globbed and self.on_disk:
            return tuple(sorted(self._matching(wanted)))
        if self._listed is None:
            self._listed = tuple(sorted(self._names()))
        if not short:
            return self._listed
        if not globbed:
            return (short,) if short in self._listed else ()
        head = short[: min(short.index(c) for c in "*?[" if c in short)]
        return tuple(
            name
            for name in self._listed
            if name.startswith(head)
            and len(parts := name.split("/")) == len(wanted)
            and all(_fits(p, w) for p, w in zip(parts, wanted, strict=True))
        )

    def lookup(self, tail: str, near: str = "") -> str | None:
        """The one file whose path ends in `tail` (whole components); of several, the one closest to the file `near`."""
        tail = tail.strip("/")
        if not tail or _inside(tail) is None:
            return None
        if self._by_name is None:
            self._by_name = {}
            for name in self.files():
                self._by_name.setdefault(posixpath.basename(name), []).append(name)
        same = self._by_name.get(posixpath.basename(tail), ())
        found = [n for n in same if n == tail or n.endswith("/" + tail)]
        if len(found) > 1 and near:
            nearest = sorted((distance(n, near), n) for n in found)
            return nearest[0][1] if nearest[0][0] < nearest[1][0] else None
        return found[0] if len(found) == 1 else None

    # --- primitives, for a folder

    def _open_path(self, path: str) -> str | None:
        """The real place of `path`; None where a link leads outside the root."""
        if not self._real:
            self._real = os.path.realpath(self.root)
        folder, _, name = path.rpartition("/")
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(os.path.join(self.root, folder))
        full = os.path.join(self._real_folders[folder], name)
        if name == "." or os.path.islink(full):
            full = os.path.realpath(full)
        inside = full == self._real or full.startswith(self._real.rstrip(os.sep) + os.sep)
        return full if inside else None

    def _load(self, path: str) -> bytes | None:
        full = self._open_path(path)
        if full is None or not os.path.isfile(full):
            return None
        try:
            with open(full, "rb") as file:
                data = file.read(limits.FILE_SIZE + 1)
        except OSError:
            return None
        return data if len(data) <= limits.FILE_SIZE else None

    def _kind(self, path: str) -> str:
        full = self._open_path(path)
        if full is None:
            return ""
        if os.path.islink(os.path.join(self.root, path)):
            return "link"
        if os.path.isdir(full):
            return "directory"
        return "file" if os.path.exists(full) else ""

    def _names(self) -> Iterator[str]:
        count = 0
        for folder, folders, files in os.walk(self.root):
            folders[:] = [f for f in folders if f not in SKIPPED]
            prefix = os.path.relpath(folder, self.root).replace(os.sep, "/")
            for name in files:
                count += 1
                if count > limits.FILES:
                    return
                yield name if prefix == "." else f"{prefix}/{name}"

    def _matching(self, wanted: list[str]) -> list[str]:
        """The files of `_names` that match component by component, without a walk through all the other folders."""
        folders = [""]
        for part in wanted[:-1]:
            if not any(c in part for c in "*?["):
                folders = [f"{folder}{part}/" for folder in folders if self._has_folder(f"{folder}{part}", part)]
                continue
            folders = [
                f"{folder}{name}/"
                for folder in folders
                for name in self._folder(folder)[0]
                if _fits(name, part) and name not in SKIPPED
            ]
        return [folder + name for folder in folders for name in self._folder(folder)[1] if _fits(name, wanted[-1])]

    def _has_folder(self, path: str, name: str) -> bool:
        full = os.path.join(self.root, path)
        return name not in SKIPPED and os.path.isdir(full) and not os.path.islink(full)

    def _folder(self, path: str) -> tuple[list[str], list[str]]:
        """The names of a folder's own folders, without links, and of its files."""
        found = self._inside_of.get(path)
        if found is None:
            found = self._inside_of[path] = ([], [])
            try:
                with os.scandir(os.path.join(self.root, path)) as entries:
                    for entry in entries:
                        if len(found[1]) > limits.FILES:
                            break
                        if not _is_folder(entry):
                            found[1].append(entry.name)
                        elif not entry.is_symlink():
                            found[0].append(entry.name)
            except OSError:
                pass
        return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _fits(name: str, pattern: str) -> bool:
    """Whether a component of a path matches one of a pattern, as the shell has it: `*` takes no dot at the start."""
    if name.startswith(".") > pattern.startswith("."):
        return False
    if not any(c in pattern for c in "*?["):
        return name == pattern
    end = pattern[1:]
    if pattern[0] == "*" and not any(c in end for c in "*?["):
        return name.endswith(end)
    from fnmatch import fnmatchcase

    return fnmatchcase(name, pattern)


class MemoryRepository(Repository):
    """A repository that is a dictionary from path to text, for tests and for what git holds."""

    on_disk = False

    def __init__(self, files: Mapping[str, str | bytes], shown: str = "") -> None:
        super().__init__(".", shown)
        self._files = dict(files)

    def _load(self, path: str) -> bytes | None:
        data = self._files.get(path)
        return data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data

    def _kind(self, path: str) -> str:
        if path in self._files:
            return "file"
        return "directory" if path == "." or any(n.startswith(path + "/") for n in self._files) else ""

    def _names(self) -> Iterator[str]:
        yield from self._files


def distance(name: str, near: str) -> int:
    """Steps from the folder of `near` to `name`."""
    a, b = name.split("/")[:-1], near.split("/")[:-1]
    common = 0
    while common < min(len(a), len(b)) and a[common] == b[common]:
        common += 1
    return len(a) + len(b) - 2 * common
