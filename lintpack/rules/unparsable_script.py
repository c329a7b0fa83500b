"""A region of a script that lintpack could not parse."""

from __future__ import annotations

from lintpack.bash.templates import TEMPLATE
from lintpack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP001",
    name="unparsable-script",
    summary="A part of the script could not be parsed, so nothing in it is checked.",
    level="warning",
    confidence="high",
)


# What ends a compound command whose beginning was already reported.
_ENDS = frozenset(f"unexpected `{word}`" for word in "then elif else fi do done esac } ) ;;".split())


def _template(script: ReadScript) -> Finding:
    """One finding for all of a template: what its tags come to is not known, and may be what is missing."""
    first, *others = script.tree.problems
    count = f"{len(others)} of its lines could not be parsed, the first is line "
    return RULE.finding(
        script.source.place(first.start, first.end),
        f"this is {first.message}",
        label="the first tag",
        notes=(f"{count}{script.source.position(others[0].start)[0]}",) if others else (),
        help="check what is made of it, to see what a package would have",
        level="note",
    )


def _read_to(script: ReadScript) -> int:
    """Where another program takes over, as in `exec perl -x "$0" "$@"`: a shell reads a script as it goes."""
    from lintpack.bash.tree import SimpleCommand, Word

    for statement in script.tree.body:
        command = statement.command
        if isinstance(command, SimpleCommand) and len(command.words) > 1:
            first, second = command.words[0], command.words[1]
            if isinstance(first, Word) and first.raw == "exec" and isinstance(second, Word):
                return statement.end
    return len(script.source.text)


def check(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        if script.tree.problems and script.tree.problems[0].message == TEMPLATE:
            yield _template(script)
            continue
        end = _read_to(script) if script.tree.problems else 0
        for rank, problem in enumerate(script.tree.problems):
            if (rank and problem.message in _ENDS) or problem.start > end:
                continue
            place = script.source.place(problem.start, problem.end)
            yield RULE.finding(
                place,
                f"could not parse this: {problem.message}",
                label="not checked",
                help="`bash -n` says whether bash can; if it does, please report this as a bug of lintpack",
            )
