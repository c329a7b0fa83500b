"""An option's value is read before its option is: by another option, or for a default above the loop.

dir=/usr/lib; hook=$dir/libhook.so
while getopts l:x o; do
    case $o in
        l) dir=$OPTARG ;;
        x) preload="$dir/libextra.so" ;;
    esac
done
LD_PRELOAD="$hook:$preload" "$@"
"""

from __future__ import annotations

import re

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.source import Place, Source

# A loop over options.
_LOOP = (
    r"(?ms)^(?P<indent>[ \t]*)(?:while|until)\b[^\n]*(?:getopts|\$#|\$\{?1)(?P<body>.*?)^(?P=indent)done\b(?P<after>.*)"
)
# `dir=$OPTARG`, `dir=$2`, `dir=${1#*=}`.
_GIVEN = (
    r"(?m)(?:^|[\s;)&])(?P<name>\w+)=[\"']?\$(?:OPTARG|2|\{(?:OPTARG|2|\w+#[^{}\n]*)\})[\"']?[ \t]*"
    r"(?=[;#&\n]|$)"
)
_MADE = r"(?m)(?:^|[\s;)&])(?P<name>\w+)\+?=(?P<value>\"[^\"\n]*\"|[^\s;\"']+)"
# Values that have to do with libraries.
_LIBRARIES = r"\.so\b|/lib(?:32|64)?\b"


class Early(Record):
    """`made`: where `name` is read into another variable; `option`: where it gets the value of its own option."""

    name: str
    made: Place
    option: Place


def early_reads(source: Source) -> Iterator[Early]:
    loop = re.search(_LOOP, source.text)
    if loop is None:
        return
    before, body, after = source.text[: loop.start()], loop["body"], loop["after"]
    branches: list[tuple[int, str]] = []
    start = loop.start("body")
    for part in body.split(";;"):
        branches.append((start, part))
        start += len(part) + 2
    given = {m["name"]: (start + m.start("name"), part) for start, part in branches for m in re.finditer(_GIVEN, part)}
    # Those that have a value without their option, too.
    given = {name: found for name, found in given.items() if re.search(_default(name), before)}
    if not given:
        return
    for start, part in (*branches, (0, before)):
        for made in re.finditer(_MADE, part):
            name = made["name"]
            if not (name.startswith("LD_") or re.search(_LIBRARIES, made["value"])) or _anew(name, after):
                continue
            for read in re.findall(r"\$\{?(\w+)", made["value"]):
                if read == name or read not in given or given[read][1] is part or _anew(name, given[read][1]):
                    continue
                # A default that is never read again is for the usage.
                if start or re.search(rf"\$\{{?{name}\b", after):
                    yield _early(source, read, start, made, given[read][0])


def _default(name: str) -> str:
    return rf"(?m)^[ \t]*(?:\w+ )?{name}=[\"']?[^\s\"';]"


def _anew(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w$]){name}\+?=", text) is not None


def _early(source: Source, name: str, start: int, made: re.Match[str], option: int) -> Early:
    place = source.place(start + made.start("name"), start + made.end("value"))
    return Early(name, place, source.place(option, option + len(name)))
