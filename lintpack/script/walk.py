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

COMMANDS: dict[type, Callable[[Run, Any], None]] = {}


def run_body(run: Run, body: tuple[tree.Statement, ...]) -> None:
    """The statements of a list, one after the other, as long as there is a way on."""
    check = run.check
    inner = "condition" if check == "tested" else "" if check == "asked" else check
    for statement, asked in zip(body, _asked(run.locator, body), strict=True):
        run.check = check if asked is None else "asked" if asked else inner
        if statement.background:
            from lintpack.script.statements import background

            background(run, statement.command)
        elif run.nesting < limits.NESTING:
            run.nesting += 1
            COMMANDS[type(statement.command)](run, statement.command)
            run.nesting -= 1
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


_ALONE = (None,)


def _asked(locator: Locator, body: tuple[tree.Statement, ...]) -> tuple[bool | None, ...]:
    """For each statement whether the next one looks at `$?`; None for the last."""
    if len(body) < 2:
        return _ALONE[: len(body)]
    found = locator.asked.get(id(body))
    if found is None:
        asked: list[bool | None] = []
        start = body[0].end
        for following in body[1:]:
            piece = locator.text[start : min(following.end, following.start + 120)]
            asked.append("$?" in piece or "PIPESTATUS" in piece)
            start = following.end
        # With the body, so that no other gets its id.
        found = locator.asked[id(body)] = (body, (*asked, None))
    return found[1]
