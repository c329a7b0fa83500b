"""ln and link (GNU coreutils manual, 12.2)."""

from __future__ import annotations

from lintpack.script import paths
from lintpack.script.commands.copy import shape
from lintpack.script.commands.options import Operand, Spec, parse
from lintpack.script.commands.transfers import nameable, pairs
from lintpack.script.invocation import SILENT
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation, Outcome, Shell

LN = Spec(
    "bdfFinrsLPS:t:Tv",
    "backup?=b directory=d force=f interactive=i logical=L no-dereference=n physical=P relative=r symbolic=s suffix:=S"
    " target-directory:=t no-target-directory=T verbose=v help version",
)


def ln(call: Invocation) -> Outcome:
    shell = call.shell
    found = parse(call, LN)
    sources, target, folder = shape(found)
    if not sources:
        return SILENT
    if target is None:
        # One operand: a link of the same name here.
        target, folder = Operand(paths.HERE, sources[0].place), True
    if folder is None and len(sources) == 1 and found.has("n") and shell.stage.kind(shell.path(target.text)) == "link":
        folder = False
    if folder is None and len(sources) == 1 and _asked_for(shell, target):
        folder = True
    symbolic = found.has("s")
    for aim, path in pairs(shell, sources, target, folder, plain=False):
        written = aim.raw if symbolic else aim.path
        if symbolic and found.has("r"):
            # -r finds the target from here, follows links, and writes it relative to the link's own folder.
            written = paths.relative(shell.stage.resolve(aim.path), paths.dirname(path)) or aim.path
        shell.emit(
            Link,
            aim.place,
            aim.when,
            target=written,
            path=path,
            symbolic=symbolic,
            force=found.has("f"),
            no_dereference=found.has("n", "T"),
            resolved=nameable(aim.name) and nameable(paths.basename(path)),
        )
    return SILENT


def _asked_for(shell: Shell, target: Operand) -> bool:
    """Whether this runs where `[ -d TARGET ]` holds, as it is written."""
    asked = f" -d {target.place.text} ".replace('"', "")
    for guard in shell.guards:
        before, found, _ = guard.shown.replace('"', "").partition(asked)
        if guard.holds and found and "!" not in before and "||" not in guard.shown:
            return True
    return False


def link(call: Invocation) -> Outcome:
    """`link A B` makes the hard link B, never inside a folder."""
    if len(call.words) == 3:
        shell = call.shell
        target, path = (shell.path(word) for word in call.arguments)
        shell.emit(Link, call.places[2], target=target, path=path, symbolic=False)
    return SILENT


MODELS = {"ln": ln, "gln": ln, "link": link}
