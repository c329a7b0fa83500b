"""Commands that other commands start: sudo, env, xargs, find -exec …"""

from __future__ import annotations

from lintpack.script import limits
from lintpack.script.calls import Call, dispatch
from lintpack.script.invocation import Outcome
from lintpack.script.plan import Guard
from lintpack.script.printed import Printed
from lintpack.script.values import Choice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text
    from lintpack.source import Place


def execute_words(
    run: Run,
    words: tuple[Text, ...],
    places: tuple[Place, ...],
    environment: tuple[tuple[str, Text], ...],
    stdin: Text | None,
    condition: str,
) -> Outcome:
    """Run a command for a model that starts others (sudo, env, xargs, find -exec)."""
    if not words:
        return Outcome(0, ())
    if len(run.frames) + run.nesting >= limits.NESTING:
        run.limit("NESTING")
        return Outcome()
    run.step()
    state = run.state
    captured = state.outs[-1] is not None
    start, end = (run.command.start, run.command.end) if run.locator.whole is None else (0, 0)
    call = Call(words, places, (), environment, start, end)
    saved = run.words
    state.outs = (*state.outs, () if captured else None)
    state.ins = (*state.ins, stdin)
    parent, guards = run.state, run.guards
    if condition:
        number = run.variables.number()
        run.switch(parent.fork().choose(frozenset((Choice(number, 1),))))
        run.guards = (*guards, Guard(condition, True, run.command, number, 1))
    run.nesting += 1
    dispatch(run, call)
    run.nesting -= 1
    run.words = saved
    if condition:
        run.guards = guards
        skipped = parent.fork().choose(frozenset((Choice(number, 0),)))
        skipped.status = 0
        run.meet(parent, [*([run.state] if run.live else []), skipped])
    if not run.live:
        return Outcome(1, ())
    state = run.state
    text = state.outs[-1]
    state.outs, state.ins = state.outs[:-1], state.ins[:-1]
    if text is not None and any(type(piece) is Printed for piece in text):
        text = None
    status = state.status
    return Outcome(status if isinstance(status, int) else None, text)
