"""What packs or loads reads a variable that the same script gives its value only further down."""

from __future__ import annotations

import re

from lintpack.bash.tree import AndOr, Assignment, Function, Group, SimpleCommand
from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared import set_names
from lintpack.rules.shared.loader import NAMES, programs
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.unset_reads import of_plan, read_at, unset_reads
from lintpack.rules.shared.wording import calls
from lintpack.script.plan import Unfollowed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.bash.tree import Script, Statement
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.unset_reads import UnsetRead
    from lintpack.source import Place, Source

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
        written = read_at(read)
        inner = _in_function(read.name, written, tree, source) if _has(read, written) else None
        if inner is not None:
            yield _finding(read, written, inner)
            continue
        # What goes on from the caller's own value.
        if read.name in NAMES:
            continue
        if any(frame.kind == "definition" for frame in origin.calls) or (unread is not None and unread < origin.number):
            continue
        if later is None:
            later = _assignments(tree)
        node = later.get(read.name)
        outer = origin.calls[0].place if origin.calls else origin.command
        if node is None or outer.source is not source or node.start < outer.start:
            continue
        # A script that runs itself: the second run has come by there as well.
        if written.source is source and node.start < written.start:
            continue
        # The file that it is read in may ask for it.
        if written.source is not source and set_names.asks(read.name, written.source.text):
            continue
        if _first_of(read.name, node, source.text, outer.start):
            yield _finding(read, read_at(read), source.place(node.start, node.start + len(read.name)))


def _has(read: UnsetRead, place: Place) -> bool:
    return re.search(rf"\$\{{?{read.name}\b", place.text) is not None


def _in_function(name: str, place: Place, tree: Script, source: Source) -> Place | None:
    """Where the function that the read is written in sets the variable further down, which nothing else does."""
    if place.source is not source or name in NAMES:
        return None
    for statement in tree.body:
        function = statement.command
        if isinstance(function, Function) and function.start <= place.start < function.end:
            body = function.body
            node = _assigned_in(body.body).get(name) if isinstance(body, Group) else None
            # Once is enough: a second call would have the value of the first.
            if node is None or node.start < place.end or len(re.findall(rf"\b{function.name}\b", source.text)) > 2:
                return None
            others = len(re.findall(rf"(?<![\w$]){name}\+?=", source.text))
            if others == 1 and _first_of(name, node, source.text, place.start):
                return source.place(node.start, node.start + len(name))
    return None


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
    """Those that are sure to be run, by name: the first of each."""
    return _assigned_in(tree.body)


def _assigned_in(body: Iterable[Statement]) -> dict[str, Assignment]:
    found: dict[str, Assignment] = {}
    for statement in body:
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
