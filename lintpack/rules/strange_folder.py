"""LP121: the folder that one copy goes to differs by a letter from the one that the others go to.

Nothing else in the scripts may have a word of that name: what makes the folder, or packs it, would.
"""

from __future__ import annotations

import re

from lintpack.rules.wording import calls, narrowed, written_at
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.packed import Packed
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import Origin
    from lintpack.source import Place

# Copies that go to a folder for it to be the one that was meant.
_OTHERS = 2


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    into: dict[str, dict[Place, Packed]] = {}
    for one in context.packed:
        if one.transfer is not None:
            into.setdefault(one.into.rstrip("/"), {}).setdefault(written_at(one.origin), one)
    if len(into) < _OTHERS:
        return
    for folder, copies in into.items():
        above, _, name = folder.rpartition("/")
        if len(copies) != 1 or not above or not name.isidentifier():
            continue
        meant = [other for other, more in into.items() if len(more) >= _OTHERS and _slip(folder, other)]
        if len(meant) == 1 and _alone(name, context):
            (place,) = copies
            right = meant[0].rpartition("/")[2]
            yield rule.finding(
                _written(copies[place].origin, place, f"/{name}"),
                f"copies `{copies[place].name.text}` to a folder `{name}`, but {len(into[meant[0]])} more copies go to "
                f"`{right}` beside it, and nothing else speaks of `{name}`",
                label=f"`{right}`?",
                related=calls(copies[place].origin, place),
                notes=("without a folder of that name, `cp` makes a file of it, or fails",),
                help=f"copy to `{right}`, or make the folder before",
            )


def _written(origin: Origin, place: Place, name: str) -> Place:
    """Where the folder is written: in the command, or in the call that passed it on."""
    places = (place, origin.command, *(frame.place for frame in reversed(origin.calls)))
    return narrowed(next((one for one in places if name in one.text), place), name)


def _slip(folder: str, other: str) -> bool:
    """Whether two folders lie in one, and their names differ by a slip, or by an `s` at the end; not by a number."""
    above, _, name = folder.rpartition("/")
    there, _, meant = other.rpartition("/")
    kind = slip_kind(name, meant)
    if above != there or not kind or not (set(name) ^ set(meant)).isdisjoint("0123456789"):
        return False
    # Short words are near to each other by one other letter: `lib` and `bib`.
    return kind != "replaced" or len(meant) > 4


def _alone(name: str, context: Context) -> bool:
    """Whether the scripts have the word this once."""
    return sum(len(re.findall(rf"(?<!\w){name}(?!\w)", script.source.text)) for script in context.plan.scripts) == 1
