"""LP113 for `lib64`, written out, in a command that has `lib$SIZE` as well, where SIZE is `64` on some machines only.

if [ "$(uname -m)" = x86_64 ]; then SIZE=64; else SIZE=; fi
cp -a build/lib64/libfoo.so.* "$ROOT/usr/lib$SIZE/"
"""

from __future__ import annotations

import re

from lintpack.bash.tree import Case, If
from lintpack.bash.walk import around
from lintpack.rules.parts.wrong_folders import Wrong
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

_ENDS = r"[\"']?(?=[\s;)]|$)"
_GIVEN = r"(?m)(?:^|[\s;])(\w+)=[\"']?(lib)?64" + _ENDS
_COPIES = r"(?:^|[ \t;(])(?:cp|mv|ln|install|rsync)[ \t]"
_LITERAL = r"(?<![\w$}])lib64(?=/)"


def literal_sizes(context: Context) -> Iterator[Wrong]:
    for script in context.plan.scripts:
        text = script.source.text
        for found in dict.fromkeys(re.findall(_GIVEN, text)) if "lib64/" in text else ():
            name, prefix = found
            # The other machines' value.
            if re.search(rf"(?m)(?:^|[\s;]){name}=[\"']?{prefix}{_ENDS}", text):
                yield from _beside(name, rf"{'/' if prefix else 'lib'}\$(?:{name}\b|\{{{name}\}})", script)


def _beside(name: str, token: str, script: ReadScript) -> Iterator[Wrong]:
    for start, line in lines_with("lib64/", script.source.text):
        used, literal = re.search(token, line), re.search(_LITERAL, line)
        if used is None or literal is None or not re.search(_COPIES, line) or re.search(r"#|&&|\|\||\[", line):
            continue
        if any(isinstance(node, (If, Case)) for node in around(script.tree, start + literal.start())):
            continue
        written = used[0].lstrip("/")
        yield Wrong(
            script.source.place(start + literal.start(), start + literal.end()),
            "of one word size",
            f"names `lib64`, but the other side of this copy is `{written}`, which is `lib` on some machines",
            f"write `{written}`",
            script.source.place(start + used.start(), start + used.end()),
        )
