"""Faults in links and in how links are copied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.mutators.texts import LIBRARY, LINK, Edit, Script, kind, one_line, swapped, words

if TYPE_CHECKING:
    from collections.abc import Iterator


def _links(script: Script) -> Iterator[tuple[int, str, tuple[int, int], tuple[int, int]]]:
    """Links of shared libraries with two operands: number, line, and the spans of target and name."""
    for number, line in script.code():
        match = LINK.search(line)
        if match is None or ".so" not in line or not re.search(r"\s-\w*s", match[0]):
            continue
        found = words(line, match.end())
        if len(found) == 2:
            yield number, line, found[0], found[1]


@kind("link to itself")
def itself(script: Script) -> Iterator[Edit]:
    """`ln -sf libx.so.1.2 $d/libx.so.1` becomes `ln -sf libx.so.1 $d/libx.so.1`."""
    for number, line, target, name in _links(script):
        own = line[slice(*name)].strip("\"'").rpartition("/")[2]
        there = line[slice(*target)]
        if ".so" in own and there.strip("\"'").rpartition("/")[2] != own:
            head = there.rpartition("/")
            quote = '"' if own.startswith("$") or '"' in there else ""
            text = head[0].strip('"') + head[1] + own
            yield one_line(number, swapped(line, *target, f"{quote}{text}{quote}"))


@kind("link with swapped operands")
def swapped_operands(script: Script) -> Iterator[Edit]:
    """`ln -s libx.so.1.2 libx.so.1` becomes `ln -s libx.so.1 libx.so.1.2`."""
    for number, line, target, name in _links(script):
        one, other = line[slice(*target)], line[slice(*name)]
        if LIBRARY.search(one) and ".so" in other and "/" not in one + other:
            yield one_line(number, f"{line[: target[0]]}{other}{line[target[1] : name[0]]}{one}{line[name[1] :]}")


@kind("link's name with another version")
def wrong_version(script: Script) -> Iterator[Edit]:
    """`ln -s libx.so.1.2 libx.so.1` becomes `ln -s libx.so.1.2 libx.so.2`."""
    for number, line, target, name in _links(script):
        one, other = LIBRARY.search(line[slice(*target)]), LIBRARY.search(line[slice(*name)])
        if one is not None and other is not None and one[1] == other[1] and one[2].startswith(other[2]):
            version = other[2].split(".")
            version[1] = str(int(version[1]) + 1)
            start = name[0] + other.start(2)
            yield one_line(number, swapped(line, start, name[0] + other.end(2), ".".join(version)))


@kind("link's target that nothing puts there")
def wrong_target(script: Script) -> Iterator[Edit]:
    """The target's version is another than the one that the script copies or names elsewhere."""
    for number, line, target, _ in _links(script):
        match = LIBRARY.search(line[slice(*target)])
        if match is not None and match[0] in script.without(number):
            version = match[2].split(".")
            version[-1] = str(int(version[-1]) + 1)
            start = target[0] + match.start(2)
            yield one_line(number, swapped(line, start, target[0] + match.end(2), ".".join(version)))


@kind("ln -s without -f in a launcher")
def unforced(script: Script) -> Iterator[Edit]:
    """`ln -sf` becomes `ln -s` in a script that finds its own folder and starts a program."""
    for number, line in script.code():
        match = re.search(r"\bln\s+-(s\w*f\w*|f\w*s\w*)(?=\s)", line)
        if match is not None and script.shipped(number) and ".so" in line and not script.here_doc[number]:
            yield one_line(number, swapped(line, match.start(1), match.end(1), match[1].replace("f", "")))


@kind("link's target relative to the working folder")
def from_here(script: Script) -> Iterator[Edit]:
    """`ln -s libx.so.1.2 $d/lib/libx.so` becomes `ln -s lib/libx.so.1.2 $d/lib/libx.so`."""
    for number, line, target, name in _links(script):
        one, other = line[slice(*target)].strip("\"'"), line[slice(*name)].strip("\"'")
        folder = re.search(r"((?:[\w.-]+/)+)[^/]*$", re.sub(r"^\$\{?\w+\}?/?", "", other))
        if "/" not in one and ".so" in one and folder is not None and not other.startswith("/"):
            yield one_line(number, swapped(line, *target, folder[1] + one))


@kind("absolute target in the packed tree")
def absolute(script: Script) -> Iterator[Edit]:
    """`ln -s libx.so.1.2 $DESTDIR/lib/libx.so` becomes `ln -s $DESTDIR/lib/libx.so.1.2 $DESTDIR/lib/libx.so`."""
    for number, line, target, name in _links(script):
        one, other = line[slice(*target)].strip("\"'"), line[slice(*name)].strip("\"'")
        match = re.match(
            r"\$\{?(?:DESTDIR|RPM_BUILD_ROOT|pkgdir|D|PKG\w*|STAG\w*|DIST\w*|BUILD_?ROOT)\}?[^\s]*/", other
        )
        if "/" not in one and match is not None and ".so" in one:
            text = match[0] + one
            yield one_line(number, swapped(line, *target, f'"{text}"' if '"' in line else text))


def _flags(script: Script, pattern: str) -> Iterator[tuple[int, str, re.Match[str]]]:
    for number, line in script.code():
        match = re.search(pattern, line)
        if match is not None and ".so" in line and not re.search(r"\bdocker\b", line):
            yield number, line, match


@kind("-a, -d or -P dropped from a family's copy")
def dereferenced(script: Script) -> Iterator[Edit]:
    """`cp -a lib*.so* x` becomes `cp lib*.so* x`."""
    for number, line, match in _flags(script, r"(\bcp)((?:\s+-\w+)+)(?=\s[^;|]*\.so\.?\*)"):
        left = re.sub(r"[adP]", "", match[2])
        left = re.sub(r"\s-(?=\s|$)", "", left)
        if left != match[2] and "L" not in match[2]:
            yield one_line(number, swapped(line, match.start(2), match.end(2), left))


@kind("-P added to the copy of one link")
def lone_link(script: Script) -> Iterator[Edit]:
    """`cp /usr/lib/libx.so.1 x` becomes `cp -P /usr/lib/libx.so.1 x`: a link alone, from a folder of the system."""
    for number, line, match in _flags(script, r"(\bcp)(?=\s+(?:-[fvpu]+\s+)?\"?/(?:usr/)?lib[^\s*?]*\.so\.\d+\"?\s)"):
        if ".so*" not in line and ".so.*" not in line:
            yield one_line(number, swapped(line, match.end(1), match.end(1), (" -P", " -a", " -d")[number % 3]))


@kind("find -type f added")
def plain_files(script: Script) -> Iterator[Edit]:
    """`find … -name '*.so*' -exec cp` gets `-type f`: links are left out."""
    for number, line, match in _flags(script, r"\bfind\s[^|;]*?(-name\s+['\"][^'\"]*\.so\.?\*['\"])"):
        if "-type" not in line and re.search(r"\b(?:cp|install|rsync|tar|cpio)\b", script.statement(number)):
            yield one_line(number, swapped(line, match.start(1), match.start(1), "-type f "))
