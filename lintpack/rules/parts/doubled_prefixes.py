"""LP106 of names that begin with `lib` twice, as the one is written and the other in the variable.

for one in libgomp libitm; do find $prefix/lib -name "lib$one.so*"; done
"""

from __future__ import annotations

import re

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

_WRITTEN = r"(?<![\w}$-])lib\$(?:\{(?P<braced>\w+)\}|(?P<plain>\w+))(?=[\w.*?\[\]-]*\.so)"
# Words that begin so and are no library's name.
_LIBRARY = r"lib(?!rar|er|s?\b)[a-z][\w.+/{},-]*"


class Doubled(Record):
    """The word with the second `lib`, the first name that comes of it, and where the names are listed."""

    place: Place
    name: str
    listed: Place


def doubled(script: ReadScript) -> Iterator[Doubled]:
    text = script.source.text
    for match in re.finditer(_WRITTEN, text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if line.lstrip()[:1] == "#":
            continue
        variable = match["braced"] or match["plain"]
        values = _values(variable, text[: match.start()], text)
        if values is None:
            continue
        start, end, words = values
        if all(re.fullmatch(_LIBRARY, word) for word in words):
            behind = re.match(r"[\w.*?\[\]-]*", text[match.end() :])
            rest = behind[0] if behind is not None else ""
            yield Doubled(
                script.source.place(match.start(), match.end() + len(rest)),
                f"lib{words[0]}{rest}",
                script.source.place(start, end),
            )


def _values(variable: str, before: str, text: str) -> tuple[int, int, list[str]] | None:
    """Where the variable was last given its values, and which; None where they are not all written there."""
    given = list(
        re.finditer(
            rf"(?m)(?:^|[;&({{]|\bdo)[ \t]*(?:for[ \t]+{variable}[ \t]+in[ \t]+(?P<list>(?:[^;\n]|\\\n)+)"
            rf"|(?:export[ \t]+|local[ \t]+)?{variable}=(?P<value>[^\s;]*))",
            before,
        )
    )
    # A loop that has ended, or another that reads into the variable, tells nothing.
    if not given or re.search(rf"\bread\b[^\n;]*\b{variable}\b", before[given[-1].end() :]):
        return None
    key = "list" if given[-1]["list"] else "value"
    words = (given[-1][key] or "").replace("\\\n", " ").replace('"', " ").replace("'", " ").split()
    start, end = given[-1].span(key)
    array = re.fullmatch(r"\$\{(\w+)\[[@*]\]\}|\$\{?(\w+)\}?", words[0]) if len(words) == 1 else None
    if array is not None:
        name = array[1] or array[2]
        lists = list(
            re.finditer(rf"(?m)^[ \t]*(?:\w+[ \t]+)?{name}=(?:\((?P<list>[^()]*)\)|[\"'](?P<text>[^\"']*)[\"'])", text)
        )
        if len(lists) != 1:
            return None
        found = lists[0]
        key = "list" if found["list"] is not None else "text"
        words = re.sub(r"#[^\n]*", "", found[key]).replace("\\\n", " ").replace('"', " ").replace("'", " ").split()
        start, end = found.span(key)
    return (start, end, words) if words else None
