"""A region of a script that lintpack could not parse."""

from __future__ import annotations

from lintpack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP001",
    name="unparsable-script",
    summary="A part of the script could not be parsed, so nothing in it is checked.",
    level="warning",
    confidence="high",
)


# What ends a compound command whose beginning was already reported.
_ENDS = frozenset(f"unexpected `{word}`" for word in "then elif else fi do done esac } ) ;;".split())


def check(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        for rank, problem in enumerate(script.tree.problems):
            if rank and problem.message in _ENDS:
                continue
            place = script.source.place(problem.start, problem.end)
            yield RULE.finding(
                place,
                f"could not parse this: {problem.message}",
                label="not checked",
                help="`bash -n` says whether bash can; if it does, please report this as a bug of lintpack",
            )
