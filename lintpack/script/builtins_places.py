"""cd, pushd, popd, dirs, pwd."""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.interpreter import START
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.builtins import Builtin
    from lintpack.script.calls import Call
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text


def absolute(run: Run, path: Text | None = None) -> Text:
    """A path, or the working directory, as an absolute one."""
    where = run.state.cwd if path is None else path
    if where in {(), paths.HERE}:
        return (START,)
    if paths.absolute(where) is False:
        return paths.normalise(texts.concat((START, "/"), where))
    return where


def _operands(call: Call) -> list[Text]:
    words = list(call.words[1:])
    while words and (texts.known(words[0]) or "") in {"-P", "-L", "-e", "-n", "-LP", "--"}:
        ended = words.pop(0) == ("--",)
        if ended:
            break
    return words


def _go(run: Run, path: Text) -> None:
    """Make `path` (as given) the working directory; taken to exist, as the rest of the script makes sense only then."""
    old = absolute(run)
    state = run.state
    joined = run.path(path)
    state.cwd = () if joined == paths.HERE else joined
    run.variables.assign("OLDPWD", old)
    if run.variables.get("PWD") is not None:
        run.variables.assign("PWD", absolute(run))


def cd(run: Run, call: Call) -> None:
    words = _operands(call)
    run.state.status = 0
    if not words:
        _go(run, run.variables.text("HOME") or ())
    elif words[0] == ("-",):
        old = run.variables.get("OLDPWD")
        _go(run, run.variables.text("OLDPWD") or () if old is not None else (Hole("$OLDPWD"),))
    elif words[0]:
        _go(run, words[0])


def pushd(run: Run, call: Call) -> None:
    words = _operands(call)
    state = run.state
    here = absolute(run)
    state.status = 0
    if not words:
        if state.dirs:
            there = state.dirs[0]
            state.dirs = (here, *state.dirs[1:])
            _go(run, there)
        return
    if (texts.known(words[0]) or "").lstrip("+-").isdigit():
        state.dirs = ()
        _go(run, (Hole(f"$(pushd {texts.shown(words[0])})", str(run.variables.number())),))
        return
    state.dirs = (here, *state.dirs)
    _go(run, words[0])


def popd(run: Run, call: Call) -> None:
    state = run.state
    state.status = 0
    if not state.dirs:
        return
    there, state.dirs = state.dirs[0], state.dirs[1:]
    _go(run, there)


def dirs(run: Run, call: Call) -> None:
    state = run.state
    state.status = 0
    if call.words[1:] == (("-c",),):
        state.dirs = ()
        return
    text: Text = absolute(run)
    for path in state.dirs:
        text = texts.concat(text, (" ",), path)
    state.add_output(texts.concat(text, ("\n",)))


def pwd(run: Run, call: Call) -> None:
    run.state.status = 0
    run.state.add_output(texts.concat(absolute(run), ("\n",)))


BUILTINS: dict[str, Builtin] = {"cd": cd, "pushd": pushd, "popd": popd, "dirs": dirs, "pwd": pwd}
