"""LP139: tests of what packs or loads that have one answer, or none, for a slip in them.

[ -d lib/libfoo.so.1 ]      a library is no folder        [ f lib/libfoo.so.1 ]      the dash is lost
[ -f"$dir/libfoo.so" ]      one word: always true         [-f lib/libfoo.so.1 ]      no such command
[ -f lib/libfoo.so.1 && …   no `]`: an error              [ "$name" -eq "libfoo" ]   numbers only
"""

from __future__ import annotations

from lintpack.bash.tree import ConditionBinary, ConditionUnary, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.patterns import re
from lintpack.rules.gates.sign_subjects import LETTERS
from lintpack.rules.parts.idle_tests import governed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

_OURS = r"\.so\b|\blib\w*/|/lib|\blib[\w+-]*\*|[lL](?:ib|IB)|LD_|rpath|\bpatchelf\b"
_LIBRARY = r"(?:^|/|[\w}\"])[\w+.${}-]*\.so(?:\.\d+)*[\"']?"
_NUMBERS = frozenset(("-eq", "-ne", "-lt", "-le", "-gt", "-ge"))
# A word that is no number, nor a sum: one in quotes with a dot or a slash, or with nothing in it.
_TEXT = r"\"[A-Za-z][\w+-]*[./][\w./+-]*\"|\"[A-Za-z][\w-]*\"|'[A-Za-z][\w./+-]*'|\"\"|''"
_GLUED = r"\[(?:-[a-zA-Z]|!|\"?\$\{?\w+\}?\"?)"

# Where a test is told of, what is wrong, the label and the help.
_Slip = tuple[int, int, str, str, str]


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        for start, end, message, label, right in _slips(script):
            place = script.source.place(start, end)
            line = text[text.rfind("\n", 0, start) + 1 : start]
            if re.search(_OURS, f"{line}{place.text}{governed(place)}"):
                yield rule.finding(place, message, label=label, help=right)


def _slips(script: ReadScript) -> Iterator[_Slip]:
    for command in each(script.tree, SimpleCommand):
        words = [word for word in command.words if isinstance(word, Word)]
        if len(words) < 2 or len(words) != len(command.words) or command.assignments:
            continue
        first = words[0].raw
        if first[:1] == "[":
            yield from _bracket(words)
        elif first == "test":
            yield from _asked(words[1:], False)
    for unary in each(script.tree, ConditionUnary):
        yield from _unary(unary.operator, unary.operand)
    for binary in each(script.tree, ConditionBinary):
        for word in (binary.left, binary.right) if binary.operator in _NUMBERS else ():
            # Between double brackets, a name is a variable's, and nothing is 0.
            if re.fullmatch(_TEXT, word.raw) and re.search(r"\w[./]", word.raw):
                yield _of_numbers(binary.operator, word)


def _bracket(words: list[Word]) -> Iterator[_Slip]:
    first, last = words[0], words[-1]
    start, end = first.start, last.end
    if first.raw != "[":
        if last.raw == "]" and re.fullmatch(_GLUED, first.raw):
            yield (
                *(start, first.end, f"no blank stands behind `[`: bash looks for a command `{first.raw}`"),
                *("no such command", f"write `[ {first.raw[1:]}`"),
            )
        return
    if last.raw != "]":
        # What has grown together with a library's name is LP133's.
        if not re.search(r"\.so[\d.]*[\"']?\]$", last.raw):
            glued = last.raw[-1:] == "]" and "[" not in last.raw
            yield (
                *(start, end, "this test has no `]` of its own: `[` says so, and fails"),
                *("a part of the word" if glued else "never true", "write a blank and `]` behind it"),
            )
        return
    yield from _asked(words[1:-1], True)


def _asked(words: list[Word], bracket: bool) -> Iterator[_Slip]:
    """What stands behind `[` or `test`, without the `]`."""
    whole = words
    if words and words[0].raw == "!":
        words = words[1:]
    if not words:
        return
    start, end = whole[0].start, words[-1].end
    if len(words) == 1 and re.match(r"-[a-zA-Z][\"'$/]", words[0].raw):
        yield (
            *(start, end, f"`{words[0].raw}` is one word, and not empty: the test asks for nothing else"),
            *("always the same", f"write a blank behind `{words[0].raw[:2]}`"),
        )
    elif len(words) == 2 and len(words[0].raw) == 1 and words[0].raw in LETTERS and bracket:
        yield (
            *(start, end, f"`{words[0].raw}` is no test: `[` says so, and fails"),
            *("never true", f"write `-{words[0].raw}`"),
        )
    elif len(words) == 2:
        yield from _unary(words[0].raw, words[1])
    elif len(words) == 3 and words[1].raw in _NUMBERS:
        for word in (words[0], words[2]):
            if re.fullmatch(_TEXT, word.raw):
                yield _of_numbers(words[1].raw, word)


def _of_numbers(operator: str, word: Word) -> _Slip:
    sign = {"-eq": "=", "-ne": "!="}.get(operator, "=")
    message = f"`{operator}` compares numbers, and `{word.raw}` is none: the test fails with an error"
    return word.start, word.end, message, "no number", f"write `{sign}`"


def _unary(operator: str, operand: Word) -> Iterator[_Slip]:
    plain = operand.raw.rstrip("\"'")
    if operator == "-d" and re.fullmatch(rf"(?:.*/)?{_LIBRARY}", operand.raw):
        name = plain.rpartition("/")[2]
        yield (
            operand.start,
            operand.end,
            f"`{name}` is a library, and `-d` asks for a folder",
            "never one",
            "write `-f`",
        )
    elif operator == "-f" and plain[-1:] == "/" and len(plain) > 1:
        yield (
            operand.start,
            operand.end,
            f"`{plain}` is a folder's name, and `-f` asks for a file",
            "never one",
            "write `-d`",
        )
