"""LP209: in a row of like lines, each about one library, the one that has kept a name of the line above.

echo "INPUT ( $(soname libasan.so.*) )" | sed 's/liba/liba/' > libasan.so
echo "INPUT ( $(soname libasan.so.*) )" | sed 's/libt/libt/' > libtsan.so
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_NAME = r"\blib[A-Za-z][\w+]*(?:-[A-Za-z]\w*)*"
# So many lines are each about one name.
_ALIKE = 3
# Fewer of them cannot tell which name is meant.
_PLACES = 3


def kept_names(context: Context) -> Iterator[tuple[Place, str, str]]:
    """The name that was kept, and the one of the line."""
    for script in context.plan.scripts:
        text = script.source.text
        if text.count(".so") < 2 * _ALIKE:
            continue
        steady: dict[str, list[str]] = {}
        start, above = 0, ("", "")
        for line in text.split("\n"):
            words = list(re.finditer(_NAME, line)) if ".so" in line and line.lstrip()[:1] != "#" else []
            names = {word[0] for word in words}
            shape = re.sub(_NAME, "\0", line) if words else ""
            longest = max(names, key=len, default="")
            if len(words) >= _PLACES - 1 and all(longest.startswith(name) for name in names):
                steady.setdefault(shape, []).append(longest)
                above = (shape, longest)
            elif (
                len(words) >= _PLACES
                and shape == above[0]
                and len(set(steady[shape])) >= _ALIKE
                and (found := _kept(words, above[1], line))
            ):
                at, meant = found
                if meant not in steady[shape] and text.count(meant) > line.count(meant):
                    place = script.source.place(start + at.start(), start + at.end())
                    yield place, above[1], meant
            start += len(line) + 1


def _kept(words: list[re.Match[str]], name: str, line: str) -> tuple[re.Match[str], str] | None:
    """The one word that is `name`, where all others are one other name, or begin it."""
    same = [word for word in words if word[0] == name]
    others = [word[0] for word in words if word[0] != name]
    meant = max(others, key=len, default="")
    if len(same) != 1 or len(others) < _PLACES - 1 or line[same[0].end() :][:3] != ".so":
        return None
    if not all(meant.startswith(other) for other in others) or meant in name or name in meant:
        return None
    return same[0], meant
