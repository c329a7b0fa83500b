"""Our tree and shfmt's, reduced to what both say of each simple command: its words, assignments and redirections."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lintpack.bash import tree

if TYPE_CHECKING:
    from collections.abc import Iterator


class Redirection(NamedTuple):
    operator: str
    descriptor: str
    target: tuple[int, int]
    body: tuple[int, int] | None


class Simple(NamedTuple):
    """A simple command. Places are code points from the start of the text."""

    assignments: tuple[tuple[int, int, str, bool], ...]
    words: tuple[tuple[int, int, bool], ...]  # True for an assignment as an argument
    redirections: tuple[Redirection, ...]


Commands = dict[int, Simple]
# Parts of words by their place: which quotes, expansions and substitutions there are.
Parts = dict[tuple[int, int], str]


class Understood(NamedTuple):
    commands: Commands
    parts: Parts
    # Where backquotes have backslashes inside; shfmt's places are not exact there.
    escaped: tuple[tuple[int, int], ...] = ()


# --- ours ------------------------------------------------------------------------------------------

_PARTS = {
    tree.SingleQuoted: "single",
    tree.AnsiQuoted: "single",
    tree.DoubleQuoted: "double",
    tree.Parameter: "parameter",
    tree.CommandSubstitution: "command",
    tree.ProcessSubstitution: "process",
    tree.Arithmetic: "arithmetic",
    tree.ExtendedGlob: "extglob",
}


def nodes(node: Any) -> Iterator[tree.Node]:
    """`node` and all below it."""
    todo = [node]
    while todo:
        found = todo.pop()
        if isinstance(found, tree.Node):
            yield found
            todo += [getattr(found, name) for name in type(found).__match_args__]
        elif isinstance(found, tuple):
            todo += found


def ours(script: tree.Script) -> Understood:
    commands: Commands = {}
    parts: Parts = {}
    escaped = []
    for node in nodes(script):
        if isinstance(node, tree.SimpleCommand):
            commands[node.start] = _simple(node)
        elif type(node) in _PARTS:
            parts[node.start, node.end] = _PARTS[type(node)]
            if isinstance(node, tree.CommandSubstitution) and node.backquoted and "\\" in node.raw:
                escaped.append((node.start, node.end))
    return Understood(commands, parts, tuple(escaped))


def _simple(node: tree.SimpleCommand) -> Simple:
    return Simple(
        tuple((a.start, a.end, a.name, a.append) for a in node.assignments),
        tuple((w.start, w.end, isinstance(w, tree.Assignment)) for w in node.words),
        tuple(_redirection(redirect) for redirect in node.redirects),
    )


def _redirection(redirect: tree.Redirect) -> Redirection:
    here = redirect.here
    descriptor = redirect.descriptor
    return Redirection(
        redirect.operator,
        "" if descriptor is None else str(descriptor),
        (redirect.target.start, redirect.target.end),
        (here.start, here.end) if here and here.end > here.start else None,
    )


# --- shfmt's ---------------------------------------------------------------------------------------

_SHFMT_PARTS = {
    "SglQuoted": "single",
    "DblQuoted": "double",
    "ParamExp": "parameter",
    "CmdSubst": "command",
    "ProcSubst": "process",
    "ArithmExp": "arithmetic",
    "ExtGlob": "extglob",
}


class ShfmtError(Exception):
    """What shfmt says of a script that it cannot parse."""


def find_shfmt() -> str:
    """The program of the package shfmt-py: beside the interpreter that runs this, for an environment that is not
    activated."""
    beside = Path(sys.executable).with_name("shfmt")
    return str(beside) if beside.exists() else "shfmt"


def shfmts(text: str, program: str = "") -> Understood:
    done = subprocess.run(
        [program or find_shfmt(), "--to-json", "-ln", "bash"], input=text.encode(), capture_output=True, check=False
    )
    if done.returncode:
        raise ShfmtError(done.stderr.decode(errors="replace").strip())
    return _Reading(text).understood(json.loads(done.stdout))


class _Reading:
    """Reduces shfmt's JSON, whose offsets are bytes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.wide: list[int] = []  # the byte offset behind each character of more than one byte
        self.extra = [0]  # how many bytes more than characters there are up to there
        at = extra = 0
        if not text.isascii():
            for character in text:
                size = len(character.encode())
                at += size
                if size > 1:
                    extra += size - 1
                    self.wide.append(at)
                    self.extra.append(extra)
        self.commands: Commands = {}
        self.parts: Parts = {}

    def place(self, position: dict[str, int]) -> int:
        offset = position.get("Offset", 0)
        return offset - self.extra[bisect_right(self.wide, offset)]

    def span(self, node: dict[str, Any]) -> tuple[int, int]:
        return self.place(node["Pos"]), self.place(node["End"])

    def understood(self, file: dict[str, Any]) -> Understood:
        todo: list[Any] = [file]
        while todo:
            node = todo.pop()
            if isinstance(node, list):
                todo += node
            elif isinstance(node, dict):
                if "Position" in node:
                    self.statement(node)
                kind = _SHFMT_PARTS.get(node.get("Type", ""))
                if kind:
                    self.parts[self.span(node)] = kind
                todo += node.values()
        return Understood(self.commands, self.parts)

    def statement(self, node: dict[str, Any]) -> None:
        command = node.get("Cmd") or {"Type": "CallExpr"}
        kind = command["Type"]
        assignments: list[dict[str, Any]] = []
        words: list[tuple[int, int, bool]] = []
        if kind == "CallExpr":
            assignments = command.get("Assigns", [])
            words = [(*self.span(word), False) for word in command.get("Args", [])]
        elif kind == "DeclClause":
            words = [(*self.span(command["Variant"]), False)]
            words += [(*self.span(word), not word.get("Naked", False)) for word in command.get("Args", [])]
        elif kind == "LetClause":
            start = self.place(command["Let"])
            words = [(start, start + 3, False), *((*self.span(word), False) for word in command.get("Exprs", []))]
        else:
            return
        redirections = tuple(self.redirection(redirect) for redirect in node.get("Redirs", []))
        found = Simple(
            tuple((*self.span(a), a["Name"]["Value"], bool(a.get("Append"))) for a in assignments),
            tuple(words),
            redirections,
        )
        starts = [self.place(redirect["Pos"]) for redirect in node.get("Redirs", [])]
        starts += [assignment[0] for assignment in found.assignments] + [word[0] for word in found.words]
        if starts:
            self.commands[min(starts)] = found

    def redirection(self, node: dict[str, Any]) -> Redirection:
        body = node.get("Hdoc")
        descriptor = node.get("N", {}).get("Value", "").strip("{}")
        return Redirection(node["Op"], descriptor, self.span(node["Word"]), self.body(node, body) if body else None)

    def body(self, node: dict[str, Any], body: dict[str, Any]) -> tuple[int, int] | None:
        """The lines of a here-document; shfmt's end of them is behind the delimiter that ends them."""
        start, end = self.span(body)
        first, last = self.span(node["Word"])
        line = self.text.rfind("\n", 0, end) + 1
        if line >= start and self.text[line:end].strip("\t") == re.sub(r"['\"\\]", "", self.text[first:last]):
            end = line
        return (start, end) if end > start else None


_INSIDE = "places inside of backquotes with backslashes"


def deviation(text: str, start: int, ours_: Understood, theirs_: Understood) -> str:
    """The known way in which shfmt departs from bash that explains a different command; "" where none does."""
    if any(first < start < last for first, last in ours_.escaped):
        return _INSIDE
    mine, theirs = ours_.commands.get(start), theirs_.commands.get(start)
    if not mine or not theirs:
        return ""
    places = [[(node[0], node[1]) for node in (*found.assignments, *found.words)] for found in (mine, theirs)]
    same = mine.assignments == theirs.assignments and mine.redirections == theirs.redirections
    if mine.assignments and same and places[0] == places[1]:
        return "`A=1 export B=2`: the argument is an assignment though one stands before the command"
    if all(a[0] == b[0] and re.fullmatch(r"(\\\n)*", text[a[1] : b[1]]) for a, b in zip(*places, strict=False)):
        return "a line continuation right behind a word is not part of it"
    return ""


def part_deviation(text: str, place: tuple[int, int], ours_: Understood) -> str:
    """The same for a part of a word that one of the two does not have."""
    start, end = place
    mine = ours_.parts
    if any(first <= start < last for first, last in ours_.escaped):
        return _INSIDE
    found = text[start:end]
    if any(kind == "extglob" and first < start and end < last for (first, last), kind in mine.items()):
        return "extended patterns have parts inside"
    if place in mine:
        if mine[place] == "extglob":
            return "an extended pattern inside of `${…}` is one"
        return "a line continuation right behind a word is not part of it" if text[end : end + 1] == "\\" else ""
    if found.endswith("\\\n"):
        return "a line continuation right behind a word is not part of it"
    if not found.startswith(("$", "'", '"')):
        return "names in arithmetic are not taken apart"
    return 'a single quote in `"${…}"` is only a character' if found[0] == "'" else ""
