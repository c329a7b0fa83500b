"""LP307: a library path that a test or a command reads as it is, which under `set -u` ends the script where it is not
set."""

from __future__ import annotations

import re

from lintpack.bash.tree import (
    Assignment,
    Case,
    CommandSubstitution,
    Conditional,
    For,
    Function,
    Parameter,
    ProcessSubstitution,
    Redirect,
    SimpleCommand,
    Word,
)
from lintpack.bash.walk import each, walk
from lintpack.rules.shared.loader import NAMES, written_scripts
from lintpack.script.plan import Unfollowed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

# `set -u`, `set -eu`, `set +o nounset`; and the shell's own options in the first line.
_SET = r"s(?<!\ws)et[ \t](?:[^\n;#]*[ \t])?[-+](?:\w*u\w*\b|\w*o[ \t]+nounset\b)"
_FIRST = r"#![^\n]*sh[ \t]+-(?:\w*u\w*\b|o[ \t]*nounset)"
# An assignment to one of them, in a word: not `OLD_LD_LIBRARY_PATH=…`.
_GIVEN = rf"(?<!\w)(?:{'|'.join(sorted(NAMES))})\+?="
# What shows, above a test, that the variable has a value, or that the script knows that it may have none.
_SURE = r"(?<![\w$])NAME\+?=|\$\{NAME:?[=?+]|-v[ \t]+[\"']?NAME\b|-[nz][ \t]+[\"']?\$\{NAME:?-"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        for node, tested in _unsure(script):
            if tested or not _may_be_set(context, script, node):
                yield _finding(rule, script.source.place(node.start, node.end), node.name, tested)
        for node, other in _sourced(script):
            yield rule.finding(
                script.source.place(node.start, node.end),
                f"reads `${node.name}` as it is, while the test for `{other}` has a default, as `set -u` needs it",
                label="`unbound variable` where the caller has not set it",
                help=f"write `${{{node.name}:-}}`",
            )
    for _, script, places in written_scripts(context):
        for node, tested in _unsure(script):
            place = places.place(node.start, node.end)
            at = place.text.find("$")
            if at >= 0 and node.name in place.text:
                place = place.source.place(place.start + at, place.end)
                yield _finding(rule, place, node.name, tested)


# A test that has a default of nothing, which makes a difference under `set -u` only.
_WITH_DEFAULT = r"(?m)^[^#\n]*(?:\[\[?|\btest)[ \t]+(?:![ \t]+)?-[nz][ \t]+[\"']?\$\{(\w+):?-\}"


def _sourced(script: ReadScript) -> Iterator[tuple[Parameter, str]]:
    """Tests of a file that others source, and that reckons with their `set -u` in another test of its own."""
    text = script.source.text
    if "set -" in text or "set +" in text or not any(f"${name}" in text for name in NAMES):
        return
    if not re.search(r"(?:^|/)(?:[\w.-]*(?:profile|env|activate)[\w./-]*|\d\d-[\w.-]+\.sh)$", script.source.path):
        return
    other = next((match[1] for match in re.finditer(_WITH_DEFAULT, text) if match[1] not in NAMES), "")
    for node, tested in _read(script) if other else ():
        if tested and not re.search(_SURE.replace("NAME", node.name), text[: node.start]):
            yield node, other


def _finding(rule: Rule, place: Place, name: str, tested: bool) -> Finding:
    what = "in the test for whether there is one" if tested else "but nothing makes sure that it is set"
    return rule.finding(
        place,
        f"reads `${name}` under `set -u`{' ' if tested else ', '}{what}",
        label="`unbound variable` where the caller has not set it",
        help=f"write `${{{name}:-}}`",
    )


def _may_be_set(context: Context, script: ReadScript, read: Parameter) -> bool:
    """Whether a file that is sourced before may give the variable a value."""
    for one in context.each(Unfollowed):
        if one.origin.command.source is not script.source or one.origin.command.start < read.start:
            return True
    return any(other is not script and f"{read.name}=" in other.source.text for other in context.plan.scripts)


def _unsure(script: ReadScript) -> Iterator[tuple[Parameter, bool]]:
    """The library paths that are read as they are where that may end the script, and whether a test does so."""
    text = script.source.text
    if "set -" not in text and not text.startswith("#!"):
        return
    if not any(name in text for name in NAMES) or not (re.match(_FIRST, text) or re.search(_SET, text)):
        return
    for node, tested in _read(script):
        sure = _SURE.replace("NAME", node.name)
        if _on(script, node.start) and not re.search(sure, text[: node.start] + _before_call(script, node.start)):
            yield node, tested


def _before_call(script: ReadScript, offset: int) -> str:
    """For what stands in a function: what is run between its end and its first call, where that is further down."""
    text = script.source.text
    functions = tuple(each(script.tree, Function))
    inside = next((one for one in functions if one.start <= offset < one.end), None)
    if inside is None:
        return ""
    calls = [
        (node.words[0].raw, node.start)
        for node in each(script.tree, SimpleCommand)
        if node.words and isinstance(node.words[0], Word)
    ]
    until = _reached(inside.name, functions, calls)
    ran = text[inside.end : until]
    for one in functions:
        called = any(name == one.name and start < until for name, start in calls)
        if inside.end <= one.start and one.end <= until and not called:
            ran = ran.replace(text[one.start : one.end], "")
    return ran


def _reached(name: str, functions: tuple[Function, ...], calls: list[tuple[str, int]], depth: int = 5) -> int:
    """Where a function is called first, from outside of all functions; 0 where it is not."""
    found = []
    for called, start in calls:
        if called == name and depth:
            outer = next((one for one in functions if one.start <= start < one.end), None)
            found.append(start if outer is None else _reached(outer.name, functions, calls, depth - 1))
    return min([start for start in found if start], default=0)


def _read(script: ReadScript) -> Iterator[tuple[Parameter, bool]]:
    """The library paths that tests, loops, here-strings, other variables and the words of commands read as they are."""
    for node in walk(script.tree):
        if isinstance(node, Case):
            yield from ((one, True) for one in _bare(node.word))
        elif isinstance(node, Conditional):
            yield from ((one, True) for one in _bare(node))
        elif isinstance(node, For):
            yield from ((one, False) for word in node.words or () for one in _bare(word))
        elif isinstance(node, Redirect):
            if node.operator == "<<<":
                yield from ((one, False) for one in _bare(node.target))
        elif isinstance(node, SimpleCommand):
            # The old value is put by, for later.
            for one in (*node.assignments, *node.words):
                if isinstance(one, Assignment) and one.name not in NAMES and isinstance(one.value, Word):
                    yield from ((read, False) for read in _bare(one.value))
            if not node.words:
                continue
            first = node.words[0]
            tested = isinstance(first, Word) and first.raw in ("[", "test")
            # What is assigned to such a variable is looked at as it comes out.
            words = [word for word in node.words if isinstance(word, Word)]
            if not tested:
                words = [word for word in words if not re.search(_GIVEN, word.raw)]
            yield from ((one, tested) for word in words for one in _bare(word))


def _bare(node: Node) -> Iterator[Parameter]:
    """Those that a default does not guard; commands in a substitution are looked at by themselves."""
    for one in walk(node, lambda below: not isinstance(below, (CommandSubstitution, ProcessSubstitution))):
        if not isinstance(one, Parameter) or one.name not in NAMES or one.index or one.form not in ("", "length"):
            continue
        if one.operator.lstrip(":")[:1] not in ("-", "=", "?", "+"):
            yield one


def _on(script: ReadScript, offset: int) -> bool:
    """Whether `set -u` holds at `offset`: the last one above it counts, but for those in other functions."""
    text = script.source.text
    on = re.match(_FIRST, text) is not None
    functions = [(node.start, node.end) for node in each(script.tree, Function)]
    for node in each(script.tree, SimpleCommand):
        first = node.words[0] if node.words else None
        if node.start >= offset or not isinstance(first, Word) or first.raw != "set":
            continue
        if any(start <= node.start < end and not start <= offset < end for start, end in functions):
            continue
        words = [word.raw for word in node.words[1:]]
        for word, after in zip(words, [*words[1:], ""], strict=True):
            letters = word[1:] if word[:1] in ("-", "+") and word[1:2] != "-" else ""
            if "u" in letters or (letters.endswith("o") and after == "nounset"):
                on = word[0] == "-"
    return on
