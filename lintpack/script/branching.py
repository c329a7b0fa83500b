"""Both ways of a condition."""

from __future__ import annotations

from lintpack.script.plan import Guard
from lintpack.script.truth import outcomes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.interpreter import Run
    from lintpack.script.state import State
    from lintpack.script.truth import Truth, Way


def nothing() -> None:
    """The branch that is not written."""


def both_ways(
    run: Run,
    truth: Truth,
    start: int,
    end: int,
    then: Callable[[], None],
    otherwise: Callable[[], None] = nothing,
) -> None:
    """Run `then` where `truth` holds and `otherwise` where it does not, and go on with what is left of both.

    The condition is written between `start` and `end`. Each way carries it as a guard, unless `truth` is certain.
    """
    can, cannot = outcomes(truth)
    if not (can and cannot):
        (then if can else otherwise)()
        return
    parent, guards = run.state, run.guards
    number, yes, no = run.conditions.split(truth)
    place, shown = run.condition_text(start, end)
    other = chosen(run, parent, no)
    run.switch(chosen(run, parent, yes))
    run.guards = (*guards, Guard(shown, True, place, number, yes[2]))
    then()
    ended = [run.state] if run.live else []
    run.switch(other)
    run.live = True
    run.guards = (*guards, Guard(shown, False, place, number, no[2]))
    otherwise()
    if run.live:
        ended.append(run.state)
    run.guards = guards
    run.meet(parent, ended)


def chosen(run: Run, parent: State, way: Way) -> State:
    """A fork of `parent` that goes one way; its variables hold what the tests told about them."""
    choices, either, _ = way
    state = parent.fork().choose(choices, either)
    told = run.told
    if told:
        for choice in choices - parent.path:
            for name, before, text in told.get(choice, ()):
                if state.variables.text(name) == before:
                    state.refine(name, text)
    return state
