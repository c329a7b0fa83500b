"""Compound commands: lists, `&&` and `||`, pipelines, groups, subshells, `if`, `(( ))`, `[[ ]]`, functions."""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.script import limits
from lintpack.script.branching import both_ways, chosen
from lintpack.script.calls import after, simple
from lintpack.script.cases import case
from lintpack.script.conditional import conditional
from lintpack.script.expand import evaluate
from lintpack.script.loops import arithmetic_for, for_, while_
from lintpack.script.plan import Guard
from lintpack.script.printed import stream
from lintpack.script.redirects import redirected
from lintpack.script.state import merge
from lintpack.script.substitution import in_process, in_subshell
from lintpack.script.truth import negated, outcomes
from lintpack.script.walk import COMMANDS, execute, run_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.interpreter import Run
    from lintpack.script.state import State

# What after `||` leaves the failure unseen.
# Characters of the commands before an operator that say what it depends on; of longer ones the last command does.
_LONG = 90
_IGNORING = frozenset((":", "true", "/bin/true"))
# And what only says so; and what ends the shell that it stands in.
_PRINTING = frozenset(("echo", "printf"))
_LEAVING = frozenset(("exit", "die", "fatal", "abort", "error_exit"))


def background(run: Run, command: tree.Command) -> None:
    """`command &` runs in a subshell, and nobody waits for how it ends."""
    check, run.check = run.check, "background"
    in_subshell(run, lambda: execute(run, command))
    run.check = check
    run.state.status = 0


# --- lists ---------------------------------------------------------------------------------------


def and_or(run: Run, node: tree.AndOr) -> None:
    """`a && b || c`, left to right: each part runs where all before it came out so."""
    check = run.check
    run.check = _part_check(run, node, 0, check)
    execute(run, node.commands[0])
    operators = node.operators
    at = 0
    while at < len(operators) and run.live:
        # `a && b && c`: what is skipped at the first stays skipped; the ways meet after the last.
        end = at + 1
        while end < len(operators) and operators[end] == operators[at]:
            end += 1
        _chain(run, node, at + 1, end, operators[at] == "&&", check)
        at = end
    run.check = check


def _chain(run: Run, node: tree.AndOr, first: int, last: int, wanted: bool, check: str) -> None:
    """The commands number `first` to `last`, each run where the one before it succeeded (failed, if not `wanted`)."""
    parent, guards = run.state, run.guards
    skipped: list[State] = []
    for rank in range(first, last + 1):
        if wanted and run.state.acted and run.state.status is None:
            # `make && cp a b`: that the copy depends on make's success is no condition worth a name.
            can, cannot = True, False
        else:
            truth = run.status()
            can, cannot = outcomes(truth)
        if not (can if wanted else cannot):
            break
        if can and cannot:
            number, yes, no = run.conditions.split(truth)
            way, other = (yes, no) if wanted else (no, yes)
            skip = chosen(run, run.state, other)
            skip.status = 1 if wanted else 0
            skipped.append(skip)
            if len(skipped) > limits.ALTERNATIVES:
                together = parent.fork()
                merge(together, skipped, run.conditions)
                skipped = [together]
            start, end = node.commands[rank - 1].start, node.commands[rank - 1].end
            if rank == first and end - node.start <= _LONG:
                start = node.start
            place, shown = run.condition_text(start, end)
            guard = Guard(shown, wanted, place, number, way[2])
            run.guards = (*run.guards, guard)
            run.switch(chosen(run, run.state, way))
            run.state.status = 0 if wanted else 1
        run.check = _part_check(run, node, rank, check)
        execute(run, node.commands[rank])
        if not run.live:
            break
    run.guards = guards
    if skipped:
        run.meet(parent, [*([run.state] if run.live else []), *skipped])


def _part_check(run: Run, node: tree.AndOr, rank: int, check: str) -> str:
    """What becomes of a failure of part `rank`: the next `||` handles it."""
    operators = node.operators
    for at in range(rank, len(operators)):
        if operators[at] == "||":
            return _handled(run, node.commands[at + 1], check if at + 1 == len(operators) else "tested")
    if rank == len(operators) or check == "tested":
        return check
    return check or "condition"


def _handled(run: Run, handler: tree.Command, check: str) -> str:
    """What becomes of a failure that `handler` follows. `check`: of the handler's own."""
    if type(handler) is tree.SimpleCommand:
        words = handler.words
        first = words[0].raw if words else ""
        if first in _IGNORING and len(words) == 1:
            return "|| true"
        if first in _PRINTING:
            return "echo"
        return "subshell" if first in _LEAVING and run.entered in {"", "pipeline"} and _unseen(run) else "tested"
    if type(handler) is tree.Group and all(_prints(statement.command) for statement in handler.body):
        return "echo"
    if type(handler) is tree.Subshell and check == "" and _unseen(run):
        last = handler.body[-1].command if handler.body else None
        leaves = type(last) is tree.SimpleCommand and last.words and last.words[0].raw in _LEAVING
        return "subshell" if leaves else "tested"
    return "tested"


def _prints(command: tree.Command) -> bool:
    return type(command) is tree.SimpleCommand and bool(command.words) and command.words[0].raw in _PRINTING


def _unseen(run: Run) -> bool:
    """Whether nothing ends the script where a command fails."""
    return "errexit" not in run.state.options


def pipeline(run: Run, node: tree.Pipeline) -> None:
    """`a | b`: each in a subshell, the output of one the input of the next. `! a`: the status turned round."""
    check = run.check
    if node.negated:
        run.check = "tested"
    if len(node.commands) == 1:
        execute(run, node.commands[0])
    else:
        _pipe(run, node)
    run.check = check
    if node.negated and run.live:
        status = run.state.status
        if isinstance(status, int):
            run.state.status = int(not status)
        else:
            run.state.status = negated(run.status())


def _pipe(run: Run, node: tree.Pipeline) -> None:
    check = run.check
    last = len(node.commands) - 1
    lost = check if "pipefail" in run.state.options else "pipeline"
    feed = run.state.ins[-1]
    for rank, command in enumerate(node.commands):
        run.check = check if rank == last else lost

        printed = in_process(run, command, rank != last, feed)
        feed = stream(printed)
    if "pipefail" in run.state.options and run.state.status == 0:
        run.state.status = None
    run.check = check
    after(run)


# --- groups --------------------------------------------------------------------------------------


def group(run: Run, node: tree.Group) -> None:
    if node.redirects:
        redirected(run, node.redirects, lambda: run_body(run, node.body))
    else:
        run_body(run, node.body)


def subshell(run: Run, node: tree.Subshell) -> None:
    def body() -> None:
        in_subshell(run, lambda: run_body(run, node.body))

    redirected(run, node.redirects, body)
    if run.live:
        after(run)


def if_(run: Run, node: tree.If) -> None:
    if node.redirects:
        redirected(run, node.redirects, lambda: _branches(run, node, 0))
    else:
        _branches(run, node, 0)


def _branches(run: Run, node: tree.If, rank: int) -> None:
    """The `if` from its branch number `rank` on."""
    if rank == len(node.branches):
        if node.otherwise is None:
            run.state.status = 0
        else:
            run_body(run, node.otherwise)
        return
    branch = node.branches[rank]
    test(run, branch.condition)
    if not run.live:
        return
    start, end = branch.condition[0].start, branch.condition[-1].end
    both_ways(
        run,
        run.status(),
        start,
        end,
        lambda: run_body(run, branch.body),
        lambda: _branches(run, node, rank + 1),
    )


def test(run: Run, condition: tuple[tree.Statement, ...]) -> None:
    """Run the list of a condition."""
    check, run.check = run.check, "tested"
    run_body(run, condition)
    run.check = check


# --- conditions and functions --------------------------------------------------------------------


def arithmetic(run: Run, node: tree.ArithmeticCommand) -> None:
    """`(( ))` succeeds where the value is not zero (bash manual, 3.2.5.2)."""
    run.step()
    run.command = run.place(node)

    def body() -> None:
        value = evaluate(node.expression, run)
        run.state.status = None if value is None else int(value == 0)

    redirected(run, node.redirects, body)
    after(run)


def brackets(run: Run, node: tree.Conditional) -> None:
    run.step()
    run.command = run.place(node)
    redirected(run, node.redirects, lambda: conditional(run, node))
    after(run)


def function(run: Run, node: tree.Function) -> None:
    run.state.functions = {**run.state.functions, node.name: (node.body, run.locator)}
    run.state.status = 0


def coprocess(run: Run, node: tree.Coprocess) -> None:
    redirected(run, node.redirects, lambda: background(run, node.command))


COMMANDS.update(
    {
        tree.SimpleCommand: simple,
        tree.Pipeline: pipeline,
        tree.AndOr: and_or,
        tree.Subshell: subshell,
        tree.Group: group,
        tree.If: if_,
        tree.For: for_,
        tree.ArithmeticFor: arithmetic_for,
        tree.While: while_,
        tree.Case: case,
        tree.ArithmeticCommand: arithmetic,
        tree.Conditional: brackets,
        tree.Function: function,
        tree.Coprocess: coprocess,
    }
)
