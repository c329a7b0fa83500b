"""Lines of a script with spans underlined: carets for the primary one, dashes for the others.

The label of the last span stands beside it; those of the others hang below, in order:

122 |     copy_file ./lib/libz.so ${pack}/bin
    |               ------------- ^^^^^^^^^^^ the destination
    |               |
    |               the source
"""

from __future__ import annotations

from lintpack.record import Record
from lintpack.report.style import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.report.style import Paint
    from lintpack.source import Place, Source

# Columns of a script's line that are shown; a longer line is cut around its spans.
WIDTH = 140
_TAB = 4
# A span over more lines than this shows its first and its last.
_SPAN_LINES = 6


class Mark(Record):
    """A span to underline; `primary` gets carets."""

    place: Place
    text: str
    primary: bool = False


class _Segment(Record):
    """The part of a mark on one line, in columns of the screen from 0; `text` only where the mark ends."""

    start: int
    end: int
    text: str
    primary: bool


def last_line(place: Place) -> int:
    """The line in which `place` ends; a line end at its end does not count as one more."""
    return place.source.position(max(place.start, place.end - 1))[0]


def block(marks: Sequence[Mark], gutter: int, paint: Paint, level: str) -> list[str]:
    """The lines that show `marks`, which lie in one file. `gutter` is the width of the line numbers."""
    source = marks[0].place.source
    numbers = sorted({n for mark in marks for n in _lines(mark.place)})
    shown: list[str] = []
    previous = numbers[0]
    for number in numbers:
        if number > previous + 1:
            shown.append(paint("rail", "..."))
        previous = number
        pieces, columns = _layout(source.line(number))
        segments = [s for mark in marks if (s := _segment(mark, source, number, columns)) is not None]
        text, segments = _cut(pieces, columns, segments)
        shown.append((paint("rail", f"{number:>{gutter}} |") + f" {text}").rstrip())
        rail = paint("rail", " " * gutter + " |")
        shown += [f"{rail} {row}".rstrip() for row in _underlines(segments, paint, level)]
    return shown


def _lines(place: Place) -> list[int]:
    first, last = place.line, last_line(place)
    return [first, last] if last - first >= _SPAN_LINES else list(range(first, last + 1))


def _layout(line: str) -> tuple[Sequence[str], list[int]]:
    """What is printed for each character of the line, and the column of the screen at which it stands (one more
    entry for the end)."""
    if line.isascii() and line.isprintable():
        return line, list(range(len(line) + 1))
    printed: list[str] = []
    columns = [0]
    for character in line:
        printed.append(" " * _TAB if character == "\t" else visible(character))
        columns.append(columns[-1] + (_TAB if character == "\t" else _width(printed[-1])))
    return printed, columns


def _width(character: str) -> int:
    if character.isascii():
        return 1
    from unicodedata import combining, east_asian_width

    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _segment(mark: Mark, source: Source, number: int, columns: list[int]) -> _Segment | None:
    """What of `mark` lies on line `number`; on the lines between it starts at the first character that is not blank."""
    place = mark.place
    first, last = place.line, last_line(place)
    if number not in (first, last) and number not in _lines(place):
        return None
    length = len(columns) - 1
    line = source.line(number)
    start = place.column - 1 if number == first else len(line) - len(line.lstrip())
    end = source.position(place.end)[1] - 1 if number == source.position(place.end)[0] else length
    start = min(start, length)
    end = max(min(end, length), start)
    left, right = columns[start], columns[end]
    return _Segment(left, max(right, left + 1), mark.text if number == last else "", mark.primary)


def _cut(pieces: Sequence[str], columns: list[int], segments: list[_Segment]) -> tuple[str, list[_Segment]]:
    """The line in at most WIDTH columns, cut around the primary segment, with the segments moved along."""
    whole = columns[-1]
    if whole <= WIDTH:
        return "".join(pieces), segments
    main = next((s for s in segments if s.primary), segments[0])
    room = max(0, WIDTH - (main.end - main.start)) // 2
    left = max(0, min(main.start - room, whole - WIDTH))
    first = next(i for i, column in enumerate(columns) if column >= left)
    left = columns[first]
    last = max(i for i, column in enumerate(columns) if column <= left + WIDTH)
    shown = list(pieces[first:last])
    if first:
        shown[0] = "…".ljust(columns[first + 1] - left)
    if last < len(pieces):
        shown[-1] = "…"
    moved = []
    for s in segments:
        start, end = max(s.start - left, 0), min(s.end - left, WIDTH)
        if start < end:
            moved.append(_Segment(start, end, s.text, s.primary))
    return "".join(shown), moved


def _underlines(segments: list[_Segment], paint: Paint, level: str) -> list[str]:
    """The row of carets and dashes, and the labels below it that have no room beside it."""
    if not segments:
        return []
    # Related spans first, so that the primary one is drawn over them.
    order = sorted(segments, key=lambda s: (s.start, s.end))
    cells: list[str] = []
    for s in sorted(order, key=lambda s: s.primary):
        cells += [" "] * (s.end - len(cells))
        cells[s.start : s.end] = ["^" if s.primary else "-"] * (s.end - s.start)
    inline = max(order, key=lambda s: (s.end, s.start))
    row = _paint_runs(cells, paint, level)
    if inline.text:
        row += " " + paint(level if inline.primary else "rail", visible(inline.text))
    rows = [row]
    hanging = [s for s in order if s is not inline and s.text]
    if hanging:
        rows.append(_bars(hanging, paint, level))
    while hanging:
        last = hanging.pop()
        lead = _bars([s for s in hanging if s.start < last.start], paint, level)
        width = max((s.start + 1 for s in hanging if s.start < last.start), default=0)
        rows.append(lead + " " * (last.start - width) + paint(level if last.primary else "rail", visible(last.text)))
    return rows


def _bars(segments: list[_Segment], paint: Paint, level: str) -> str:
    """`|` at the start of each segment."""
    row = ""
    at = 0
    for s in segments:
        if s.start >= at:
            row += " " * (s.start - at) + paint(level if s.primary else "rail", "|")
            at = s.start + 1
    return row


def _paint_runs(cells: list[str], paint: Paint, level: str) -> str:
    text = "".join(cells)
    row = ""
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and text[end] == text[at]:
            end += 1
        kind = {"^": level, "-": "rail"}.get(text[at])
        row += paint(kind, text[at:end]) if kind else text[at:end]
        at = end
    return row
