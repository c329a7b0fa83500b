"""Statements that are meant to set or to ask for a variable of the loader's, and do something else.

`export $LD_LIBRARY_PATH`, `export LD_LIBRARY_PATH /opt/x/lib`, `setenv LD_LIBRARY_PATH …`, `[ -z $"LD_LIBRARY_PATH" ]`,
`LD_LIBRARY_PATH=$LD_LIBRARY_PATH;/opt/x/lib`
"""

from __future__ import annotations

import re

from lintpack.bash.tree import (
    Assignment,
    ConditionBinary,
    ConditionUnary,
    DoubleQuoted,
    Literal,
    SimpleCommand,
    SingleQuoted,
    Word,
)
from lintpack.bash.walk import holding
from lintpack.rules.shared.loader import NAMES
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

    # From where to where, the message, a label, and the help.
    _Fault = tuple[int, int, str, str, str]

# A folder of libraries behind `;`, alone up to the end of the command.
_CUT_OFF = (
    r";(?P<folder>\"?(?=[/~]|\$\{?\w+\}?/)[^\s;&|\"]*?(?:/lib(?:s|32|64|exec)?|-linux-gnu|/\.libs)/?\"?"
    r"|\"?\$\{?(?:\w*(?:LIB|LIBS|PATH|DIR))\}?\"?)[ \t]*(?:[;#\n]|$)"
)
# Commands that start others, and `set`, which is taken for one that sets variables.
_HANDING_ON = frozenset("env sudo doas set time nohup nice exec command builtin setsid stdbuf ionice catchsegv".split())
_EXPORTS = ("export", "readonly", "declare", "typeset", "local", "unset")


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        offsets = _named(script.source.text)
        if offsets:
            for start, end, message, label, advice in _faults(script, offsets):
                yield rule.finding(script.source.place(start, end), message, label=label, help=advice)
        if "${!" in script.source.text:
            for start, end, message, label, advice in _indirect(script.source.text):
                yield rule.finding(script.source.place(start, end), message, label=label, help=advice)


def _named(text: str) -> list[int]:
    """Where one of the variables is named, from the first place to the last."""
    found = []
    for name in NAMES:
        at = text.find(name)
        while at >= 0:
            found.append(at)
            at = text.find(name, at + 1)
    return sorted(found)


def _indirect(text: str) -> Iterator[_Fault]:
    """`${!LD_LIBRARY_PATH}`, also in what is written: `\\${!$NAME}` with a name of such a variable in `NAME`."""
    names = "|".join(sorted(NAMES, key=len, reverse=True))
    written = r"\\\$\{!\$\{?\w*(?:LD_|LIB|DYLD)\w*\}?\}"
    for at, line in lines_with("{!", text):
        match = re.match(rf"[^#]*?(\\?\$\{{!(?:{names})\}}|{written})", line)
        if match is not None:
            message = f"`{match[1]}` is the value of the variable that the list of folders names: there is none"
            help_ = f"write `{match[1].replace('!', '', 1)}`"
            yield at + match.start(1), at + match.end(1), message, "one step too many", help_


def _faults(script: ReadScript, offsets: list[int]) -> list[_Fault]:
    found: list[_Fault] = []
    for command in holding(script.tree, SimpleCommand, offsets):
        found += _command(command, script)
    for unary in holding(script.tree, ConditionUnary, offsets):
        if unary.operator in ("-z", "-n"):
            found += _asked(unary.operand)
    for binary in holding(script.tree, ConditionBinary, offsets):
        if _plain(binary.right) == "":
            found += _asked(binary.left)
    return sorted(found, key=lambda fault: fault[0])


def _command(node: SimpleCommand, script: ReadScript) -> Iterator[_Fault]:
    words = node.words
    for assignment in (*node.assignments, *[word for word in words if isinstance(word, Assignment)]):
        if assignment.name in NAMES:
            yield from _assigned(assignment, script)
    first = words[0] if words else None
    if not isinstance(first, Word):
        return
    name = _plain(first)
    if node.assignments or name.rpartition("/")[2] in _HANDING_ON:
        from lintpack.rules.parts.set_for_nobody import fault

        one = fault(node, script)
        if one is not None:
            yield one
            return
    if name in ("[", "test"):
        yield from _test([word for word in words[1:] if isinstance(word, Word)])
    elif name in _EXPORTS:
        yield from _exported(name, words[1:])
    elif name in ("setenv", "set") and len(words) > 1 and isinstance(words[1], Word):
        given = words[1].raw.partition("=")[0]
        if given not in NAMES or (name == "setenv" and len(words) < 3) or (name == "set" and "=" not in words[1].raw):
            return
        if name == "setenv" and re.search(r"\bsetenv\b\s*(?:\(|=)|\bfunction\s+setenv\b", script.source.text):
            return
        what = "is a command of csh's" if name == "setenv" else "sets the script's arguments here"
        yield node.start, words[1].end, f"`{name}` {what}: `{given}` is not set", "sets nothing", f"write `{given}=…`"
    elif match := re.match(r"\$\{?(\w+)\}?=", first.raw):
        if match[1] in NAMES:
            yield _dollar(match[1], first, "runs a command of that name")
    elif (match := re.match(r"(\w+):=", first.raw)) and match[1] in NAMES:
        message = f"`{match[1]}:=` is no assignment but a command"
        yield first.start, first.end, message, "sets nothing", f"write `{match[1]}=…`"


def _assigned(assignment: Assignment, script: ReadScript) -> Iterator[_Fault]:
    name, start = assignment.name, assignment.start
    if isinstance(assignment.value, Word) and assignment.value.raw[:1] == "=":
        message = f"a second `=` becomes part of the first directory in `{name}`"
        yield start, assignment.end, message, "one `=` too many", f"write `{name}=…`"
    cut = re.compile(_CUT_OFF).match(script.source.text, assignment.end)
    if cut is not None:
        message = f"`;` ends the value of `{name}`, and `{cut['folder']}` is run as a command"
        yield start, cut.end("folder"), message, "`:` was meant", "put `:` between directories"


def _exported(command: str, words: tuple[Word | Assignment, ...]) -> Iterator[_Fault]:
    for at, word in enumerate(words):
        if isinstance(word, Assignment):
            continue
        match = re.match(r"\"?\$\{?(\w+)\}?\"?(?==|$)", word.raw)
        if match and match[1] in NAMES:
            if any(isinstance(before, Assignment) and before.name == match[1] for before in words[:at]):
                continue  # the rest of a list that a blank cuts off
            what = "the names that its value has" if command != "unset" else "variables called as its value"
            verb = {"unset": "unsets", "export": "exports"}.get(command, "declares")
            yield _dollar(match[1], word, f"{verb} {what}")
            continue
        name, colon, rest = word.raw.partition(":")
        if name not in NAMES or command == "unset":
            continue
        after = words[at + 1] if at + 1 < len(words) else None
        if colon and rest:
            yield word.start, word.end, f"`{word.raw}` is no assignment: `:` stands for `=`", "not set", "write `=`"
        elif (
            isinstance(after, Word) and re.match(r"[\"']?[/~.$:]", after.raw) and not after.raw.startswith(("$(", "`"))
        ):
            message = f"`{command} {name}` and a word behind it give `{name}` no value"
            yield word.start, after.end, message, "no `=`", f"write `{name}={after.raw}`"


def _dollar(name: str, word: Word, what: str) -> _Fault:
    return word.start, word.end, f"`${name}` is the value, not the variable: this {what}", "no `$`", f"write `{name}`"


def _test(words: list[Word]) -> Iterator[_Fault]:
    for at, word in enumerate(words[:-1]):
        if _plain(word) in ("-z", "-n"):
            yield from _asked(words[at + 1])
        elif _plain(word) in ("=", "==", "!=") and at and _plain(words[at + 1]) == "":
            yield from _asked(words[at - 1])


def _asked(word: Word) -> Iterator[_Fault]:
    """`-z LD_LIBRARY_PATH`, `-z $"LD_LIBRARY_PATH"`, `-z '$LD_LIBRARY_PATH'`."""
    name = _plain(word)
    bare = name.strip("${}")
    if bare not in NAMES:
        return
    message = f"asks of the word `{name}` whether it is empty, not of the variable `{bare}`"
    if word.raw.startswith('$"'):
        message = f'`$"{name}"` is a text to be translated, not the variable `{bare}`: it is never empty'
    yield word.start, word.end, message, "always the same", f'write `"${{{bare}:-}}"`'


def _plain(word: Word) -> str:
    """The characters of a word in which nothing is expanded; "?" for another."""
    found = ""
    for part in word.parts:
        if isinstance(part, (Literal, SingleQuoted)):
            found += part.text
        elif isinstance(part, DoubleQuoted) and all(isinstance(inner, Literal) for inner in part.parts):
            found += "".join([inner.text for inner in part.parts if isinstance(inner, Literal)])
        else:
            return "?"
    return found
