"""install (GNU coreutils manual, 11.3) and libtool's install mode."""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.commands.copy import shape
from lintpack.script.commands.options import Spec, parse
from lintpack.script.commands.transfers import Copy, emit, is_folder, pairs, too_few
from lintpack.script.invocation import SILENT, UNKNOWN
from lintpack.script.plan import Change, Directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation, Outcome

INSTALL = Spec(
    "bcCsDdg:m:o:pt:TvS:Z",
    "backup?=b compare=C context? debug directory=d group:=g help mode:=m no-target-directory=T owner:=o"
    " preserve-timestamps=p preserve-context strip=s strip-program: suffix:=S target-directory:=t verbose=v version",
)


def install(call: Invocation) -> Outcome:
    shell = call.shell
    found = parse(call, INSTALL)
    if found.has("d"):
        for operand in found.operands:
            shell.emit(Directory, operand.place, path=shell.path(operand.text))
        return SILENT
    sources, target, folder = shape(found)
    if target is None:
        too_few(call, "install", found.operands, found.doubtful)
        return SILENT
    if folder is None and found.has("D") and len(sources) == 1:
        # -D makes every folder but the last component, which is then the file, unless it was a folder before.
        folder, sure = is_folder(shell, target.text)
        folder = folder and sure
    if len(sources) == 1 and sources[0].text == ("/dev/stdin",):
        from lintpack.script.commands.writing import from_input

        return from_input(call, target)
    how = Copy("install", "follow", options=found.shown())
    mode = found.value("m")
    for file, destination in pairs(shell, sources, target, folder):
        emit(shell, how, file, destination)
        if found.has("s"):
            shell.emit(Change, file.place, file.when, kind="strip", path=destination)
        if mode is not None:
            shell.emit(Change, file.place, file.when, kind="mode", path=destination, value=mode.text)
    return SILENT


def libtool(call: Invocation) -> Outcome:
    """`libtool --mode=install cp a b` runs cp; what it adds for a .la file (the library's names) is in that file."""
    words = call.words
    for at, word in enumerate(words[1:], 1):
        first = word[0] if word else ""
        if isinstance(first, str) and first.startswith("-"):
            continue
        if any(texts.known(w) in {"--mode=install", "install"} for w in words[1:at]):
            for operand, place in zip(words[at:], call.places[at:], strict=False):
                name = texts.shown(paths.basename(operand))
                if name.endswith(".la"):
                    shell = call.shell
                    shell.unresolved("libtool", "installs the libraries that a .la file names", place, (name,))
            return call.shell.execute(words[at:], call.places[at:])
        return UNKNOWN
    return UNKNOWN


MODELS = {"install": install, "ginstall": install, "libtool": libtool}
