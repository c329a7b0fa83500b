"""What a script throws out of a list of needed libraries: by `grep -v`, awk, sed, `case`, `[[ ]]`, or `rm` afterwards.

Each filter is tried on names of libraries, in the forms in which ldd and what follows it hand them on.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from lintpack.bash.tree import (
    AnsiQuoted,
    Assignment,
    Case,
    ConditionBinary,
    DoubleQuoted,
    Escaped,
    Glob,
    Literal,
    Parameter,
    SimpleCommand,
    SingleQuoted,
    Word,
)
from lintpack.bash.walk import each, walk
from lintpack.record import Record
from lintpack.script.regexes import Regex, RegexFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lintpack.bash.tree import CaseClause, Node, Part
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

# What prints the libraries that a program needs.
PRINTS = r"\b(?:ldd|lddtree|print-needed)\b|\bobjdump\s+-\w*[px]|\breadelf\s+-\w*d|\bNEEDED\b"
_SKIPS = r"\s*(?:continue\b|return\b|:|true)?\s*(?:;;|\Z)|\s*(?:continue|return)\b"
_EXCLUDED = r"(?:--exclude[= ]|(?:!|\\!|-not)\s+-i?name\s+)[\"']?(lib[^\s\"')]*)"
# `$3 ~ /…/`, `!/…/`, `$1 !~ "…"`, and `/…/ {`.
_AWK = r"(!\s*~?|(?<!!)~|(?:^|[{};&|(\n])(?=\s*/))\s*(?:/((?:[^/\\]|\\.)+)/|\"([^\"]*)\")"


class Filter(Record):
    """`excludes`: it throws out what it matches, else it keeps that alone. `tool`: grep, awk, sed, case, [[, rm.

    `node` is the command or clause, from `start` to `end` the pattern in `script`."""

    script: ReadScript
    node: Node
    start: int
    end: int
    tool: str
    excludes: bool
    shown: str
    matches: Callable[[str], bool]
    subject: str = ""


def filters(context: Context) -> tuple[Filter, ...]:
    return context.shared(_filters)


def _filters(context: Context) -> tuple[Filter, ...]:
    return tuple([one for script in context.plan.scripts for one in _of_script(script)])


def _of_script(script: ReadScript) -> Iterator[Filter]:
    for node in walk(script.tree):
        if isinstance(node, SimpleCommand):
            words = [word for word in node.words if isinstance(word, Word)]
            at = next((n for n, word in enumerate(words) if word.raw not in ("sudo", "command")), 0)
            tool = words[at].raw.rpartition("/")[2] if words else ""
            if tool in ("grep", "egrep", "fgrep", "zgrep"):
                yield from _grep(tool, words[at + 1 :], node, script)
            elif tool in ("awk", "gawk", "mawk", "nawk"):
                yield from _awk(words[at + 1 :], node, script)
            elif tool == "sed":
                yield from _sed(words[at + 1 :], node, script)
            elif tool in ("rm", "unlink", "find", "rsync", "tar"):
                yield from _files(tool, words[at + 1 :], node, script)
        elif isinstance(node, Case):
            for clause in node.clauses:
                yield from _case(node, clause, script)
        elif isinstance(node, ConditionBinary):
            yield from _condition(node, script)


def characters(word: Word, script: ReadScript) -> str | None:
    """What a word stands for, its globs as they are written; None where that cannot be told. A variable has the last
    value that the script gives it."""
    return _joined(word.parts, script, 0)


def _joined(parts: tuple[Part, ...], script: ReadScript, depth: int) -> str | None:
    found = ""
    for part in parts:
        if isinstance(part, (Literal, SingleQuoted, Escaped, Glob, AnsiQuoted)):
            found += part.text
        elif isinstance(part, DoubleQuoted):
            inner = _joined(part.parts, script, depth)
            if inner is None:
                return None
            found += inner
        elif isinstance(part, Parameter) and not (part.form or part.operator or part.index) and depth < 3:
            inner = _value(part.name, script, depth + 1)
            if inner is None:
                return None
            found += inner
        else:
            return None
    return found


def _where(word: Word, script: ReadScript) -> tuple[int, int]:
    """From where to where a pattern is written: of a variable, its value."""
    parts = word.parts[0].parts if len(word.parts) == 1 and isinstance(word.parts[0], DoubleQuoted) else word.parts
    if len(parts) == 1 and isinstance(parts[0], Parameter):
        name = parts[0].name
        given = next((one for one in each(script.tree, Assignment) if one.name == name), None)
        if given is not None:
            return given.start, given.end
    return word.start, word.end


def _value(name: str, script: ReadScript, depth: int) -> str | None:
    if f"{name}=" not in script.source.text:
        return None
    given = [one for one in each(script.tree, Assignment) if one.name == name]
    value = given[-1].value if len(given) == 1 and not given[-1].append else None
    return _joined(value.parts, script, depth) if isinstance(value, Word) else None


def _regex(pattern: str, extended: bool = True, fold: bool = False) -> Callable[[str], bool] | None:
    try:
        compiled = Regex(pattern, extended, fold)
        compiled.found("lib")
    except RegexFault:
        return None

    def found(text: str) -> bool:
        try:
            return compiled.found(text)
        except RegexFault:
            return False

    return found


def _grep(tool: str, words: list[Word], node: Node, script: ReadScript) -> Iterator[Filter]:
    letters, patterns, named = "", [], False
    waiting = iter(words)
    for word in waiting:
        raw = word.raw
        if raw in ("-e", "--regexp"):
            patterns += [one for one in (next(waiting, None),) if one is not None]
            named = True
        elif raw.startswith("--"):
            letters += {
                "--invert-match": "v",
                "--extended-regexp": "E",
                "--fixed-strings": "F",
                "--word-regexp": "w",
            }.get(raw, "")
        elif raw.startswith("-") and len(raw) > 1:
            letters += raw[1:]
            if raw.endswith("e") and not raw[1:].isdigit():
                patterns += [one for one in (next(waiting, None),) if one is not None]
                named = True
        elif not named:
            patterns.append(word)
            break
    if "f" in letters:
        return
    fixed, extended = tool == "fgrep" or "F" in letters, tool == "egrep" or "E" in letters or "P" in letters
    for word in patterns:
        text = characters(word, script)
        if not text:
            continue
        pieces = text.split("\n")
        if fixed:
            special = "\\[].*^$(){}|+?"
            pieces = ["".join(["\\" + c if c in special else c for c in piece]) for piece in pieces]
        whole = "|".join(pieces) if extended or fixed else "\\|".join(pieces)
        both = extended or fixed
        if "w" in letters:
            whole = f"(^|[^[:alnum:]_])({whole})([^[:alnum:]_]|$)" if both else f"\\b\\({whole}\\)\\b"
        if "x" in letters:
            whole = f"^({whole})$" if both else f"^\\({whole}\\)$"
        matches = _regex(whole, both, "i" in letters)
        if matches is not None:
            yield Filter(script, node, *_where(word, script), "grep", "v" in letters, text, matches)


def _awk(words: list[Word], node: Node, script: ReadScript) -> Iterator[Filter]:
    for word in words:
        text = characters(word, script) or ""
        for match in re.finditer(_AWK, text):
            if match[3] is not None and "~" not in match[1]:
                continue
            pattern = (match[2] or match[3] or "").replace("\\/", "/").replace("\\\\", "\\")
            matches = _regex(pattern)
            if matches is not None:
                yield Filter(script, node, word.start, word.end, "awk", "!" in match[1], pattern, matches)


def _sed(words: list[Word], node: Node, script: ReadScript) -> Iterator[Filter]:
    extended = any(word.raw in ("-E", "-r") for word in words)
    for word in words:
        text = characters(word, script) or ""
        for match in re.finditer(r"(?:^|[;\n])\s*/((?:[^/\\]|\\.)+)/\s*d\b", text):
            matches = _regex(match[1].replace("\\/", "/"), extended)
            if matches is not None:
                yield Filter(script, node, word.start, word.end, "sed", True, match[1], matches)


def _globs(pattern: str) -> Callable[[str], bool]:
    return lambda text: fnmatchcase(text, pattern)


def _files(tool: str, words: list[Word], node: Node, script: ReadScript) -> Iterator[Filter]:
    """`rm lib/libc*`, `find … -name 'libc*' -delete`, `! -name 'libc*'`, `rsync --exclude='libc*'`."""
    raws = [word.raw for word in words]
    before = ""
    takes_out = tool in ("rm", "unlink") or (
        tool == "find" and ("-delete" in raws or ("-exec" in raws and "rm" in raws))
    )
    for word in words:
        text = characters_of_end(word, script)
        told = takes_out if tool in ("rm", "unlink") else before in ("-name", "-iname") and takes_out
        excluded = re.match(_EXCLUDED, f"{before} {word.raw}".removeprefix("- ")) or (
            word.raw.startswith("--exclude") and re.match(_EXCLUDED, word.raw)
        )
        if excluded and not told:
            text, told = excluded[1], True
        if told and text and re.search(r"[*?\[]", text):
            yield Filter(script, node, word.start, word.end, "rm", True, text, _globs(text))
        before = f"{before.rpartition(' ')[2]} {word.raw}" if before.endswith(("!", "-not")) else word.raw


def characters_of_end(word: Word, script: ReadScript) -> str:
    """What a path ends with, behind its last slash; "" where that cannot be told."""
    parts: list[Part] = []
    for part in word.parts:
        if isinstance(part, DoubleQuoted):
            parts += part.parts
        else:
            parts.append(part)
    for n in range(len(parts) - 1, -1, -1):
        part = parts[n]
        if isinstance(part, (Literal, SingleQuoted)) and "/" in part.text:
            rest = _joined(tuple(parts[n + 1 :]), script, 0)
            return part.text.rpartition("/")[2] + rest if rest is not None else ""
    return _joined(tuple(parts), script, 0) or ""


def _case(node: Case, clause: CaseClause, script: ReadScript) -> Iterator[Filter]:
    text = script.source.text
    body = text[clause.body[0].start : clause.body[-1].end] if clause.body else ""
    skips = re.match(_SKIPS, body) is not None
    for word in clause.patterns:
        pattern = characters(word, script)
        if pattern:
            yield Filter(script, clause, word.start, word.end, "case", skips, pattern, _globs(pattern), node.word.raw)


def _condition(node: ConditionBinary, script: ReadScript) -> Iterator[Filter]:
    if node.operator not in ("==", "=", "=~"):
        return
    behind = script.source.text[node.end : node.end + 300].partition("]]")[2]
    skips = re.match(r"(?:\s*\|\|[^\n]*\]\])*\s*(?:&&|;?\s*then)\s*(?:continue|return)\b", behind) is not None
    pattern = characters(node.right, script)
    if not pattern:
        return
    matches = _regex(pattern) if node.operator == "=~" else _globs(pattern)
    if matches is not None:
        yield Filter(script, node, *_where(node.right, script), "[[", skips, pattern, matches, node.left.raw)
