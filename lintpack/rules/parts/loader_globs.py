"""LP110 for patterns of a name that glibc's own files had until 2.34: `$(ls /lib64/ld-*.so)`.

glibc installed `ld-2.31.so` and made `ld-linux-x86-64.so.2` a link to it; since 2.34 (August 2021) the files have the
names that programs ask for (glibc's NEWS for 2.34).
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.record import Record
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_PATTERN = (
    r"(?<![\w.*?-])(?P<part>ld|lib(?:c|m|dl|rt|pthread|resolv|nss_files))-"
    r"(?:\*|2\*|2\.\*|\[0-9\][^\s/\"')]*|\?\.\?\?)\.so(?![\w.*?\[{$\\])"
)
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
    """The pattern at `place`, of a `part` of glibc."""

    place: Place
    now: str


def gone(context: Context) -> Iterator[Gone]:
    for script in context.plan.scripts:
        text = script.source.text
        if re.search(_OLD, text):
            continue
        for match in re.finditer(_PATTERN, text):
            part = match["part"]
            before = line_before(text, match.start())
            names = _NOW["ld"] if part == "ld" else tuple(f"{part}{end}" for end in _NOW["lib"])
            if re.search(_TAKES, before) and not re.search(_LEAVES, before) and not any(name in text for name in names):
                now = "ld-linux*.so.*" if part == "ld" else f"{part}.so.*"
                yield Gone(script.source.place(*match.span()), now)
