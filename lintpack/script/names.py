"""A command's name that is not known in full: `$SUDO cp`, `${csudo}ln`, `${INSTALL} -m 755`, `$CP -a`."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.builtins import find_builtin
from lintpack.script.commands.registry import find
from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.calls import Call
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Choices, Text

# What makefiles and configure scripts call these programs (Automake manual, "Common variables"; autoconf, AC_PROG_*).
_SUFFIXES = ("_BIN", "_CMD", "_PROG", "_PROGRAM", "_COMMAND", "_EXE", "_TOOL", "_PATH")
_NAMED = {
    "LN_S": ("ln", "-s"),
    "LN_SF": ("ln", "-sf"),
    "MKDIR_P": ("mkdir", "-p"),
    "CP_A": ("cp", "-a"),
    "CP_R": ("cp", "-r"),
    "CP_F": ("cp", "-f"),
    "CP_P": ("cp", "-p"),
    "RM_F": ("rm", "-f"),
    "RM_RF": ("rm", "-rf"),
    "INSTALL_PROGRAM": ("install",),
    "INSTALL_DATA": ("install",),
    "INSTALL_SCRIPT": ("install",),
    "INSTALL_LIB": ("install",),
    "GTAR": ("tar",),
    "CXX": ("c++",),
    "SH": ("sh",),
    "SHELL": ("sh",),
    "BASH": ("bash",),
    "COPY": ("cp",),
    "MOVE": ("mv",),
}


_FLAGS = frozenset(("true", "false", ":"))


def is_command(run: Run, name: str) -> bool:
    return name in run.state.functions or find_builtin(name) is not None or find(name) is not None


def resolve(run: Run, call: Call) -> tuple[str, Call] | None:
    """The name that the first word most likely stands for, and the call with it; None where nothing tells."""
    if len(call.words) == 1 and _is_flag(run, call.words[0]):
        return None
    for _ in range(3):
        found = _first(run, call.words[0])
        if found is not None:
            return found[0], _named(call, found)
        if len(call.words) < 2 or not _may_be_prefix(call.words[0]):
            return None
        # The whole word may be `sudo`, `echo` or nothing: what follows is the command if it is one.
        call = call.without(1)
        name = texts.known(call.words[0])
        if name is not None:
            return (name, call) if is_command(run, name) else None
    return None


def flag(run: Run, word: Text) -> tuple[tuple[bool, Choices], ...]:
    """What a variable says that holds the name of a command without any other effect, `if $found; then`: which ways it
    is `true` in; () for other words."""
    if not _is_flag(run, word):
        return ()
    return tuple([(texts.known(option) != "false", when) for option, when in run.alternatives(word)])


def _is_flag(run: Run, word: Text) -> bool:
    return all(texts.known(option) in _FLAGS for option, _ in run.alternatives(word))


def _may_be_prefix(word: Text) -> bool:
    return all(isinstance(piece, (Hole, Reference)) for piece in word)


def _named(call: Call, found: list[str]) -> Call:
    """The call with its first word replaced by the words `found`."""
    from lintpack.script.calls import Call as Made

    words = (*[texts.literal(word) for word in found], *call.words[1:])
    nodes = (*call.nodes[:1] * len(found), *call.nodes[1:])
    places = None if call.given is None else (*call.given[:1] * len(found), *call.given[1:])
    return Made(words, places, nodes, call.environment, call.start, call.end)


def _first(run: Run, word: Text) -> list[str] | None:
    """The words that `word` stands for, of which the first is a command."""
    for option, _ in run.alternatives(word):
        known = texts.known(option)
        if known is not None:
            words = known.split()
            if words and is_command(run, words[0]):
                return words
            continue
        tail = texts.tail(option).split()
        if tail:
            # `${csudo}ln`, `$bin/cp`, `${CROSS}-strip`.
            name = tail[0] if len(tail) == 1 else ""
            for cut in (name, name[name.rfind("/") + 1 :], name[name.rfind("-") + 1 :]):
                if cut and (find(cut) is not None or cut in run.state.functions):
                    return [cut]
        elif len(option) == 1:
            guessed = _by_name(option[0])
            if guessed:
                return guessed
    if len(word) == 1 and isinstance(word[0], Reference):
        return _by_name(word[0])
    return None


def _by_name(piece: object) -> list[str] | None:
    """`${CP}`, `$TAR_BIN`, `${LN_S}`: the variable's name tells."""
    if not isinstance(piece, (Hole, Reference)):
        return None
    name = piece.shown.strip("${}").partition(":")[0].upper()
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    if name in _NAMED:
        return list(_NAMED[name])
    lower = name.lower()
    return [lower] if lower.isidentifier() and find(lower) is not None else None
