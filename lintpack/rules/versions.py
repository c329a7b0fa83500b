"""Whether two versions in libraries' names can belong to one library file."""

from __future__ import annotations

import re

from lintpack import libname

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.libname import LibraryName
    from lintpack.source import Source


def disagree(one: LibraryName, other: LibraryName) -> bool:
    """Whether both names have versions after `.so` that cannot be of one file: other ones, of as many numbers (libtool
    numbers files apart from their SONAME: `libSDL-1.2.so.0` is the file `libSDL-1.2.so.1.2.60`)."""
    if not (one.suffix and other.suffix and one.exact and other.exact and one.base == other.base):
        return False
    return one.depth == other.depth and one.version != other.version


def mentions(stem: str, source: Source, before: str = "") -> Iterator[tuple[int, LibraryName]]:
    """Names of the library with a version in a script's text, but in comments: offset and name. `before` is what must
    stand directly before the name."""
    if f"{before}{stem}.so." not in source.text:
        return
    start = re.escape(before) if before else r"(?<![\w.+-])"
    pattern = re.compile(rf"{start}({re.escape(stem)}\.so\.\d[\w.]*)(?![\w.*{{$])")
    for match in pattern.finditer(source.text):
        line = source.text[source.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        name = libname.parse(match[1].rstrip("."))
        if name is not None and not line.lstrip().startswith("#") and " #" not in line:
            yield match.start(1), name
