"""LP113 for a folder that the loader is sent to, of nearly the name that the script has everywhere else.

cp libfoo.so.1 /opt/viewer/lib/; export LD_LIBRARY_PATH=/opt/veiwer/lib
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.gates.twin_subjects import lone, lost_levels
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

# How often the folder has to stand in the script by its other name.
_OFTEN = 2


class Twin(Record):
    place: Place
    meant: str
    times: int


def twins(context: Context) -> Iterator[Twin]:
    everything = "\n".join([script.source.text for script in context.plan.scripts])
    for script in context.plan.scripts:
        text = script.source.text
        for at, name in dict.fromkeys(lone(text)):
            if everything.count(name) != 1:
                continue
            above = re.search(r"[\w./${}-]*/$", text[max(0, at - 200) : at])
            if above is None or len(above[0]) < 2:
                continue
            # Where else the script has a name in that folder.
            beside = re.findall(rf"(?<![\w.}}/-]){re.escape(above[0])}([A-Za-z_]\w*)(?![\w.*?$-])", everything)
            found = [other for other in dict.fromkeys(beside) if beside.count(other) >= _OFTEN and _slip(name, other)]
            if len(found) == 1:
                yield Twin(script.source.place(at, at + len(name)), found[0], beside.count(found[0]))


def levels(context: Context) -> Iterator[Twin]:
    """`$PWD/build/lib`, where the script has `../build/lib` from the same folder in all other places."""
    for script in context.plan.scripts:
        text = script.source.text
        for at, path in lost_levels(text):
            rest = path.partition("/")[2]
            outer = re.findall(rf"(?<![\w./}}-])\.\./{re.escape(rest)}(?![\w-])", text)
            inner = re.findall(rf"(?<!\.\./)(?<![\w-]){re.escape(rest.partition('/')[0])}/", text)
            # What goes elsewhere for good may be in another folder by then.
            goes = [line for line in re.findall(r"(?m)^(?:[^#\n]*[;&({ \t])?cd[ \t]+[^\n]*", text) if "$(" not in line]
            made = re.search(rf"\bmkdir\b[^\n]*(?<![\w./-]){re.escape(rest.partition('/')[0])}\b", text)
            if len(outer) >= _OFTEN and len(inner) == 1 and not goes and made is None:
                yield Twin(script.source.place(at, at + len(path)), f"../{rest}", len(outer))


def _slip(name: str, meant: str) -> bool:
    if name != meant and name.lower() == meant.lower():
        return True
    kind = slip_kind(name, meant)
    if kind in ("missing", "extra", "doubled") and (name[:-1] == meant or meant[:-1] == name):
        # `plugin` and `plugins`, `foo1` and `foo12`.
        return False
    return kind in ("swapped", "missing", "extra", "doubled") and (set(name) ^ set(meant)).isdisjoint("0123456789_")
