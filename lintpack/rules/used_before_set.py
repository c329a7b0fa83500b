"""What packs or loads reads a variable that the same script gives its value only further down."""

from __future__ import annotations

import re

from lintpack.bash.tree import AndOr, Assignment, SimpleCommand
from lintpack.findings import Label
from lintpack.rules import set_names
from lintpack.rules.loader import programs
from lintpack.rules.packed import once
from lintpack.rules.rule import Rule
from lintpack.rules.unset_reads import of_plan, read_at, unset_reads
from lintpack.rules.wording import calls
from lintpack.script.plan import Unfollowed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Script
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.unset_reads import UnsetRead
    from lintpack.source import Place

RULE = Rule(
    code="LP125",
    name="used-before-set",
    summary="A copy, a link or the loader's path reads a variable that is set only further down.",
    level="warning",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_entry(context))
    for program in programs(context):
        if program.written:
            yield from once(_launcher(program.plan.scripts[0].tree, program.text, tuple(of_plan(program.plan))))


def _entry(context: Context) -> Iterator[Finding]:
    """Reads of the entry script, also in functions that it had called by then."""
    plan = context.plan
    source, tree = plan.scripts[0].source, plan.scripts[0].tree
    later: dict[str, Assignment] | None = None
    unread = min((effect.origin.number for effect in context.each(Unfollowed)), default=None)
    for read in unset_reads(context):
        origin = read.effect.origin
        if any(frame.kind == "definition" for frame in origin.calls) or (unread is not None and unread < origin.number):
            continue
        if later is None:
            later = _assignments(tree)
        node = later.get(read.name)
        outer = origin.calls[0].place if origin.calls else origin.command
        if node is None or outer.source is not source or node.start < outer.start:
            continue
        if _first_of(read.name, node, source.text, outer.start):
            yield _finding(read, read_at(read), source.place(node.start, node.start + len(read.name)))


def _launcher(tree: Script, text: str, reads: tuple[UnsetRead, ...]) -> Iterator[Finding]:
    """Those of a written script, whose offsets are not those of the script that writes it."""
    later = _assignments(tree) if reads else {}
    for read in reads:
        node = later.get(read.name)
        found = re.search(rf"\$\{{?{read.name}\b", text)
        if node is None or found is None or node.start < found.start():
            continue
        if _first_of(read.name, node, text, found.start()):
            place = read_at(read)
            after = re.compile(rf"(?<![\w$]){read.name}=").search(place.source.text, place.end)
            if after is not None:
                yield _finding(read, place, place.source.place(after.start(), after.end() - 1))


def _finding(read: UnsetRead, place: Place, later: Place) -> Finding:
    return RULE.finding(
        place,
        f"{read.what} reads `{read.name}`, which is set only further down, in line {later.line}",
        label="still empty here",
        related=(*calls(read.effect.origin, place), Label(later, "set here")),
        help=f"set `{read.name}` before; where the caller gives it a value, say so: `${{{read.name}:?}}`",
    )


def _assignments(tree: Script) -> dict[str, Assignment]:
    """The assignments that are sure to be run, by name: the first of each, but none that builds on an old value."""
    found: dict[str, Assignment] = {}
    for statement in tree.body:
        command = statement.command
        if isinstance(command, AndOr):
            command = command.commands[0]
        if not isinstance(command, SimpleCommand) or statement.background:
            continue
        if command.assignments and command.words:
            continue
        for node in (*command.assignments, *command.words):
            if isinstance(node, Assignment) and node.index is None:
                found.setdefault(node.name, node)
    return found


def _first_of(name: str, node: Assignment, text: str, start: int) -> bool:
    """Whether nothing else in `text` shows that there is a value before: no other assignment above, no default and no
    test, and no use of the old value in the new one."""
    if node.append or re.search(rf"\$\{{?{name}\b", node.raw):
        return False
    if set_names.gives_or_asks(name, text[:start]) or re.search(set_names.HIDDEN, text[:start]):
        return False
    return not set_names.asks(name, text)
