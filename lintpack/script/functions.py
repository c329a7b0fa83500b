"""Functions: run where they are called, in a scope of their own (bash manual, 3.3)."""

from __future__ import annotations

from lintpack.script import limits
from lintpack.script.emit import LOADER, export
from lintpack.script.plan import Frame
from lintpack.script.printed import printed
from lintpack.script.walk import execute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.calls import Call
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text
    from lintpack.script.variables import Positionals, Variable


def call_function(run: Run, name: str, call: Call, positionals: Positionals | None = None) -> None:
    """Run the function where it is called, in a scope of its own. `positionals`: nothing calls it, and these are its
    arguments."""
    body, locator = run.state.functions[name]
    calls = [frame.name for frame in run.frames if frame.kind == "function"]
    if len(run.frames) >= limits.CALL_DEPTH or calls.count(name) >= limits.RECURSION:
        run.limit("CALL_DEPTH" if len(run.frames) >= limits.CALL_DEPTH else "RECURSION")
        run.state.status = None
        printed(run, None, call.words, call.start, call.end)
        return
    saved = run.locator, run.frames, run.command, run.words
    restored = _bind_environment(run, call.environment)
    run.frames = (*run.frames, Frame("function" if positionals is None else "definition", name, run.command))
    run.called.add(name)
    run.callers.append((name, run.locator))
    parent, scope = run.enter("function")
    scope_state = run.state
    run.variables.push(call.words[1:])
    if positionals is not None:
        run.variables.positionals = positionals
    scope.depth += 1
    run.locator = locator
    run.state.status = 0
    execute(run, body)
    run.locator, run.frames, run.command, run.words = saved
    run.callers.pop()
    run.scopes.remove(scope)
    ended = [scope.level(state) for state in scope.left]
    if run.live:
        ended.append(run.state)
    if len(ended) == 1:
        only = ended[0]
    else:
        only = scope_state
        if ended:
            base = scope_state.fork()
            run.meet(base, ended)
            only = base
    if ended:
        only.variables.pop()
        run.meet(parent, [only])
    else:
        run.meet(parent, [])
    for variable, before in restored:
        if before is None:
            run.variables.unset(variable)
        else:
            run.variables.set(variable, before)


def _bind_environment(run: Run, environment: tuple[tuple[str, Text], ...]) -> list[tuple[str, Variable | None]]:
    """Variables given for one call of a function: what they were before."""
    restored = []
    for name, value in environment:
        restored.append((name, run.variables.get(name)))
        run.variables.assign(name, value)
        run.variables.declare(name, add="x")
        if name.startswith(LOADER):
            export(run, name, value, "command")
    return restored
