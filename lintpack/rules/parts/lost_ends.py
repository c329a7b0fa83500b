"""Where a library path ends before anything is started with it: with a subshell, a pipeline, a function, a branch."""

from __future__ import annotations

import re

from lintpack.bash.tree import (
    Assignment,
    CommandSubstitution,
    Function,
    If,
    Pipeline,
    SimpleCommand,
    Statement,
    Subshell,
    Word,
)
from lintpack.bash.walk import around, each
from lintpack.record import Record, replace
from lintpack.rules.shared.loader import written_scripts
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place, Source

_NAMES = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH")
# Commands that start nothing which needs a library of the package, or that end the shell.
QUIET = frozenset(
    "[ [[ : awk basename break cat cd continue cut date declare dirname echo exit export false find grep head local"
    " logger mkdir popd printf pushd pwd read readlink realpath return sed set shift shopt sort tail test tr true"
    " typeset uname uniq unset wc which".split()
)
_LOCALS = frozenset(("local", "declare", "typeset"))
_STRING = r"""\b(?:ba|da|k|z)?sh[ \t]+-\w*c[ \t]+(["'])\s*export[ \t]+(?:NAME)=[^;&|\n"']*\1"""
# A function of the script that adds to a list by its name, run in another shell for each file that find has found.
_FOUND = (
    r"(?:-exec(?:dir)?|\bxargs\b[^\n|;]*?)[ \t]+(?:ba|da|k|z)?sh[ \t]+-\w*c[ \t]+"
    r"(?:'[ \t]*NAMED[^'\n;&|]*'|\"[ \t]*NAMED[^\"\n;&|]*\")"
)
_NAMED = r"\w*(?:append|prepend|add|push)\w*[ \t]+(?:NAME)[ \t]"
_SUDO = r"(?m)(?:^|[;&|][ \t]*|\b(?:then|do|else)[ \t]+)(sudo[ \t]+(?:-\w+[ \t]+)*export[ \t]+(?:NAME)=\S*)"


class Loss(Record):
    """`place`: what is lost, or what goes without; `there` says what `other` has to do with it."""

    place: Place
    message: str
    label: str
    help: str
    other: Place | None = None
    there: str = ""


def ended(context: Context) -> Iterator[Loss]:
    for script in context.plan.scripts:
        yield from _ended(script)
    for _, script, places in written_scripts(context):
        for loss in _ended(script):
            place = places.place(loss.place.start, loss.place.end)
            at = max(place.text.find(name) for name in _NAMES)
            if at >= 0:
                start = place.start + at
                end = start + len(re.split(r"[\s;|)]", place.source.text[start : start + 500], maxsplit=1)[0])
                yield replace(loss, place=place.source.place(start, end), other=None, there="")


def _ended(script: ReadScript) -> Iterator[Loss]:
    if not any(f"{name}=" in script.source.text or f" {name} " in script.source.text for name in _NAMES):
        return
    for place, name in _written(script.source):
        yield Loss(
            place,
            f"`{name}` is set in a shell that ends at once: nothing is started with it",
            "gone when this command ends",
            f"write `export {name}=…` in this shell, or start the program in the same string",
        )
    for node in each(script.tree, Assignment):
        if node.name in _NAMES and node.value is not None:
            loss = _in_shell(node, script) or _in_branch(node, script)
            if loss is not None:
                yield loss


def _written(source: Source) -> Iterator[tuple[Place, str]]:
    """`sh -c "export NAME=…"`, `find … -exec bash -c 'prepend_dir NAME "{}/lib"' \\;` and `sudo export NAME=…`."""
    names = "|".join(_NAMES)
    if not re.search(r"sh[ \t]+-\w*c|sudo", source.text):
        return
    for pattern, group in ((_STRING, 0), (_FOUND.replace("NAMED", _NAMED), 0), (_SUDO, 1)):
        for match in re.finditer(pattern.replace("NAME", names), source.text):
            line = line_before(source.text, match.start())
            if "#" not in line and not re.search(r"\b(?:echo|printf|docker|su)\b", line):
                name = next(name for name in _NAMES if re.search(rf"\b{name}\b", match[0]))
                yield source.place(*match.span(group)), name


def _in_shell(node: Assignment, script: ReadScript) -> Loss | None:
    """A subshell or function that ends with nothing started in it behind the assignment."""
    holders = list(around(script.tree, node.start))
    command = next((one for one in reversed(holders) if isinstance(one, SimpleCommand)), None)
    if command is None or (command.words and not isinstance(command.words[-1], Assignment) and not _declares(command)):
        # The environment of one command.
        return None
    what = ""
    holder: Node | None = None
    for outer, inner in zip(reversed(holders[:-1]), reversed(holders), strict=False):
        if isinstance(outer, Function):
            if _first(command) in _LOCALS and not any("g" in word for word in _options(command)):
                holder, what = outer, "the function"
            break
        if isinstance(outer, Subshell):
            holder, what = outer, "the subshell"
            break
        if isinstance(outer, CommandSubstitution):
            holder, what = outer, "the substitution"
            break
        if isinstance(outer, Pipeline) and len(outer.commands) > 1:
            if inner is outer.commands[-1] and re.search(r"\blastpipe\b|\A#![^\n]*(?:zsh|ksh)", script.source.text):
                continue
            holder, what = inner, "this part of the pipeline, a shell of its own,"
            break
        if isinstance(outer, Statement) and outer.background:
            holder, what = outer, "this command in the background, a shell of its own,"
            break
    if holder is None or _uses(holder, node, script):
        return None
    place = script.source.place(node.start, node.end)
    return Loss(
        place,
        f"`{node.name}` is lost when {what} ends: nothing in it is started with it",
        f"gone behind {what.partition(',')[0]}",
        _HELP["the function" if what == "the function" else "this" if "pipeline" in what else ""],
    )


_HELP = {
    "the function": "leave `local` out, so that the value outlives the function",
    "this": "feed the loop from `< <(command)` or `< file`, so that it runs in this shell",
    "": "set it outside, or start the program in the same subshell",
}


def _declares(command: SimpleCommand) -> bool:
    return _first(command) in _LOCALS | {"export", "readonly"}


def _first(command: SimpleCommand) -> str:
    return command.words[0].raw if command.words and isinstance(command.words[0], Word) else ""


def _options(command: SimpleCommand) -> list[str]:
    return [word.raw for word in command.words[1:] if isinstance(word, Word) and word.raw.startswith("-")]


def _uses(holder: Node, node: Assignment, script: ReadScript) -> bool:
    """Whether something in `holder` may need the variable, or hands it out: by printing it, say."""
    functions = {one.name for one in each(script.tree, Function)}
    for command in each(holder, SimpleCommand):
        first = _first(command)
        if command.start <= node.start < command.end or not command.words:
            continue
        # In a loop what stands above comes behind, too.
        if first not in QUIET and not (first in functions and command.end <= node.start):
            return True
    text = script.source.text[node.end : holder.end]
    return (
        re.search(rf"\$\{{?{node.name}\b(?![^\n]*\b{node.name}=)", re.sub(rf"{node.name}=[^\n]*", "", text)) is not None
    )


def _in_branch(node: Assignment, script: ReadScript) -> Loss | None:
    """`NAME=$libs` in one branch only, though the other one gives `libs` a value, too, that nothing reads."""
    match = re.match(r"\w+\+?=[\"']?\$\{?([A-Za-z_]\w*)\}?(?![\w/])", node.raw)
    if match is None or match[1] in _NAMES:
        return None
    name, text = match[1], script.source.text
    reads = [found.start() for found in re.finditer(rf"\$\{{?{name}\b", text)]
    for outer in reversed(list(around(script.tree, node.start))):
        if not isinstance(outer, If):
            continue
        parts = [branch.body for branch in outer.branches] + ([outer.otherwise] if outer.otherwise else [])
        spans = [(part[0].start, part[-1].end) for part in parts if part]
        mine = next((span for span in spans if span[0] <= node.start < span[1]), None)
        if mine is None or not all(mine[0] <= read < mine[1] for read in reads):
            return None
        if re.search(r"\beval\b|\$\{!|\bexport\s+[^\n=]*\b" + name + r"\b", text):
            return None
        for span in spans:
            found = re.search(rf"(?m)(?:^|[\s;]){name}=(?![\"']*(?:\s|;|$))", text[span[0] : span[1]])
            if span is not mine and found and not re.search(rf"\b{node.name}\b", text[span[0] : span[1]]):
                start = span[0] + found.end() - len(name) - 1
                return Loss(
                    script.source.place(node.start, node.end),
                    f"`${name}` goes into `{node.name}` in this branch only: the value of the other one is never read",
                    "in one branch only",
                    f"set `{node.name}` behind the `fi`",
                    script.source.place(start, start + len(name)),
                    "set here, too, but never read",
                )
        return None
    return None
