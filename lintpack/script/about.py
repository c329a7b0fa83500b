"""What need not run where only the exports of one variable are asked for (`interpret(…, about=NAME)`).

A launcher that sets LD_LIBRARY_PATH may start scripts of thousands of lines that have nothing to do with it. What such
a script exports stays in its process (bash manual, 3.7.3), and where neither it nor a file that it sources has the
variable's name, it exports none. Left out is only what nobody asks for its output or its status.
"""

from __future__ import annotations

import posixpath
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Command
    from lintpack.script.interpreter import Run

# `source FILE`, up to the end of the command.
_SOURCES = r"(?m)(?:^|[;&|({]|\b(?:then|do|else)[ \t])[ \t]*(?:source|\.)[ \t]+([^\n;&|]*)"
# The end of FILE that holds whatever stands before it: `$(dirname "$0")/common.sh`.
_END = r"""(?:^|[/"'])((?:[\w+-][\w.+-]*/)*[\w+-][\w.+-]*)["']*\s*$"""
# What may come to code that is not written there: files, texts that are run, and names that are made up.
_ELSEWHERE = (
    r"\b(?:eval|source|bash|sh|trap)\b|(?:^|[\s;&|({])\.[ \t]"
    r"|(?:^|[;&|({!`]|\b(?:then|do|else|if|while)[ \t])[ \t]*\"?\$"
)
# Sourced files behind each other that are looked into.
_DEPTH = 3


def left_out(run: Run, path: str) -> bool:
    """Whether the script at `path`, which is about to run in a process of its own, need not run."""
    return run.state.outs[-1] is None and not run.check and not _speaks(run, path, _DEPTH)


def _speaks(run: Run, path: str, depth: int) -> bool:
    """Whether the file at `path`, or one that it sources, has the variable's name, or that cannot be told."""
    source = run.repository.read(path)
    if source is None or run.about in source.text:
        return True
    folder = posixpath.dirname(path)
    for operand in re.findall(_SOURCES, source.text):
        end = re.search(_END, operand)
        if end is None or not depth:
            return True
        found = [other for other in (posixpath.join(folder, end[1]), end[1]) if run.repository.read(other) is not None]
        if not found or _speaks(run, found[0], depth - 1):
            return True
    return False


def idle(run: Run, body: Command) -> bool:
    """Whether a function that nothing calls need not run: what is written in it comes to no export."""
    text = run.locator.text[body.start : body.end]
    return (
        run.about not in text
        and run.state.functions.keys().isdisjoint(re.findall(r"[\w.:+-]+", text))
        and ".sh" not in text
        and not re.search(_ELSEWHERE, text, re.MULTILINE)
    )
