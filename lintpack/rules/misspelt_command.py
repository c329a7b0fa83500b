"""A command that is none, and nearly one that copies, links or changes libraries: `intsall`, `cpp -a`."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script.plan import Unfollowed, Unresolved
from lintpack.slips import meant_tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import Plan

RULE = Rule(
    code="LP127",
    name="misspelt-command",
    summary="A command over libraries has a name that is a slip for one that copies, links or changes them.",
    level="error",
    confidence="medium",
)

# Letters of a program's name that a slip in it shows by itself.
_LONG = 5


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for effect in context.plan.effects:
        if isinstance(effect, Unresolved) and effect.unknown and (meant := misspelt(effect, context.plan)):
            place = written_at(effect.origin)
            yield RULE.finding(
                place,
                f"`{effect.tool}` is no command that the script defines: `{meant}` was meant",
                label=f"`{meant}`?",
                related=calls(effect.origin, place),
                notes=("the shell says that it finds no such command, and goes on where `set -e` does not stop it",),
                help=f"write `{meant}`",
            )


def misspelt(copy: Unresolved, plan: Plan) -> str:
    """The program that the one of this copy is a slip for; "" where it may be another.

    A long name is a slip but where a function or an alias has it, or a file may that could not be read. Two letters or
    three need more: that they stand in the script once, and what they nearly are as well."""
    name = copy.tool
    meant = meant_tool(name)
    if not meant:
        return ""
    text = "\n".join([script.source.text for script in plan.scripts])
    if not name.isalnum():
        # A sign before it, or behind: the rest is a command's name as it stands.
        return (
            meant if not re.search(rf"(?m)(?:^|[\s;]){re.escape(name)}\s*\(\)|alias\s+{re.escape(name)}=", text) else ""
        )
    once_only = len(re.findall(rf"(?<![\w./$\{{-]){re.escape(name)}(?![\w./-])", text)) == 1
    if once_only and re.search(rf"(?<![\w./$\{{-]){meant}(?=\s)", text):
        return meant
    if len(meant) < _LONG or re.search(rf"\b(?:function\s+{name}\b|alias\s+{name}=|{name}\s*\(\))", text):
        return ""
    return meant if once_only or not any(isinstance(effect, Unfollowed) for effect in plan.effects) else ""
