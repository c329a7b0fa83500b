"""Functions that a script defines and does not call itself: other scripts source it for them.

Each is run once, when the script has ended, with arguments that are not known. What one changes, the next does not see:
who calls them, and in which order, is not known either.
"""

from __future__ import annotations

import re

from lintpack.script.calls import Call
from lintpack.script.functions import call_function
from lintpack.script.variables import Positionals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.interpreter import Run


def run_uncalled(run: Run, path: str) -> None:
    """Those of the file `path`: first the ones that nothing in it speaks of, then what these did not call."""
    mine = {name: body for name, (body, locator) in run.state.functions.items() if locator.path == path}
    waiting = [name for name in mine if name not in run.called]
    if not waiting:
        return
    spoken: dict[str, int] = {}
    for word in re.findall(r"[\w.+:@-]+", run.locator.source.text):
        spoken[word] = spoken.get(word, 0) + 1
    for name in [*(n for n in waiting if spoken.get(n, 0) < 2), *waiting]:
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
