"""Programs that ask the system: what they print is not known, but it is the same each time they are asked.

A hole of theirs is shown as the command; what changes from run to run (`mktemp`, `date`) gets a key of its own.
"""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.commands.filters import hole
from lintpack.script.invocation import UNKNOWN, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation


def same(call: Invocation) -> Outcome:
    """The same output on one machine: uname, arch, nproc, getconf …"""
    return Outcome(None, texts.concat(hole(call), ("\n",)))


def changing(call: Invocation) -> Outcome:
    """Another output each time: date, mktemp, uuidgen."""
    return Outcome(None, texts.concat(hole(call, f"{call.command.path}:{call.command.start}"), ("\n",)))


def which(call: Invocation) -> Outcome:
    """The path of a program, which ends in its name."""
    names = [texts.known(word) for word in call.arguments if (texts.known(word) or "-")[0] != "-"]
    if len(names) != 1 or not names[0]:
        return UNKNOWN
    return Outcome(None, texts.concat(hole(call), ("\n",)))


_SAME = (
    "uname arch nproc getconf hostname whoami id logname tty lsb_release dpkg-architecture pkg-config python-config"
    " llvm-config pg_config xcrun sw_vers lscpu"
)
MODELS = {
    **dict.fromkeys(_SAME.split(), same),
    "date": changing,
    "gdate": changing,
    "mktemp": changing,
    "gmktemp": changing,
    "uuidgen": changing,
    "which": which,
    "whereis": which,
}
