"""LP111 for braces around one pattern, `lib/{libfoo*.so}`: without a comma they are no list, and bash leaves them there
(bash(1), Brace Expansion)."""

from __future__ import annotations

from lintpack.bash.tree import Glob, Literal, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

# As the text has it, without a look at quotes.
LONE = r"(?<![$\\{@])\{(?=[^{}\s]*\.so)[\w.+?*-]*[*?][\w.+?*-]*\}(?!\})"


def lone(script: ReadScript) -> Iterator[Place]:
    """The braces, outside of quotes."""
    for command in each(script.tree, SimpleCommand):
        for word in command.words:
            if not isinstance(word, Word) or "{" not in word.raw:
                continue
            for match in re.finditer(LONE, word.raw):
                opening = word.start + match.start()
                part = next((one for one in word.parts if one.start <= opening < one.end), None)
                if isinstance(part, (Literal, Glob)):
                    yield script.source.place(opening, word.start + match.end())
