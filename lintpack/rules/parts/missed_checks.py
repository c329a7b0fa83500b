"""A library's copy that a script forgot to check, where it checks its other copies one by one: see unchecked_copy.

cp "$deps/libfoo.so.2" out/lib/ || die "no libfoo"
cp "$deps/libbar.so.1" out/lib/
"""

from __future__ import annotations

import re

from lintpack.bash.tree import AndOr, Group, SimpleCommand
from lintpack.bash.walk import each
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Command, Script
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.source import Place

# Copies that are checked alike: with fewer, no habit shows.
_HABIT = 4
_COPIES = frozenset(("cp", "install", "rsync", "mv"))
_DIES = r"(?i)\w*(?:die|fail|fatal|abort|bail|panic|error|err)\w*|exit"


class Missed(Record):
    """`one` is not checked, as `count` other copies of the script are with `by`, such as the one at `other`."""

    one: Packed
    count: int
    by: str
    other: Place


def missed(unseen: list[Packed], context: Context) -> Iterator[Missed]:
    """Of copies of which nothing is known to notice a failure, those in scripts with such a habit."""
    for script in context.plan.scripts:
        mine = [one for one in unseen if one.origin.command.source is script.source and one.transfer is not None]
        if not mine:
            continue
        checked: dict[str, list[SimpleCommand]] = {}
        for command, by in _checked(script.tree):
            checked.setdefault(by, []).append(command)
        by, commands = max(checked.items(), key=lambda pair: len(pair[1]), default=("", []))
        if len(commands) >= _HABIT:
            other = script.source.place(commands[0].start, commands[0].end)
            for one in mine:
                yield Missed(one, len(commands), by, other)


def _checked(tree: Script) -> Iterator[tuple[SimpleCommand, str]]:
    """The copies that have `|| die` behind them, and its name."""
    for node in each(tree, AndOr):
        for first, operator, second in zip(node.commands, node.operators, node.commands[1:], strict=False):
            if operator == "||" and isinstance(first, SimpleCommand) and _name(first) in _COPIES:
                by = _ends(second)
                if by:
                    yield first, by


def _name(command: Command) -> str:
    return command.words[0].raw if isinstance(command, SimpleCommand) and command.words else ""


def _ends(command: Command) -> str:
    """The function by which a command stops the script: `die`, `{ echo …; exit 1; }`; "" for none."""
    if isinstance(command, Group):
        return "exit" if any(_name(one.command) == "exit" for one in command.body) else ""
    name = _name(command)
    return name if re.fullmatch(_DIES, name) else ""
