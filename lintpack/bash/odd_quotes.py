"""A text that cannot be parsed because a quote is missing in it, or one too many.

A shell notices it at the end of the text, and names the last quote: all between is read inside out. So the quote is
looked for by trying: without it, or with its pair at the end of its line, the text can be parsed. Of several such lines
it is the one that leaves the fewest strings that run over lines or end in the middle of a word.
"""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.bash.walk import each
from lintpack.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lintpack.bash.tree import Script

# How the problem's message ends.
ODD = "is missing on this line, or one too many"
# Lines that are tried, and characters that are parsed for them.
_LINES = 30
_PARSED = 600_000
# What hardly follows the end of a string.
_GOES_ON = r"[\w${/.*~@+%-]"
_WORTH = 5
_UNCLOSED = {'`"` is not closed': '"', "`'` is not closed": "'"}


def mended(text: str, script: Script, parse: Callable[[str], Script]) -> Script:
    """What `parse` makes of `text` with its quotes in pairs, and one problem: the quote. `script`, which it made of the
    text as it is, where no single quote explains all problems. Places are those of `text`."""
    quotes = {_UNCLOSED[problem.message] for problem in script.problems if problem.message in _UNCLOSED}
    best: tuple[int, int, Script] | None = None
    parsed = 0
    for offset, tried in _tried(text, quotes or {'"', "'"}):
        parsed += len(tried)
        if parsed > _PARSED:
            break
        found = parse(tried)
        # A carriage return, say, has nothing to do with it.
        if len(found.problems) < len(script.problems) and all(one in script.problems for one in found.problems):
            left = _left(tried, found)
            if best is None or left < best[0]:
                best = left, offset, found
    if best is None:
        return script
    _, offset, found = best
    quote = tree.Problem(offset, offset + 1, f"a `{text[offset]}` {ODD}")
    return tree.Script(found.start, found.end, found.body, found.comments, (quote, *found.problems))


def _tried(text: str, quotes: set[str]) -> Iterator[tuple[int, str]]:
    """Texts of the same length with one quote less or more, and where the quote stands that has no pair: on the first
    lines with an odd number of one of the `quotes`."""
    found = start = 0
    for line in text.split("\n"):
        if not line.lstrip().startswith("#"):
            for quote in sorted(quotes):
                offsets = [start + match.start() for match in re.finditer(rf"(?<!\\){quote}", line)]
                if len(offsets) % 2 == 0:
                    continue
                last = offsets[-1]
                for offset in dict.fromkeys((last, offsets[0])):
                    yield last, f"{text[:offset]} {text[offset + 1 :]}"
                end = start + len(re.sub(r"\s*\\?\s*$", "", line))
                if end - 1 > last:
                    yield last, f"{text[: end - 1]}{quote}{text[end:]}"
                found += 1
                if found == _LINES:
                    return
        start += len(line) + 1


def _left(text: str, script: Script) -> int:
    """How odd the strings of a text look."""
    count = 0
    for kind in (tree.DoubleQuoted, tree.SingleQuoted):
        for node in each(script, kind):
            if "\n" in text[node.start : node.end]:
                count += _WORTH if re.match(_GOES_ON, text[node.end : node.end + 1]) else 1
    return count
