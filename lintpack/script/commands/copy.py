"""cp and mv (GNU coreutils manual, 11.1 and 11.4)."""

from __future__ import annotations

from lintpack.script.commands.options import Spec, parse
from lintpack.script.commands.transfers import Copy, copy, pairs, too_few
from lintpack.script.invocation import SILENT
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands.options import Arguments, Operand
    from lintpack.script.invocation import Invocation, Outcome

CP = Spec(
    "abcdfiHlLnpPrRst:S:TuvxZ",
    "archive=a attributes-only backup?=b copy-contents debug dereference=L force=f interactive=i link=l no-clobber=n"
    " no-dereference=P preserve? no-preserve: parents recursive=r reflink? remove-destination sparse:"
    " strip-trailing-slashes symbolic-link=s suffix:=S target-directory:=t no-target-directory=T update?=u verbose=v"
    " keep-directory-symlink one-file-system=x context? help version",
)
MV = Spec(
    "bfinS:t:TuvZ",
    "backup?=b debug exchange no-copy force=f interactive=i no-clobber=n suffix:=S strip-trailing-slashes"
    " target-directory:=t no-target-directory=T update?=u verbose=v context=Z help version",
)


def shape(found: Arguments) -> tuple[list[Operand], Operand | None, bool | None]:
    """Sources, target and whether the target is a directory (None: to be found out) of a command with -t and -T."""
    operands, target = found.operands, found.value("t")
    if target is None and len(operands) < 2 and found.doubtful:
        operands = [*found.doubtful, *operands]
    if target is not None:
        return operands, target, True
    if len(operands) < 2:
        return operands, None, None
    return operands[:-1], operands[-1], False if found.has("T") else None


def dereferences(found: Arguments) -> str:
    """What cp does with links: the last of -a -d -P (keep), -L -H (follow); else -r keeps them and without it they are
    followed ("when copying recursively, the default is not to follow", coreutils manual, 11.1, -P)."""
    last = found.last("a", "d", "P", "L", "H")
    if last == "H" and found.has("a", "r", "R"):
        return "operands"
    if last:
        return "follow" if last in "LH" else "keep"
    if found.unknown or found.doubtful:
        return ""
    return "keep" if found.has("r", "R") and not found.has("l") else "follow"


def cp(call: Invocation) -> Outcome:
    found = parse(call, CP)
    if found.has("help", "version"):
        return SILENT
    sources, target, folder = shape(found)
    if target is None:
        too_few(call, "cp", found.operands, found.doubtful)
        return SILENT
    if len(sources) == 1 and sources[0].text == ("/dev/stdin",):
        from lintpack.script.commands.writing import from_input

        return from_input(call, target)
    recursive = found.has("a", "r", "R")
    if found.has("s", "l") and not recursive:
        _links(call, found, sources, target, folder)
        return SILENT
    how = Copy(
        "cp",
        dereferences(found),
        recursive,
        parents=found.has("parents"),
        options=found.shown(),
    )
    copy(call, how, sources, target, folder)
    return SILENT


def _links(call: Invocation, found: Arguments, sources: list[Operand], target: Operand, folder: bool | None) -> None:
    """`cp -s` and `cp -l` make links instead of copies."""
    symbolic = found.has("s")
    for file, path in pairs(call.shell, sources, target, folder):
        aim = file.raw if symbolic else file.path
        call.shell.emit(Link, file.place, file.when, target=aim, path=path, symbolic=symbolic, force=found.has("f"))


def mv(call: Invocation) -> Outcome:
    found = parse(call, MV)
    sources, target, folder = shape(found)
    if target is None:
        too_few(call, "mv", found.operands, found.doubtful)
        return SILENT
    copy(call, Copy("mv", "keep", True, moves=True, options=found.shown()), sources, target, folder)
    return SILENT


MODELS = {"cp": cp, "gcp": cp, "mv": mv, "gmv": mv}
