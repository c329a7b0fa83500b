"""LP132 of an array that is named without `[@]`, where its first element alone is taken (bash manual, 6.7).

libs=(libfoo.so.1 libbar.so.2); for lib in $libs; do cp lib/$lib out/; done
"""

from __future__ import annotations

import re

from lintpack.bash.tree import DoubleQuoted, For, Parameter, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.findings import Edit, Fix, Label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

_TAKES = frozenset(("cp", "mv", "install", "rsync", "tar", "rm", "strip", "ldd"))


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        # zsh, where the name alone is all of them.
        if "zsh" not in text.partition("\n")[0]:
            yield from _of_script(script, rule)


def _of_script(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    text = script.source.text
    words = [word for loop in each(script.tree, For) if len(loop.words or ()) == 1 for word in loop.words or ()]
    for command in each(script.tree, SimpleCommand):
        names = [word for word in command.words if isinstance(word, Word)]
        if len(names) > 2 and any(word.raw.rpartition("/")[2] in _TAKES for word in names[:2]):
            words += names[1:]
    for word in words:
        name = _whole(word)
        if not name:
            continue
        given = list(re.finditer(rf"(?m)(?<![\w$]){name}(\+?)=(\(?)([^()]*)", text))
        if not given or not all(one[2] for one in given) or re.search(rf"\bIFS\b|\bread\b[^\n]*\b{name}\b", text):
            continue
        elements = re.sub(r"#[^\n]*", "", given[0][3]).split()
        # A pattern, or another list, may come to one or to many.
        if len(elements) < 2 or not any(".so" in one for one in elements) or "$(" in given[0][3]:
            continue
        place = script.source.place(word.start, word.end)
        yield rule.finding(
            place,
            f"`{word.raw}` is the first of the {len(elements)} elements of an array, `{elements[0]}`, and no other",
            label="one element",
            related=(Label(script.source.place(given[0].start(), given[0].start() + len(name)), "an array"),),
            help=f'write `"${{{name}[@]}}"`',
            fixes=(Fix("take all elements", "unsafe", (Edit(place, f'"${{{name}[@]}}"'),)),),
        )


def _whole(word: Word) -> str:
    """The variable that is all of a word, `$libs` or `"${libs}"`; else ""."""
    parts = word.parts
    if len(parts) == 1 and isinstance(parts[0], DoubleQuoted):
        parts = parts[0].parts
    if len(parts) != 1 or not isinstance(parts[0], Parameter):
        return ""
    found = re.fullmatch(r"\"?\$\{?([A-Za-z_]\w*)\}?\"?", word.raw)
    return found[1] if found is not None else ""
