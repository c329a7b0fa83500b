"""LP121: the folder that one copy goes to differs by a letter from the one that the others go to, or that the script
names in its place.

Nothing else in the scripts may have a word of that name: what makes the folder, or packs it, would.
"""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import calls, narrowed, written_at
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Origin
    from lintpack.source import Place

# Copies that go to a folder for it to be the one that was meant.
_OTHERS = 2


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    into: dict[str, dict[Place, Packed]] = {}
    for one in context.packed:
        if one.transfer is not None:
            into.setdefault(one.into.rstrip("/"), {}).setdefault(written_at(one.origin), one)
    for folder, copies in into.items():
        above, _, name = folder.rpartition("/")
        if len(copies) != 1 or not above or not name.isidentifier():
            continue
        meant = [other for other, more in into.items() if len(more) >= _OTHERS and _slip(folder, other)]
        (place,) = copies
        written = _written(copies[place].origin, place, f"/{name}")
        others = f"{len(into[meant[0]])} more copies go to" if meant else ""
        if not meant:
            meant, times = _spoken_of(written, folder, context)
            others = f"the script speaks {times} times of"
        if len(meant) == 1 and _alone(name, context):
            right = meant[0].rpartition("/")[2]
            yield rule.finding(
                written,
                f"copies `{copies[place].name.text}` to a folder `{name}`, but {others} `{right}` beside it, and "
                f"nothing else speaks of `{name}`",
                label=f"`{right}`?",
                related=calls(copies[place].origin, place),
                notes=("without a folder of that name, `cp` makes a file of it, or fails",),
                help=f"copy to `{right}`, or make the folder before",
            )


def _written(origin: Origin, place: Place, name: str) -> Place:
    """Where the folder is written: in the command, or in the call that passed it on."""
    places = (place, origin.command, *(frame.place for frame in reversed(origin.calls)))
    return narrowed(next((one for one in places if name in one.text), place), name)


def _spoken_of(written: Place, folder: str, context: Context) -> tuple[list[str], int]:
    """The folder that the scripts name beside `written` as often, by the same words before it; and how often."""
    source, above = written.source, folder.rpartition("/")[0]
    line = source.text[source.text.rfind("\n", 0, written.start) + 1 : written.start + 1]
    before = re.search(r"\$[\w{}./-]*/$", line)
    if before is None:
        return [], 0
    names = [
        name
        for script in context.plan.scripts
        for name in re.findall(re.escape(before[0]) + r"([\w-]+)", script.source.text)
    ]
    meant = [name for name in dict.fromkeys(names) if names.count(name) >= _OTHERS and _slip(folder, f"{above}/{name}")]
    return [f"{above}/{name}" for name in meant], names.count(meant[0]) if meant else 0


def _slip(folder: str, other: str) -> bool:
    """Whether two folders lie in one, and their names differ by a slip, or by an `s` at the end; not by a number."""
    above, _, name = folder.rpartition("/")
    there, _, meant = other.rpartition("/")
    kind = slip_kind(name, meant)
    if above != there or not kind or not (set(name) ^ set(meant)).isdisjoint("0123456789"):
        return False
    # Short words are near to each other by one other letter: `lib` and `bib`.
    return kind != "replaced" or len(meant) > 4


# What a folder is the operand of, without a path before it.
_TAKES = r"(?:^|[\s;&|(])(?:mkdir|cd|pushd|mv|cp|ln|rm|tar|zip|ls|find|for|test|\[\[?|install|chmod|chown)\s"


def _alone(name: str, context: Context) -> bool:
    """Whether the scripts have the word this once: as a folder, not as a variable, in a comment or in another name."""
    word = rf"(?<![\w$.-])(?<!\$\{{){name}(?![\w=-]|\.\w)"
    count = 0
    for script in context.plan.scripts:
        if name in script.source.text:
            lines = [re.sub(r"(?:^|\s)#.*", "", line) for line in script.source.text.split("\n") if name in line]
            count += sum(len(re.findall(word, line)) for line in lines if f"/{name}" in line or re.search(_TAKES, line))
    return count == 1
