"""Whether two versions in libraries' names can belong to one library file."""

from __future__ import annotations

from lintpack import libname
from lintpack.rules.shared.wording import line_before

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
    # Debian's `libaio.so.1t64` is the same version, for another size of time_t.
    if one.text.removesuffix("t64") == other.text.removesuffix("t64"):
        return False
    if one.base in ("libssl", "libcrypto"):
        # Their SONAMEs are whole releases, `1.0.0` and `1.1`.
        return one.version[:2] != other.version[:2]
    return one.depth == other.depth and one.version != other.version


def mentions(stem: str, source: Source, before: str = "") -> Iterator[tuple[int, LibraryName]]:
    """Names of the library with a version in a script's text, but in comments: offset and name. `before` is what must
    stand directly before the name."""
    text = source.text
    start = f"{before}{stem}.so."
    at = -1
    while (at := text.find(start, at + 1)) >= 0:
        end = at + len(start)
        while text[end : end + 1].isalnum() or text[end : end + 1] in ("_", "."):
            end += 1
        if not text[at + len(start) : end][:1].isdigit() or text[end : end + 1] in ("*", "{", "$"):
            continue
        if not before and at and (text[at - 1].isalnum() or text[at - 1] in "_.+-"):
            continue
        name = libname.parse(text[at + len(before) : end].rstrip("."))
        line = line_before(text, at)
        if name is not None and not line.lstrip().startswith("#") and " #" not in line:
            yield at + len(before), name
