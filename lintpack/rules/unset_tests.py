"""LP307: a test for whether a library path is empty, which under `set -u` ends the script where it is not set."""

from __future__ import annotations

import re

from lintpack.bash.tree import Case, Conditional, Function, Parameter, SimpleCommand, Word
from lintpack.bash.walk import each, walk
from lintpack.rules.loader import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

# `set -u`, `set -eu`, `set +o nounset`; and the shell's own options in the first line.
_SET = r"\bset[ \t](?:[^\n;#]*[ \t])?[-+](?:\w*u\w*\b|\w*o[ \t]+nounset\b)"
_FIRST = r"#![^\n]*sh[ \t]+-(?:\w*u\w*\b|o[ \t]*nounset)"
# What shows, above a test, that the variable has a value, or that the script knows that it may have none.
_SURE = r"(?<![\w$])NAME\+?=|\$\{NAME:?[=?+]|-v[ \t]+[\"']?NAME\b|-[nz][ \t]+[\"']?\$\{NAME:?-"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        if "set -" not in text and not text.startswith("#!"):
            continue
        if not any(name in text for name in NAMES) or not re.search(rf"{_SET}|\A{_FIRST}", text):
            continue
        for node in _tested(script):
            if _on(script, node.start) and not re.search(_SURE.replace("NAME", node.name), text[: node.start]):
                yield rule.finding(
                    script.source.place(node.start, node.end),
                    f"reads `${node.name}` under `set -u` in the test for whether there is one",
                    label="`unbound variable` where the caller has not set it",
                    help=f"write `${{{node.name}:-}}`",
                )


def _tested(script: ReadScript) -> Iterator[Parameter]:
    """The library paths that tests read as they are."""
    for node in walk(script.tree):
        if isinstance(node, Case):
            yield from _bare(node.word)
        elif isinstance(node, Conditional):
            yield from _bare(node)
        elif isinstance(node, SimpleCommand) and node.words:
            first = node.words[0]
            if isinstance(first, Word) and first.raw in ("[", "test"):
                yield from _bare(node)


def _bare(node: Node) -> Iterator[Parameter]:
    return (one for one in each(node, Parameter) if one.name in NAMES and not one.operator and not one.form)


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
