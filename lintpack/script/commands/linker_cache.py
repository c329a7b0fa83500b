"""ldconfig, which makes the links of libraries and the loader's cache, and shows it."""

from __future__ import annotations

from lintpack.script import paths
from lintpack.script.commands.options import Spec, call_operands, sort
from lintpack.script.invocation import SILENT, UNKNOWN
from lintpack.script.plan import Change

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation, Outcome


def ldconfig(call: Invocation) -> Outcome:
    """`-n DIR` makes the links of the SONAMEs in DIR; without -n the cache is written too (ldconfig(8))."""
    shell = call.shell
    found = sort(
        call_operands(call),
        Spec("nNXvpf:C:r:lciV", "verbose=v print-cache=p format:=c ignore-aux-cache=i version help"),
    )
    if found.has("p", "V", "help", "version"):
        return UNKNOWN
    if found.has("N") and found.has("X"):
        return SILENT
    root = found.value("r")
    if found.has("l"):
        return SILENT
    for folder in found.operands:
        path = paths.concat(root.text, "/", folder.text) if root else folder.text
        shell.emit(Change, folder.place, kind="ldconfig", path=shell.path(path))
    if not found.operands and not found.has("n"):
        cache = paths.concat(root.text if root else "", "/etc/ld.so.cache")
        shell.emit(Change, kind="ldconfig", path=shell.path(cache))
    return SILENT


MODELS = {"ldconfig": ldconfig}
