"""What the finds about tests and branches are about that take another library, or another word size, than they say."""

from __future__ import annotations

from lintpack.rules.gates import subjects
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context

# Tests for a file, as scripts write them.
FILE_TESTS = ("-f ", "-e ", "-r ", "-s ", "-x ", "-L ", "-h ")
# Blocks of one shape: the odd one, and those that it is compared with.
BLOCKS = 3


def asked_versions(context: Context) -> bool:
    """LP104: what `subjects.asked` says of scripts with a version, and what `other_tested` does."""
    return (context.speaks_of((".so.",)) and subjects.asked(context)) or other_tested(context)


def other_tested(context: Context) -> bool:
    """Scripts that test for several libraries, or hand several to a function that tests for the first of its words."""
    return any(_tests_several(script.source.text) for script in context.plan.scripts)


def _tests_several(text: str) -> bool:
    if text.count(".so") < 2 * BLOCKS:
        return False
    tests = pairs = 0
    for _, line in lines_with(".so", text):
        tests += any(sign in line.partition(".so")[0] for sign in FILE_TESTS)
        pairs += line.count(".so") > 1
    return tests >= BLOCKS or (pairs >= BLOCKS and hands_on(text))


def hands_on(text: str) -> bool:
    """Whether a function may test for its first argument."""
    return any(f"{test}{first}" in text for test in FILE_TESTS for first in ('"$1"', "$1", '"${1}"', "${1}"))


# Word sizes as tests and the branches of `case` name them; the ends of lines with such a test, and of patterns.
_SIZES = ("32", "64", "86")
_ASKS = ("==", " = ", "!=", "-eq", "-ne", "=~")


def sizes_branched(context: Context) -> bool:
    """Scripts that name `lib64`, and have branches by the word size."""
    return context.speaks_of(("lib64",)) and any(asks_for_size(script.source.text) for script in context.plan.scripts)


def asks_for_size(text: str) -> bool:
    """Whether a line asks for a word size, or for a machine of 32 bits: most that ask ask for x86_64 alone."""
    bare = text.replace("x86_64", "").replace("amd64", "").replace("aarch64", "").replace("arm64", "")
    for size in _SIZES:
        for _, line in lines_with(size, bare):
            head, bracket, _ = line.partition(")")
            if bracket and size in head and len(head) < 60 and "(" not in head.strip()[1:]:
                return True
            if ("[" in line or "test " in line) and any(sign in line for sign in _ASKS):
                return True
    return False
