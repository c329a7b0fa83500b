"""LP133: a redirection that a slip takes apart, so that the command gets an operand more, or runs in the background.

    make install > log 2?&1      `2?` is a target, make goes into the background, and `1` is run as a command
    cp liba.so.1 out/ 2 >&1      `2` is the folder to copy to
    cp liba.so.1 out/ 2&>/dev/null

Only a number right before `<` or `>` belongs to a redirection, and none does before `&>` (bash manual, 3.6).
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.record import Record
from lintpack.rules.gates.torn_subjects import torn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.source import Place, Source

# Commands to which an operand more, or to be done before what follows, means something.
_TOOLS = (
    r"(?:^|[;&|({`\"']|\b(?:then|do|else|if|while)\b|\$\()[ \t]*(?:[A-Za-z_]\w*=\S*[ \t]+)*"
    r"(?:(?:sudo|env|nice|time|exec|command|fakeroot)[ \t]+)*(?:[\w./${}-]*/)?"
    r"(cp|mv|ln|install|rsync|scp|make|gmake|ninja|meson|tar|unzip|patchelf|chrpath|strip|ldconfig|rpm|dpkg|cmake)[ \t]"
    r"[^;&|`]*$"
)


class Torn(Record):
    """What stands at `place`, what it `does`, and what was `meant`."""

    place: Place
    does: str
    meant: str


def torn_redirects(source: Source) -> Iterator[Torn]:
    text = source.text
    for start, end, kind in torn(text):
        line = text.rfind("\n", 0, start) + 1
        while line > 1 and text[line - 2] == "\\":
            line = text.rfind("\n", 0, line - 2) + 1
        before = text[line:start]
        tool = re.search(_TOOLS, before.replace("\\\n", "  "))
        if tool is None or "#" in before:
            continue
        said = text[start:end]
        if kind == "command":
            first, _, number = said.rpartition("&")
            operand = f" gets `{first}` as an operand," if first else ""
            does = f"`{tool[1]}`{operand} is left in the background, and `{number}` is run as a command"
            yield Torn(source.place(start, end), does, "2>&1" if number == "1" else ">&2")
        elif not before.split()[-1].startswith("-"):
            number = said[0]
            rest = said[1:].strip().removeprefix("&")
            meant = f"{number}{rest}" if kind == "blank" else "&>"
            yield Torn(source.place(start, end), f"`{tool[1]}` gets `{number}` as its last operand", meant)
