"""LP310: what stands where `$ORIGIN` was meant: `ORIGIN` without its dollar, or a slip such as `$ORGIN`.

The loader knows the token in this one spelling (ld.so(8)), and takes anything else for a part of a path.
"""

from __future__ import annotations

import re

from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = "ORIGIN"
# Lines that speak of an RPATH, and are no comments.
_LINE = r"(?mi)^(?![ \t]*#).*(?<![a-z])(?:r(?:un)?path|chrpath).*$"
_BARE = r"(?<!-z,)(?<=[=:,\s\"'])ORIGIN(?=[/:\s\"',]|$)"
_NAMED = r"\$\{?([A-Za-z]{5,7})\b"


def in_value(known: str) -> str:
    """What stands for the token in the text of an RPATH; "" where nothing does."""
    if re.match(r"ORIGIN(?:[/:\s]|$)", known) or re.search(r":ORIGIN(?:[/:\s]|$)", known):
        return _TOKEN
    return next((f"${name}" for name in re.findall(_NAMED, known) if _slip(name)), "")


def in_lines(text: str) -> Iterator[tuple[int, int]]:
    """Where such words stand in lines about RPATHs."""
    for line in re.finditer(_LINE, text):
        if re.search(r"\b(?:echo|printf|grep)\b", line[0]):
            continue
        for match in re.finditer(_BARE, line[0]):
            yield line.start() + match.start(), line.start() + match.end()
        for match in re.finditer(_NAMED, line[0]):
            if _slip(match[1]) and not re.search(rf"(?<![\w$]){match[1]}=", text):
                yield line.start() + match.start(), line.start() + match.end(1)


def _slip(name: str) -> bool:
    upper = name.upper()
    return name != _TOKEN and (upper == _TOKEN or (slip_kind(upper, _TOKEN) != "" and upper[:2] == "OR"))
