"""What the build tree holds where a script's source path points.

A source path is a text: `${BUILD_DIR}/lib/libfoo.so`, `./out/*/lib*.so`. It is matched with the given folders from sure
to unsure, and the first way that finds anything wins:

    exact   the path as it stands, from the repository's root, the script's folder, or absolute below a given folder
    below   what follows unknown text at the start, or an absolute path as in a sysroot, below a `--build-dir`
    suffix  the longest end of it that is a path below a `--build-dir`; two components at least
    name    the library's name anywhere below a `--build-dir`

Libraries are looked for by suffix and name only, since that needs a list of all the files.
"""

from __future__ import annotations

import posixpath
import re

from lintpack import libname
from lintpack.evidence.folders import Folders, Seen
from lintpack.record import Record
from lintpack.script import paths, patterns, texts
from lintpack.script.values import ALWAYS, Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.elf.facts import ElfFacts
    from lintpack.libname import LibraryName
    from lintpack.script.values import Choices, Text

# Ways from sure to unsure.
WAYS = ("exact", "below", "suffix", "name")
# Files that one source path is taken to mean at most.
_MATCHES = 1_000
# Answers that are kept.
_LOOKS = 5_000
# The folders of a running system, which a relative place below a build folder says nothing of.
_SYSTEM = frozenset(
    {"usr", "lib", "lib64", "lib32", "libx32", "bin", "sbin", "etc", "proc", "sys", "dev", "var", "run"}
)


class Missing(Record):
    """A folder that is there, and has nothing of the name. `near`: names in it of the same library."""

    folder: str
    near: tuple[str, ...] = ()


class Look(Record):
    """What a source path may mean. `seen` is empty where nothing matched, and then `missing` says where a folder was
    found that should have held it; both empty: the folders do not tell. `way` is one of `WAYS`, "" without an answer.
    """

    seen: tuple[Seen, ...] = ()
    missing: tuple[Missing, ...] = ()
    way: str = ""

    @property
    def sure(self) -> bool:
        return self.way in ("exact", "below")


class BuildTree:
    """Answers from `build_dirs` and, for paths that resolve there as they stand, from the repository."""

    def __init__(self, build_dirs: Sequence[str] = (), repository: str = "") -> None:
        """Folders as the user gave them, relative to the working directory; `repository` is the scripts' root."""
        self._builds = len(dict.fromkeys(build_dirs))
        self.folders = Folders([*dict.fromkeys(build_dirs), *([repository] if repository else [])])
        # The repository may itself be one of the build folders.
        self._repository = self.folders.roots.index(repository) if repository else None
        self._looks: dict[tuple[Text, str, Choices], Look] = {}

    @property
    def given(self) -> bool:
        """Whether there is a build folder, and not only the repository, of which nobody expects built libraries."""
        return self._builds > 0

    def trim(self) -> None:
        """Forget answers where there are many: in a long run most are of scripts that are done with."""
        if len(self._looks) > _LOOKS:
            self._looks.clear()

    def look(self, source: Text, near: str = "", allowed: Choices = ALWAYS) -> Look:
        """What `source` names. `near` is the script's path relative to the repository: the folder that it was started
        in is not known, and is mostly the root or the script's own."""
        key = (source, near, allowed)
        if key not in self._looks:
            found = [self._look(text, near) for text, _ in texts.alternatives(source, allowed)]
            self._looks[key] = _merged(found)
        return self._looks[key]

    def _look(self, text: Text, near: str) -> Look:
        parts = [part for part in paths.components(paths.normalise(text)) if part != (".",)]
        if not parts:
            return Look()
        missing: list[tuple[str, tuple[Missing, ...]]] = []
        for way, root, rest, complete in self._places(parts, near):
            seen = self._expand(root, rest)
            if seen:
                return Look(tuple(seen), (), way)
            if complete and (found := self._missing(root, rest, way)):
                missing.append((way, found))
        look = self._by_suffix(parts)
        if look.seen or not missing:
            return look
        surest = min((way for way, _ in missing), key=WAYS.index)
        return Look((), tuple(dict.fromkeys(m for way, found in missing if way == surest for m in found)), surest)

    def _places(self, parts: list[Text], near: str) -> Iterator[tuple[str, int, list[Text], bool]]:
        """The folders to try, what to look for below each, and whether it should be there if the folder around is."""
        first = texts.known(parts[0])
        builds = range(self._builds)
        if first == "":
            known = _leading(parts)
            for root in range(len(self.folders.roots)):
                for size in range(1, len(known) + 1):
                    if self.folders.below(root, "/".join(known[:size]) or "/") == "" and parts[size:]:
                        yield "exact", root, parts[size:], True
            if len(parts) > 1:
                yield from (("below", root, parts[1:], len(parts) > 2) for root in builds)
        elif first is None and _starts_unknown(parts[0]):
            if len(parts) > 1:
                yield from (("below", root, parts[1:], len(parts) > 2) for root in builds)
            if self._repository is not None and len(parts) > 2:
                yield "below", self._repository, parts[1:], False
        else:
            if self._repository is not None:
                if first != "..":
                    yield "exact", self._repository, parts, True
                folder = posixpath.dirname(near)
                if folder:
                    inside = paths.normalise(paths.concat(folder + "/", paths.from_components(parts)))
                    yield "exact", self._repository, paths.components(inside), True
            for root in builds:
                # `build/lib/libz.so` with `--build-dir somewhere/build`.
                name = self.folders.roots[root].rstrip("/").rpartition("/")[2]
                if first == name and len(parts) > 1:
                    yield "below", root, parts[1:], True
                if first != "..":
                    yield "below", root, parts, len(parts) > 1

    def _expand(self, root: int, parts: list[Text]) -> list[Seen]:
        """What is there, for each name that a wildcard or unknown text may stand for."""
        found = [self.folders.look(root, path) for path in self._paths(root, parts)]
        return [seen for seen in found if seen is not None]

    def _paths(self, root: int, parts: list[Text]) -> list[str]:
        known = _leading(parts)
        bases = ["/".join(known)]
        for part in parts[len(known) :]:
            literal = texts.known(part)
            bases = [
                f"{base}/{name}" if base else name
                for base in bases
                for name in (self.folders.names(root, base) if literal is None else (literal,))
                if literal is not None or _may_be(name, part)
            ][:_MATCHES]
        return bases

    def _missing(self, root: int, parts: list[Text], way: str) -> tuple[Missing, ...]:
        """The folders that should have held what was not found. A name that is itself unknown is never missing."""
        if any(isinstance(piece, Hole) for piece in parts[-1]) or texts.known(parts[-1]) == "..":
            return ()
        folders = self._paths(root, parts[:-1]) if len(parts) > 1 else [""]
        name = libname.parse_text(parts[-1])
        found = []
        for folder in folders:
            seen = self.folders.look(root, folder)
            if seen is not None and seen.kind == "directory":
                names = self.folders.names(root, folder) if name is not None else ()
                same = [n for n in names if name and (other := libname.parse(n)) and _same_library(other, name)]
                found.append(Missing(seen.path, tuple(same)))
        return tuple(found) or self._renumbered(root, parts, name)

    def _renumbered(self, root: int, parts: list[Text], name: LibraryName | None) -> tuple[Missing, ...]:
        """The folder that is not there, where one with other numbers in its name has the library: `cuda-11.0`."""
        known = _leading(parts[:-1])
        depths = range(len(known))
        there = next((n for n in depths if known[n] not in self.folders.names(root, _join(known[:n]))), 0)
        if name is None or not there or len(known) < len(parts) - 1 or not re.search(r"\d", known[there]):
            return ()
        near = []
        for other in self.folders.names(root, _join(known[:there])):
            if _unnumbered(other) == _unnumbered(known[there]):
                folder = _join([*known[:there], other, *known[there + 1 :]])
                near += [
                    self.folders.show(root, f"{folder}/{n}")
                    for n in self.folders.names(root, folder)
                    if (one := libname.parse(n)) and _same_library(one, name)
                ]
        return (Missing(self.folders.show(root, _join(known)), tuple(near)),) if near else ()

    def _by_suffix(self, parts: list[Text]) -> Look:
        """Libraries below the build folders whose path ends as `parts` does."""
        name = libname.parse_text(parts[-1]) if self._builds else None
        if name is None or any(isinstance(piece, Hole) for piece in parts[-1]):
            return Look()
        if texts.known(parts[0]) == "" and len(parts) > 1 and texts.known(parts[1]) in _SYSTEM:
            return Look()
        best: list[Seen] = []
        # A pattern without its folder would take any library.
        depth = 1 if name.exact else 2
        for root in range(self._builds):
            for path in self.folders.libraries(root):
                size = _agree(path.split("/"), parts)
                if size >= depth and (seen := self.folders.look(root, path)) is not None:
                    best = [*best, seen] if size == depth else [seen]
                    depth = size
        return Look(tuple(best[:_MATCHES]), (), "suffix" if depth > 1 else "name") if best else Look()

    # --- what was found

    def facts(self, seen: Seen) -> ElfFacts | None:
        """The ELF facts of a file or of a link's end; None for what is no ELF file."""
        return self.folders.facts(seen)

    def soname(self, seen: Seen) -> str | None:
        """What programs linked with this file ask for: its SONAME, or its name where it has none (ld manual, -soname).

        A link's end may have another name than the link; a linker script that names one library gives that one's.
        None for what is no library.
        """
        facts = self.folders.facts(seen)
        if facts is not None:
            return facts.soname or seen.name
        named = self.folders.linker_script(seen)
        return named[0] if len(named) == 1 else None


def _join(names: Sequence[str]) -> str:
    return "/".join(names)


def _unnumbered(name: str) -> str:
    return re.sub(r"\d+(?:\.\d+)*", "0", name)


def _leading(parts: list[Text]) -> list[str]:
    """The known components at the start."""
    known = []
    for part in parts:
        text = texts.known(part)
        if text is None:
            break
        known.append(text)
    return known


def _starts_unknown(part: Text) -> bool:
    """Whether unknown text, which may be a path of any length, begins the component."""
    return bool(part) and isinstance(part[0], Hole)


def _may_be(name: str, part: Text) -> bool:
    """Whether a file's name may be what the component stands for; a wildcard at its start leaves hidden files out."""
    if name.startswith(".") and not texts.head(part).startswith("."):
        return False
    return patterns.match((name,), part) is not False


def _agree(path: list[str], parts: list[Text]) -> int:
    """How many components at the end of `path` are those of `parts`, counted from the end."""
    size = 0
    for name, part in zip(reversed(path), reversed(parts), strict=False):
        known = texts.known(part)
        if known != name and (known is not None or not texts.length(part) or not _may_be(name, part)):
            break
        size += 1
    return size


def _same_library(one: LibraryName, asked: LibraryName) -> bool:
    """Whether `one` is of the library, or of one of the libraries, that a script asks for: `libPoco*.so.48`."""
    if one.same_library(asked):
        return True
    from fnmatch import fnmatchcase

    return not asked.exact and len(asked.base) > 4 and fnmatchcase(one.base, asked.base)


def _merged(looks: list[Look]) -> Look:
    """One answer for the alternatives of a text: as sure as the least sure of those that have one."""
    if len(looks) == 1:
        return looks[0]
    found = [look for look in looks if look.seen] or [look for look in looks if look.missing]
    if not found:
        return Look()
    return Look(
        tuple(dict.fromkeys(seen for look in found for seen in look.seen)),
        tuple(dict.fromkeys(missing for look in found for missing in look.missing)),
        max((look.way for look in found), key=WAYS.index),
    )
