"""LP317: a library path that is set, or given to the loader, behind an `exec` that is never left.

    exec /opt/x/bin/x "$@"
    export LD_LIBRARY_PATH=/opt/x/lib

A shell that `exec` puts a program in the place of does not come back; where it finds no such program, a script ends as
well, unless bash has `execfail` (POSIX, 2.14; bash manual, 4.1).
"""

from __future__ import annotations

from lintpack.bash.tree import SimpleCommand, Statement, Word
from lintpack.bash.walk import walk
from lintpack.patterns import re
from lintpack.rules.parts.lost_ends import Loss
from lintpack.rules.shared.loader import written_scripts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.rules.context import Context
    from lintpack.source import Source

_SETS = r"\b(?:LD_LIBRARY_PATH|LD_PRELOAD|DYLD_LIBRARY_PATH)=|--library-path\b"


def unreached(context: Context) -> Iterator[Loss]:
    for script in context.plan.scripts:
        text = script.source.text
        for gone, dead in _pairs(script.tree, text):
            yield _loss(gone, dead, script.source, text)
    for program, script, places in written_scripts(context):
        for gone, dead in _pairs(script.tree, program.text):
            place = places.place(gone.start, gone.end)
            yield _loss(gone, dead, place.source, program.text, written=(place.start, place.end))


def _loss(gone: Node, dead: Node, source: Source, text: str, written: tuple[int, int] | None = None) -> Loss:
    start, end = written or (gone.start, gone.end)
    found = re.search(_SETS, text[dead.start : dead.end])
    what = found[0].rstrip("=") if found is not None else "what follows"
    return Loss(
        source.place(start, end),
        f"`exec` puts this program in the shell's place: `{what}` below it is never reached",
        "does not come back",
        "remove this line, or put it behind the others; to go on after the program, leave `exec` out",
        None if written else source.place(dead.start, dead.end),
        "" if written else "never reached",
    )


def _pairs(tree: Node, text: str) -> Iterator[tuple[Node, Node]]:
    """Each command that starts a program by `exec`, and a later one of the same list that has to do with the loader."""
    if "exec " not in text or "execfail" in text or not re.search(_SETS, text):
        return
    for node in walk(tree):
        for body in (getattr(node, "body", ()), getattr(node, "otherwise", None) or ()):
            statements = [one for one in body if isinstance(one, Statement)] if isinstance(body, tuple) else []
            for at, one in enumerate(statements[:-1]):
                if not one.background and _replaces(one.command):
                    dead = next((it for it in statements[at + 1 :] if re.search(_SETS, text[it.start : it.end])), None)
                    if dead is not None:
                        yield one.command, dead.command
                    break


def _replaces(command: Node) -> bool:
    if not isinstance(command, SimpleCommand) or len(command.words) < 2:
        return False
    first, second = command.words[:2]
    return isinstance(first, Word) and first.raw == "exec" and isinstance(second, Word) and second.raw[:1] not in "<>"
