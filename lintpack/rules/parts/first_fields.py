"""LP135 of a list of ldd's of which the names are taken, and not the files: `ldd prog | awk '/=>/ {print $1}'`.

for lib in $(ldd bin/prog | grep '=>' | awk '{print $1}'); do cp "$lib" out/lib/; done
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

_LIST = (
    r"\bldd\b[^\n|;]*\|(?P<between>(?:[^\n;]|\\\n)*?)\bg?awk[ \t]+"
    r"'(?P<shown>(?P<test>[^'{}]*)\{[ \t]*print[ \t]+\$1[ \t;]*\})'"
)
_LOOP = r"\bfor[ \t]+(\w+)[ \t]+in[ \t]+\"?(?:\$\(|`)[^\n;]*$"
_COPIES = r"(?m)(?:^|[;&|{]|\bdo\b|\bthen\b)[ \t]*(?:sudo[ \t]+)?(?:cp|install|rsync)\b"


def first_fields(script: ReadScript) -> Iterator[Place]:
    """Each awk program that prints the names of libraries which are then copied as if they were files."""
    text = script.source.text
    for match in re.finditer(_LIST, text):
        # Lines without `=>` have the file, or nothing, in the first place.
        if "=>" not in match["between"] + match["test"]:
            continue
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if line.lstrip()[:1] == "#" or re.search(r"(?m)^[^#\n]*\b(?:cd|pushd)[ \t]", text[: match.start()]):
            continue
        loop = re.search(_LOOP, line)
        behind = text[match.end() : match.end() + 600]
        if loop is not None:
            body = behind.partition("done")[0]
            taken = rf"{_COPIES}[^\n;|&]*?[ \t][\"']?\$(?:{loop[1]}|\{{{loop[1]}\}})[\"']?(?=[ \t])"
        else:
            body = behind.partition("\n")[0]
            taken = r"^[^\n]*?\|[ \t]*xargs\b[^\n|;]*\b(?:cp|install|rsync)\b"
        if re.search(taken, body):
            yield script.source.place(match.start("shown"), match.end("shown"))
