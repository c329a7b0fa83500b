"""LP124: the one value of a table that names another library than those around it, which most have.

declare -A object=([470.57]=libfoo.so [470.63]=libfoo.so … [470.82]=libbar.so)
"""

from __future__ import annotations

import re

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_TABLE = r"(?m)^[ \t]*(?:(?:declare|local|typeset)[ \t]+-\w*A\w*[ \t]+)?\w+=\((?P<body>[^()]*)\)"
_ENTRY = r"\[[\"']?[^\]\n\"']+[\"']?\]=[\"']?(?P<name>lib[\w+-]+\.so[\w.]*)"
# So many have the same library.
_ALIKE = 8


class OddValue(Record):
    """`place` has another library than `usual`, which `count` have."""

    place: Place
    usual: str
    count: int


def odd_values(context: Context) -> Iterator[OddValue]:
    for script in context.plan.scripts:
        text = script.source.text
        if text.count("]='lib") + text.count(']="lib') + text.count("]=lib") <= _ALIKE:
            continue
        for table in re.finditer(_TABLE, text):
            entries = list(re.finditer(_ENTRY, table["body"]))
            names = [entry["name"] for entry in entries]
            counts = {name: names.count(name) for name in names}
            usual = max(counts.items(), key=lambda item: item[1], default=("", 0))
            lone = [at for at, entry in enumerate(entries) if counts[entry["name"]] == 1]
            if usual[1] < _ALIKE or len(lone) != 1:
                continue
            at = lone[0]
            beside = {entry["name"] for entry in (*entries[max(0, at - 2) : at], *entries[at + 1 : at + 3])}
            if beside == {usual[0]}:
                start = table.start("body")
                odd = entries[at]
                yield OddValue(script.source.place(start + odd.start("name"), start + odd.end("name")), *usual)
