"""Assignments: `name=value`, `name+=value`, `name[index]=value`, `name=(…)`, also as an argument of `declare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lintpack.bash.tree import Assignment
    from lintpack.script.expand import Host
    from lintpack.script.values import Text, Value


def assign(node: Assignment, host: Host) -> None:
    """Do the assignment in `host.variables`: attributes already declared (integer, lower, upper, name reference,
    associative) are honoured, a readonly variable keeps its value. Call `variables.declare` before it for `local x=1`.
    """
    raise NotImplementedError


def assigned_text(node: Assignment, host: Host) -> Text:
    """The scalar value that the assignment would give, without doing it: for `NAME=value command`."""
    raise NotImplementedError


def assign_value(name: str, value: Value, host: Host) -> None:
    """Give a variable alternatives, with attributes honoured: for `read`, `printf -v`, `for`, `getopts`."""
    raise NotImplementedError
