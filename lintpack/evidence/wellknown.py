"""The SONAMEs of some 13,000 libraries, as Debian packages them. Loaded when first asked.

`wellknown.dat` is made by tools/make_wellknown.py: a header that people can read, an empty line, a line for each block
(its size and the first name in it), an empty line, and the blocks one behind the other, each zlib data on its own, so
that a question opens one of them. Inside is a line a library, sorted: its dev name without `lib` and `.so`, a flag, and
its SONAMEs, newest release first.

    ssl + 3=libssl3t64 1.1@2
    thrift + -0.19.0.so=libthrift-0.19.0t64 -0.17.0.so@1
    jsoncpp + 26/1.9.6=libjsoncpp26 25/1.9.5@1

`+`: in Debian the dev name is in -dev packages only; `=`: other packages ship it too; `-`: there is none.
A SONAME is the version after `.so.`, or with `-` what stands after the name; then `/`: the file's version where that
does not begin with the SONAME's; `@`: the release, counted from 0, in the header's order; `=`: the package, where its
name is not the usual one.
"""

from __future__ import annotations

import os

from lintpack import libname
from lintpack.record import Record
from lintpack.source import count_up_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.libname import LibraryName

TITLE = "lintpack well-known libraries 2"
_FILE = os.path.join(os.path.dirname(__file__), "wellknown.dat")


class KnownSoname(Record):
    """A SONAME of the table. `release` is a label of the header, such as `Debian 12 (bookworm) amd64 …`."""

    name: str
    package: str
    release: str
    files: tuple[str, ...] = ()


class DerivedSoname(Record):
    """What the table says of a versioned name. `soname`: what programs ask for; `known`: the table has this very
    library version; else its other versions are built like that. The name may be its own SONAME."""

    soname: str
    known: bool


class WellKnown:
    """One table; `table()` is the one that comes with lintpack."""

    def __init__(self, data: bytes) -> None:
        """`data` is what the file holds. ValueError where it is something else."""
        head, _, rest = data.partition(b"\n\n")
        title, *labels = head.decode(errors="replace").split("\n")
        if title != TITLE or not labels:
            raise ValueError("not a table of well-known libraries")
        index, _, self._packed = rest.partition(b"\n\n")
        # Of each block, in order: the first name in it, and where it begins; and where the last one ends.
        self._firsts: list[str] = []
        self._starts = [0]
        for line in index.decode("ascii", "surrogateescape").split("\n"):
            size, _, first = line.partition(" ")
            if size.isdecimal():
                self._firsts.append(first)
                self._starts.append(self._starts[-1] + int(size))
        if self._starts[-1] != len(self._packed):
            raise ValueError("the table of well-known libraries is damaged")
        self._opened: dict[int, str] = {}
        # What the table was made from, each with its date; and how much is in it.
        self.releases = tuple(labels[:-1])
        self.counts = labels[-1]
        self._entries: dict[str, tuple[str, tuple[KnownSoname, ...]]] = {}

    def _entry(self, dev_name: str) -> tuple[str, tuple[KnownSoname, ...]]:
        """The flag and the SONAMEs of the library; ("", ()) where it isn't there."""
        found = self._entries.get(dev_name)
        if found is None:
            found = self._entries[dev_name] = self._find(dev_name)
        return found

    def _find(self, dev_name: str) -> tuple[str, tuple[KnownSoname, ...]]:
        if not dev_name.startswith("lib") or not dev_name.endswith(".so") or " " in dev_name or "\n" in dev_name:
            return "", ()
        base = dev_name[3:-3]
        text = self._block(count_up_to(base, self._firsts) - 1)
        at = text.find(f"\n{base} ")
        if at < 0:
            return "", ()
        start = at + len(base) + 2
        flag, *entries = text[start : text.index("\n", start)].split(" ")
        return flag, tuple([self._soname(dev_name, entry) for entry in entries])

    def _block(self, number: int) -> str:
        """The lines of a block, with a line end before the first and behind the last; "" for -1."""
        if number not in self._opened:
            import zlib

            packed = self._packed[self._starts[number] : self._starts[number + 1]] if number >= 0 else b""
            try:
                self._opened[number] = zlib.decompress(packed).decode("ascii", "surrogateescape")
            except zlib.error:
                self._opened[number] = ""
        return self._opened[number]

    def names(self) -> list[str]:
        """Every dev name, in order."""
        lines = [line for number in range(len(self._firsts)) for line in self._block(number).split("\n") if line]
        return [f"lib{line.partition(' ')[0]}.so" for line in lines]

    def _soname(self, dev_name: str, entry: str) -> KnownSoname:
        rest, _, package = entry.partition("=")
        rest, _, release = rest.partition("@")
        version, *files = rest.split("/")
        base = dev_name[:-3]
        name = base + version if version[0] == "-" else f"{dev_name}.{version}"
        if not package:
            stem = base.lower().replace("_", "-")
            package = f"{stem}{'-' if stem[-1].isdigit() else ''}{version.lower()}"
        return KnownSoname(name, package, self.releases[int(release or 0)], tuple([f"{dev_name}.{f}" for f in files]))

    def sonames(self, dev_name: str) -> tuple[KnownSoname, ...]:
        """All that `dev_name` was linked to in the table's releases, newest first; () for a library not in it."""
        return self._entry(dev_name)[1]

    def soname_candidates(self, dev_name: str) -> tuple[str, ...]:
        """What `dev_name` stands for in the newest release that has it: `libssl.so` gives (`libssl.so.3`,)."""
        found = self.sonames(dev_name)
        return tuple([s.name for s in found if s.release == found[0].release])

    def is_dev_only(self, dev_name: str) -> bool:
        """Whether Debian ships `dev_name` in -dev packages only: nothing loads it by that name."""
        return self._entry(dev_name)[0] == "+"

    def known_soname(self, name: str) -> bool:
        """Whether `name` is a SONAME of the table: `libcudart.so.11.0`, `libboost_thread.so.1.74.0`."""
        parsed = libname.parse(name)
        return parsed is not None and self._of(parsed, name) is not None

    def package(self, soname: str) -> str:
        """The Debian package of a SONAME of the table; "" for others."""
        parsed = libname.parse(soname)
        found = self._of(parsed, soname) if parsed else None
        return found.package if found else ""

    def _of(self, parsed: LibraryName, soname: str) -> KnownSoname | None:
        for dev_name in (parsed.link_name, parsed.stem + ".so"):
            for known in self.sonames(dev_name):
                if known.name == soname:
                    return known
        return None

    def soname_of(self, name: str) -> DerivedSoname | None:
        """The SONAME of the file `name`, which has a version: `libfoo.so.8.3.2` is asked for as `libfoo.so.8`.

        None where the table does not tell: an unknown library, a version that is shorter than its SONAMEs, or one whose
        SONAMEs were built in several ways (OpenSSL: `libssl.so.1.1`, `libssl.so.3`).
        """
        parsed = libname.parse(name)
        if parsed is None or not (parsed.suffix or parsed.inner):
            return None
        if self._of(parsed, name) is not None:
            return DerivedSoname(name, True)
        found = [s for s in self.sonames(parsed.link_name) if s.name.startswith(parsed.link_name + ".")]
        if not found or not parsed.suffix:
            return None
        for known in sorted(found, key=lambda s: -len(s.name)):
            if name.startswith(known.name + ".") or name in known.files:
                return DerivedSoname(known.name, True)
        depths = {s.name[len(parsed.link_name) :].count(".") for s in found}
        # Files that are numbered apart from their SONAME do not tell it.
        if len(depths) > 1 or any(s.files for s in found):
            return None
        depth = depths.pop()
        return DerivedSoname(parsed.cut(depth), False) if parsed.depth >= depth else None


_tables: list[WellKnown] = []


def table() -> WellKnown:
    """The table that comes with lintpack, read once. An empty one where the file is missing or damaged."""
    if not _tables:
        try:
            with open(_FILE, "rb") as file:
                _tables.append(WellKnown(file.read()))
        except (OSError, ValueError):
            _tables.append(WellKnown(f"{TITLE}\n0 libraries\n\n\n\n".encode()))
    return _tables[0]


def soname_candidates(dev_name: str) -> tuple[str, ...]:
    """See `WellKnown.soname_candidates`."""
    return table().soname_candidates(dev_name)


def is_dev_only(dev_name: str) -> bool:
    """See `WellKnown.is_dev_only`."""
    return table().is_dev_only(dev_name)


def known_soname(name: str) -> bool:
    """See `WellKnown.known_soname`."""
    return table().known_soname(name)


def soname_of(name: str) -> DerivedSoname | None:
    """See `WellKnown.soname_of`."""
    return table().soname_of(name)
