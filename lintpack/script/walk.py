"""Runs lists of statements; how each kind of command runs is in the table that statements.py fills."""

from __future__ import annotations

from lintpack.script import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lintpack.bash import tree
    from lintpack.script.interpreter import Run
    from lintpack.script.locator import Locator

    Runner = Callable[[Run, Any], None]
    # What runs a statement, its command, and whether the next one looks at how it ended.
    Step = tuple[Runner, tree.Command, bool | None]

COMMANDS: dict[type, Runner] = {}


def run_body(run: Run, body: tuple[tree.Statement, ...]) -> None:
    """The statements of a list, one after the other, as long as there is a way on."""
    if run.nesting >= limits.NESTING:
        if body:
            run.limit("NESTING")
            run.state.status = None
        return
    check = run.check
    # Of what is looked at, the last command tells how it ended; `set -e` does not act inside (bash manual, 4.3.1).
    inner = "suspended" if check in {"tested", "condition"} else "" if check == "asked" else check
    run.nesting += 1
    for runner, command, asked in _steps(run.locator, body):
        run.check = check if asked is None else "asked" if asked else inner
        runner(run, command)
        if not run.live:
            break
    run.nesting -= 1
    run.check = check


def execute(run: Run, command: tree.Command) -> None:
    """One command, nested as deep as it may be."""
    if run.nesting >= limits.NESTING:
        run.limit("NESTING")
        run.state.status = None
        return
    run.nesting += 1
    COMMANDS[type(command)](run, command)
    run.nesting -= 1


def _steps(locator: Locator, body: tuple[tree.Statement, ...]) -> tuple[Step, ...]:
    """For each statement what runs it, the command, and whether the next one looks at `$?`; None for the last."""
    found = locator.steps.get(id(body))
    if found is None:
        steps: list[Step] = []
        for rank, statement in enumerate(body, 1):
            asked = None
            if rank < len(body):
                following = body[rank]
                piece = locator.text[statement.end : min(following.end, following.start + 120)]
                asked = "$?" in piece or "PIPESTATUS" in piece
            steps.append((_runner(statement), statement.command, asked))
        # With the body, so that no other gets its id.
        found = locator.steps[id(body)] = (body, tuple(steps))
    return found[1]


def _runner(statement: tree.Statement) -> Runner:
    if not statement.background:
        return COMMANDS[type(statement.command)]
    from lintpack.script.statements import background

    return background
