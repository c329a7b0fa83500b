"""Runs lists of statements; how each kind of command runs is in the table that statements.py fills."""

from __future__ import annotations

from lintpack.script import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lintpack.bash import tree
    from lintpack.script.interpreter import Run

COMMANDS: dict[type, Callable[[Run, Any], None]] = {}


def run_body(run: Run, body: tuple[tree.Statement, ...]) -> None:
    """The statements of a list, one after the other, as long as there is a way on."""
    check = run.check
    inner = "condition" if check == "tested" else "" if check == "asked" else check
    last = len(body) - 1
    for rank, statement in enumerate(body):
        run.check = check if rank == last else inner
        if rank != last and _asks_status(run, statement, body[rank + 1]):
            run.check = "asked"
        if statement.background:
            from lintpack.script.statements import background

            background(run, statement.command)
        else:
            execute(run, statement.command)
        if not run.live:
            break
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


def _asks_status(run: Run, statement: tree.Statement, following: tree.Statement) -> bool:
    """Whether the next statement looks at `$?`."""
    locator = run.locator
    found = locator.asked.get(statement.end)
    if found is None:
        piece = locator.text[statement.end : min(following.end, following.start + 120)]
        found = locator.asked[statement.end] = "$?" in piece or "PIPESTATUS" in piece
    return found
