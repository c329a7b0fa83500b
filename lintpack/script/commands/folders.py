"""mkdir, rm, rmdir, unlink, touch, chmod, chown and truncate: what makes, removes and marks names."""

from __future__ import annotations

from lintpack.script.commands.options import Spec, call_operands, parse, sort
from lintpack.script.invocation import SILENT
from lintpack.script.plan import Change, Directory, Removal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation, Outcome

MKDIR = Spec("m:pvZ", "mode:=m parents=p verbose=v context? help version")
RM = Spec(
    "dfiIrRv",
    "dir=d force=f interactive? one-file-system no-preserve-root preserve-root? recursive=r verbose=v help version",
)
RMDIR = Spec("pv", "ignore-fail-on-non-empty parents=p verbose=v help version")
TOUCH = Spec("acd:fhmr:t:", "date:=d no-create=c no-dereference=h reference:=r time: help version")
CHMOD = Spec(
    "cfRv", "changes=c silent=f quiet=f recursive=R verbose=v no-preserve-root preserve-root reference: help version"
)
TRUNCATE = Spec("cor:s:", "no-create=c io-blocks=o reference:=r size:=s help version")


def mkdir(call: Invocation) -> Outcome:
    found = parse(call, MKDIR)
    for operand in found.operands:
        call.shell.emit(Directory, operand.place, path=call.shell.path(operand.text))
    return SILENT


def rm(call: Invocation) -> Outcome:
    found = parse(call, RM)
    recursive = found.has("r", "R") or bool(found.doubtful)
    for operand in found.operands:
        call.shell.emit(Removal, operand.place, path=call.shell.path(operand.text), recursive=recursive)
    return SILENT


def rmdir(call: Invocation) -> Outcome:
    for operand in parse(call, RMDIR).operands:
        call.shell.emit(Removal, operand.place, path=call.shell.path(operand.text))
    return SILENT


def touch(call: Invocation) -> Outcome:
    found = parse(call, TOUCH)
    if not found.has("c"):
        for operand in found.operands:
            call.shell.emit(Change, operand.place, kind="touch", path=call.shell.path(operand.text))
    return SILENT


def truncate(call: Invocation) -> Outcome:
    found = parse(call, TRUNCATE)
    if not found.has("c"):
        for operand in found.operands:
            call.shell.emit(Change, operand.place, kind="touch", path=call.shell.path(operand.text))
    return SILENT


def chmod(call: Invocation) -> Outcome:
    """A mode may start with `-` (`chmod -x f`), and is then no option (coreutils manual, 13.3)."""
    words = call_operands(call)
    mode = None
    rest = []
    for word in words:
        first = word.text[0] if word.text else ""
        if mode is None and isinstance(first, str) and first[:1] == "-" and first[1:2] in set("rwxXstugo,"):
            mode = word
        else:
            rest.append(word)
    found = sort(rest, CHMOD)
    operands = found.operands
    if mode is None and not found.has("reference") and operands:
        mode, operands = operands[0], operands[1:]
    for operand in operands:
        value = None if mode is None else mode.text
        call.shell.emit(Change, operand.place, kind="mode", path=call.shell.path(operand.text), value=value)
    return SILENT


def silent(call: Invocation) -> Outcome:
    """Owners and labels change nothing that a loader sees."""
    return SILENT


MODELS = {
    "mkdir": mkdir,
    "rm": rm,
    "unlink": rm,
    "rmdir": rmdir,
    "touch": touch,
    "truncate": truncate,
    "chmod": chmod,
    "chown": silent,
    "chgrp": silent,
    "chcon": silent,
    "setcap": silent,
    "setfacl": silent,
    "sync": silent,
}
