"""Programs that are started without the library path which their kin get, each time one of them is started.

LD_LIBRARY_PATH=$libs $own/one; LD_LIBRARY_PATH=$libs $own/two; LD_LIBRARY_PATH=$libs $own/three; id=$($own/four)
"""

from __future__ import annotations

from lintpack.bash.tree import SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.patterns import re
from lintpack.rules.parts.lost_ends import Loss

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

_NAME = "LD_LIBRARY_PATH"
# Programs that have it, for one without to be the odd one out; and as many may be that.
_KIN = 3
_ODD = 3
_PROGRAM = r"[\"']?(?P<folder>\$\{?\w+\}?(?:/[\w.-]+)*)/(?P<program>[\w-]+)[\"']?"


def left_alone(context: Context) -> Iterator[Loss]:
    for script in context.plan.scripts:
        text = script.source.text
        if (
            text.count(f"{_NAME}=") >= _KIN
            and re.search(rf"(?m)^[ \t]*(?:export\b.*)?{_NAME}=\S*[ \t]*$", text) is None
        ):
            yield from _of(script)


def _of(script: ReadScript) -> Iterator[Loss]:
    text = script.source.text
    if re.search(rf"\bexport[ \t][^\n]*\b{_NAME}\b", text):
        return
    called = {m["name"]: m for m in re.finditer(rf"(?m)^[ \t]*(?P<name>\w+)={_PROGRAM}[ \t]*$", text)}
    having: dict[tuple[str, str], set[str]] = {}
    first: dict[tuple[str, str], SimpleCommand] = {}
    without: dict[str, dict[str, Word]] = {}
    for command in each(script.tree, SimpleCommand):
        word = command.words[0] if command.words else None
        if not isinstance(word, Word) or "$" not in word.raw:
            continue
        match = called.get(word.raw.strip("\"'${}")) or re.fullmatch(_PROGRAM, word.raw)
        if match is None:
            continue
        folder = match["folder"].replace("{", "").replace("}", "")
        if any(one.name == "LD_TRACE_LOADED_OBJECTS" for one in command.assignments):
            continue
        value = next((one.raw for one in command.assignments if one.name == _NAME), "")
        if value:
            having.setdefault((folder, value), set()).add(match["program"])
            first.setdefault((folder, value), command)
        else:
            without.setdefault(folder, {}).setdefault(match["program"], word)
    for (folder, value), programs in having.items():
        odd = {program: word for program, word in without.get(folder, {}).items() if program not in programs}
        if (
            len(programs) < _KIN
            or len(odd) > min(_ODD, len(programs) - 1)
            or any(other != value for f, other in having if f == folder)
        ):
            continue
        for program, word in odd.items():
            kin = first[folder, value]
            yield Loss(
                script.source.place(word.start, word.end),
                f"`{program}` is started without the `{_NAME}` that {len(programs)} others of `{folder}` get",
                f"without `{_NAME}`",
                f"write `{value} {word.raw}`",
                script.source.place(kin.start, kin.words[0].end),
                "one that gets it",
            )
