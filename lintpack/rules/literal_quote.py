"""An escaped quote becomes part of a file's name: `cp \\"$lib\\" out/`, also inside of `"$(…)"`."""

from __future__ import annotations

import re

from lintpack.bash.tree import Escaped, Parameter, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.findings import Edit, Fix
from lintpack.rules.gates.shell_subjects import FILES
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import gathered
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP137",
    name="literal-quote",
    summary="An escaped quote becomes part of the name of a file that is copied, or looked for.",
    level="error",
    confidence="high",
)

# What lists libraries, one a line, for grep.
_LISTS = r"\b(?:ldconfig|ldd|readelf|objdump|find|ls|nm)\b[^\n;]*\|[^\n;]*$"


def check(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        if '\\"$' in script.source.text:
            yield from gathered(_of_script(script))


def _of_script(script: ReadScript) -> Iterator[Finding]:
    text = script.source.text
    for command in each(script.tree, SimpleCommand):
        words = [word for word in command.words if isinstance(word, Word)]
        tool = words[0].raw.rpartition("/")[2] if words else ""
        if tool not in FILES:
            continue
        before = line_before(text, command.start)
        if tool.endswith("grep") and not re.search(_LISTS, before):
            continue
        for word in words[1:]:
            if _quoted(word):
                place = script.source.place(word.start, word.end)
                bare = word.raw.replace('\\"', '"')
                yield RULE.finding(
                    place,
                    f"the quotes in `{word.raw}` are escaped, so `{tool}` gets them as part of the word",
                    label="no such name",
                    notes=("inside of `$(…)`, quotes begin anew: they need no backslash, though one stands outside",),
                    help=f"write `{bare}`",
                    fixes=(Fix(f"write `{bare}`", "safe", (Edit(place, bare),)),),
                )


def _quoted(word: Word) -> bool:
    """Whether the word begins and ends with an escaped quote, with a variable between."""
    first, last = word.parts[0], word.parts[-1]
    return (
        len(word.parts) > 2
        and isinstance(first, Escaped)
        and isinstance(last, Escaped)
        and first.text == last.text == '"'
        and any(isinstance(part, Parameter) for part in word.parts)
    )
