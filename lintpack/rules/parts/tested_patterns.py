"""LP111: patterns that a test is given as they are: in `[[ -e … ]]`, and in quotes in `[ -e … ]`."""

from __future__ import annotations

from lintpack.bash.tree import ConditionUnary, DoubleQuoted, Glob, Literal, SimpleCommand, SingleQuoted, Word
from lintpack.bash.walk import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

_FILE_TESTS = frozenset(("-a", "-e", "-f", "-r", "-s", "-x", "-w", "-d", "-L", "-h"))


def tested(script: ReadScript) -> Iterator[tuple[Place, bool]]:
    """Each such word, and whether it is the quotes that keep it from being expanded."""
    for node in walk(script.tree):
        if type(node) is ConditionUnary:
            operand, inside = node.operand, True
            if node.operator not in _FILE_TESTS:
                continue
            found = _quoted(operand) or any(type(part) is Glob and "*" in part.text for part in operand.parts)
        elif type(node) is SimpleCommand:
            words = [word for word in node.words if isinstance(word, Word)]
            if len(words) < 3 or words[0].raw not in ("[", "test"):
                continue
            inside = False
            at = next((at for at, word in enumerate(words[:-1]) if word.raw in _FILE_TESTS), -1)
            if at < 0:
                continue
            operand = words[at + 1]
            found = _quoted(operand)
        else:
            continue
        if found and ("lib" in operand.raw or ".so" in operand.raw):
            yield script.source.place(operand.start, operand.end), _quoted(operand) or not inside


def _quoted(word: Word) -> bool:
    """Whether a star stands in quotes."""
    for part in word.parts:
        if type(part) is SingleQuoted and "*" in part.text:
            return True
        if type(part) is DoubleQuoted and any(type(one) is Literal and "*" in one.text for one in part.parts):
            return True
    return False
