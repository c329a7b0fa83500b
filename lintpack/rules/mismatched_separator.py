"""What lists files ends each name in another way than what reads the list: `find … | while read -d ''`."""

from __future__ import annotations

import re

from lintpack.bash.tree import (
    AndOr,
    CommandSubstitution,
    For,
    Pipeline,
    ProcessSubstitution,
    SimpleCommand,
    While,
)
from lintpack.bash.walk import each
from lintpack.rules.gates.slip_subjects import zeros
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.bash.tree import Node
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP144",
    name="mismatched-separator",
    summary="A list of files is read up to NULs and written with newlines, or the other way round.",
    level="error",
    confidence="high",
)

# How a name ends: in a NUL, in a newline, or not known.
_NUL, _LINE, _UNKNOWN = "NUL", "newline", ""

# Actions of find that print nothing, or something else than names.
_OTHER_ACTIONS = re.compile(r"-(?:exec|execdir|ok|okdir|delete|ls|fls|fprint0?|fprintf|files0-from)")
# Programs that end each line as others do, and their option that makes it a NUL.
_LINES = ("ls", "ldd", "rpm", "dpkg", "dpkg-query", "readelf", "objdump", "pacman", "which", "locate", "git")
_FILTERS = {
    "sort": r"-[bdfghiMnRrVcCmsu]*z|--zero-terminated",
    "uniq": r"-[cdDiu]*z|--zero-terminated",
    "head": r"-[qv]*z|--zero-terminated",
    "tail": r"-[qv]*z|--zero-terminated",
    "cut": r"-z|--zero-terminated",
    "shuf": r"-[er]*z|--zero-terminated",
    "sed": r"-[nErsu]*z|--null-data|--zero-terminated",
    **dict.fromkeys(("grep", "egrep", "fgrep"), r"-[^ef-]*[zZ].*|--null|--null-data"),
}
_ZERO = re.compile(r"\\0|\\x0|\\u0")
# Options of xargs with a value behind them, perhaps in the same word.
_XARGS_VALUES = "InPLsEeildab"


def check(context: Context) -> Iterator[Finding]:
    if zeros(context):
        for script in context.plan.scripts:
            yield from once(_of_script(script))


def _of_script(script: ReadScript) -> Iterator[Finding]:
    for pipeline in each(script.tree, Pipeline):
        for at in range(1, len(pipeline.commands)):
            reader = pipeline.commands[at]
            yield from _compare(pipeline.commands[:at], reader, script)
    readers: tuple[While | SimpleCommand, ...] = (*each(script.tree, While), *each(script.tree, SimpleCommand))
    for node in readers:
        for redirect in node.redirects:
            part = redirect.target.parts[0] if redirect.operator == "<" and redirect.target.parts else None
            if isinstance(part, ProcessSubstitution) and len(part.body) == 1:
                yield from _compare(_commands(part.body[0].command), node, script)
    for loop in each(script.tree, For):
        for word in loop.words or ():
            for part in word.parts:
                if isinstance(part, CommandSubstitution) and len(part.body) == 1:
                    commands = _commands(part.body[0].command)
                    if _written(commands) == _NUL:
                        yield _finding(
                            script, commands[-1], "`$( )` drops each NUL, and all names run together", "without NULs"
                        )


def _commands(node: Node) -> tuple[Node, ...]:
    return node.commands if isinstance(node, Pipeline) else (node,)


def _compare(writers: Sequence[Node], reader: Node, script: ReadScript) -> Iterator[Finding]:
    expected, tool, place = _expected(reader)
    if not expected:
        return
    given = _written(writers)
    if not given or given == expected:
        return
    words = _words(writers[-1])
    name = words[0] if words else ""
    if given == _LINE:
        becomes = {
            "read": "it fails at the end, and the loop is never entered",
            "xargs": "the whole list is one name to it",
        }.get(tool, "the whole list is one element")
        how = "with `-print0`" if name == "find" else "with NULs"
        says = f"`{tool}` waits for a NUL here, but `{name}` ends names with newlines: {becomes}"
    else:
        becomes = {
            "read": "it drops NULs, fails at the end, and the loop is never entered",
            "xargs": "it takes none but the first name",
        }.get(tool, "all but the first name is lost")
        how = "with `read -d ''`" if tool == "read" else "with `-0`" if tool == "xargs" else "with `-d ''`"
        says = f"`{name}` ends names with NULs, but `{tool}` waits for a newline: {becomes}"
    yield _finding(script, place, says, how)


def _finding(script: ReadScript, node: Node, says: str, how: str) -> Finding:
    place = script.source.place(node.start, node.end)
    return RULE.finding(
        place, says, label="another separator", help=f"{how}, both have the same separator; or do without NULs in both"
    )


def _words(node: Node) -> list[str]:
    """The words of a command as they are written, without what it is started by, and its own folder."""
    if not isinstance(node, SimpleCommand):
        return []
    words = [word.raw for word in node.words]
    while len(words) > 1 and (words[0] in ("sudo", "command", "env", "nice", "xvfb-run") or "=" in words[0]):
        words = words[1:]
    return [words[0].rpartition("/")[2], *words[1:]] if words else []


def _expected(reader: Node) -> tuple[str, str, Node]:
    """Which end of a name the reader waits for, its name, and where that is said."""
    command = reader
    either = False
    if isinstance(reader, While):
        if len(reader.condition) != 1 or reader.until:
            return _UNKNOWN, "", reader
        command = reader.condition[0].command
        if isinstance(command, AndOr):
            # `while read -d '' f || [ -n "$f" ]` takes what is left at the end.
            command, either = command.commands[0], True
    words = _words(command)
    if not words:
        return _UNKNOWN, "", reader
    if isinstance(reader, While):
        if words[0] != "read":
            return _UNKNOWN, "", reader
        found = _delimiter(words[1:], "ainNptu")
        return (_UNKNOWN if either else found), "read", command
    if words[0] in ("mapfile", "readarray"):
        return _delimiter(words[1:], "nOsuCc"), words[0], command
    if words[0] == "xargs":
        return _of_xargs(words[1:]), "xargs", command
    return _UNKNOWN, "", reader


def _delimiter(words: list[str], valued: str) -> str:
    """What `-d` says among the options of `read` or `mapfile`."""
    at = 0
    while at < len(words) and words[at][:1] == "-":
        for n, letter in enumerate(words[at][1:], 1):
            if letter == "d":
                value = words[at][n + 1 :] or (words[at + 1] if at + 1 < len(words) else "?")
                return _NUL if value in ("''", '""', "$'\\0'", "$'\\x00'", "$'\\000'") else _UNKNOWN
            if letter in "nNu" or (letter not in valued and letter not in "rest"):
                return _UNKNOWN
            if letter in valued:
                at += n + 1 == len(words[at])
                break
        at += 1
    return _UNKNOWN if any("[@]" in word or word[:1] == "<" for word in words) else _LINE


def _of_xargs(words: list[str]) -> str:
    at = 0
    while at < len(words) and words[at][:1] == "-" and words[at] != "--":
        word = words[at]
        if word.startswith("--"):
            if word == "--null":
                return _NUL
            if word.startswith(("--delim", "--arg-file")):
                return _UNKNOWN
        for n, letter in enumerate(word[1:] if word[1:2] != "-" else "", 1):
            if letter == "0":
                return _NUL
            if letter in "da":
                return _UNKNOWN
            if letter in _XARGS_VALUES:
                at += n + 1 == len(word) and letter in "InPLsE"
                break
        at += 1
    return _UNKNOWN if at < len(words) and words[at][:1] in "$\"'" else _LINE


def _written(writers: Sequence[Node]) -> str:
    """How names end that the last of these commands writes."""
    node = writers[-1]
    words = _words(node)
    if (
        not words
        or not isinstance(node, SimpleCommand)
        or any(one.operator in (">", ">>", "&>") for one in node.redirects)
    ):
        return _UNKNOWN
    name, options = words[0], words[1:]
    text = " ".join(options)
    if "[@]" in text or "$@" in text or "$*" in text:
        return _UNKNOWN
    if name == "find":
        return _of_find(options)
    if name == "printf":
        first = next((word for word in options if word[:1] != "-"), "")
        return _NUL if _ZERO.search(first) else _LINE if first.rstrip("\"'").endswith("\\n") else _UNKNOWN
    if name == "echo":
        # `echo "$text" | xargs -0` is there to keep quotes.
        return _UNKNOWN
    if name == "cat" and len(writers) > 1 and not options:
        return _written(writers[:-1])
    if name == "tr":
        if len(options) != 2:
            return _written(writers[:-1]) if len(writers) > 1 else _UNKNOWN
        if _ZERO.search(options[1]):
            return _NUL
        return _LINE if _ZERO.search(options[0]) and "\\n" in options[1] else _UNKNOWN
    if name in _FILTERS:
        if any(re.fullmatch(_FILTERS[name], option) for option in options):
            return _NUL
        return _of_lines(writers)
    if name in ("awk", "gawk", "mawk"):
        shown = _ZERO.search(text) or re.search(r"\b(?:ORS|printf)\b|%c|(?:^| )-f", text)
        return _UNKNOWN if shown else _of_lines(writers)
    if name in _LINES:
        zero = any(re.fullmatch(r"-z|-0|--zero|--null|-\w*z", option) for option in options)
        return _UNKNOWN if zero or _ZERO.search(text) else _LINE
    return _UNKNOWN


def _of_lines(writers: Sequence[Node]) -> str:
    """What a filter of lines writes: lines, unless NULs come in, or what comes in is not known."""
    if len(writers) == 1:
        words = _words(writers[0])
        return _LINE if "grep" in words[0] and any(re.fullmatch(r"-\w*l\w*", word) for word in words) else _UNKNOWN
    return _LINE if _written(writers[:-1]) == _LINE else _UNKNOWN


def _of_find(options: list[str]) -> str:
    if "-print0" in options:
        return _NUL
    first = next((n for n, word in enumerate(options) if word[:1] == "-" and len(word) > 2), len(options))
    for before, word in zip(options[first:], options[first + 1 :], strict=False):
        if word[:1] in '$"' and "$" in word[:2] and before[:1] != "-":
            # A variable that may hold `-print0`.
            return _UNKNOWN
        if before == "-printf":
            return _NUL if _ZERO.search(word) else _LINE if "\\n" in word else _UNKNOWN
    return _UNKNOWN if any(_OTHER_ACTIONS.fullmatch(word) for word in options) else _LINE
