"""Lines of a script with spans underlined: carets for the primary one, dashes for the others.

The label of the last span stands beside it; those of the others hang below, in order:

122 |     copy_file ./lib/libz.so ${pack}/bin
    |               ------------- ^^^^^^^^^^^ the destination
    |               |
    |               the source
"""

from __future__ import annotations

from lintpack.record import Record
from lintpack.report.style import visible, width_of, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.report.style import Paint
    from lintpack.source import Place, Source

# Columns of a script's line that are shown where the screen is not known. A longer line is cut around its spans.
WIDTH = 140
_NARROWEST = 20
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


def block(marks: Sequence[Mark], gutter: int, paint: Paint, level: str, columns: int = 0) -> list[str]:
    """The lines that show `marks`, which lie in one file. `gutter` is the width of the line numbers, `columns` that of
    the screen, 0 where it has none."""
    width = max(columns - gutter - 3, _NARROWEST) if columns else WIDTH
    source = marks[0].place.source
    numbers = sorted({n for mark in marks for n in _lines(mark.place)})
    shown: list[str] = []
    previous = numbers[0]
    for number in numbers:
        if number > previous + 1:
            shown.append(paint("rail", "..."))
        previous = number
        pieces, places = _layout(source.line(number))
        segments = [s for mark in marks if (s := _segment(mark, source, number, places)) is not None]
        text, segments = _cut(pieces, places, segments, width)
        shown.append((paint("rail", f"{number:>{gutter}} |") + f" {text}").rstrip())
        rail = paint("rail", " " * gutter + " |")
        shown += [f"{rail} {row}".rstrip() for row in _underlines(segments, paint, level, width if columns else 0)]
    return shown


def _lines(place: Place) -> list[int]:
    first, last = place.line, place.last_line
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
        columns.append(columns[-1] + (_TAB if character == "\t" else width_of(printed[-1])))
    return printed, columns


def _segment(mark: Mark, source: Source, number: int, columns: list[int]) -> _Segment | None:
    """What of `mark` lies on line `number`; on the lines between it starts at the first character that is not blank."""
    place = mark.place
    first, last = place.line, place.last_line
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


def _cut(pieces: Sequence[str], columns: list[int], segments: list[_Segment], width: int) -> tuple[str, list[_Segment]]:
    """The line in at most `width` columns, cut around the primary segment, with the segments moved along."""
    whole = columns[-1]
    if whole <= width:
        return "".join(pieces), segments
    main = next((s for s in segments if s.primary), segments[0])
    room = max(0, width - (main.end - main.start)) // 2
    left = max(0, min(main.start - room, whole - width))
    first = next(i for i, column in enumerate(columns) if column >= left)
    left = columns[first]
    last = max(i for i, column in enumerate(columns) if column <= left + width)
    shown = list(pieces[first:last])
    if "".join(pieces[:first]).strip():
        shown[0] = "…".ljust(columns[first + 1] - left)
    if last < len(pieces):
        shown[-1] = "…"
    moved = []
    for s in segments:
        start, end = max(s.start - left, 0), min(s.end - left, width)
        if start < end:
            moved.append(_Segment(start, end, s.text, s.primary))
    return "".join(shown), moved


def _underlines(segments: list[_Segment], paint: Paint, level: str, width: int) -> list[str]:
    """The row of carets and dashes, and the labels below it that have no room beside it. `width` is 0 where a row may
    be of any length."""
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
    beside = visible(inline.text)
    fits = not width or len(cells) + 1 + width_of(beside) <= width
    if beside and fits:
        row += " " + paint(level if inline.primary else "rail", beside)
    rows = [row]
    hanging = [s for s in order if s.text and (s is not inline or not fits)]
    if hanging:
        rows.append(_bars(hanging, paint, level))
    while hanging:
        last = hanging.pop()
        lead = _bars([s for s in hanging if s.start < last.start], paint, level)
        taken = max((s.start + 1 for s in hanging if s.start < last.start), default=0)
        text, kind = visible(last.text), level if last.primary else "rail"
        if not width or last.start + width_of(text) <= width:
            rows.append(lead + " " * (last.start - taken) + paint(kind, text))
            continue
        # As far to the right as there is room for it, and below itself where there is none.
        start = max(taken + bool(taken), min(last.start, width - width_of(text)))
        lines = wrapped(text, start, start, width)
        rows += [lead + " " * (start - taken) + paint(kind, line) for line in lines]
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
