"""A library's name lacks the variable that its sister for another system has: see misspelt_library.

if [ $os = macos ]; then lib=libfoo${V}${SUFFIX}.dylib; else lib=libfoo${V}.so.1; fi
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_NAMED = re.compile(
    r"(?m)^[ \t]*(?:(?:export|local)[ \t]+)?(?P<name>\w+)=[\"']?(?:[^\s\"'#]*/)?"
    r"(?P<library>lib[\w.+-]*(?:\$\{?\w+\}?[\w.+-]*)+?\.(?P<end>so|dylib)[\w.${}]*)[\"']?(?=[\s;]|$)"
)
# What is added to a name for one kind of build; versions stand in other places on other systems.
_ADDED = r"(?i)suffix|postfix|variant|flavou?r"


def lost_suffixes(context: Context) -> Iterator[tuple[Place, str, Place]]:
    """The name, the variable that it lacks, and its sister."""
    for script in context.plan.scripts:
        source, text = script.source, script.source.text
        if ".dylib" not in text or not re.search(_ADDED, text):
            continue
        by_variable: dict[str, list[re.Match[str]]] = {}
        for match in _NAMED.finditer(text):
            by_variable.setdefault(match["name"], []).append(match)
        for found in by_variable.values():
            for one in found if len(found) == 2 and len({match["end"] for match in found}) == 2 else ():
                other = found[1] if one is found[0] else found[0]
                mine, theirs = (re.findall(r"\$\{?(\w+)", match["library"]) for match in (one, other))
                lost = [name for name in theirs if name not in mine]
                if len(lost) == 1 and set(mine) <= set(theirs) and re.search(_ADDED, lost[0]):
                    there = source.place(other.start("library"), other.end("library"))
                    yield source.place(one.start("library"), one.end("library")), lost[0], there
