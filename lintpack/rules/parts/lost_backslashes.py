"""LP133: a line that begins with an option, since the one above does not end in a backslash: bash runs it as a command.

patchelf --force-rpath
    --set-rpath '$ORIGIN/lib' out/bin/prog
"""

from __future__ import annotations

from lintpack.bash.tree import SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

_OURS = r"\.so\b|LD_|rpath|RPATH|patchelf|/lib|-l[a-z]|[Ll](?:ib|IB)|LDFLAGS"
# Lines of a command that are looked at.
_LINES = 8


def check(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    text = script.source.text
    for command in each(script.tree, SimpleCommand):
        first = command.words[0] if command.words and not command.assignments else None
        if not isinstance(first, Word) or not re.match(r"--?[a-zA-Z]", first.raw):
            continue
        start = text.rfind("\n", 0, first.start) + 1
        if text[start : first.start].strip() or not start:
            continue
        above = text[: start - 1].split("\n")[-_LINES:]
        line = above[-1].strip()
        # A line by itself, or behind a word that opens a body, has nothing above that it goes on from.
        if not line or re.search(r"(?:^|\s)(?:then|do|else|in|\{|\()$|;;$|[|&]$|\)$", line):
            continue
        commented = line.startswith("#")
        if commented and not any(one.rstrip().endswith("\\") for one in above[:-1]):
            continue
        said = "\n".join([*[one for one in above if one.rstrip().endswith("\\")], line, text[start : command.end]])
        if not re.search(_OURS, said):
            continue
        end = len(text[: start - 1].rstrip())
        begin = text.rfind("\n", 0, end) + 1
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        word = first.raw.partition("=")[0]
        yield rule.finding(
            script.source.place(begin, end),
            f"the comment ends the command above: `{word}` is run as a command"
            if commented
            else f"the command ends with this line, and the next one runs `{word}` as a command",
            label="no comment can stand here" if commented else "no backslash",
            help="put the comment above the command" if commented else "end the line with a backslash",
        )
