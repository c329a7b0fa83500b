"""LP129 of a folder that wget is given behind the address, as cp would be: wget has no destination.

wget https://x.org/libfoo.so.1 $root/usr/lib/
"""

from __future__ import annotations

import re

from lintpack.bash.tree import SimpleCommand, Word
from lintpack.bash.walk import each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

# Options with an argument of their own (wget(1)).
_TAKE = frozenset("-O -P -o -a -e -i -B -t -T -w -Q -l -A -R -D -I -X -U --header".split())
_SHORT = r"-[a-zA-Z]*[OPoaeiBtTwQlARDIXU]"
# What begins so is a path of this machine.
_PATH = r"[\"']?(?:(?:/|\.{1,2}/|~/)[\w./${}~\"'-]*|\$\{?\w+\}?[\"']?/(?:[\w./${}-]*/)?[\w${}-]*[\"']?)"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        if not re.search(r"\bwget[ \t]", text):
            continue
        for node in each(script.tree, SimpleCommand):
            words = [word for word in node.words if isinstance(word, Word)]
            names = [word.raw for word in words[:2]]
            if "wget" not in names:
                continue
            operands = list(_operands(words[names.index("wget") + 1 :]))
            urls = [word for word in operands if re.search(r"://", word.raw)]
            last = operands[-1] if operands else None
            if len(urls) != 1 or len(operands) != 2 or last is urls[0] or last is None:
                continue
            if not re.fullmatch(_PATH, last.raw) or not (".so" in urls[0].raw or "lib" in last.raw):
                continue
            yield rule.finding(
                script.source.place(last.start, last.end),
                f"wget takes `{last.raw}` for another address: the file is written to the working directory",
                label="no destination",
                help=f"name the folder by an option: `wget -P {last.raw} …`",
            )


def _operands(words: list[Word]) -> Iterator[Word]:
    taken = False
    for word in words:
        if taken:
            taken = False
        elif word.raw.startswith("-"):
            taken = word.raw in _TAKE or (not word.raw.startswith("--") and re.fullmatch(_SHORT, word.raw) is not None)
        else:
            yield word
