"""The order of findings in a report, and which of several that say the same is shown."""

from __future__ import annotations

from lintpack.findings import CONFIDENCES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.findings import Finding


def order(f: Finding) -> tuple[object, ...]:
    """What findings are sorted by."""
    return (f.path, f.place.line if f.place else 0, f.place.column if f.place else 0, f.code, f.message)


def about(f: Finding) -> tuple[object, ...]:
    """What a finding is about: two with the same are one fault, however each was come to."""
    return (f.code, f.path, f.place.start if f.place else -1, f.place.end if f.place else -1, f.message)


def unique(findings: Iterable[Finding]) -> list[Finding]:
    """Each fault once, though several entry scripts come to it: in a sourced file, by way of each of them. The surest
    is taken, and of these the way that sorts first, so that the order of the scripts does not matter."""
    seen: dict[tuple[object, ...], Finding] = {}
    for f in findings:
        key = about(f)
        best = seen.setdefault(key, f)
        if best is not f and _preference(f) < _preference(best):
            seen[key] = f
    return list(seen.values())


def _preference(f: Finding) -> tuple[object, ...]:
    ways = [(label.place.path, label.place.line, label.place.column, label.text) for label in f.related]
    return (-CONFIDENCES.index(f.confidence), ways, f.notes, f.help)
