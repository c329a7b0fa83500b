"""A plan for people: what happens to which file, in order, under the conditions that it depends on.

Where a file keeps its name, only the folder that it goes to is shown, with a `/` at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.report.planned import copies, heading, via
from lintpack.report.style import painter, plural, visible
from lintpack.rules.shared.wording import listed, written_at
from lintpack.script import plan as effects
from lintpack.script.texts import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.report.style import Paint
    from lintpack.script.plan import Effect, Plan
    from lintpack.source import Place

# Place, operation, what, how it was reached, condition.
Row = tuple[str, str, str, str, str]
_OPERATION_WIDTH = 9
_LONG_TEXT = 60


def render(plans: Sequence[Plan], colour: bool = False) -> str:
    paint = painter(colour)
    return "\n".join(["".join(line + "\n" for line in _plan(plan, paint)) for plan in plans])


def _plan(plan: Plan, paint: Paint) -> Iterator[str]:
    # What a loop or several calls do in the same way is said once.
    rows = list(dict.fromkeys(row for effect in plan.effects for row in _rows(effect, plan)))
    unknown = list(dict.fromkeys(row for effect in plan.effects for row in _unknown(effect, plan)))
    counts = [
        plural(sum(isinstance(e, effects.Transfer) for e in plan.effects), "copy", "copies"),
        plural(sum(isinstance(e, effects.Link) for e in plan.effects), "link"),
        plural(sum(isinstance(e, effects.Archive) for e in plan.effects), "archive"),
    ]
    yield paint("bold", visible(plan.path)) + f": {', '.join(counts)}, {len(unknown)} not resolvable"
    width = max((len(row[0]) for row in rows), default=0)
    previous = ""
    for place, operation, what, how, guard in rows:
        if guard != previous:
            yield f"  {paint('note', visible(guard) or 'in any case')}"
            previous = guard
        head = f"  {paint('dim', f'{place:<{width}}')}  {paint('bold', f'{operation:<{_OPERATION_WIDTH}}')} "
        yield head + visible(what) + (paint("dim", f"   via {visible(how)}") if how else "")
    if unknown:
        yield paint("warning", "could not tell")
        width = max(len(row[0]) for row in unknown)
        for place, operation, what, how, guard in unknown:
            notes = (f"   via {visible(how)}" if how else "") + (f"   {visible(guard)}" if guard else "")
            head = f"  {paint('dim', f'{place:<{width}}')}  {operation:<{_OPERATION_WIDTH}} "
            yield head + visible(what) + paint("dim", notes)


def _at(place: Place, plan: Plan) -> str:
    """The line; with its file where that is not the entry script."""
    return f":{place.line}" if place.path == plan.path else f"{place.path}:{place.line}"


def _rows(effect: Effect, plan: Plan) -> Iterator[Row]:
    origin = effect.origin
    end = (via(origin), heading(origin.guards))
    if isinstance(effect, effects.Transfer):
        if not effect.resolved:
            return
        for copy in copies(effect, plan):
            name = copy.source.rpartition("/")[2]
            folder, _, target = copy.destination.rpartition("/")
            into = f"{folder}/" if folder and name == target else copy.destination
            yield (_at(copy.place, plan), effect.tool, f"{copy.source} → {into}", *end)
        return
    operation, what = _described(effect)
    if operation:
        yield (_at(written_at(origin), plan), operation, what, *end)


def _described(effect: Effect) -> tuple[str, str]:
    """The operation and its operands; ("", "") for what says nothing about files or the loader."""
    match effect:
        case effects.Link():
            return "ln -s" if effect.symbolic else "ln", f"{shown(effect.path)} → {shown(effect.target)}"
        case effects.Removal():
            return "rm", shown(effect.path)
        case effects.Directory():
            return "mkdir", shown(effect.path)
        case effects.Export() if effect.name.startswith("LD_"):
            return effect.how, f"{effect.name}={'' if effect.value is None else shown(effect.value)}"
        case effects.Archive():
            members = " ".join(shown(member) for member in effect.members)
            return effect.action, f"{members} → {shown(effect.path)}" if effect.action == "create" else shown(
                effect.path
            )
        case effects.RunPath():
            file = "" if effect.file is None else f"{shown(effect.file)}: "
            return effect.tool, file + ("removed" if effect.value is None else shown(effect.value))
        case effects.WrittenFile():
            first = shown(effect.text).strip().partition("\n")[0]
            cut = first if len(first) <= _LONG_TEXT else first[: _LONG_TEXT - 1] + "…"
            return "append" if effect.append else "write", f"{shown(effect.path)}: {cut}"
        case _:
            return "", ""


def _unknown(effect: Effect, plan: Plan) -> Iterator[Row]:
    place = _at(written_at(effect.origin), plan)
    end = (via(effect.origin), heading(effect.origin.guards))
    if isinstance(effect, effects.Unresolved):
        names = f" ({listed(effect.names)})" if effect.names else ""
        yield (place, effect.tool, effect.why + names, *end)
    elif isinstance(effect, effects.Unfollowed):
        yield (place, "source", f"{shown(effect.path)}: {effect.why}", *end)
    elif isinstance(effect, effects.Limit):
        yield (place, "limit", effect.what, *end)
