"""A variable that packing or loading hangs on is not set, or not read, for a slip in its spelling."""

from __future__ import annotations

import re

from lintpack.bash.tree import (
    ArrayValue,
    Assignment,
    CommandSubstitution,
    DoubleQuoted,
    Literal,
    Parameter,
    SimpleCommand,
    Word,
)
from lintpack.bash.walk import walk
from lintpack.findings import Edit, Fix
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, mentioned, written_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

RULE = Rule(
    code="LP115",
    name="misspelt-variable",
    summary="A slip in spelling: the variable that a copy or the loader's path hangs on is empty.",
    level="error",
    confidence="high",
)

_NAME = r"[A-Za-z_]\w*"
# What the slips look like. Each begins with characters that the text is searched for quickly.
_BLANK = rf"\s*(?:export\s+)?{_NAME}(?:\s+=\s|\s+=[^=~\s]|=\s+[\"']?[/$.]).*(?:lib|\.so|LD_)"
_LIST = r"=\((?:[^)]*\.so\b|\s*[\"']?\$\{\w+\[@\])"
_PROCESS = r"(?<!\\)\$\$\{?[A-Za-z_]"
# What only make understands, in whatever file it stands: there, `$(NAME)` is a variable.
_MAKEFILE = r"(?m)\A#![^\n]*\bmake\b|^(?:\.PHONY\s*:|ifn?eq\s*\(|\w+\s*[?:]=\s)"
# Words that make a statement a matter of ours.
_OURS = r"LD_|DYLD_|\.so\b|\blib(?:32|64)?\b|[lL][iI][bB]|rpath|\b(?:cp|mv|ln|install|rsync|tar)\s"


def check(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts import lost_dollars, lost_quotes, unset_variables, variable_twins
    from lintpack.rules.shared import loader_slips

    found = [*once(_all(context)), *once(_unexpanded(context))]
    yield from found
    yield from once(loader_slips.check(context, RULE))
    yield from once(lost_dollars.check(context, RULE))
    yield from once(_signs(context, found))
    yield from once(lost_quotes.check(context, RULE))
    yield from once(variable_twins.inside(context, RULE))
    told = len(found)
    found += once(unset_variables.check(context, RULE, "".join([finding.message for finding in found])))
    yield from found[told:]
    yield from once(_pairs(context, "".join([finding.message for finding in found])))


def _signs(context: Context, found: list[Finding]) -> Iterator[Finding]:
    """`$NAME}`, `{NAME}`, `${ NAME}`, `export NAME$OTHER/lib`."""
    from lintpack.rules.gates.sign_subjects import lost_signs

    if lost_signs(context):
        from lintpack.rules.parts import lost_braces

        lines = {(one.place.source.path, one.place.line) for one in found if one.place is not None}
        for one in lost_braces.check(context, RULE):
            if one.place is not None and (one.place.source.path, one.place.line) not in lines:
                yield one


def _pairs(context: Context, said: str) -> Iterator[Finding]:
    """`BUILD_IR=$2`, and then `$BUILD_DIR`."""
    from lintpack.rules.gates.sign_subjects import unset

    if unset(context):
        from lintpack.rules.parts import orphan_pairs

        yield from orphan_pairs.check(context, RULE, said)


def _unexpanded(context: Context) -> Iterator[Finding]:
    """`${$NAME}`, `'$NAME'`, `{$NAME}` in a copy or a link."""
    from lintpack.rules.shared.dollar_slips import in_copies

    for effect, (message, label, right) in in_copies(context):
        place = written_at(effect.origin)
        name = message.split("`")[1]
        if name not in place.text:
            # A loop, or a variable, has brought it.
            place = mentioned(f"'{name}", place) or place
        # The process number stands before it, which is said already.
        if f"$${name}" in effect.origin.command.text:
            continue
        yield RULE.finding(
            place, message, label=label, related=calls(effect.origin, place), help=f"write `{right}`", level="warning"
        )


def _all(context: Context) -> Iterator[Finding]:
    everything = "\n".join([script.source.text for script in context.plan.scripts])
    for script in context.plan.scripts:
        kinds = _suspects(script.source.text, everything)
        if kinds and not re.search(_MAKEFILE, script.source.text):
            yield from _of_script(script, everything, kinds)


def _suspects(text: str, everything: str) -> tuple[type[Node], ...]:
    """Which nodes of a script to look at. Most have nothing that looks like a slip, and are not gone through."""
    from lintpack.rules.gates.sign_subjects import called_variables

    kinds: list[type[Node]] = []
    if called_variables(text, everything):
        kinds.append(CommandSubstitution)
    if any(re.match(_BLANK, line) for line in text.split("\n") if _blank_beside(line)):
        kinds.append(SimpleCommand)
    if "=(" in text and re.search(_LIST, text):
        kinds.append(Assignment)
    if "$$" in text and re.search(_PROCESS, text):
        kinds += (Word, DoubleQuoted)
    return tuple(kinds)


def _blank_beside(line: str) -> bool:
    """Whether a blank stands beside the first `=`."""
    before, _, after = line.partition("=")
    return after[:1] in (" ", "\t") or (bool(after) and before[-1:] in (" ", "\t"))


def _of_script(script: ReadScript, everything: str, kinds: tuple[type[Node], ...]) -> Iterator[Finding]:
    for node in walk(script.tree):
        if not isinstance(node, kinds):
            continue
        if isinstance(node, CommandSubstitution):
            yield from _command_for_variable(node, script, everything)
        elif isinstance(node, SimpleCommand):
            yield from _blank_at_equals(node, script, everything)
        elif isinstance(node, Assignment):
            yield from _other_list(node, script, everything)
            yield from _unread_list(node, script, everything)
        elif isinstance(node, (Word, DoubleQuoted)):
            yield from _process_number(node, script, everything)


def _place(node: Node, script: ReadScript) -> Place:
    return script.source.place(node.start, node.end)


def _line(node: Node, script: ReadScript) -> str:
    source = script.source
    return source.line(source.position(node.start)[0])


def _used(name: str, everything: str) -> bool:
    return re.search(rf"\$\{{?{name}\b", everything) is not None


def _is_command(name: str, everything: str) -> bool:
    from lintpack.script.builtins import find_builtin
    from lintpack.script.commands.registry import find

    if re.search(rf"(?m)(?:^|[\s;])(?:function\s+{name}\b|{name}\s*\(\s*\))", everything):
        return True
    return find_builtin(name) is not None or find(name) is not None


_FOLDER = (
    r"[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*(?:DIR|ROOT|HOME|PATH|PREFIX|FOLDER|LIB|LIBDIR|TOP|SRC|OUT|BUILD)"
    r"|HOME|PREFIX|DESTDIR|BUILDDIR|SRCDIR|TOPDIR|ROOTDIR|LIBDIR|QTDIR|TMPDIR"
)


def _command_for_variable(node: CommandSubstitution, script: ReadScript, everything: str) -> Iterator[Finding]:
    """`$(NAME)` for `${NAME}`."""
    command = node.body[0].command if len(node.body) == 1 else None
    if not isinstance(command, SimpleCommand) or len(command.words) != 1 or command.assignments or command.redirects:
        return
    word = command.words[0]
    if not isinstance(word, Word) or not re.fullmatch(_NAME, word.raw) or node.backquoted:
        return
    name = word.raw
    assigned = re.search(rf"(?m)(?:^|[\s;(]){name}\+?=|\$(?:{name}\b|\{{{name}[:}}])", everything) is not None
    # As makefiles write it. Nobody calls a command so, and what is read as a folder is none's output.
    folder = re.fullmatch(_FOLDER, name) is not None and script.source.text[node.end : node.end + 1] == "/"
    if not (assigned or folder) or _is_command(name, everything) or not re.search(_OURS, _line(node, script)):
        return
    place = _place(node, script)
    yield RULE.finding(
        place,
        f"`$({name})` runs a command, but `{name}` is "
        + ("a variable of this script" if assigned else "the name of a variable"),
        label="empty, and an error",
        notes=("an empty element of LD_LIBRARY_PATH is the current directory",) if "LD_" in _line(node, script) else (),
        help=f"write `${{{name}}}`",
        fixes=(Fix(f"read the variable: `${{{name}}}`", "safe", (Edit(place, f"${{{name}}}"),)),),
    )


def _blank_at_equals(node: SimpleCommand, script: ReadScript, everything: str) -> Iterator[Finding]:
    """`NAME = value`, `NAME =value`, `NAME= value`: each runs a command."""
    words = [word for word in node.words if isinstance(word, Word)]
    if len(words) != len(node.words) or not words:
        return
    first = words[0]
    if not node.assignments and len(words) >= 2 and words[1].raw.startswith("=") and not words[1].raw.startswith("=="):
        # `LD_LIBRARY_PATH = …` is LP308's.
        name = first.raw
        if not re.fullmatch(_NAME, name) or name.startswith(("LD_", "DYLD_")) or _is_command(name, everything):
            return
        value = " ".join(word.raw for word in words[1:]).lstrip("= ")
        if not re.search(r"\.so\b|/lib", value) and not re.search(rf"LD_\w+=\S*\$\{{?{name}\b", everything):
            return
    elif len(node.assignments) == 1 and _empty(node.assignments[0]):
        # `NAME= /usr/lib/libfoo.so`: the library is run as a program.
        if not re.search(r"\.so(?:\.\d+)*[\"']?$", first.raw) or len(words) != 1:
            return
        name = node.assignments[0].name
    else:
        return
    place = script.source.place(node.start, words[-1].end)
    fixed = f"{name}={words[-1].raw.lstrip('=')}" if len(words) <= 3 else ""
    fixes = (Fix("remove the blank", "safe", (Edit(place, fixed),)),) if fixed and " " not in fixed else ()
    yield RULE.finding(
        place,
        f"a blank beside `=`: this runs a command, and `{name}` is not set",
        label="no assignment",
        help=f"write `{name}=…` without blanks",
        fixes=fixes,
    )


def _empty(assignment: Assignment) -> bool:
    value = assignment.value
    return value is None or (isinstance(value, Word) and value.raw == "")


def _unread_list(node: Assignment, script: ReadScript, everything: str) -> Iterator[Finding]:
    """`LIBARIES=(libz.so.1 …)`, and then `"${LIBRARIES[@]}"`."""
    if not isinstance(node.value, ArrayValue) or _used(node.name, everything):
        return
    if not any(".so" in element.value.raw for element in node.value.elements):
        return
    from lintpack.suggest import closest

    read = dict.fromkeys(re.findall(r"\$\{!?(\w+)\[[@*]", everything))
    sets = r"\b{0}\+?=|\b(?:read|mapfile|readarray|declare|local|typeset)\b.*\b{0}\b"
    never_set = [name for name in read if not re.search(sets.format(name), everything)]
    meant = closest(node.name, never_set)
    if not meant:
        return
    place = script.source.place(node.start, node.start + len(node.name))
    yield RULE.finding(
        place,
        f"nothing reads the list `{node.name}`, and nothing sets `{meant}`, which is read",
        label="never read",
        help=f"use one name, `{meant}` perhaps",
        fixes=(Fix(f"rename it to `{meant}`", "display", (Edit(place, meant),)),),
    )


def _other_list(node: Assignment, script: ReadScript, everything: str) -> Iterator[Finding]:
    """`LIB=( "${PROGS[@]}" libaio* )`: what is to be added to a list goes into another one, which nothing reads."""
    value = node.value
    if not isinstance(value, ArrayValue) or len(value.elements) < 2 or node.append:
        return
    first = value.elements[0].value
    parts = first.parts[0].parts if len(first.parts) == 1 and isinstance(first.parts[0], DoubleQuoted) else first.parts
    if len(parts) != 1 or not isinstance(parts[0], Parameter) or parts[0].index not in ("@", "*") or parts[0].form:
        return
    other = parts[0].name
    if other == node.name or _used(node.name, everything):
        return
    # The habit of the file: lists that take themselves first.
    if not re.search(r"\b(\w+)=\(\s*[\"']?\$\{\1\[@\]", everything):
        return
    rest = " ".join(element.value.raw for element in value.elements[1:])
    if not re.search(r"(?:^|[\s/\"'])lib[\w*?+-]|\.so\b", rest):
        return
    place = script.source.place(node.start, first.end)
    yield RULE.finding(
        place,
        f"adds libraries to `{node.name}`, which nothing reads, after the content of another list, `{other}`",
        label="another list",
        help=f'write `NAME=( "${{NAME[@]}}" … )` with the same name twice; is it `{node.name}S`?',
    )


def _process_number(node: Word | DoubleQuoted, script: ReadScript, everything: str) -> Iterator[Finding]:
    """`$$NAME` and `$${NAME}`: the shell's process number and the letters `NAME`."""
    for one, after in zip(node.parts, node.parts[1:], strict=False):
        if not (isinstance(one, Parameter) and one.name == "$" and isinstance(after, Literal)):
            continue
        match = re.match(rf"({_NAME})(?=$|[/:.\"',@*-])|\{{({_NAME})(?:\}}|[%#:/^,\[][^{{}}\n]*\}}?)", after.text)
        if match is None:
            continue
        name = match[1] or match[2]
        # `$$ORIGIN` and its like are LP310's.
        if name in ("ORIGIN", "LIB", "PLATFORM") or not re.search(_OURS, _line(node, script)):
            continue
        # `/tmp/x.$$tmp`: letters that are no variable's.
        if not re.fullmatch(r"[A-Z_][A-Z0-9_]+", name) and not re.search(rf"\b{name}=|\bfor {name} in\b", everything):
            continue
        end = after.start + len(match[0])
        if script.source.text[after.start] == "{" and match[0][-1] != "}":
            # A star or another variable stands in its operator.
            end = max(end, script.source.text.find("}", end) + 1)
        place = script.source.place(one.start, end)
        written = place.text.removeprefix("$$")
        if not place.text.startswith(f"$${match[0]}") or "\n" in written:
            continue
        yield RULE.finding(
            place,
            f"`$${written}` is the shell's process number and the letters `{written}`",
            label="not the variable",
            notes=("make needs two dollar signs, a shell script one",),
            help=f"write `${written}`",
            fixes=(Fix(f"write `${written}`", "safe", (Edit(place, f"${written}"),)),),
        )
