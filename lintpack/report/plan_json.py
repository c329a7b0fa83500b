"""A plan for programs, version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lintpack.report.json import VERSION, dump
from lintpack.report.planned import condition, copies
from lintpack.rules.shared.wording import written_at
from lintpack.script import plan as effects
from lintpack.script.texts import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.plan import Effect, Origin, Plan
    from lintpack.script.values import Text
    from lintpack.source import Place

# The list that each kind of effect goes to, in the order of the document.
LISTS: dict[type[Any], str] = {
    effects.Transfer: "transfers",
    effects.Link: "links",
    effects.Removal: "removals",
    effects.Directory: "directories",
    effects.Export: "exports",
    effects.Archive: "archives",
    effects.RunPath: "runpaths",
    effects.Change: "changes",
    effects.WrittenFile: "written",
    effects.ProgramStart: "programs",
    effects.Unresolved: "unresolved",
    effects.Unfollowed: "unfollowed",
    effects.Limit: "limits",
}


def render(plans: Sequence[Plan]) -> str:
    document: dict[str, Any] = {"version": VERSION, "scripts": [plan.path for plan in plans]}
    document |= {name: [] for name in LISTS.values()}
    for plan in plans:
        seen: set[str] = set()
        for effect in plan.effects:
            for entry in _entries(effect, plan):
                # What a loop or several calls do in the same way is said once.
                key = repr(entry)
                if key not in seen:
                    seen.add(key)
                    document[LISTS[type(effect)]].append(entry)
    document["sources"] = sorted({source for plan in plans for source in plan.sources})
    return dump(document)


def _entries(effect: Effect, plan: Plan) -> list[dict[str, Any]]:
    if isinstance(effect, effects.Transfer):
        return [
            {
                "op": effect.tool,
                "source": copy.source,
                "destination": copy.destination,
                **_origin(effect.origin, plan, copy.place),
                "resolved": effect.resolved,
                "links": effect.links,
                "recursive": effect.recursive,
                "moves": effect.moves,
            }
            for copy in copies(effect, plan)
        ]
    return [{**_fields(effect), **_origin(effect.origin, plan, written_at(effect.origin))}]


def _origin(origin: Origin, plan: Plan, place: Place) -> dict[str, Any]:
    return {
        "script": plan.path,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "guard": condition(origin.guards) or None,
        "calls": [
            {"kind": frame.kind, "name": frame.name, "path": frame.place.path, "line": frame.place.line}
            for frame in origin.calls
        ],
        "command": {"path": origin.command.path, "line": origin.command.line},
        "unchecked": origin.unchecked,
    }


def _text(text: Text | None) -> str | None:
    return None if text is None else shown(text)


def _fields(effect: Effect) -> dict[str, Any]:
    """What is particular to each kind of effect."""
    match effect:
        case effects.Link():
            return {
                "op": "ln",
                "target": shown(effect.target),
                "destination": shown(effect.path),
                "symbolic": effect.symbolic,
                "force": effect.force,
                "resolved": effect.resolved,
            }
        case effects.Removal():
            return {"op": "rm", "destination": shown(effect.path), "recursive": effect.recursive}
        case effects.Directory():
            return {"op": "mkdir", "destination": shown(effect.path)}
        case effects.Export():
            program = _text(effect.program)
            return {"op": effect.how, "name": effect.name, "value": _text(effect.value), "program": program}
        case effects.Archive():
            return {
                "op": effect.action,
                "destination": shown(effect.path),
                "base": shown(effect.base),
                "members": [shown(member) for member in effect.members],
                "format": effect.format,
                "excludes": [shown(pattern) for pattern in effect.excludes],
            }
        case effects.RunPath():
            return {"op": effect.tool, "file": _text(effect.file), "value": _text(effect.value)}
        case effects.Change():
            return {"op": effect.kind, "destination": shown(effect.path), "value": _text(effect.value)}
        case effects.WrittenFile():
            return {
                "op": "write",
                "destination": shown(effect.path),
                "text": shown(effect.text),
                "append": effect.append,
            }
        case effects.ProgramStart():
            environment = {name: shown(value) for name, value in effect.environment}
            return {"op": "start", "words": [shown(word) for word in effect.words], "environment": environment}
        case effects.Unresolved():
            return {"op": effect.tool, "why": effect.why, "names": list(effect.names)}
        case effects.Unfollowed():
            return {"op": "source", "source": shown(effect.path), "why": effect.why}
        case effects.Limit():
            return {"op": "limit", "what": effect.what}
        case _:
            return {}
