"""Patterns that stand in a script with a version in one place and without in another: `*.so` beside `*.so*`."""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.suffix_evidence import meant_bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place, Source

# Lines between two commands that a reader compares.
_NEAR = 15
_TOOL = r"\b(?:cp|find|install|mv|tar|strip|patchelf|for|rsync|ls|ldd|chmod)\b"
# `*.so`, `libfoo*.so*`, `*.so.*`: what is before `.so`, and what behind it.
_PATTERN = r"(?<![\w*.])([\w+-]*\*)\\?\.so(\.?\\?\*|\.\[0-9\]\S*)?(?=[\"'\s);]|$)"
# The one library of a line, with a star or without.
_LIBRARY = r"(?<![\w.+-])(lib[\w+-]+\.so)(\.?\*)?(?=[\"'\s);]|$)"
# Lines that are alike but for the library.
_ROW = 3
# One test of find's, twice: `-name *.so -o -name *.so`.
_TWICE = r"-(i?name)\s+([\"']?)(\S*\*\\?\.so)\2\s+-o(?:r)?\s+-\1\s+([\"']?)(\3)\4(?=[\s)])"


class Narrow(Record):
    """`pattern` ends in `.so` at `place`; `other` is that of `beside`, which goes on. Without `beside` it stands twice
    in one search; without `tool` it is one of a row of libraries."""

    pattern: str
    place: Place
    tool: str
    other: str = ""
    beside: Place | None = None


class _Line(Record):
    number: int
    start: int
    tool: str
    found: tuple[re.Match[str], ...]


def may_have(text: str) -> bool:
    """Whether a pattern ends behind `.so` or one digit, or a name does where others are patterns, to say so quickly."""
    if ".so.?" in text or ".so.[" in text or ".so?" in text or ".so[" in text:
        return True
    if text.count(".so*") + text.count(".so.*") > 1 and any(f".so{end}" in text for end in (" ", "\n", '"', "'")):
        return True
    pieces = text.split(".so")
    return any(
        before[-1:] in ("*", "?", "]", "\\") and after[:1] not in ("*", ".", "?", "[", "\\")
        for before, after in zip(pieces, pieces[1:], strict=False)  # noqa: RUF007 (itertools is one more import)
    )


def narrow(context: Context) -> Iterator[Narrow]:
    for script in context.plan.scripts:
        source = script.source
        if ".so" in source.text:
            for match in re.finditer(_TWICE, source.text):
                yield Narrow(match[3], source.place(*match.span(5)), "find")
            yield from _beside(source)
            yield from _rows(source, {one.name.text for one in context.packed})


def _beside(source: Source) -> Iterator[Narrow]:
    lines = list(_lines(source))
    for line in lines:
        bare = [match for match in line.found if not match[2]]
        # `-name '*.so' -o -name '*.so.*'`
        if len(bare) != 1 or len(line.found) != 1 or _plugins(source.line(line.number)):
            continue
        pattern, folder = bare[0][1], _folder(source, line, bare[0])
        kin = [
            (other, match)
            for other in lines
            if other is not line and other.tool == line.tool and abs(other.number - line.number) <= _NEAR
            for match in other.found
            if match[1] == pattern
        ]
        if not kin or any(_goes_with(line, folder, match, _folder(source, other, match)) for other, match in kin):
            continue
        other, match = kin[0]
        yield Narrow(
            f"{pattern}.so",
            source.place(line.start + bare[0].start(), line.start + bare[0].end()),
            line.tool,
            match[0],
            source.place(other.start + match.start(), other.start + match.end()),
        )


def _rows(source: Source, packed: set[str]) -> Iterator[Narrow]:
    """Of lines that name one library each and are alike in all else, the one without a star: `"libzstd.so" \\` below
    `"liblzma.so.*" \\`. LP101 looks at what is packed."""
    row: list[tuple[Place, str, str]] = []
    shape, start = "", 0
    for text in (*source.text.split("\n"), ""):
        found = list(re.finditer(_LIBRARY, text)) if ".so" in text else []
        match = found[0] if len(found) == 1 else None
        this = (text[: match.start()] + "\0" + text[match.end() :].partition(" #")[0]).strip(" \t\\") if match else ""
        if this != shape:
            yield from _odd_one(row, packed)
            row, shape = [], this
        if match:
            row.append((source.place(start + match.start(), start + match.end()), match[1], match[2] or ""))
        start += len(text) + 1


def _odd_one(row: list[tuple[Place, str, str]], packed: set[str]) -> Iterator[Narrow]:
    bare = [(place, name) for place, name, star in row if not star]
    if len(row) >= _ROW and len(bare) == 1 and bare[0][1] not in packed:
        place, name = bare[0]
        other, beside, star = next(one for one in row if one[2])
        yield Narrow(name, place, "", f"{beside}{star}", other)


def _goes_with(line: _Line, folder: str, match: re.Match[str], other: str) -> bool:
    """Whether another command's pattern shows that the bare one is meant: it is bare as well, the rest of it in the
    same folder, or of another installation."""
    if not match[2] or (folder == other and (line.tool != "find" or match[2] not in ("*", "\\*"))):
        return True
    # Two installations are two builds: one may have no versions.
    return line.tool != "find" and _installation(folder) != _installation(other)


def _installation(folder: str) -> str:
    """`$deps` of `$deps/lib64`, `/opt/x` of `/opt/x/lib`."""
    return "/".join(folder.replace('"', "").split("/")[: 3 if folder[:1] == "/" else 1])


def _plugins(line: str) -> bool:
    """Whether a folder of plug-ins is spoken of, also as one of `{imageformats,platforms}`."""
    return meant_bare("lib.so", "lib", re.sub(r"/dev/null|[{},\s\"'*]+", "/", line))


def _lines(source: Source) -> Iterator[_Line]:
    """The lines with such a pattern behind one of the tools."""
    start = 0
    for number, text in enumerate(source.text.split("\n"), 1):
        if ".so" in text and "*" in text and not text.lstrip().startswith("#"):
            tool = re.search(_TOOL, text)
            found = tuple(re.finditer(_PATTERN, text))
            if tool is not None and found:
                yield _Line(number, start, tool[0], found)
        start += len(text) + 1


def _folder(source: Source, line: _Line, match: re.Match[str]) -> str:
    """What stands before the pattern in its word; of a search, its words."""
    text = source.line(line.number)[: match.start()]
    if line.tool == "find":
        found = re.search(r"\bfind\s+(.*?)\s-", text)
        return found[1].strip("\"'/") if found else text
    return re.split(r"\s", text)[-1].strip("\"'/")
