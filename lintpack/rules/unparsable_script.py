"""A region of a script that lintpack could not parse."""

from __future__ import annotations

from lintpack.bash.odd_quotes import ODD
from lintpack.bash.templates import TEMPLATE
from lintpack.rules.gates.subjects import LOADER_WORDS
from lintpack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.locator import Locator
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

RULE = Rule(
    code="LP001",
    name="unparsable-script",
    summary="A part of the script could not be parsed, so nothing in it is checked.",
    level="warning",
    confidence="high",
)


# What ends a compound command whose beginning was already reported.
_ENDS = frozenset(f"unexpected `{word}`" for word in "then elif else fi do done esac } ) ;;".split())


_INSIDE_OUT = "a shell takes the next quote for its pair, and from there on reads all inside out"


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
        problems = script.tree.problems
        if problems and problems[0].message == TEMPLATE:
            yield _template(script)
            continue
        end = _read_to(script) if script.tree.problems else 0
        for rank, problem in enumerate(script.tree.problems):
            if (rank and problem.message in _ENDS) or problem.start > end:
                continue
            odd = problem.message.endswith(ODD)
            yield RULE.finding(
                script.source.place(problem.start, problem.end),
                f"could not parse this: {problem.message}",
                label="without a pair" if odd else "not checked",
                help=_INSIDE_OUT
                if odd
                else "`bash -n` says whether bash can; if it does, please report this as a bug of lintpack",
            )
    if "WrittenFile" in context.kinds and context.speaks_of(LOADER_WORDS):
        yield from _launchers(context)


def _launchers(context: Context) -> Iterator[Finding]:
    """What the script writes for others to run."""
    from lintpack.rules.shared.loader import programs
    from lintpack.script.written import located

    for program in programs(context):
        for script in program.plan.scripts if program.written else ():
            problem = next(iter(script.tree.problems), None)
            if problem is not None and problem.message.endswith(ODD):
                yield RULE.finding(
                    _line(located(program.written), script.source.text, problem.start),
                    f"could not parse the launcher `{program.plan.path}`: {problem.message}",
                    label="without a pair",
                    help=_INSIDE_OUT,
                )


def _line(places: Locator, text: str, offset: int) -> Place:
    """What writes the line that `offset` lies on: quotes are seldom written as such, but what stands beside them is."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    tried = (places.place(at, end if end > 0 else len(text)) for at in range(start, offset + 2))
    return next((place for place in tried if place != places.whole), places.place(start, offset + 1))
