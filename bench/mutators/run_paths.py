"""Faults in RPATHs: `$ORIGIN` and the quotes around it, build folders, patchelf's options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.mutators.texts import Edit, Script, kind, one_line, swapped

if TYPE_CHECKING:
    from collections.abc import Iterator

_LITERAL = re.compile(r"'[^'\"]*\$ORIGIN[^'\"]*'")
_ESCAPED = re.compile(r"\"[^\"']*\\\$ORIGIN[^\"']*\"")
_ANY = re.compile(r"\\?\$(?:ORIGIN\b|\{ORIGIN\})")


def _lines(script: Script) -> Iterator[tuple[int, str]]:
    for number, line in script.code():
        if "ORIGIN" in line and not re.search(
            r"\b(?:grep|if|echo|printf|sed)\b|\$\$ORIGIN|\\\\|replace-needed|ORIGIN_|=\"'", line
        ):
            yield number, line


@kind("$ORIGIN in double quotes")
def expanded(script: Script) -> Iterator[Edit]:
    """`'$ORIGIN/lib'` becomes `"$ORIGIN/lib"`, `"\\$ORIGIN"` becomes `"$ORIGIN"`."""
    for number, line in _lines(script):
        if (match := _ESCAPED.search(line)) is not None:
            yield one_line(number, swapped(line, *match.span(), match[0].replace("\\$", "$")))
        elif (match := _LITERAL.search(line)) is not None and line.count("'") == 2:
            yield one_line(number, swapped(line, *match.span(), f'"{match[0][1:-1]}"'))


@kind("\\$ORIGIN in single quotes")
def escaped(script: Script) -> Iterator[Edit]:
    """`'$ORIGIN/lib'` becomes `'\\$ORIGIN/lib'`, for patchelf."""
    for number, line in _lines(script):
        match = _LITERAL.search(line)
        if match is not None and "patchelf" in line:
            yield one_line(number, swapped(line, *match.span(), match[0].replace("$", "\\$")))


@kind("$(ORIGIN)")
def command(script: Script) -> Iterator[Edit]:
    """`"\\$ORIGIN/lib"` or `'$ORIGIN/lib'` becomes `"$(ORIGIN)/lib"`."""
    for number, line in _lines(script):
        match = _ESCAPED.search(line) or _LITERAL.search(line)
        if match is not None:
            text = '"' + _ANY.sub("$(ORIGIN)", match[0][1:-1]) + '"'
            yield one_line(number, swapped(line, *match.span(), text))


@kind("ORIGIN without $")
def bare(script: Script) -> Iterator[Edit]:
    """`'$ORIGIN/lib'` becomes `'ORIGIN/lib'`."""
    for number, line in _lines(script):
        match = _ANY.search(line)
        if match is not None:
            yield one_line(number, swapped(line, *match.span(), "ORIGIN"))


@kind("${ORIGIN} expanded")
def braced(script: Script) -> Iterator[Edit]:
    """`'$ORIGIN/lib'` becomes `"${ORIGIN}/lib"` or, unquoted, `${ORIGIN}/lib`."""
    for number, line in _lines(script):
        match = _ESCAPED.search(line) or _LITERAL.search(line)
        if match is not None:
            quote = ("", '"')[number % 2] if " " not in match[0] else '"'
            text = quote + _ANY.sub("${ORIGIN}", match[0][1:-1]) + quote
            yield one_line(number, swapped(line, *match.span(), text))


@kind("$ORIGIN misspelt")
def misspelt(script: Script) -> Iterator[Edit]:
    """`$ORIGIN` becomes `$ORGIN` or `$Origin`."""
    for number, line in _lines(script):
        match = _ANY.search(line)
        if match is not None:
            wrong = match[0].replace("ORIGIN", ("ORGIN", "Origin", "ORIGN")[number % 3])
            yield one_line(number, swapped(line, *match.span(), wrong))


@kind("$ORIGIN/lib where libraries are in ../lib")
def sideways(script: Script) -> Iterator[Edit]:
    """`$ORIGIN/../lib` becomes `$ORIGIN/lib`; the patched file is named and lies in bin."""
    for number, line in _lines(script):
        match = re.search(r"ORIGIN\}?(/\.\.)/lib", line)
        if match is not None and re.search(r"/s?bin/", line):
            yield one_line(number, swapped(line, match.start(1), match.end(1), ""))


@kind("$ORIGIN/../lib where libraries lie beside")
def outwards(script: Script) -> Iterator[Edit]:
    """`$ORIGIN` becomes `$ORIGIN/../lib64` for a library in `…/lib/`."""
    for number, line in _lines(script):
        match = re.search(r"\$\{?ORIGIN\}?(?=['\"])", line)
        if match is not None and re.search(r"/lib/[^\s\"']*\.so", line):
            yield one_line(number, swapped(line, match.end(), match.end(), "/../libs"))


def _build_paths(script: Script, text: str) -> Iterator[Edit]:
    for number, line in _lines(script):
        match = _ESCAPED.search(line) or _LITERAL.search(line)
        if match is None:
            continue
        inner = match[0][1:-1]
        if len(_ANY.findall(inner)) == 1:
            yield one_line(number, swapped(line, *match.span(), '"' + _ANY.sub(lambda _: text, inner) + '"'))


@kind("$PWD in an RPATH")
def working_folder(script: Script) -> Iterator[Edit]:
    """`$ORIGIN/lib` becomes `$PWD/lib`."""
    yield from _build_paths(script, "$PWD")


@kind("$(pwd) in an RPATH")
def working_folder_asked(script: Script) -> Iterator[Edit]:
    """`$ORIGIN/lib` becomes `$(pwd)/lib`."""
    yield from _build_paths(script, "$(pwd)")


@kind("$DESTDIR in an RPATH")
def staged(script: Script) -> Iterator[Edit]:
    """`$ORIGIN/lib` becomes `$DESTDIR/lib`."""
    yield from _build_paths(script, "$DESTDIR")


@kind("absolute build path in an RPATH")
def absolute(script: Script) -> Iterator[Edit]:
    """`$ORIGIN/lib` becomes `/home/ci/build/lib` or `/tmp/build/lib`."""
    yield from _build_paths(script, "/home/ci/build")


@kind("packed folder in an RPATH")
def packed_folder(script: Script) -> Iterator[Edit]:
    """`patchelf --set-rpath '$ORIGIN' $OUT/lib/x.so` becomes `--set-rpath $OUT/lib $OUT/lib/x.so`."""
    for number, line in _lines(script):
        match = _ESCAPED.search(line) or _LITERAL.search(line)
        target = re.search(r"\s\"?(\$\{?\w+\}?(?:/[\w.-]+)*)/[^\s/\"]+\"?\s*(?:;.*)?$", line)
        if match is not None and target is not None and "patchelf" in line:
            yield one_line(number, swapped(line, *match.span(), f'"{target[1]}"'))


@kind("relative RPATH")
def relative(script: Script) -> Iterator[Edit]:
    """`$ORIGIN/../lib` becomes `../lib`, `$ORIGIN` becomes `.`."""
    for number, line in _lines(script):
        match = re.search(r"\\?\$\{?ORIGIN\}?(/?)", line)
        if match is not None:
            yield one_line(number, swapped(line, *match.span(), "../lib/" if match[1] else "."))


@kind("option after --set-rpath")
def option_order(script: Script) -> Iterator[Edit]:
    """`patchelf --set-rpath X f` becomes `patchelf --set-rpath --force-rpath X f`."""
    for number, line in script.code():
        match = re.search(r"(?:\s--force-rpath)?(\s--set-rpath)(?=\s+['\"$])", line)
        if match is not None and "patchelf" in line and not re.search(r"\b(?:echo|printf)\b", line):
            plain = line.replace(" --force-rpath", "")
            end = plain.index("--set-rpath") + len("--set-rpath")
            yield one_line(number, swapped(plain, end, end, " --force-rpath"))


@kind("colon dropped in an RPATH")
def no_colon(script: Script) -> Iterator[Edit]:
    """`$ORIGIN:$ORIGIN/../lib` becomes `$ORIGIN$ORIGIN/../lib`."""
    for number, line in _lines(script):
        match = re.search(r"(?<=[\w}])(:)\\?\$\{?ORIGIN", line)
        if match is not None:
            yield one_line(number, swapped(line, match.start(1), match.end(1), ""))


@kind("; or , for : in an RPATH")
def separator(script: Script) -> Iterator[Edit]:
    """`$ORIGIN:$ORIGIN/../lib` becomes `$ORIGIN;$ORIGIN/../lib`, in quotes."""
    for number, line in _lines(script):
        match = re.search(r"(?<=[\w}])(:)\\?\$\{?ORIGIN", line)
        if match is not None and re.search(r"['\"]", line):
            yield one_line(number, swapped(line, match.start(1), match.end(1), ";,"[number % 2]))
