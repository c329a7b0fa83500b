"""LP124 for a library's name that is written out for one system, where a variable has it for the one at hand.

if [ "$(uname)" = Darwin ]; then LIBS=*.dylib; else LIBS=*.so; fi
if [ $# -eq 0 ]; then cp *.so out/; else cp $LIBS out/; fi
"""

from __future__ import annotations

import re

from lintpack.bash.tree import Case, If
from lintpack.bash.walk import around
from lintpack.rules.shared.wording import line_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

_GIVEN = r"(?m)(?:^|[\s;])(\w+)=[\"']?([\w.*+-]*dylib)[\"']?(?=[\s;]|$)"
_COPIES = r"^[ \t]*(?:(?:sudo|then|else|do)[ \t]+)?(?:cp|mv|install|rsync)[ \t]"
_SYSTEM = r"(?i)uname|darwin|mac|osx|apple|ostype|linux|platform|system|win|\bos\b"
# Copies by the variable, for one without it to stand out.
_OTHERS = 2


def literal_suffixes(context: Context) -> Iterator[tuple[Place, str, Place]]:
    """The name as it is written, what it is by the variable, and where the variable is used."""
    for script in context.plan.scripts:
        text = script.source.text
        for name, value in dict.fromkeys(re.findall(_GIVEN, text)) if "dylib" in text else ():
            ours = value[: -len("dylib")] + "so"
            if re.search(rf"(?m)(?:^|[\s;]){name}=[\"']?{re.escape(ours)}[\"']?(?=[\s;]|$)", text):
                yield from _of_variable(name, ours, script)


def _of_variable(name: str, ours: str, script: ReadScript) -> Iterator[tuple[Place, str, Place]]:
    text = script.source.text
    variable = rf"\$(?:{name}\b|\{{{name}\}})"
    suffix = ours in ("so", ".so")
    dot = r"\." if ours == "so" else ""
    pattern = rf"(lib[\w+-]+){dot}{variable}" if suffix else rf"(?:(?<=[\s\"'/])){variable}"
    used = [match for match in re.finditer(pattern, text) if _copied(text, *match.span())]
    if len(used) < (_OTHERS if suffix else 1):
        return
    named = {match[1] for match in used} if suffix else set()
    literal = (
        r"(?<=[\s\"'/])(lib[\w+-]+)\.so(?=[\s\"';]|$)" if suffix else rf"(?<=[\s\"'/]){re.escape(ours)}(?=[\s\"';]|$)"
    )
    for match in re.finditer(rf"(?m){literal}", text):
        if not _copied(text, *match.span()) or (suffix and (match[1] in named or f"{match[1]}.dylib" in text)):
            continue
        if any(_of_system(node, name, script) for node in around(script.tree, match.start())):
            continue
        there = script.source.place(*used[0].span())
        written = match[0].removesuffix("so") + f"${name}" if dot else f"{match[0].removesuffix('.so')}${{{name}}}"
        yield script.source.place(*match.span()), written if suffix else f"${name}", there


def _copied(text: str, start: int, end: int) -> bool:
    line = line_of(text, start, end)
    return re.search(_COPIES, line) is not None and not re.search(r"#|\|\||&&", line)


def _of_system(node: object, name: str, script: ReadScript) -> bool:
    """Whether a condition tells the systems apart."""
    if not isinstance(node, (If, Case)):
        return False
    head = re.split(r"\bthen\b|\bin\b", script.source.text[node.start : node.end])[0]
    return re.search(_SYSTEM, head) is not None or name in head
