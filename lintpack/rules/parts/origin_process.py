"""LP310 for `$$ORIGIN` where no make reads it: in double quotes, or bare, the shell puts its number in for `$$`.

RPATH="-Wl,-rpath,'$$ORIGIN/../lib'"
"""

from __future__ import annotations

from lintpack.bash.tree import DoubleQuoted, HereDocument, Literal, Parameter, Word
from lintpack.bash.walk import each
from lintpack.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

_SIGNS = ("$$ORIGIN", "$${ORIGIN")
# An assignment, as configure scripts before m4 has read them have it, where it may not be told what else is a word.
_ASSIGNED = (
    r"(?m)^[ \t]*(?:(?:export|local|readonly)[ \t]+)?\w+\+?=\"(?:\\(?s:.)|[^\"\\\n])*?(?<!\$)(\$\$\{?ORIGIN\b\}?)"
)
# What only make understands, and the names of its files.
_MAKE = r"(?m)^(?:\.PHONY\s*:|\.?[\w$()%/.-]+\s*::?(?!=)[^\n]*\n\t|ifn?eq\s*\(|[\w.-]+\s*[?:]=\s)|\A#![^\n]*\bmake\b"
_MAKEFILES = r"(?i)(?:^|/)(?:[^/]*makefile[^/]*|[^/]*\.(?:mk|mak|am)(?:\.in)?|[^/]*\.pr[oif])$"


def check(context: Context) -> Iterator[Place]:
    for script in context.plan.scripts:
        text = script.source.text
        if any(sign in text for sign in _SIGNS) and not (
            re.search(_MAKE, text) or re.search(_MAKEFILES, script.source.path)
        ):
            yield from _of_script(script)


def _of_script(script: ReadScript) -> Iterator[Place]:
    source = script.source
    kept = [(one.body.start, one.body.end) for one in each(script.tree, HereDocument)]
    nodes: list[Word | DoubleQuoted] = [*each(script.tree, Word), *each(script.tree, DoubleQuoted)]
    for node in nodes:
        for one, after in zip(node.parts, node.parts[1:], strict=False):
            if not (isinstance(one, Parameter) and one.name == "$" and isinstance(after, Literal)):
                continue
            named = re.match(r"ORIGIN\b|\{ORIGIN\}", after.text)
            line = source.line(source.position(one.start)[0])
            if named and not re.search(r"\bqmake\b|\beval\b", line):
                yield source.place(one.start, after.start + len(named[0]))
    for match in re.finditer(_ASSIGNED, source.text):
        start, end = match.span(1)
        if not any(first <= start < last for first, last in kept) and not _in_quotes(start, script):
            yield source.place(start, end)


def _in_quotes(offset: int, script: ReadScript) -> bool:
    """Whether the offset lies in single quotes, of a text over many lines."""
    from lintpack.bash.tree import SingleQuoted

    return any(one.start <= offset < one.end for one in each(script.tree, SingleQuoted))
