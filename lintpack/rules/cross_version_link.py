"""A library is linked under the name of another ABI version."""

from __future__ import annotations

from lintpack import libname
from lintpack.patterns import re
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script import texts
from lintpack.script.opened import last_opened
from lintpack.script.plan import Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP205",
    name="cross-version-link",
    summary="A name that stands for one ABI version leads to a library of another.",
    level="warning",
    confidence="medium",
)

# From here on a number is that of a release, as drivers have it in their files' names: `libcuda.so.580.12` is the file
# behind `libcuda.so.1`.
_RELEASE = 100
# Libraries whose releases of one major number do not go together, each with a SONAME of its own.
_EACH_MINOR = ("libssl", "libcrypto", "libboost_")


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for effect in context.plan.effects:
        if isinstance(effect, Link):
            yield from _pair(effect.origin, effect.target, effect.path, "links")
        elif isinstance(effect, Transfer) and not effect.recursive and ".so." in texts.tail(effect.destination):
            yield from _pair(effect.origin, effect.source, effect.destination, "packs")


def _pair(origin: Origin, source: Text, destination: Text, verb: str) -> Iterator[Finding]:
    for text, when in last_opened(destination, origin.when):
        wanted = libname.parse_text(text)
        if wanted is None or not (wanted.exact and wanted.suffix):
            continue
        for other, _ in last_opened(source, origin.when | when):
            given = libname.parse_text(other)
            if given is not None and given.exact and given.suffix and _another_abi(given, wanted):
                yield _finding(origin, given, wanted, verb)


def _another_abi(given: LibraryName, wanted: LibraryName) -> bool:
    """Whether the names are of one library, and neither version is the beginning of the other."""
    if given.base != wanted.base or given.stem.startswith("ld-"):
        # A loader's own names are links for old programs, made by the C library itself.
        return False
    one, other = _number(given.major), _number(wanted.major)
    if one == other and given.stem.startswith(_EACH_MINOR):
        return min(given.depth, wanted.depth) > 1 and given.version[1] != wanted.version[1]
    if one == other or (max(one, other) >= _RELEASE > min(one, other)):
        return False
    # Red Hat's OpenSSL 1.0.2 is `libssl.so.10`.
    if any(f"{a.version[0]}{a.version[1]}" == b.major for a, b in ((given, wanted), (wanted, given)) if a.depth > 1):
        return False
    # `libfoo.so.0.2.6` for `libfoo.so.2.6`: the same with a number before it.
    common = min(given.depth, wanted.depth)
    return common < 2 or given.version[-common:] != wanted.version[-common:]


def _number(part: str) -> int:
    """`1-nvidia` is 1; what is no number is of no version."""
    digits = part[: len(part) - len(part.lstrip("0123456789"))]
    return int(digits[:9]) if digits else -1


# Words by which a script says that it means it.
_COMPATIBLE = r"(?i)\b(?:backwards?|compat\w*|legacy)\b|\bolder (?:versions?|programs?|plugins?|releases?)\b"
_ABOVE = 3


def _said(place: Place) -> bool:
    """Whether the line, or one of the few above it, speaks of compatibility, in a comment or a message."""
    lines = [place.source.line(number) for number in range(max(1, place.line - _ABOVE), place.line + 1)]
    return any(re.search(_COMPATIBLE, line) for line in lines if "#" in line or "echo" in line)


def _finding(origin: Origin, given: LibraryName, wanted: LibraryName, verb: str) -> Finding:
    place = written_at(origin)
    message = (
        f"links `{wanted.text}` to `{given.text}`, but these are two ABI versions of the library"
        if verb == "links"
        else f"copies `{given.text}` to `{wanted.text}`, but these are two ABI versions of the library"
    )
    return RULE.finding(
        place,
        message,
        label=f"version {given.major} under the name of version {wanted.major}",
        related=calls(origin, place),
        notes=(
            "a program that asks for the one finds symbols missing or changed in the other: it starts, and fails later",
        ),
        level="note" if _said(place) else "",
        help=f"pack the `{wanted.text}` that the programs were linked with, or link them again; "
        "where it is meant, say why in an ignore comment",
    )
