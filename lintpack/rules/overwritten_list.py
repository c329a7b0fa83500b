"""A list of libraries gets new content before anything has read what it held."""

from __future__ import annotations

import re

from lintpack.bash.tree import (
    ArithmeticFor,
    ArrayValue,
    Assignment,
    CaseClause,
    CommandSubstitution,
    For,
    Group,
    If,
    IfBranch,
    ProcessSubstitution,
    Script,
    SimpleCommand,
    Subshell,
    While,
)
from lintpack.bash.walk import each
from lintpack.findings import Label
from lintpack.rules.gates.subjects import given_twice
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node, Statement
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP123",
    name="overwritten-list",
    summary="A list of libraries is replaced before anything has read it: what it held is not packed.",
    level="error",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        if given_twice(script.source.text):
            for kind, fields in _BLOCKS.items():
                for node in each(script.tree, kind):
                    for field in fields:
                        yield from _of_block(getattr(node, field) or (), script)


# What holds statements that follow each other, and where.
_BLOCKS: dict[type[Node], tuple[str, ...]] = {
    **dict.fromkeys((Script, CommandSubstitution, ProcessSubstitution, Subshell, Group), ("body",)),
    **dict.fromkeys((For, ArithmeticFor, CaseClause), ("body",)),
    **dict.fromkeys((While, IfBranch), ("condition", "body")),
    If: ("otherwise",),
}


def _of_block(statements: tuple[Statement, ...], script: ReadScript) -> Iterator[Finding]:
    """Of statements that follow each other: those between two assignments must be assignments too, for what else they
    do is not looked into."""
    waiting: dict[str, Assignment] = {}
    for statement in statements:
        command = statement.command
        if not (isinstance(command, SimpleCommand) and command.assignments and not command.words):
            waiting.clear()
            continue
        for assignment in command.assignments:
            for name in [name for name in waiting if re.search(rf"\$\{{?[!#]?{name}\b", assignment.raw)]:
                del waiting[name]
            before = waiting.get(assignment.name)
            if before is not None and not assignment.append and assignment.index is None:
                lost = _libraries(before) - _libraries(assignment)
                if lost and _libraries(assignment):
                    yield _finding(before, assignment, sorted(lost), script)
            if _libraries(assignment):
                waiting[assignment.name] = assignment


def _libraries(assignment: Assignment) -> frozenset[str]:
    """The libraries that a list holds, without their versions. One word that is no array is a list by its name."""
    value = assignment.value
    if value is None or ".so" not in assignment.raw:
        return frozenset()
    if isinstance(value, ArrayValue):
        words = [element.value.raw for element in value.elements]
    else:
        words = value.raw.strip("\"'").split()
        if len(words) < 2 and not re.search(r"(?i)libs\b|libraries|_list\b|deps\b", assignment.name):
            return frozenset()
    names = [word.strip("\"'").rpartition("/")[2] for word in words]
    return frozenset([name.partition(".so")[0] + ".so" for name in names if re.search(r"\w\*?\.so\b", name)])


def _finding(before: Assignment, after: Assignment, lost: list[str], script: ReadScript) -> Finding:
    source = script.source
    name = before.name
    first = source.place(before.start, before.end)
    second = source.place(after.start, after.start + len(name) + 1)
    shown = " and ".join([f"`{one}`" for one in lost[:2]])
    return RULE.finding(
        first,
        f"`{name}` is replaced on line {second.line} before anything reads it, so {shown} "
        f"{'is' if len(lost) == 1 else 'are'} not packed",
        label="lost",
        related=(Label(second, "replaced here"),),
        help=f"write one list, or add to it: `{name}+=( … )`",
    )
