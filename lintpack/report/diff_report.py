"""What changed between two bundles, for people and as JSON (version 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle import changes as kinds
from lintpack.report.style import painter, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.bundle.changes import Change
    from lintpack.report.style import Paint

_HEADINGS = {
    kinds.ADDED: "libraries added",
    kinds.REMOVED: "libraries removed",
    kinds.MOVED: "libraries moved",
    kinds.RENAMED: "other versions",
    kinds.SONAME: "SONAMEs changed",
    kinds.NEEDED: "libraries asked for",
    kinds.FLOOR: "newer versions asked of the system",
    kinds.PROVIDER: "loaded from elsewhere",
}
_ASKERS = 5


def text(found: Sequence[Change], colour: bool = False) -> str:
    paint = painter(colour)
    lines: list[str] = []
    for kind in kinds.KINDS:
        rows = [change for change in found if change.kind == kind]
        if rows:
            lines.append(paint("bold", _HEADINGS[kind]))
            lines += [f"  {line}" for change in rows for line in _lines(change, paint)]
    return "".join(f"{line}\n" for line in lines or ["nothing changed for the loader"])


def _lines(change: Change, paint: Paint) -> Iterator[str]:
    subject, old, new = visible(change.subject), visible(change.old), visible(change.new)
    details = [visible(one) for one in change.details]
    if change.kind in (kinds.ADDED, kinds.REMOVED):
        sign = paint("good", "+") if change.kind == kinds.ADDED else paint("error", "-")
        yield f"{sign} {new or old}" + (paint("dim", f"   {', '.join(details)}") if details else "")
    elif change.kind in (kinds.MOVED, kinds.RENAMED):
        yield f"{old} → {new}" + (f"   {', '.join(details)}" if details else "")
    elif change.kind == kinds.SONAME:
        yield f"{subject}: {old or 'none'} → {new or 'none'}"
    elif change.kind == kinds.NEEDED:
        parts = [paint("good", f"+ {name}") for name in new.split()] + [paint("error", f"- {n}") for n in old.split()]
        yield f"{subject}: {', '.join(parts)}"
    elif change.kind == kinds.FLOOR:
        yield paint("warning", f"{subject} {old or 'none'} → {new}")
        yield from [f"  by {line}" for line in details[:_ASKERS]]
        if len(details) > _ASKERS:
            yield f"  and by {len(details) - _ASKERS} more"
    else:
        name, was, now = details
        before = f"{old} ({was})" if old else "not found"
        after = f"{new} ({now})" if new else paint("error", "not found")
        yield f"{subject}: {name}  " + (f"{before} → {after}" if was or old else f"new, and {after}")


def json(found: Sequence[Change]) -> str:
    from lintpack.report.json import dump

    return dump(
        {
            "version": 1,
            "changes": [
                {
                    "kind": change.kind,
                    "subject": change.subject,
                    "old": change.old or None,
                    "new": change.new or None,
                    "details": list(change.details),
                }
                for change in found
            ],
        }
    )
