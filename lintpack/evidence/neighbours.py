"""What the other libraries of a plan, and of plans beside it, have to do with one library.

Works on the entries of `lintpack.rules.shared.packed`. Nothing here decides whether anything is wrong.
"""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.rules.shared.packed import Packed
    from lintpack.source import Place

# How two entries belong together, the closest first: the same word (a brace list, an array, a loop's variable); the
# same command; lines without an empty one between them, under the same conditions; the function that both are written
# in; the folder that they come from; the folder that they go to.
RELATIONS = ("list", "command", "block", "function", "folder", "destination")


class Neighbour(Record):
    packed: Packed
    relation: str


class Comparison(Record):
    """Two sets of libraries: what is in both (with the left one's entry first), and what is in one only."""

    shared: tuple[tuple[Packed, Packed], ...]
    left: tuple[Packed, ...]
    right: tuple[Packed, ...]


def site(one: Packed) -> Place:
    """The command that packs, or where a function only passes its arguments on, the call that names the library."""
    from lintpack.rules.shared.wording import written_at

    place = written_at(one.origin)
    holders = [one.origin.command, *(frame.place for frame in reversed(one.origin.calls))]
    return next(
        (h for h in holders if h.source is place.source and h.start <= place.start and place.end <= h.end), place
    )


def function(one: Packed) -> tuple[str, str]:
    """The file and the function in which the line is written; "" outside of any function."""
    place = site(one)
    frames = one.origin.calls
    for rank, frame in enumerate(frames):
        if frame.place == place:
            frames = frames[:rank]
            break
    name = next((f.name for f in reversed(frames) if f.kind in ("function", "definition")), "")
    return place.path, name


def related(one: Packed, other: Packed) -> str:
    """The closest of `RELATIONS` between two entries; "" where there is none."""
    same_calls = [f.place for f in one.origin.calls] == [f.place for f in other.origin.calls]
    if same_calls and one.origin.command == other.origin.command:
        return "list" if one.origin.place == other.origin.place else "command"
    first, second = site(one), site(other)
    if first == second:
        return "list"
    if _same_block(one, other, first, second):
        return "block"
    if function(one) == function(other) and function(one)[1]:
        return "function"
    if one.folder == other.folder:
        return "folder"
    return "destination" if one.into == other.into else ""


def _same_block(one: Packed, other: Packed, first: Place, second: Place) -> bool:
    if first.source is not second.source or function(one) != function(other):
        return False
    conditions = [{(g.condition, g.branch) for g in p.origin.guards} for p in (one, other)]
    if conditions[0] != conditions[1]:
        return False
    if second.start < first.start:
        first, second = second, first
    between = first.source.text[first.end : second.start].replace("\r", "")
    return all(line.strip() for line in between.split("\n")[1:-1])


def neighbours(one: Packed, packed: Iterable[Packed]) -> tuple[Neighbour, ...]:
    """The other libraries that are packed in the same run, the closest first, then in order."""
    found = [
        Neighbour(other, relation)
        for other in packed
        if other is not one and not other.name.same_library(one.name) and texts.consistent(one.when, other.when)
        if (relation := related(one, other))
    ]
    return tuple(sorted(found, key=lambda n: RELATIONS.index(n.relation)))


def compare(left: Iterable[Packed], right: Iterable[Packed]) -> Comparison:
    """What two plans, branches or functions pack: by library, whatever the version."""
    one, other = _libraries(left), _libraries(right)
    shared, alone = [], []
    for entry in one:
        same = next((o for o in other if o.name.same_library(entry.name)), None)
        if same is None:
            alone.append(entry)
        else:
            shared.append((entry, same))
    taken = {id(o) for _, o in shared}
    return Comparison(tuple(shared), tuple(alone), tuple([o for o in other if id(o) not in taken]))


def _libraries(packed: Iterable[Packed]) -> list[Packed]:
    """One entry a library, in order; without names that are not known."""
    found: dict[str, Packed] = {}
    for one in packed:
        if one.name.exact and not one.name.malformed:
            found.setdefault(one.name.base if one.name.suffix else one.name.stem, one)
    kept: list[Packed] = []
    for one in found.values():
        if not any(one.name.same_library(k.name) for k in kept):
            kept.append(one)
    return kept
