"""A test for a file gets a pattern that several names of a library match."""

from __future__ import annotations

from lintpack.bash.tree import Glob, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP134",
    name="pattern-in-test",
    summary="A test for a library gets a pattern: where several of its names match, it comes out wrong.",
    level="warning",
    confidence="high",
)

_TESTS = frozenset(("-e", "-f", "-r", "-s", "-x", "-L", "-h"))


def check(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        if ".so*" in text or ".so.*" in text:
            yield from once(_of_script(script))


def _of_script(script: ReadScript) -> Iterator[Finding]:
    for command in each(script.tree, SimpleCommand):
        words = [word for word in command.words if isinstance(word, Word)]
        if not words or words[0].raw not in ("[", "test"):
            continue
        for option, operand in zip(words[1:], words[2:], strict=False):  # noqa: RUF007 (one import more)
            if option.raw in _TESTS and _pattern(operand):
                yield _finding(
                    operand,
                    script,
                    f"`{operand.raw}` becomes several words where a library has links, and the test an error",
                    "one file at most",
                )


def _pattern(word: Word) -> bool:
    """Whether several names of one library match an unquoted pattern: `libz.so*`."""
    globs = [part for part in word.parts if isinstance(part, Glob)]
    # A system has one loader of its kind, by one name.
    if "/ld-linux-" in word.raw or "/ld-musl-" in word.raw:
        return False
    return bool(globs) and word.raw.rstrip("\"'").endswith((".so*", ".so.*", ".so?*"))


def _finding(word: Word, script: ReadScript, message: str, label: str) -> Finding:
    return RULE.finding(
        script.source.place(word.start, word.end),
        message,
        label=label,
        notes=("what is packed under this condition is left out without a word",),
        help="ask `compgen -G PATTERN > /dev/null`, or `ls PATTERN > /dev/null 2>&1`",
    )
