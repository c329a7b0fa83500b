"""Assignments of the loader's variables that a blank takes apart, so that the shell reads words and no value (bash
manual, 3.7.1 and 4.2).

LD_LIBRARY_PATH = /opt/x/lib                a command with two arguments
LD_LIBRARY_PATH= /opt/x/lib prog            the folder is the command
export LD_LIBRARY_PATH= /opt/x/lib          two names to export
export LD_LIBRARY_PATH=/opt/x/lib $OLD_PATH as well
"""

from __future__ import annotations

import re
from itertools import pairwise

from lintpack.bash.tree import Assignment, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.record import Record
from lintpack.rules.shared.loader import FOLDERS, NAMES, written_scripts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Script
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.source import Place

_EXPORTS = ("export", "declare", "typeset", "readonly", "local")
# A folder of libraries, or a list of folders: nothing that one starts. What `${…}` has in it is no separator.
_BRACED = r"\$\{[^}]*\}|\$\([^)]*\)"
_FOLDER = r"(?:/|^)(?:lib(?:s|32|64|x32)?|[\w.]+-linux-gnu\w*)/?$"
# Variables that hold folders, by their names; `$TOOL_PATH` and `$CMD_PREFIX` may as well stand for a command.
_HOLDS = r"\$\{?\w*(?:DIRS?|LIBS?|HOME)\}?$"
_EXPORTED = r"\$\{?\w*(?:PATH|DIRS?|LIBS?|ROOT|HOME|PREFIX)\}?$"
# ld.so itself is a program.
_LIBRARY = r"(?:^|/)(?!ld[-.])[^/\s]+\.so(?:[.\d]*)$"

# Messages, with labels and help.
_SETS_NOTHING = ("no assignment", "write `NAME=value` without spaces")
_BESIDE = ("a space stands beside the `=`, so the shell takes `{}` for {}, and sets nothing", *_SETS_NOTHING)
_EMPTY = (
    "a space stands behind the `=`, so `{}` is set to nothing, and what was meant is taken for a {}",
    *_SETS_NOTHING,
)
_BEHIND = (
    "a space ends the value of `{}`: the directory behind it is taken for a {}",
    "not a separator",
    "put `:` between directories",
)


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        if any(name in script.source.text for name in NAMES):
            for one in _apart(script.tree):
                yield _finding(rule, one, script.source.place(one.start, one.end))
    for _, script, places in written_scripts(context):
        for one in _apart(script.tree):
            yield _finding(rule, one, places.place(one.start, one.end))


class _Apart(Record):
    """Where such an assignment begins and ends, and what to say of it: the message is about `name` and `taken`."""

    start: int
    end: int
    says: tuple[str, str, str]
    name: str
    taken: str


def _finding(rule: Rule, one: _Apart, place: Place) -> Finding:
    message, label, advice = one.says
    return rule.finding(place, message.format(one.name, one.taken), label=label, help=advice)


def _apart(tree: Script) -> Iterator[_Apart]:
    for node in each(tree, SimpleCommand):
        words = node.words
        if not words:
            continue
        first = words[0].raw
        # `LD_LIBRARY_PATH= /opt/x/lib`, with more of them before it.
        if node.assignments and node.assignments[-1].name in NAMES:
            found = _pair(node.assignments[-1], words[0], "command")
            if found:
                yield found
        if first.lstrip("$") in NAMES:
            if len(words) > 1 and words[1].raw[:1] == "=":
                name = first.lstrip("$")
                yield _Apart(words[0].start, words[1].start + 1, _BESIDE, name, "a command")
        elif first in _EXPORTS or first.rpartition("/")[2] == "env":
            kind = "command" if first[-3:] == "env" else "name to export"
            for one, after in pairwise(words):
                if isinstance(one, Word) and one.raw in NAMES and after.raw[:1] == "=":
                    yield _Apart(one.start, after.start + 1, _BESIDE, one.raw, "two words")
                    continue
                found = _pair(one, after, kind)
                if found:
                    yield found


def _pair(one: Assignment | Word, after: Assignment | Word, kind: str) -> _Apart | None:
    """What is wrong with an assignment and the word behind it."""
    name, equals, value = one.raw.partition("=")
    name = name.removesuffix("+")
    if not equals or name not in NAMES or isinstance(after, Assignment) or re.match(r"\w+\+?=", after.raw):
        return None
    bare = re.sub(r"[\"']", "", after.raw)
    # What is exported has to be a name: nothing else may stand there.
    wrong = kind != "command" and re.search(r"^[./~]|" + (_EXPORTED if value else r"^\$"), bare) is not None
    if not wrong and not _is_value(name, bare):
        return None
    if value:
        return _Apart(one.start, after.end, _BEHIND, name, kind)
    return _Apart(one.start, after.start, _EMPTY, name, kind)


def _is_value(name: str, word: str) -> bool:
    """Whether `word` is what such a variable may have as its value, and nothing that can be started."""
    if re.search(rf"\$\{{?{name}\b", word):
        return True
    if name not in FOLDERS:
        return re.search(_LIBRARY, word) is not None
    plain = re.sub(_BRACED, "$", word)
    return (":" in plain and "/" in word) or re.search(_FOLDER, word) is not None or re.search(_HOLDS, word) is not None
