"""Builtins that decide what runs next: exit, return, break, eval, source, trap, test … (bash manual, 4)."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.calls import dispatch, leave_shell
from lintpack.script.conditional import settle, test_words
from lintpack.script.invocation import SILENT
from lintpack.script.shapes import SUCCESS
from lintpack.script.truth import negated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.builtins import Builtin
    from lintpack.script.calls import Call
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text


def succeed(run: Run, call: Call) -> None:
    run.state.status = 0


def fail(run: Run, call: Call) -> None:
    run.state.status = 1


def test(run: Run, call: Call) -> None:
    words = call.words[1:]
    nodes = call.nodes[1:]
    raws = [node.raw for node in nodes] if len(nodes) == len(words) else [""] * len(words)
    if call.words[0] == ("[",) and words and words[-1] == ("]",):
        words, raws = words[:-1], raws[:-1]
    if len(words) == 3 and raws[0].strip('"') == "$?" and words[2] == ("0",):
        wanted = SUCCESS.get(texts.known(words[1]) or "")
        if wanted is not None:
            truth = run.status()
            settle(run, truth if wanted else negated(truth))
            return
    settle(run, test_words(run, words, raws))


def _number(text: Text | None, default: int) -> int | None:
    """The number that `text` is; None where it cannot be told."""
    if text is None:
        return default
    known = texts.known(text)
    if known is None:
        return None
    known = known.strip()
    return int(known) if known.lstrip("+-").isdigit() and len(known) < 10 else default


def _set_status(run: Run, call: Call) -> None:
    """`exit N`, `return N`; without N the status stays. `exit $?` keeps what is known of the status."""
    if len(call.words) < 2 or call.raw(1).strip('"') == "$?":
        return
    number = _number(call.words[1], 2)
    run.state.status = None if number is None else number & 255


def exit_(run: Run, call: Call) -> None:
    _set_status(run, call)
    leave_shell(run)


def return_(run: Run, call: Call) -> None:
    _set_status(run, call)
    for scope in reversed(run.scopes):
        if scope.kind in {"function", "source"}:
            run.leave(scope)
            return
        if scope.kind == "shell":
            break
    leave_shell(run)


def _loop(run: Run, call: Call, again: bool) -> None:
    """`break N`, `continue N`: out of the loops of this function and shell only."""
    count = max(_number(call.words[1] if len(call.words) > 1 else None, 1) or 1, 1)
    found = None
    for scope in reversed(run.scopes):
        if scope.kind != "loop":
            break
        found = scope
        count -= 1
        if not count:
            break
    run.state.status = 0
    if found is not None:
        run.leave(found, again)


def break_(run: Run, call: Call) -> None:
    _loop(run, call, False)


def continue_(run: Run, call: Call) -> None:
    _loop(run, call, True)


def eval_(run: Run, call: Call) -> None:
    from lintpack.script.strings import run_text

    words = call.words[1:]
    if words and words[0] == ("--",):
        words = words[1:]
    run.state.status = 0
    if not words:
        return
    text: Text = words[0]
    for word in words[1:]:
        text = texts.concat(text, (" ",), word)
    places = call.located(run)
    first, last = places[-len(words)], places[-1]
    place = run.command if first.start > last.start else type(first)(first.source, first.start, last.end)
    outcome = run_text(run, text, place, "eval", (), subshell=False, keep=True)
    if run.live and outcome is not SILENT:
        run.state.status = run.state.status if outcome.status is None else outcome.status


def source(run: Run, call: Call) -> None:
    from lintpack.script.sources import source as follow

    words = [word for word in call.words[1:] if word != ("--",)]
    if not words:
        run.state.status = 2
        return
    follow(run, call, words[0], tuple(words[1:]))


def exec_(run: Run, call: Call) -> None:
    """`exec command` replaces the shell; without a command its redirections stay, which are not followed."""
    at = 1
    while at < len(call.words):
        word = texts.known(call.words[at])
        if word in {"-c", "-l", "-cl", "--"}:
            at += 1
        elif word == "-a":
            at += 2
        else:
            break
    if at >= len(call.words):
        run.state.status = 0
        return
    inner = call.without(at)
    check, run.check = run.check, "tested"
    run.replaces = True
    dispatch(run, inner, functions=False)
    run.replaces = False
    run.check = check
    if run.live:
        leave_shell(run)


def command(run: Run, call: Call) -> None:
    """`command name`: no function; `command -v name` asks where it is."""
    at, asks = 1, False
    while at < len(call.words):
        word = texts.known(call.words[at]) or ""
        if word == "--":
            at += 1
            break
        if not word.startswith("-") or word == "-" or not set(word[1:]) <= set("pvV"):
            break
        asks = asks or "v" in word or "V" in word
        at += 1
    inner = call.without(at)
    if not inner.words:
        run.state.status = 0
    elif asks:
        _where(run, inner)
    else:
        dispatch(run, inner, functions=False)


def builtin(run: Run, call: Call) -> None:
    inner = call.without(1)
    run.state.status = 0
    if inner.words:
        dispatch(run, inner, functions=False)


def _where(run: Run, call: Call) -> None:
    """`command -v NAME`: a function or builtin is there, a program may be."""
    from lintpack.script.builtins import find_builtin
    from lintpack.script.printed import printed

    name = texts.known(call.words[0])
    if name is not None and (name in run.state.functions or find_builtin(name)):
        run.state.status = 0
        run.state.add_output((name + "\n",))
        return
    run.state.status = run.conditions.unknown(("program", call.words[0]))
    printed(run, None, call.words, call.start, call.end)


def trap(run: Run, call: Call) -> None:
    """What runs at the end of the shell is kept: EXIT, which is 0 as well; and whether a failed command ends it (ERR,
    bash manual, 4.1)."""
    words = [word for word in call.words[1:] if word != ("--",)]
    run.state.status = 0
    if len(words) < 2 or texts.known(words[0]) in {"-l", "-p"}:
        return
    signals = {(texts.known(word) or "").upper().removeprefix("SIG") for word in words[1:]}
    if "ERR" in signals:
        ends = any(word in texts.shown(words[0]) for word in ("exit", "kill", "die", "abort", "fail"))
        run.state.options = run.state.options | {"errtrap"} if ends else run.state.options - {"errtrap"}
    if signals & {"EXIT", "0"}:
        state = run.state
        if words[0] in {("-",), ()}:
            state.traps = {}
        else:
            state.traps = {"EXIT": (words[0], call.located(run)[1], run.guards)}


def wait(run: Run, call: Call) -> None:
    run.state.status = None


BUILTINS: dict[str, Builtin] = {
    ":": succeed,
    "true": succeed,
    "false": fail,
    "[": test,
    "test": test,
    "exit": exit_,
    "logout": exit_,
    "return": return_,
    "break": break_,
    "continue": continue_,
    "eval": eval_,
    "source": source,
    ".": source,
    "exec": exec_,
    "command": command,
    "builtin": builtin,
    "trap": trap,
    "wait": wait,
}
