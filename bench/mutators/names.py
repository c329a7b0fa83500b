"""Faults in the names of libraries and in lists of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.mutators.texts import COPY, LIBRARY, LINK, Edit, Script, kind, one_line, swapped, words

if TYPE_CHECKING:
    from collections.abc import Iterator

# Families whose name without a version is what programs ask for, or that are mostly plug-ins.
_ODD = re.compile(r"lib(?:jni|python|nss_|jvm)")


def _versioned(script: Script, number: int) -> set[str]:
    """The libraries with a version in a block: the lines around."""
    return {match[0] for match in LIBRARY.finditer(script.around(number, 5))}


def _dropped(script: Script, wanted: re.Pattern[str] | None) -> Iterator[Edit]:
    for number, line in script.code():
        if ".so." not in line:
            continue
        statement = script.statement(number)
        if (wanted is not None and not wanted.search(statement)) or (
            wanted is None and (COPY.search(statement) or LINK.search(statement) or "rm " in statement)
        ):
            continue
        for match in LIBRARY.finditer(line):
            alike = len(_versioned(script, number)) >= 3
            again = match[0] in script.without(number)
            bare = re.search(re.escape(match[1]) + r"\.so(?![.\w])", script.text)
            if (alike or again) and not bare and not _ODD.match(match[1]) and line.count(match[0]) == 1:
                yield one_line(number, swapped(line, match.start(2), match.end(2), ""))


@kind("soname dropped in a copy")
def dropped_in_copy(script: Script) -> Iterator[Edit]:
    """`cp libx.so.1 …` becomes `cp libx.so …`; neighbours have versions, or another line has this one's."""
    for edit in _dropped(script, COPY):
        if not LINK.search(script.statement(edit.first)):
            yield edit


@kind("soname dropped in a list")
def dropped_in_list(script: Script) -> Iterator[Edit]:
    """`libx.so.1` becomes `libx.so` in an array, a string or a loop, where others have versions."""
    for edit in _dropped(script, None):
        line = script.lines[edit.first]
        plain = not re.search(r"[=;|&<>$(){}]|\b(?:if|echo|then|strip|chmod)\b", line.strip().rstrip("\\)"))
        inside = re.search(r"\bfor\s+\w+\s+in\b|=\(|=\"?lib|\+=", line)
        if (plain or inside) and len(_versioned(script, edit.first)) >= 3:
            yield edit


@kind("soname dropped in a link's target")
def dropped_in_target(script: Script) -> Iterator[Edit]:
    """`ln -s libx.so.1.2 libx.so.1` becomes `ln -s libx.so libx.so.1`."""
    for number, line in script.code():
        match = LINK.search(line)
        if match is None:
            continue
        found = words(line, match.end())
        library = LIBRARY.search(line, *found[0]) if len(found) == 2 else None
        if library is not None and not re.search(re.escape(library[1]) + r"\.so(?![.\w])", script.text):
            yield one_line(number, swapped(line, library.start(2), library.end(2), ""))


@kind("soname dropped in LD_PRELOAD")
def dropped_in_preload(script: Script) -> Iterator[Edit]:
    """`LD_PRELOAD=…/libx.so.1` becomes `…/libx.so`; the version stands elsewhere too, or the system has the file."""
    for number, line in script.code(documents=True):
        if "LD_PRELOAD" in line:
            for match in LIBRARY.finditer(line):
                if match[0] not in script.without(number) and "/usr/lib" not in line:
                    continue
                yield one_line(number, swapped(line, match.start(2), match.end(2), ""))


@kind("trailing dot")
def trailing_dot(script: Script) -> Iterator[Edit]:
    """`libx.so.1` becomes `libx.so.`."""
    for number, line in script.code():
        if re.search(r"\b(?:rm|grep|echo)\b", script.statement(number)):
            continue
        if COPY.search(script.statement(number)) or LINK.search(line) or len(_versioned(script, number)) >= 3:
            for match in LIBRARY.finditer(line):
                yield one_line(number, swapped(line, match.start(2), match.end(2), "."))


@kind(".so.so")
def twice(script: Script) -> Iterator[Edit]:
    """`libx.so.1` becomes `libx.so.so.1`, `libx.so` becomes `libx.so.so`."""
    for number, line in script.code():
        if COPY.search(script.statement(number)) or LINK.search(line):
            for match in re.finditer(r"\blib[\w+-]+\.so(?=[.\"'\s]|$)", line):
                yield one_line(number, swapped(line, match.end(), match.end(), ".so"))


@kind("wrong version in one mention")
def wrong_version(script: Script) -> Iterator[Edit]:
    """One of at least three mentions of a library's name gets another version, in a copy, a link or a list."""
    for number, line in script.code():
        if ".so." not in line or re.search(r"\b(?:echo|printf|rm|grep)\b", line):
            continue
        for match in LIBRARY.finditer(line):
            others = [m[0] for m in re.finditer(re.escape(match[1]) + r"\.so\.[\d.]+", script.without(number))]
            if len(others) >= 2 and set(others) == {match[0]} and line.count(match[0]) == 1:
                version = match[2].split(".")
                version[1] = str(int(version[1]) + 1)
                yield one_line(number, swapped(line, match.start(2), match.end(2), ".".join(version)))


@kind("wrong version in copy against its link")
def wrong_version_pair(script: Script) -> Iterator[Edit]:
    """A library is mentioned twice, in a copy and in a link or a check; one of them gets another version."""
    for number, line in script.code():
        if ".so." not in line or not (COPY.search(line) or LINK.search(line)):
            continue
        for match in LIBRARY.finditer(line):
            others = [m[0] for m in re.finditer(re.escape(match[1]) + r"\.so\.[\d.]+", script.without(number))]
            if others == [match[0]] and line.count(match[0]) == 1:
                version = match[2].split(".")
                version[-1] = str(int(version[-1]) + 1)
                yield one_line(number, swapped(line, match.start(2), match.end(2), ".".join(version)))


def lists(script: Script) -> Iterator[tuple[int, int, dict[str, int]]]:
    """Blocks of lines in which libraries are named, at most two lines apart: first, after, and the line of each."""
    names: dict[str, int] = {}
    first = last = -9
    for number, line in script.code():
        found = re.findall(r"\blib[\w+-]+\.so(?:\.[\d.]*\d|\.?\*)", line)
        if not found:
            continue
        if number - last > 3 and names:
            yield first, last + 1, names
            names = {}
        first = first if names else number
        last = number
        for name in found:
            names.setdefault(name, number)
    if names:
        yield first, last + 1, names


def _alone(line: str, name: str) -> str | None:
    """The line without the word that names a library; None where that would leave a command without operands."""
    spans = [(s, e) for s, e in words(line) if name in line[s:e]]
    if len(spans) != 1 or re.search(r"[;|&]", line):
        return None
    start, end = spans[0]
    bare = re.sub(r"^[\w.\-/${}\"*]+", "", line[start:end])
    if bare:
        return None
    return (line[:start].rstrip() if line[:start].strip() else line[:start]) + line[end:]


def _without(script: Script, number: int, name: str) -> Edit | None:
    line = script.lines[number]
    operands = len(re.findall(r"\blib[\w+-]+\.so", line))
    if operands == 1 and COPY.match(line) and script.start[number] == number and not line.endswith("\\"):
        return one_line(number, re.match(r"\s*", line)[0] + ":", gone=True)  # type: ignore[index]
    if operands < 2 and line.strip().rstrip("\\ ").strip("\"'") != line.strip().rstrip("\\ "):
        return None
    left = _alone(line, name)
    return None if left is None or not (operands > 1 or not left.strip(" \t\\")) else one_line(number, left, gone=True)


@kind("library forgotten in one of two lists")
def forgotten_in_branch(script: Script) -> Iterator[Edit]:
    """Two blocks of one script (branches, functions) name the same four libraries or more; one loses one."""
    blocks = list(lists(script))
    for first, after, names in blocks:
        for other_first, _, others in blocks:
            common = names.keys() & others.keys()
            if other_first != first and len(common) >= 4 and len(common) >= 0.8 * max(len(names), len(others)):
                for name in sorted(common):
                    here = [n for n in range(first, after) if name in script.lines[n]]
                    if len(here) == 1 and (edit := _without(script, here[0], name)) is not None:
                        yield edit
                break


@kind("library forgotten beside a sibling script")
def forgotten_in_sibling(script: Script) -> Iterator[Edit]:
    """A script of the folder names the same four libraries or more; this one loses one."""
    own = [block for block in lists(script) if len(block[2]) >= 4]
    if not own:
        return
    others = [block for sibling in script.siblings() for block in lists(sibling)]
    for first, after, names in own:
        for _, _, theirs in others:
            common = names.keys() & theirs.keys()
            if len(common) >= 4 and len(common) >= 0.8 * max(len(names), len(theirs)):
                for name in sorted(common):
                    here = [n for n in range(len(script.lines)) if name in script.lines[n]]
                    if len(here) == 1 and first <= here[0] < after:
                        edit = _without(script, here[0], name)
                        if edit is not None:
                            yield edit
                break


@kind("system library added to a list")
def system_library(script: Script) -> Iterator[Edit]:
    """libc.so.6, libGL.so.1 or ld-linux is added to libraries that are copied."""
    extra = ("libc.so.6", "libGL.so.1", "ld-linux-x86-64.so.2", "libpthread.so.0", "libdrm.so.2")
    for number, line in script.code():
        if not COPY.search(script.statement(number)) and not re.search(r"\bfor\s+\w+\s+in\b", line):
            continue
        match = re.search(r"(?<![\w=:])([\w./${}-]*/)?(lib[\w+-]+\.so\.\d+)(?=\s+[\w./$\"\\{])", line)
        if match is not None and not re.search(r"\b(?:if|ln|test)\b|\[", line):
            if any(name in script.text for name in extra):
                continue
            name = extra[number % len(extra)]
            yield one_line(number, swapped(line, match.start(), match.start(), f"{match[1] or ''}{name} "))


@kind("*.so* narrowed to *.so")
def narrowed(script: Script) -> Iterator[Edit]:
    """`*.so*` becomes `*.so` in a copy, a find or a loop; other lines of the script speak of versions."""
    for number, line in script.code():
        match = re.search(r"(\*\.so)(?:\.?\*)(?=[\s\"')]|$)", line)
        if match is not None and re.search(r"\b(?:cp|find|install|mv|tar|strip|patchelf|for|rsync)\b", line):
            others = script.without(number)
            if re.search(r"\*\.so\.?\*|\.so\.\d", others):
                yield one_line(number, swapped(line, match.end(1), match.end(), ""))


@kind("family narrowed: libx.so* to libx.so")
def family_narrowed(script: Script) -> Iterator[Edit]:
    """`cp libx.so* …` becomes `cp libx.so …` among others of the form `liby.so*`."""
    for number, line in script.code():
        if not COPY.search(script.statement(number)):
            continue
        for match in re.finditer(r"\blib[\w+-]+\.so(\.?\*)(?=[\s\"']|$)", line):
            around = re.findall(r"\blib[\w+-]+\.so\.?\*", script.around(number, 5))
            if len(set(around)) >= 3:
                yield one_line(number, swapped(line, match.start(1), match.end(1), ""))


@kind("lib*.so* widened to *")
def widened(script: Script) -> Iterator[Edit]:
    """`…/lib/libx*.so*` becomes `…/lib/*` in a copy of a system folder."""
    for number, line in script.code():
        match = re.search(r"/(?:usr/)?lib\w*(?:/[\w-]+)?/(lib[\w*+-]*\.so[.\d*]*)(?=[\s\"']|$)", line)
        if match is not None and re.match(r"\s*(?:sudo\s+)?cp\b", line):
            yield one_line(number, swapped(line, match.start(1), match.end(1), "*"))
