"""LP203 for links whose target is what a search prints, which may be nothing: then `ln` has one operand, takes it for
the target, and makes a link to it in the folder that the script works in.

ln -sf $(ldconfig -p | grep libfoo | awk '{print $NF}') /opt/x/lib/libfoo.so
ln -s `find / -name libfoo.so.1 | head -1` libfoo.so
"""

from __future__ import annotations

from lintpack.bash.tree import CommandSubstitution, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.patterns import re
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

# What prints nothing where there is nothing to print, and what prints something all the same at the end.
_SEARCHES = r"(?:^|[\s(`|;&/])(?:grep|egrep|fgrep|find|locate|whereis|which|type -[pP]|command -v|awk [^|]*/[^/|]+/)\s"
_ALWAYS = r"\|\|\s*(?:echo|printf)\b|\bdirname\b|\bbasename\b"


class EmptyTarget(Record):
    """The search that may print nothing, and the link that is then taken for its target."""

    place: Place
    path: str


def empty_targets(context: Context) -> Iterator[EmptyTarget]:
    for script in context.plan.scripts:
        for command in each(script.tree, SimpleCommand):
            words = list(command.words)
            while words and words[0].raw in ("sudo", "command", "exec"):
                words.pop(0)
            if not words or words[0].raw.rpartition("/")[2] != "ln":
                continue
            operands = words[1:]
            options = []
            while operands and operands[0].raw[:1] == "-":
                options.append(operands.pop(0).raw)
            if len(operands) != 2 or not any(word[:2] != "--" and "s" in word for word in options):
                continue
            target, path = operands
            parts = target.parts if isinstance(target, Word) else ()
            if len(parts) != 1 or not isinstance(parts[0], CommandSubstitution) or ".so" not in path.raw:
                continue
            raw = target.raw
            if not re.search(_SEARCHES, raw) or re.search(_ALWAYS, raw):
                continue
            if not _asked(raw, script.source.text, command.start):
                yield EmptyTarget(script.source.place(target.start, target.end), path.raw)


def _asked(search: str, text: str, before: int) -> bool:
    """Whether a test above asks the same."""
    inside = search[2:-1].strip() if search[:1] == "$" else search[1:-1].strip()
    first = inside.split("|")[0].strip()
    return any(first in line for line in re.findall(r"(?m)^.*\b(?:if|while)\b.*$|\[ .*$", text[:before]))
