"""A script that packs files by their kind asks for links where nothing but dangling ones and those of folders are left.

    if [ -f "$f" ]; then echo "f $f"
    elif [ -h "$f" ]; then echo "s $f=$(readlink "$f")"
    fi

`-f` follows links (test(1)).
"""

from __future__ import annotations

import re

from lintpack.bash.tree import If
from lintpack.bash.walk import each
from lintpack.record import Record
from lintpack.rules.gates.link_subjects import ASKED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import IfBranch
    from lintpack.rules.context import Context
    from lintpack.source import Place, Source

_FILE = r"(?:\[\[?|test)\s+-f\s+[\"']?\$\{?(?P<name>\w+)\}?[\"']?(?:\s+\]\]?)?\s*"
_LINK = r"(?:\[\[?|test)\s+-[hL]\s+[\"']?\$\{?(?P<name>\w+)\}?[\"']?(?:\s+\]\]?)?\s*"
# What is done to a link to pack it as one.
_AS_LINK = r"\breadlink\b|\bln\s+-\w*s|\bcp\s+-\w*[adP]|\bfile\s+-h|\bls\s+-\w*l|symlink"
_BROKEN = r"(?i)broken|dangling|dead|orphan|stale|\brm\b|\bunlink\b|target"


class LateQuestion(Record):
    """`place` asks whether `$name` is a link; `first` took it for a file."""

    name: str
    place: Place
    first: Place


def asked_late(context: Context) -> Iterator[LateQuestion]:
    if not context.speaks_of(ASKED):
        return
    for script in context.plan.scripts:
        for node in each(script.tree, If):
            yield from _in_chain(node, script.source)


def _in_chain(node: If, source: Source) -> Iterator[LateQuestion]:
    files: dict[str, Place] = {}
    for branch in node.branches:
        place = source.place(branch.condition[0].start, branch.condition[-1].end)
        asked = re.fullmatch(_LINK, place.text)
        if asked is not None and asked["name"] in files and _packs_link(branch, source):
            yield LateQuestion(asked["name"], place, files[asked["name"]])
            return
        taken = re.fullmatch(_FILE, place.text)
        if taken is not None:
            files.setdefault(taken["name"], place)


def _packs_link(branch: IfBranch, source: Source) -> bool:
    if not branch.body:
        return False
    body = source.text[branch.body[0].start : branch.body[-1].end]
    return re.search(_AS_LINK, body) is not None and re.search(_BROKEN, body) is None
