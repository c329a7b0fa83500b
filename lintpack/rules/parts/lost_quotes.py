"""Lists that end at the first blank, for nothing quotes them: `list=$list $(more)` runs the first word of `more`.

bash takes an assignment before a command for that command's environment (bash manual, 3.7.1); the list stays as it was.
"""

from __future__ import annotations

import re

from lintpack.bash.tree import CommandSubstitution, DoubleQuoted, Parameter, SimpleCommand, Word
from lintpack.bash.walk import around
from lintpack.rules.gates.slip_subjects import unquoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

# A library that is no program; those that are begin a line of their own.
_LIBRARY = r"(?!.*\b(?:libc\.so\.6|ld-[\w-]+\.so))(?:\S*/)?lib[\w+.${}*-]*\.so(?:\.[\w.${}*]+|\*)?"
# What prints the path of a program, or one word of it.
_PROGRAMS = r"(?:which|command|type|dirname|basename|realpath|readlink|brew|xcrun|whereis|hash|echo|printf|nproc|pwd)\b"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        for start in unquoted(script.source.text):
            yield from _of_line(start, script, rule)


def _of_line(start: int, script: ReadScript, rule: Rule) -> Iterator[Finding]:
    text = script.source.text
    at = start + len(text[start:]) - len(text[start:].lstrip(" \t"))
    command = next((n for n in around(script.tree, at) if isinstance(n, SimpleCommand) and n.start == at), None)
    if command is None or len(command.assignments) != 1 or not command.words:
        return
    given = command.assignments[0]
    words = [word for word in command.words if isinstance(word, Word)]
    if len(words) != len(command.words) or not isinstance(given.value, Word) or given.index is not None:
        return
    if not _begins_list(given.value, given.name, given.append) or not all(_more(word, script) for word in words):
        return
    if not _read_as_list(given.name, text[: command.start] + text[command.end :]):
        return
    place = script.source.place(command.start, command.end)
    first = words[0].raw if len(words[0].raw) < 40 else f"{words[0].raw[:30]}…"
    right = text[given.value.start : command.end].replace('"', "")
    yield rule.finding(
        place,
        f"`{given.name}` is set for one command only, which is `{first}`: the list is as it was before",
        label="no quotes around the list",
        help=f'write `{text[command.start : given.value.start]}"{right}"`',
    )


def _only(word: Word) -> object:
    parts = word.parts
    if len(parts) == 1 and isinstance(parts[0], DoubleQuoted):
        parts = parts[0].parts
    return parts[0] if len(parts) == 1 else None


def _begins_list(value: Word, name: str, added: bool) -> bool:
    """The list itself, what a command prints, or a library."""
    only = _only(value)
    if isinstance(only, Parameter):
        return (only.name == name or added) and not only.operator
    return isinstance(only, CommandSubstitution) or re.fullmatch(_LIBRARY, value.raw) is not None


def _more(word: Word, script: ReadScript) -> bool:
    """Whether a word can be no command: what a listing prints, a library, another variable."""
    part = word.parts[0] if len(word.parts) == 1 else None
    if isinstance(part, CommandSubstitution):
        inside = script.source.text[part.start : part.end].lstrip("$(`").lstrip()
        return re.match(_PROGRAMS, inside) is None
    if isinstance(part, Parameter):
        return not part.operator and part.name.upper() not in ("MAKE", "CC", "CXX", "SUDO", "PYTHON", "CMAKE", "EXEC")
    return re.fullmatch(_LIBRARY, word.raw) is not None


def _read_as_list(name: str, text: str) -> bool:
    """Whether a loop goes over it, or a copy takes it unquoted."""
    reads = r"\bfor[ \t]+\w+[ \t]+in\b[^;\n]*?|\b(?:cp|mv|install|tar|zip|ldd|patchelf|strip)\b[^;\n\"]*?"
    return re.search(rf"(?:{reads})[ \t]\$\{{?{name}\b", text) is not None
