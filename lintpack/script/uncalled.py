"""Functions that a script defines and does not call itself: other scripts source it for them.

Each is run once, when the script has ended, with arguments that are not known. What one changes, the next does not see:
who calls them, and in which order, is not known either.
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.script.calls import Call
from lintpack.script.functions import call_function
from lintpack.script.variables import Positionals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.bash.tree import Command
    from lintpack.script.interpreter import Run
    from lintpack.script.state import State


def waiting(run: Run, states: Iterable[State]) -> dict[str, Command]:
    """The functions of the entry script that are known in one of `states` and that nothing has called."""
    path, called = run.locator.path, run.called
    found = {
        name: body
        for state in states
        for name, (body, locator) in state.functions.items()
        if name not in called and locator.path == path
    }
    if found and run.about:
        from lintpack.script.about import idle

        return {name: body for name, body in found.items() if not idle(run, body)}
    return found


def run_uncalled(run: Run) -> None:
    """First the ones that nothing in the script speaks of, then what these did not call."""
    mine = waiting(run, [run.state]) if run.live else None
    if not mine:
        return
    spoken: dict[str, int] = {}
    for word in re.findall(r"[\w.+:@-]+", run.locator.source.text):
        spoken[word] = spoken.get(word, 0) + 1
    for name in [*(n for n in mine if spoken.get(n, 0) < 2), *mine]:
        if name in run.called or not run.live:
            continue
        run.guards = ()
        run.frames = ()
        run.command = run.locator.of(mine[name])
        parent, scope = run.enter("shell")
        call_function(run, name, Call(((name,),), (run.command,), (), (), 0, 0), Positionals(open=True))
        run.scopes.remove(scope)
        run.switch(parent)
        run.live = True
