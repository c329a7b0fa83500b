"""A command's line ends before its last words: the backslash is lost, or a blank or a comment stands behind it."""

from __future__ import annotations

import re

from lintpack.bash.tree import Escaped, SimpleCommand, Word
from lintpack.bash.walk import around
from lintpack.rules.gates.sign_subjects import dashed
from lintpack.rules.gates.slip_subjects import COPIES, GLUED, TORN, library_lines
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP133",
    name="broken-line",
    summary="A copy's line ends before its last words, or its redirection is no such thing.",
    level="error",
    confidence="high",
)

# Commands that go on over lines with libraries.
_TOOLS = (*COPIES, "tar", "zip", "gcc", "g++", "cc", "c++", "clang", "clang++", "ld", "scp", "chmod", "for", "echo")
_LIBRARY = r"[\w+.${}-]*\.so(?:\.[\w.${}*]+|\*)?"
# What is said of libraries in other commands.
_OURS = r"\.so\b|LD_(?:LIBRARY_PATH|PRELOAD)|-rpath|--library\b"
_BEFORE = r"^(?:[\w./-]*sudo\s+|\$\{?\w+\}?\s+|(?:then|do|else|&&|\|\||\{|\()\s+)*(?:\S*/)?"


def check(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        yield from once(_ended(script, text))
        if "\\ \n" in text or "\\\t\n" in text:
            yield from once(_blanks(script, text))
        if dashed(text):
            from lintpack.rules.parts import lost_backslashes

            yield from once(lost_backslashes.check(script, RULE))
    if context.speaks_of(GLUED):
        from lintpack.rules.parts.unclosed_tests import unclosed_tests

        for script in context.plan.scripts:
            for place in unclosed_tests(script.source):
                yield RULE.finding(
                    place,
                    "no blank stands before this `]`, so that `[` misses it: the test fails, whatever is there",
                    label="a part of the word",
                    help="write a blank before it",
                )
    if context.speaks_of(TORN):
        for script in context.plan.scripts:
            yield from once(_torn(script))


def _torn(script: ReadScript) -> Iterator[Finding]:
    from lintpack.rules.parts.torn_redirects import torn_redirects

    for one in torn_redirects(script.source):
        yield RULE.finding(
            one.place,
            f"this redirection is taken apart: {one.does}",
            label=f"`{one.meant}`?",
            help=f"write `{one.meant}`",
        )


def _ended(script: ReadScript, text: str) -> Iterator[Finding]:
    for start in library_lines(text):
        command = next(
            (n for n in around(script.tree, start) if isinstance(n, SimpleCommand) and n.start == start), None
        )
        if command is None or command.assignments or not command.words or not isinstance(command.words[0], Word):
            continue
        word = command.words[0].raw.strip("\"'")
        if not re.fullmatch(_LIBRARY, word.rpartition("/")[2]) or re.match(
            r"libc\.so\.6$|libld|ld-", word.rpartition("/")[2]
        ):
            continue
        above, commented = _above(text, start)
        tool = re.match(_BEFORE + r"([\w+-]+)\s", above)
        if tool is None or tool[1] not in _TOOLS:
            continue
        end = len(text[: text.rfind("\n", 0, start)].rstrip())
        first = text.rfind("\n", 0, end) + 1
        first += len(text[first:end]) - len(text[first:end].lstrip())
        if commented:
            message = f"the comment ends the command above: `{word}` is run as a command"
        else:
            message = f"`{tool[1]}` ends with this line, and the next one runs `{word}` as a command"
        yield RULE.finding(
            script.source.place(first, end),
            message,
            label="no comment can stand here" if commented else "no backslash",
            help="put the comment above the command" if commented else "end the line with a backslash",
        )


def _above(text: str, start: int) -> tuple[str, bool]:
    """The command whose last line stands above the line of `start`, and whether comments stand between."""
    lines = text[: text.rfind("\n", 0, start) if "\n" in text[:start] else 0].split("\n")
    commented = False
    while lines and lines[-1].lstrip().startswith("#"):
        lines.pop()
        commented = True
    found = lines.pop().strip() if lines else ""
    while lines and lines[-1].endswith("\\"):
        found = lines.pop().strip().removesuffix("\\") + " " + found
    return found, commented and text[:start].rstrip().rpartition("\n")[2].lstrip().startswith("#")


def _blanks(script: ReadScript, text: str) -> Iterator[Finding]:
    for match in re.finditer(r"\\[ \t]+\n", text):
        nodes = list(around(script.tree, match.start()))
        commands = [node for node in nodes if isinstance(node, SimpleCommand)]
        if not commands or not isinstance(nodes[-1], Escaped):
            continue
        words = [word.raw for word in commands[-1].words[:4]]
        if not any(word.rpartition("/")[2] in _TOOLS for word in words) and not re.search(
            _OURS, text[commands[-1].start : match.end() + 200]
        ):
            continue
        yield RULE.finding(
            script.source.place(match.start(), match.end() - 1),
            "a blank stands behind the backslash: the line does not go on, and a word of one blank is its last",
            label="nothing may stand behind it",
            help="remove the blank",
        )
