"""Which folders a launcher makes the loader search, seen from where the launcher lies in its package."""

from __future__ import annotations

import posixpath
import re

from lintpack.record import Record
from lintpack.rules.parts.own_levels import levels_up
from lintpack.script import texts
from lintpack.script.plan import Export
from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text

# Holes that hold folders of other software: what they are does not matter here.
_OTHERS = r"(?i)JAVA|JRE|JDK|JVM|CUDA|HADOOP|SPARK|ORACLE|PYTHON|GCC|(?:LD|DYLD)_|^\$\{?PATH"


class Folders(Record):
    """`below`: the folders relative to the launcher's own, normalised (`lib`, `../lib64`, `.`). `sure`: on some way
    through it every folder is known. `export` is the first that names one below the launcher's, None without."""

    below: frozenset[str]
    sure: bool
    export: Export | None


def searched(plan: Plan, path: str | None) -> Folders:
    """The folders that LD_LIBRARY_PATH gets in the plan of a launcher. `path` is where the launcher lies in the
    repository, None for a written one, whose `$0` is a hole."""
    found = None
    below: set[str] = set()
    sure = False
    # Most values and elements come again and again.
    values: set[int] = set()
    asked: dict[Text, str | None] = {}
    for export in plan.effects:
        if not isinstance(export, Export) or export.name != "LD_LIBRARY_PATH" or not export.value:
            continue
        if id(export.value) in values:
            continue
        values.add(id(export.value))
        for way, _ in texts.alternatives(export.value):
            elements = [part for part in texts.split(way, ":") if part]
            for element in elements:
                if element not in asked:
                    asked[element] = _below(element, path, plan)
            places = [asked[element] for element in elements]
            known = {place for place in places if place is not None}
            if known and found is None:
                found = export
            below |= known
            sure = sure or all(
                place is not None or _elsewhere(element) for place, element in zip(places, elements, strict=True)
            )
    return Folders(frozenset(below), sure, found)


def _below(element: Text, path: str | None, plan: Plan) -> str | None:
    """`element` relative to the launcher's folder; None where it does not start there."""
    first, rest = element[0], element[1:]
    if any(not isinstance(piece, str) for piece in rest):
        return None
    tail = "".join([piece for piece in rest if isinstance(piece, str)])
    if path is None:
        if not isinstance(first, Hole):
            return None
        up = levels_up(first.shown, plan.scripts[0].source.text)
        if up is None and re.search(r"\$\{?0\b|BASH_SOURCE|APPDIR|\bHERE\b", first.shown):
            up = first.shown.count("..")
        if up is None or up < 0:
            return None
        return posixpath.normpath("/".join([".."] * up) + "/" + tail.lstrip("/") if up else "." + tail)
    own = posixpath.dirname(path) or "."
    if isinstance(first, Hole) and first.shown == "$PWD":
        return posixpath.relpath("." + tail, own)
    if isinstance(first, str) and not rest and not first.startswith(("/", "$", "~")):
        return posixpath.relpath(first, own)
    return None


def _elsewhere(element: Text) -> bool:
    """Whether the folder is fixed, or of other software: then it is none of the package's."""
    first = element[0]
    if isinstance(first, str):
        return True
    return isinstance(first, (Hole, Reference)) and re.search(_OTHERS, first.shown) is not None
