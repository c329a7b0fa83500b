"""Edits of a text: which fixes go together, and what the text is after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from lintpack.findings import Edit, Finding, Fix
    from lintpack.source import Source


class Chosen(Record):
    """A fix that is to be made, and what it mends."""

    finding: Finding
    fix: Fix

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this fix from others while what is refused stays as it is: where it is, and what it does."""
        edits = [(e.place.path, e.place.line, e.place.column, e.place.text, e.replacement) for e in self.fix.edits]
        return (self.finding.code, *edits)


def choose(
    findings: Iterable[Finding], unsafe: bool, ours: Container[Source], refused: frozenset[object] = frozenset()
) -> list[Chosen]:
    """Fixes that can be made together: all edits of each in texts that are `ours`, and none that overlap.

    One that overlaps another waits for the next round; where both say the same, both are made. `refused` are keys.
    """
    taken: dict[Source, list[Edit]] = {}
    chosen: list[Chosen] = []
    for finding in findings:
        fix = next((f for f in finding.fixes if f.safety == "safe" or (unsafe and f.safety == "unsafe")), None)
        if fix is None or not fix.edits or not all(edit.place.source in ours for edit in fix.edits):
            continue
        one = Chosen(finding, fix)
        if one.key in refused:
            continue
        new = [edit for edit in fix.edits if edit not in taken.get(edit.place.source, ())]
        if any(_overlap(edit, other) for edit in new for other in taken.get(edit.place.source, ())):
            continue
        for edit in new:
            taken.setdefault(edit.place.source, []).append(edit)
        chosen.append(one)
    return chosen


def _overlap(a: Edit, b: Edit) -> bool:
    """Whether the order of two edits would matter; two at one offset count, even if one only inserts."""
    one, other = a.place, b.place
    return one.start == other.start or (one.start < other.end and other.start < one.end)


def edits_by_source(chosen: Iterable[Chosen]) -> dict[Source, list[Edit]]:
    """The edits of each text in order, each once."""
    found: dict[Source, dict[Edit, None]] = {}
    for one in chosen:
        for edit in one.fix.edits:
            found.setdefault(edit.place.source, {})[edit] = None
    return {source: sorted(edits, key=lambda e: e.place.start) for source, edits in found.items()}


def apply(source: Source, edits: Sequence[Edit]) -> str:
    """The text after edits, which are in order and do not overlap. New lines end as the one that they are put into."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        replacement = edit.replacement
        if "\n" in replacement:
            end = source.text.find("\n", edit.place.start)
            if end > 0 and source.text[end - 1] == "\r":
                replacement = replacement.replace("\r\n", "\n").replace("\n", "\r\n")
        pieces += (source.text[at : edit.place.start], replacement)
        at = edit.place.end
    return "".join([*pieces, source.text[at:]])


def moved(edits: Sequence[Edit], start: int, end: int) -> tuple[int, int]:
    """Where the piece from `start` to `end` of a text lies after `edits`; what they put at its borders is in it."""
    left, right = start, end
    for edit in edits:
        growth = len(edit.replacement) - (edit.place.end - edit.place.start)
        if edit.place.end < start or (edit.place.end == start and edit.place.start < start):
            left += growth
        elif edit.place.start < start:
            # The piece starts inside of what is replaced.
            left -= start - edit.place.start
        if edit.place.start <= end:
            right += growth
    return left, max(left, right)
