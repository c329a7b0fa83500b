"""What programs load, as JSON, version 1: fields may be added, none changes its meaning or goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lintpack.report.loads_words import shown_path, via_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.loader.result import Loaded
    from lintpack.loader.start import Start
    from lintpack.loader.tree import Tree


def document(starts: Sequence[Start]) -> dict[str, Any]:
    """The document that `lintpack loads --format json` prints."""
    return {"version": 1, "programs": [_program(start) for start in starts]}


def _program(start: Start) -> dict[str, Any]:
    result, files = start.result, start.files
    return {
        "program": files.shown(result.program)[0],
        "launcher": start.launcher,
        "library_path": start.library_path,
        "preload": start.preload,
        "libc": result.libc or None,
        "interpreter": result.interpreter,
        "fatal": result.fatal,
        "loads": [_load(one, files) for one in requests(result.loads)],
        "errors": list(result.errors),
        "warnings": list(result.warnings),
        "notes": list(result.notes),
        "ignored_preloads": [_load(one, files) for one in result.failed_preloads],
    }


def requests(loads: Sequence[Loaded]) -> list[Loaded]:
    """The first request by each name: what is asked for again under a name that was answered tells nothing new."""
    first: dict[str, Loaded] = {}
    for one in loads:
        first.setdefault(one.needed, one)
    return list(first.values())


def _load(one: Loaded, files: Tree) -> dict[str, Any]:
    return {
        "needed": one.needed,
        "by": files.shown(one.by)[0] if one.by else one.preload,
        "path": shown_path(one, files),
        "inside": one.inside,
        "via": via_text(one, files),
        "file": (files.shown(one.real)[0] if one.inside else one.real) if one.path is not None else None,
        "tried": [
            {"path": files.shown(t.path)[0], "outcome": t.outcome, "via": via_text(t.via, files)} for t in one.tried
        ],
    }
