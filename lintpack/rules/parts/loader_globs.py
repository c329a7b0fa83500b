"""LP110 for patterns of a name that glibc's own files had until 2.34: `$(ls /lib64/ld-*.so)`.

glibc installed `ld-2.31.so` and made `ld-linux-x86-64.so.2` a link to it; since 2.34 (August 2021) the files have the
names that programs ask for (glibc's NEWS for 2.34).
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.record import Record
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_PATTERN = (
    r"(?<![\w.*?-])(?P<part>ld|lib(?:c|m|dl|rt|pthread|resolv|nss_files))-"
    r"(?:\*|2\*|2\.\*|\[0-9\][^\s/\"')]*|\?\.\?\?)\.so(?![\w.*?\[{$\\])"
)
# The name that programs ask for ends in a number: `ld-musl-x86_64.so.1`, `ld-linux-x86-64.so.2`.
_UNNUMBERED = r"(?<![\w.*?-])ld-(?P<libc>musl|linux)(?:-?[\w.-]*[*?])+[\w.-]*\.so(?![\w.*?\[{$\\])"
# What takes the file's name, or the file; who leaves such files out, or tests for them, does no harm.
_TAKES = (
    r"(?:\$\(|`|=\(|^\s*|[;&|]\s*)(?:sudo\s+)?(?:\S*/)?"
    r"(?:ls|find|echo|cp|install|ln|readlink|realpath|patchelf|basename)\b"
)
_LEAVES = r"#|(?:!|-not)\s+(?:-i?name|-path)\s+\S*$|-prune|--?(?:exclude|ignore)|\bgrep\b|\bcase\b"
# Systems with an older glibc.
_OLD = (
    r"(?i)(?:centos|rhel)[:_ -]?[678]|\bel[678]\b|squeeze|wheezy|jessie|stretch|buster|bullseye"
    r"|precise|trusty|xenial|bionic|focal"
)
# The names of today.
_NOW = {"ld": ("ld-linux", "ld64.so", "ld.so"), "lib": (".so.6", ".so.2", ".so.1", ".so.0")}


class Gone(Record):
    """The pattern at `place`, of a part of glibc, what to write now, and why."""

    place: Place
    now: str
    why: str = ""


def gone(context: Context, signs: tuple[str, ...]) -> Iterator[Gone]:
    """Such patterns on the lines that have one of `signs`."""
    for script in context.plan.scripts:
        text = script.source.text
        lines = dict(line for sign in signs for line in lines_with(sign, text))
        for start, line in sorted(lines.items()):
            for match in re.finditer(_PATTERN, line):
                if _taken(match["part"], line[: match.start()], text):
                    now = "ld-linux*.so.*" if match["part"] == "ld" else f"{match['part']}.so.*"
                    yield Gone(script.source.place(start + match.start(), start + match.end()), now)
            if "ld-musl" in line or "ld-linux" in line:
                for match in re.finditer(_UNNUMBERED, line):
                    before = line[: match.start()]
                    if re.search(_TAKES, before) and not re.search(_LEAVES, before):
                        place = script.source.place(start + match.start(), start + match.end())
                        yield Gone(place, f"{match[0]}.*", "the loader's name goes on behind `.so`")


def _taken(part: str, before: str, text: str) -> bool:
    """Whether the command `before` the pattern takes the file, in a script that knows no other name or older glibc."""
    if not re.search(_TAKES, before) or re.search(_LEAVES, before):
        return False
    names = _NOW["ld"] if part == "ld" else tuple(f"{part}{end}" for end in _NOW["lib"])
    return not any(name in text for name in names) and not re.search(_OLD, text)
