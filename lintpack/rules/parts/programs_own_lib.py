"""LP301 for a program in `bin` whose RPATH is `$ORIGIN/lib`: that is `bin/lib`, which nothing makes.

patchelf --set-rpath '$ORIGIN/lib' AppDir/usr/bin/prog
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.misled_runpath import made, shown
from lintpack.script.plan import RunPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

# `usr/bin`, and of others those that have a `lib` beside them.
_PROGRAMS = r"(?P<root>.*/)(?P<bin>s?bin)(?=/[^/]+$|/\*)"
_ELEMENT = r"\$(?:ORIGIN|\{ORIGIN\})/(?P<lib>lib(?:64|32)?)/?"


class Misled(Record):
    """The RPATH of `effect` leads to `place`; the libraries of such a program lie in `beside`, of the same root."""

    effect: RunPath
    element: str
    place: str
    beside: str


def misled_programs(context: Context) -> Iterator[Misled]:
    plan = context.plan
    there: set[str] | None = None
    for effect in plan.effects:
        if not isinstance(effect, RunPath) or effect.file is None or effect.value is None:
            continue
        element = re.fullmatch(_ELEMENT, shown(effect.value))
        program = re.match(_PROGRAMS, shown(effect.file)) if element is not None else None
        if element is None or program is None or ".so" in shown(effect.file):
            continue
        folder = f"{program['bin']}/{element['lib']}"
        # Somebody speaks of it, or of one that ends so.
        if any(re.search(rf"{folder}(?!\w)", script.source.text) for script in plan.scripts):
            continue
        if there is None:
            there = made(plan)
        place, beside = f"{program['root']}{folder}", f"{program['root']}{element['lib']}"
        if place in there or (not program["root"].endswith("/usr/") and beside not in there):
            continue
        yield Misled(effect, element[0], place, beside)
