"""A script's text, and where an offset of it lies."""

from __future__ import annotations

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def count_up_to(value: Any, ordered: Sequence[Any]) -> int:
    """How many of `ordered` are not above `value`: what `bisect.bisect_right` says, which would take two modules for
    the hundred questions of a usual run."""
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high) >> 1
        if value < ordered[middle]:
            high = middle
        else:
            low = middle + 1
    return low


class Source:
    """The text of one file. Offsets are code points from 0; lines and columns count from 1."""

    __slots__ = ("_line_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        """`path` is what messages show: relative to the working directory, with `/`."""
        self.path = path
        self.text = text
        self._line_starts: list[int] | None = None

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            starts = [0]
            find = self.text.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._line_starts = starts
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of `offset`."""
        starts = self._starts()
        line = count_up_to(offset, starts)
        return line, offset - starts[line - 1] + 1

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last line of what goes from `start` up to `end`; a line end at its end does not count as
        one more."""
        return self.position(start)[0], self.position(max(start, end - 1))[0]

    def offset(self, line: int, column: int) -> int:
        """The offset at a line and column; of the end where there are not so many."""
        starts = self._starts()
        return min(starts[line - 1] + column - 1, len(self.text)) if line <= len(starts) else len(self.text)

    def line(self, number: int) -> str:
        """The text of line `number` without its line end; "" past the last."""
        starts = self._starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r")

    def place(self, start: int, end: int) -> Place:
        return Place(self, start, end)

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters)"


class Place(Record):
    """A piece of a source: the code points from `start` up to `end`."""

    source: Source
    start: int
    end: int

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def last_line(self) -> int:
        """The line in which it ends; a line end at its end does not count as one more."""
        return self.source.lines(self.start, self.end)[1]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]
