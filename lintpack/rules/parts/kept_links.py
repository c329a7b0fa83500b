"""Libraries that a script means to leave to the system, and does not remove: see never_bundle.

for f in $EXCLUDED; do rm -f $(find . -type f -name "$f"); done      the list has SONAMEs, which are links
"""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_FOUND = re.compile(
    r"\bfind\b[^\n;|]*?(?P<type>-type f)\b[^\n;|]*?-i?name[ \t]+[\"']?\$\{?(?P<name>\w+)\}?[\"']?(?=[\s)])"
)
# The names of libraries that AppImages leave to the system, one in a line; and what lists of them are called.
_LIST = r"(?i)excludelist|exclude_?libs|blacklist(?:ed)?_?(?:files|libs)"
_NEAR = 400


def kept_links(context: Context) -> Iterator[Place]:
    """Where `-type f` stands, in a loop over such a list whose findings are removed."""
    for script in context.plan.scripts:
        source, text = script.source, script.source.text
        for found in _FOUND.finditer(text):
            loop = re.compile(
                rf"\b(?:for[ \t]+{found['name']}[ \t]+in[ \t][^\n;]*|read[ \t]+(?:-r[ \t]+)?{found['name']}\b)"
            )
            heads = list(loop.finditer(text, max(0, found.start() - _NEAR), found.start()))
            if not heads:
                continue
            before = text[max(0, heads[-1].start() - _NEAR) : heads[-1].end()]
            after = text[found.start() : found.end() + _NEAR].partition("done")[0]
            line = line_before(text, found.start())
            if re.search(_LIST, before) and re.search(r"\brm\b|-delete", after) and "#" not in line:
                yield source.place(found.start("type"), found.end("type"))
