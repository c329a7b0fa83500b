"""Parameters that the shell itself keeps (bash manual, 3.4.2 and 5.2)."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.interpreter import START
from lintpack.script.values import Alternative, Hole
from lintpack.script.variables import UNSET, Array, ArrayCase, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text, Value


def _of(text: Text) -> Variable:
    return Variable((Alternative(text),))


def _list(items: list[Text]) -> Variable:
    return Variable(UNSET, (ArrayCase(Array(dict(enumerate(items)))),))


def status_value(run: Run) -> Value:
    """`$?`: zero where the command succeeded; where it failed the number is not known."""
    status = run.state.status
    if isinstance(status, int):
        return (Alternative((str(status),)),)
    truth = run.status()
    if len(truth) == 1 and truth[0][0]:
        return (Alternative(("0",)),)
    cases = []
    for outcome, when in truth:
        number = min([choice.condition for choice in when], default=0)
        cases.append(Alternative(("0",) if outcome else (Hole("$?", str(number)),), when))
    return tuple(cases)


def _status(run: Run) -> Variable:
    return Variable(status_value(run))


def _source(run: Run) -> Variable:
    started = run.zero[:1] == (START,)
    paths = [run.locator.path, *[locator.path for _, locator in reversed(run.callers)]]
    return _list([texts.concat((START, "/"), (path,)) if started else texts.literal(path) for path in paths])


def _function(run: Run) -> Variable:
    names = [texts.literal(name) for name, _ in reversed(run.callers)]
    return _list([*names, ("main",)]) if names else Variable()


def _pwd(run: Run) -> Variable:
    from lintpack.script.builtins_places import absolute

    return _of(absolute(run))


def _process(run: Run) -> Variable:
    return _of((Hole("$!", str(run.variables.number())),))


def _random(run: Run) -> Variable:
    return _of((Hole("$RANDOM", str(run.variables.number())),))


def _line(run: Run) -> Variable:
    return _of((str(run.command.line),))


def _ifs(run: Run) -> Variable:
    return _of((" \t\n",))


def _depth(run: Run) -> Variable:
    return _of((str(run.subshell),))


def _arguments(run: Run) -> Variable:
    return _of((Hole("$_", str(run.variables.number())),))


_SPECIALS: dict[str, Callable[[Run], Variable]] = {
    "0": lambda run: _of(run.zero),
    "?": _status,
    "$": lambda run: _of((Hole("$$"),)),
    "!": _process,
    "-": lambda run: _of((Hole("$-"),)),
    "_": _arguments,
    "BASH_SOURCE": _source,
    "FUNCNAME": _function,
    "PWD": _pwd,
    "LINENO": _line,
    "RANDOM": _random,
    "SRANDOM": _random,
    "IFS": _ifs,
    "OPTIND": lambda run: _of(("1",)),
    "OPTERR": lambda run: _of(("1",)),
    "BASH": lambda run: _of(("/bin/bash",)),
    "BASH_SUBSHELL": _depth,
    "BASH_VERSION": lambda run: _of((Hole("${BASH_VERSION}"),)),
}
_NEVER_SET = frozenset(("BASH_REMATCH", "MAPFILE", "REPLY", "OPTARG", "COPROC"))


def special(run: Run, name: str) -> Variable | None:
    maker = _SPECIALS.get(name)
    if maker is not None:
        return maker(run)
    if name in _NEVER_SET or run.environment_known:
        return Variable()
    return None
