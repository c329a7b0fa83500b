"""A folder's variable is used where a test has just found it empty, or the test asks nothing."""

from __future__ import annotations

import re

from lintpack.bash.tree import AndOr, Assignment, CommandSubstitution, If, Parameter, SimpleCommand
from lintpack.bash.walk import each, walk
from lintpack.findings import Label
from lintpack.rules.gates.idle_subjects import idle_tests
from lintpack.rules.gates.shell_subjects import tested
from lintpack.rules.gates.sign_subjects import marks, one_answer
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.bash.tree import Node, Statement
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP139",
    name="inverted-test",
    summary="A variable of folders is read where a test has just found it empty.",
    level="warning",
    confidence="high",
)

# `[ -z "$X" ]`, `[ "$X" = "" ]`, `[ "x$X" = x ]`, and what asks for the contrary. The name is the group's.
_VALUE = r"\"?\$\{?(\w+)(?::?-)?\}?\"?"
_NOTHING = r"(?:\"\"|'')"
_IS_EMPTY = rf"(?:-z\s+{_VALUE}|{_VALUE}\s+==?\s+{_NOTHING}|!\s+-n\s+{_VALUE})"
_HAS_SOME = rf"(?:-n\s+{_VALUE}|{_VALUE}\s+!=\s+{_NOTHING}|!\s+-z\s+{_VALUE}|{_VALUE})"
_TEST = r"(?:\[\[?|test)\s+{0}\s*(?:\]\]?)?"


def check(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        yield from once(_of_script(script))
    if any(True for script in context.plan.scripts for _ in idle_tests(script.source.text)):
        from lintpack.rules.parts import idle_tests as part

        yield from part.check(context, RULE)
    if one_answer(context):
        from lintpack.rules.parts import one_answer as answers

        yield from once(answers.check(context, RULE))
    if marks(context):
        from lintpack.rules.parts import unwritten_marks

        yield from once(unwritten_marks.check(context, RULE))


def _of_script(script: ReadScript) -> Iterator[Finding]:
    text = script.source.text
    for node in sorted((*each(script.tree, If), *each(script.tree, AndOr)), key=lambda node: node.start):
        if isinstance(node, If):
            first = node.branches[0]
            condition = text[first.condition[0].start : first.condition[-1].end] if first.condition else ""
            name = _asked(condition, _IS_EMPTY)
            if name:
                yield from _read(name, first.body, first.condition[0], script)
            name = _asked(condition, _HAS_SOME)
            if name and node.otherwise and len(node.branches) == 1:
                yield from _read(name, node.otherwise, first.condition[0], script)
        elif isinstance(node, AndOr) and len(node.commands) == 2:
            condition = text[node.commands[0].start : node.commands[0].end]
            name = _asked(condition, _IS_EMPTY if node.operators[0] == "&&" else _HAS_SOME)
            if name:
                yield from _read(name, node.commands[1:], node.commands[0], script)


def _asked(condition: str, what: str) -> str:
    """The one variable that a test asks for, in one way or in several."""
    if not condition.lstrip().startswith(("[", "test")):
        return ""
    names = set()
    for piece in re.split(r"\s*\|\|\s*", condition):
        match = re.fullmatch(_TEST.format(what), piece.strip())
        if match is None:
            return ""
        names.add(next(filter(None, match.groups())))
    name = names.pop() if len(names) == 1 else ""
    return name if tested(f"${name}") else ""


def _read(name: str, body: Iterable[Statement | Node], test: Node, script: ReadScript) -> Iterator[Finding]:
    """The first assignment that reads the variable; none where something may have given it a value before."""
    for statement in body:
        command = getattr(statement, "command", statement)
        if not isinstance(command, SimpleCommand):
            return
        given = [*command.assignments, *[word for word in command.words if isinstance(word, Assignment)]]
        for one in given:
            for read in walk(one, lambda below: not isinstance(below, CommandSubstitution)):
                if isinstance(read, Parameter) and read.name == name and not (read.form or read.operator or read.index):
                    yield RULE.finding(
                        script.source.place(read.start, read.end),
                        f"`{name}` is read where the test has found it empty: `{one.name}` gets nothing of it",
                        label="always empty",
                        related=(Label(script.source.place(test.start, test.end), "only where it is empty"),),
                        help=f"test for the contrary (`-n` for `-z`), or write `${{{name}:+…}}`",
                    )
                    return
        if any(one.name == name for one in given) or not _sets_nothing(command):
            return


_SETS_NOTHING = ("echo", "printf", "export", "local", ":", "true", "mkdir", "cd")


def _sets_nothing(command: SimpleCommand) -> bool:
    first = command.words[0] if command.words else None
    return first is None or getattr(first, "raw", "") in _SETS_NOTHING
