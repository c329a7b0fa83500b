"""LP319: the token of one system's loader in the branch of the other: `@loader_path` for Linux, `$ORIGIN` for macOS."""

from __future__ import annotations

import re

from lintpack.bash.tree import Case, CaseClause, If
from lintpack.bash.walk import walk
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place, Source

_LINUX = r"(?i)^[\"'(*]*linux[\w*-]*[\"')]*$"
_MACOS = r"(?i)^[\"'(*]*(?:darwin|macos|osx)[\w*-]*[\"')]*$"
_IS = r"(?:\buname\b|\bOSTYPE\b|\bOS\b|\bPLATFORM\b|\bTARGET_OS\b)[^=!\n;&|]*(?<!!)==?\s*[\"']?(\w+\*?)[\"']?\s*\]*$"
_OTHERS = {
    "Linux": (r"(?<![\w$])@(?:loader_path|executable_path)\b(?=[/\"'\s:,]|$)", "macOS"),
    "macOS": (r"(?<![\w])\\?\$\{?ORIGIN\b\}?", "Linux"),
}


def swapped(script: ReadScript) -> Iterator[tuple[Place, str, str]]:
    """Where such a token stands, what is wrong with it, and what to write."""
    source = script.source
    for node in walk(script.tree):
        if type(node) is Case:
            for clause in node.clauses:
                yield from _in(source, clause, _of(clause, source), clause.patterns[-1].end)
        elif type(node) is If:
            for branch in node.branches:
                system = _asked(source.text[branch.condition[0].start : branch.condition[-1].end])
                yield from _in(source, branch, system, branch.condition[-1].end)


def for_macos(source: Source) -> Iterator[tuple[Place, str, str]]:
    """`install_name_tool -add_rpath '$ORIGIN/../lib'`: the same of each."""
    for match in re.finditer(r"(?m)^(?![ \t]*#)[^\n]*install_name_tool[ \t][^\n]*?(\$\{?ORIGIN\b\}?)", source.text):
        what = f"`{match[1]}` is a token of Linux's loader, but install_name_tool changes files of macOS"
        yield source.place(*match.span(1)), what, "write `@loader_path`"


def _of(clause: CaseClause, source: Source) -> str:
    """The system that a branch of `case $(uname)` is for; "" for others."""
    words = [source.text[word.start : word.end] for word in clause.patterns]
    for name, pattern in (("Linux", _LINUX), ("macOS", _MACOS)):
        if words and all(re.match(pattern, word) for word in words):
            return name
    return ""


def _asked(condition: str) -> str:
    match = re.search(_IS, condition.strip())
    if match is None:
        return ""
    return "Linux" if re.match(_LINUX, match[1]) else "macOS" if re.match(_MACOS, match[1]) else ""


def _in(source: Source, node: Node, system: str, start: int) -> Iterator[tuple[Place, str, str]]:
    if not system:
        return
    pattern, other = _OTHERS[system]
    for match in re.finditer(pattern, source.text[start : node.end]):
        at = start + match.start()
        line = line_before(source.text, at)
        if line.lstrip().startswith("#") or re.search(
            r"\b(?:sed|grep|echo|case|otool|install_name_tool\s+-change)\b", line
        ):
            continue
        advice = "`$ORIGIN`" if system == "Linux" else "`@loader_path`"
        what = f"`{match[0]}` is a token of {other}'s loader, and this branch is for {system}"
        yield source.place(at, at + len(match[0])), what, f"write {advice}"
