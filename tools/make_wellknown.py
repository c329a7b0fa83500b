"""Makes lintpack/evidence/wellknown.dat: the SONAMEs of Debian's libraries, from Contents indices.

And beside it wellknown_names.dat, which tells quickly of most other names that they are not in there.

    tools/make_wellknown.py OUT --release LABEL CONTENTS… [--release LABEL CONTENTS…]…

LABEL says which release, architecture, sections and date it is ("Debian 13.1 (trixie) amd64 main, 2026-09-12");
CONTENTS are files such as Contents-amd64, plain or compressed as .gz, .xz or .bz2. Give the releases newest first.
apt brings them, all at once and by its own mirrors:

    apt-get update -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=true   (with the package apt-file)
    for each file NAME_Contents-amd64.lz4 below /var/lib/apt/lists:
        /usr/lib/apt/apt-helper cat-file NAME_Contents-amd64.lz4 > NAME_Contents-amd64

The same input gives the same bytes. The format is described in lintpack/evidence/wellknown.py.

How a SONAME is told from names alone. A package that has `libfoo.so.4` and `libfoo.so.4.6.5` has the link for the
loader and the file: Debian Policy (8.1, 10.2) wants that link. A name alone is the SONAME: `libboost_thread.so.1.74.0`.
CMake numbers the two apart (`libjsoncpp.so.25`, `libjsoncpp.so.1.9.5`): the shorter one is the SONAME. Where three
stand in a row (`libbz2.so.1`, `.1.0`, `.1.0.4`), the package's name tells, which Policy wants to end in the version:
libbz2-1.0.
"""

from __future__ import annotations

import argparse
import re
import sys
import zlib
from collections import defaultdict
from pathlib import Path
from typing import IO, TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from lintpack import libname
from lintpack.evidence.presence import NAMES_BITS, bit_of
from lintpack.evidence.wellknown import TITLE, WellKnown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.libname import LibraryName

# Characters of the table in one block.
_BLOCK = 16_000
# The folders that the loader searches by itself on Debian amd64.
_SEARCHED = re.compile(r"(usr/)?lib(64|/x86_64-linux-gnu)?/[^/]+")
# All folders of native libraries, with alternatives such as blas/ and atlas/ in them, but not lib32, libx32 and debug.
_LIBRARIES = re.compile(r"(usr/)?lib(64)?/(?!debug/).+")
# SONAMEs that names do not tell: their shorter name is a link that nobody asks for.
_LONGEST_IS_SONAME = re.compile(r"libpython\d\.\d+[a-z]*")

# What one release says of one link name: the version after `.so` to the files' versions and the package.
Found = dict[str, tuple[set[str], str]]


class Release:
    """The libraries of one release."""

    def __init__(self) -> None:
        # link name -> package -> names with a version after `.so`; in searched folders, and in others
        self.searched: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.elsewhere: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        # names without a version after `.so`, in searched folders: in -dev packages, and in others with their packages
        self.dev: set[str] = set()
        self.runtime: dict[str, set[str]] = defaultdict(set)
        # the same in other folders
        self.dev_elsewhere: set[str] = set()
        self.runtime_elsewhere: set[str] = set()

    def add(self, path: str, packages: Iterable[str]) -> None:
        name = libname.parse_path(path)
        if name is None or name.malformed or not name.stem.startswith("lib") or not _LIBRARIES.fullmatch(path):
            return
        searched = _SEARCHED.fullmatch(path) is not None
        for entry in packages:
            section, _, package = entry.rpartition("/")
            if section.endswith("debug") or package.endswith(("-dbg", "-dbgsym")):
                continue
            development = package.endswith("-dev") or section.endswith("libdevel")
            if name.suffix and not (development and not searched):
                (self.searched if searched else self.elsewhere)[name.link_name][package].add(name.suffix)
            elif not name.suffix and development:
                (self.dev if searched else self.dev_elsewhere).add(name.text)
            elif not name.suffix and searched:
                self.runtime[name.text].add(package)
            elif not name.suffix:
                self.runtime_elsewhere.add(name.text)

    def sonames(self, link_name: str) -> Found:
        """The SONAMEs with a version after `.so` of the library."""
        found: Found = {}
        packages = self.searched.get(link_name) or self.elsewhere.get(link_name) or {}
        for package in sorted(packages):
            for suffix in soname_suffixes(link_name, package, packages[package]):
                apart = {s for s in packages[package] if s != suffix and not s.startswith(suffix + ".")}
                reals, first = found.get(suffix, (set(), package))
                found[suffix] = (reals | _longest(apart), first)
        return found

    def flag(self, link_name: str) -> str:
        """`+`: the dev name is in -dev packages only; `=`: also in others; `-`: nowhere."""
        if link_name in self.runtime:
            return "="
        if link_name in self.dev:
            return "+"
        if link_name in self.runtime_elsewhere:
            return "="
        return "+" if link_name in self.dev_elsewhere else "-"

    def versioned_before(self) -> dict[str, dict[str, str]]:
        """Dev names whose SONAME has a version before `.so`: `libthrift.so` -> {`libthrift-0.17.0.so`: package}."""
        before: dict[str, dict[str, str]] = defaultdict(dict)
        for text, packages in self.runtime.items():
            name = libname.parse(text)
            if name is not None and name.inner and name.text not in self.searched:
                before[name.stem + ".so"][text] = min(packages)
        for link_name in list(self.searched):
            name = libname.parse(link_name)
            if name is not None and name.inner:
                for suffix, (_, package) in self.sonames(link_name).items():
                    before[name.stem + ".so"][f"{link_name}.{suffix}"] = package
        return {
            dev: _plain(names) for dev, names in before.items() if self.flag(dev) == "+" and dev not in self.searched
        }


def _longest(suffixes: set[str]) -> set[str]:
    """Of names numbered apart from the SONAME, the file's: one with several components."""
    return {s for s in suffixes if "." in s and not any(o.startswith(s + ".") for o in suffixes)}


def _plain(names: dict[str, str]) -> dict[str, str]:
    """The names that the dev name's link may lead to: not `libbfd-2.40-arm64.so` beside `libbfd-2.40-system.so`."""
    parsed = {text: name for text in names if (name := libname.parse(text)) is not None}
    kept = {text: n for text, n in parsed.items() if "-" not in n.inner or n.inner.endswith("-system")} or parsed

    def longer(name: LibraryName) -> bool:
        return not name.suffix and any(
            not o.suffix and name.inner.startswith(o.inner + ".") for o in kept.values() if o is not name
        )

    return {text: names[text] for text, name in kept.items() if not longer(name)}


def soname_suffixes(link_name: str, package: str, suffixes: set[str]) -> list[str]:
    """Which of the versions that one package has after `link_name` are SONAMEs; see the module's text."""
    if _LONGEST_IS_SONAME.fullmatch(link_name[:-3]):
        return [max(suffixes, key=lambda s: (s.count("."), s))]
    roots = {s for s in suffixes if not any(s.startswith(o + ".") for o in suffixes)}
    prolonged = {r for r in roots if any(s.startswith(r + ".") for s in suffixes)}
    # Of several, one that the file's name goes on from: `libcurl-gnutls.so.3` is an older name of `.4`, `.4.8.0`.
    roots = prolonged or roots
    candidates = roots | {
        s for s in suffixes for r in roots if s.startswith(r + ".") and any(o.startswith(s + ".") for o in suffixes)
    }
    named = [s for s in candidates if _ends_in(package, s)]
    if named:
        return [max(named, key=len)]
    least = min(r.count(".") for r in roots)
    return sorted(r for r in roots if r.count(".") == least)


def _ends_in(package: str, suffix: str) -> bool:
    """Whether the package's name ends in the version: libbz2-1.0 in 1.0, libqt5core5a in 5, libssl3t64 in 3."""
    forms = {package, re.sub(r"t64$", "", package)}
    forms |= {re.sub(r"(v\d+|[a-z])$", "", form) for form in forms}
    pattern = re.compile(r"(^|.*[^0-9.])" + re.escape(suffix.lower()))
    return any(pattern.fullmatch(form) for form in forms)


def lines_of(file: Path) -> Iterator[str]:
    """The lines of a Contents file that may be about libraries."""
    with _open(file) as opened:
        for line in opened:
            if b".so" in line:
                yield line.decode("utf-8", "surrogateescape")


def _open(file: Path) -> IO[bytes]:
    if file.suffix == ".gz":
        import gzip

        return gzip.open(file)  # type: ignore[return-value]
    if file.suffix == ".xz":
        import lzma

        return lzma.open(file)
    if file.suffix == ".bz2":
        import bz2

        return bz2.open(file)
    return file.open("rb")


def read(files: Iterable[Path]) -> Release:
    """One release from its Contents files: `path<blanks>section/package[,section/package]…` on each line."""
    release = Release()
    for file in files:
        for line in lines_of(file):
            path, _, packages = line.rstrip().rpartition(" ")
            path = path.rstrip()
            if path and "/" in path:
                release.add(path.removeprefix("./"), packages.rsplit("\t", 1)[-1].split(","))
    return release


def table(releases: list[Release]) -> list[str]:
    """The table's lines, sorted by name."""
    before = [release.versioned_before() for release in releases]
    names = {n for r in releases for n in (*r.searched, *r.elsewhere)} | {n for b in before for n in b}
    lines = []
    for name in sorted(names):
        entries: dict[str, str] = {}
        flag = "-"
        for number, release in enumerate(releases):
            mark = f"@{number}" if number else ""
            if flag == "-":
                flag = release.flag(name)
            for suffix, (reals, package) in sorted(
                release.sonames(name).items(), key=lambda f: _order(f[0]), reverse=True
            ):
                real = "".join(f"/{r}" for r in sorted(reals))
                entries.setdefault(suffix, f"{suffix}{real}{mark}{_package(name, suffix, package)}")
            for text, package in sorted(before[number].get(name, {}).items(), key=lambda f: _order(f[0]), reverse=True):
                entries.setdefault(text, f"{text.removeprefix(name[:-3])}{mark}={package}")
        if entries:
            lines.append(f"{name[3:-3]} {flag} {' '.join(entries.values())}")
    return sorted(lines)


def _order(version: str) -> list[tuple[int, int, str]]:
    """Versions by number."""
    parts = re.findall(r"\d+|[^\d.]+", version)
    return [(1, int(p), "") if p.isdigit() else (0, 0, p) for p in parts]


def _package(name: str, suffix: str, package: str) -> str:
    """The package as the table has it: nothing where Policy's rule gives it from the name."""
    return "" if package == usual_package(name[:-3], suffix) else f"={package}"


def usual_package(base: str, suffix: str) -> str:
    """Debian Policy 8.1: libfoo.so.4 is in libfoo4, libfoo2.so.4 in libfoo2-4."""
    stem = base.lower().replace("_", "-")
    return f"{stem}{'-' if stem[-1].isdigit() else ''}{suffix.lower()}"


def blocks(lines: list[str]) -> list[list[str]]:
    """The lines in pieces of some 16 KB: that many are opened for one question. No name may stand in two."""
    found: list[list[str]] = [[]]
    size = 0
    for line in lines:
        if size >= _BLOCK:
            found.append([])
            size = 0
        found[-1].append(line)
        size += len(line) + 1
    return found


def pack(labels: list[str], lines: list[str]) -> bytes:
    """The file: a header that people can read, the list of blocks, and the blocks, each compressed."""
    dev_only = sum(line.split(" ", 2)[1] == "+" for line in lines)
    header = [
        TITLE,
        *labels,
        f"{len(lines)} libraries, {dev_only} with a dev name only in -dev",
    ]
    found = blocks(lines)
    packed = [zlib.compress("\n".join(["", *block, ""]).encode("ascii", "surrogateescape"), 9) for block in found]
    index = [f"{len(data)} {block[0].partition(' ')[0]}" for data, block in zip(packed, found, strict=True)]
    return "\n".join([*header, "", *index, "", ""]).encode("utf-8", "surrogateescape") + b"".join(packed)


def names(table: WellKnown) -> bytes:
    """The bits of the table's names."""
    bits = bytearray((NAMES_BITS >> 3) + 1)
    for name in table.names():
        bits[bit_of(name) >> 3] |= 1 << (bit_of(name) & 7)
    return bytes(bits)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--release", action="append", nargs="+", required=True, metavar=("LABEL", "CONTENTS"))
    options = parser.parse_args(arguments)
    labels, releases = [], []
    for label, *files in options.release:
        release = read(Path(file) for file in files)
        counted = sum(release.flag(n) == "+" for n in (*release.searched, *release.versioned_before()))
        print(f"{label}: {len(release.searched)} libraries, {counted} with a dev name only in -dev packages")
        labels.append(label)
        releases.append(release)
    data = pack(labels, table(releases))
    options.out.write_bytes(data)
    options.out.with_name(f"{options.out.stem}_names.dat").write_bytes(names(WellKnown(data)))
    print(f"{options.out}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
