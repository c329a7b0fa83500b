"""LP129 of a sign that is another than it looks, or one of two: a comma behind a list's element, a dash for a hyphen,
and one `&` where two were meant.

libs=(libfoo.so.1, libbar.so.2)      cp –a lib/libfoo.so* out/      cd build & cp libfoo.so.1 ../out/
"""

from __future__ import annotations

import re

from lintpack.bash.tree import ArrayValue, For, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.findings import Edit, Fix
from lintpack.rules.gates.list_subjects import DASHES, commas, dashes, lone_signs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

_TOOLS = frozenset("cp mv ln install rsync tar find patchelf chrpath strip ldconfig rm mkdir".split())


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        if commas(text):
            yield from _commas(script, rule)
        if dashes(text):
            yield from _dashes(script, rule)
        for at in lone_signs(text):
            place = script.source.place(at, at + 1)
            yield rule.finding(
                place,
                "one `&` starts `cd` in the background, in a shell of its own: what follows runs where the script was",
                label="`&&`?",
                help="write `&&`",
                fixes=(Fix("write `&&`", "unsafe", (Edit(place, "&&"),)),),
            )


def _commas(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    lists = [[element.value for element in node.elements] for node in each(script.tree, ArrayValue)]
    lists += [list(node.words or ()) for node in each(script.tree, For)]
    for words in lists:
        for word in words[:-1]:
            if re.fullmatch(r"[\"']?[\w./${}+-]*\.so(?:\.\d+)*[\"']?,", word.raw):
                place = script.source.place(word.start, word.end)
                yield rule.finding(
                    place,
                    f"the comma belongs to the name, `{word.raw}`: blanks alone stand between the elements",
                    label="no such file",
                    help=f"write `{word.raw[:-1]}`",
                    fixes=(Fix("remove the comma", "safe", (Edit(place, word.raw[:-1]),)),),
                )


def _dashes(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    for command in each(script.tree, SimpleCommand):
        words = [word for word in command.words if isinstance(word, Word)]
        names = [word.raw.rpartition("/")[2] for word in words[:2]]
        if _TOOLS.isdisjoint(names):
            continue
        for word in words[1:]:
            if re.fullmatch(rf"[{DASHES}]{{1,2}}[A-Za-z][\w-]*(?:=\S*)?", word.raw):
                place = script.source.place(word.start, word.end)
                right = word.raw.replace("–", "-").replace("—", "--").replace("−", "-").replace("‐", "-")
                yield rule.finding(
                    place,
                    f"`{word.raw}` begins with a dash that is no hyphen, so that it is taken for a file",
                    label="no option",
                    help=f"write `{right}`",
                    fixes=(Fix("write a hyphen", "safe", (Edit(place, right),)),),
                )
