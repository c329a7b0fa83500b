"""LP317: a library path that is set below the program that is to have it.

"$here/bin/x" --version
export LD_LIBRARY_PATH=$here/lib
exec "$here/bin/x" "$@"
"""

from __future__ import annotations

from lintpack.bash.tree import SimpleCommand, Word
from lintpack.patterns import re
from lintpack.rules.parts.lost_ends import Loss
from lintpack.rules.shared.loader import written_scripts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node, Script
    from lintpack.rules.context import Context
    from lintpack.source import Place

_NAME = "LD_LIBRARY_PATH"
_SETS = rf"(?:export[ \t]+)?{_NAME}=[\"']?\$\{{?(\w+)\}}?[\"']?/[\w./-]*lib"
_PROGRAM = r"[\"']?\$\{{?{0}\}}?[\"']?/(?:[\w.-]+/)*(?!(?:setup|configure|install|env)\b)[\w-]+(?<!sh)[\"']?$"
# What starts no program of the package's.
_IDLE = r"(?m)^[ \t]*(?:(?:export|exit|unset|true|return)\b.*|[:#].*|\w+=\S*)?$"


def set_late(context: Context) -> Iterator[Loss]:
    for script in context.plan.scripts:
        for run, given in _pairs(script.tree, script.source.text):
            place = script.source.place(given.start, given.end)
            yield _loss(script.source.place(run.start, run.end), place)
    for program, script, places in written_scripts(context):
        for run, _ in _pairs(script.tree, program.text):
            place, written = places.place(run.start, run.end), program.text[run.start : run.end]
            at = place.source.text.find(written, place.start, place.end)
            yield _loss(place.source.place(at, at + len(written)) if at >= 0 else place, None)


def _loss(place: Place, other: Place | None) -> Loss:
    return Loss(
        place,
        f"this program is started above the line that sets `{_NAME}` for it",
        "has no library path yet",
        f"set `{_NAME}` above it",
        other,
        "set here" if other is not None else "",
    )


def _pairs(tree: Script, text: str) -> Iterator[tuple[Node, Node]]:
    """Each start of a program of the package's own, and what sets the path of the same folder below it, for the first
    time: for the same program once more, or for nothing."""
    at = text.find(f"{_NAME}=")
    if at < 0 or not text.startswith("#!") or not re.search(rf"\bexport\b[^\n;]*\b{_NAME}\b", text):
        return
    before = [one for one in tree.body if one.end <= at]
    given = next((one for one in tree.body if one.start <= at < one.end), None)
    found = re.match(_SETS, text[given.start : given.end]) if given is not None else None
    if given is None or found is None or type(given.command) is not SimpleCommand:
        return
    if re.search(rf"(?m)^[^#\n]*(?:{_NAME}|--library-path|\bwine\b)", text[: given.start]):
        return
    rest = text[given.end :]
    idle = not re.sub(_IDLE, "", rest.partition("\n")[2]).strip()
    for one in before:
        command = one.command
        if type(command) is not SimpleCommand or not command.words or one.background:
            continue
        word = command.words[0]
        if type(word) is not Word or not re.match(_PROGRAM.format(found[1]), word.raw):
            continue
        again = re.search(rf"(?m)(?:^[ \t]*|[;&|][ \t]*|\bexec[ \t]+){re.escape(word.raw)}(?=\s|$)", rest)
        if idle or again:
            yield command, given
