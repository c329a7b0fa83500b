"""The places of brace expansion in a word (bash manual, 3.5.1). Nothing is expanded here."""

from __future__ import annotations

import re

from lintpack.bash import tree
from lintpack.bash.errors import UnreadableError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader

_MARK = re.compile(r"[{},]|\.(?=\.(?!\}))")
_RANGE = re.compile(r"([+-]?\d+|[A-Za-z])\.\.([+-]?\d+|[A-Za-z])(?:\.\.([+-]?\d+))?", re.ASCII).fullmatch
_MAX_DEPTH = 50
# How many marks may be looked at for each there is, before a word is given up.
_MAX_LOOKS = 100


class _Mark:
    """A `{`, `,`, `}` or `..` of unquoted text: which part it is in, where in the part's text, where in the file."""

    __slots__ = ("at", "char", "kind", "offset", "part")

    def __init__(self, part: int, at: int, offset: int, char: str) -> None:
        self.part = part
        self.at = at
        self.offset = offset
        self.char = char
        self.kind = ""  # "open", "comma" or "close" of a brace; "first" and "last" of a range


def with_braces(r: Reader, parts: list[tree.Part]) -> list[tree.Part]:
    """`parts` with each `{a,b}` and `{1..9}` of its unquoted text as one part."""
    found = _Search(r.text, parts)
    return _assemble(r.text, parts, found.marks) if found.search() else parts


class _Search:
    """Finds out which of a word's marks are braces, as bash's `brace_expand` does."""

    def __init__(self, text: str, parts: list[tree.Part]) -> None:
        self.text = text
        self.parts = parts
        self.marks: list[_Mark] = []
        for index, part in enumerate(parts):
            if type(part) is tree.Literal:
                self._add_marks(index, part)
        self.looks = len(self.marks) * _MAX_LOOKS

    def _add_marks(self, index: int, part: tree.Literal) -> None:
        shift = part.start
        straight = part.end - part.start == len(part.text)
        for m in _MARK.finditer(part.text):
            offset = m.start() + shift
            while not straight and self.text.startswith("\\\n", offset):
                shift += 2
                offset += 2
            self.marks.append(_Mark(index, m.start(), offset, m[0]))

    def search(self) -> bool:
        """Whether there is any."""
        self._search(0, len(self.marks), self.parts[0].start, 0)
        return any(mark.kind for mark in self.marks)

    def _search(self, low: int, high: int, start: int, depth: int) -> None:
        """Looks at the marks from `low` to `high`, of text that begins at `start`."""
        marks = self.marks
        if depth > _MAX_DEPTH:
            raise UnreadableError(start, start + 1, f"nested more than {_MAX_DEPTH} levels deep")
        while low < high:
            first = marks[low]
            # `{}` is a word of its own, for find and xargs.
            if first.char == "{" and not (first.offset == start and self.text.startswith("}", start + 1)):
                close = self._close(low, high)
                if close:
                    self._brace(low, close, depth)
                    start = marks[close].offset + 1
                    low = close
            low += 1

    def _close(self, low: int, high: int) -> int:
        """The `}` for the `{` at `low`: the first on its level behind a comma or `..`; 0 where there is none."""
        level = separators = 0
        for index in range(low + 1, high):
            self.looks -= 1
            if self.looks < 0:
                at = self.marks[low].offset
                raise UnreadableError(at, at + 1, "too many braces in one word")
            char = self.marks[index].char
            if char == "{":
                level += 1
            elif char == "}":
                if level:
                    level -= 1
                elif separators:
                    return index
            elif not level:
                separators += 1
        return 0

    def _brace(self, low: int, close: int, depth: int) -> None:
        marks = self.marks
        first, last = marks[low], marks[close]
        if "," in re.sub(r"\\.", "", self.text[first.offset : last.offset], flags=re.DOTALL):
            first.kind, last.kind = "open", "close"
            level = 0
            begin = low + 1
            for index in range(low + 1, close + 1):
                char = marks[index].char
                if index == close or (char == "," and not level):
                    self._search(begin, index, marks[begin - 1].offset + 1, depth + 1)
                    begin = index + 1
                    if index < close:
                        marks[index].kind = "comma"
                elif char == "{":
                    level += 1
                elif char == "}" and level:
                    level -= 1
        elif first.part == last.part:
            part = self.parts[first.part]
            assert type(part) is tree.Literal
            if _range(part.text[first.at + 1 : last.at]):
                first.kind, last.kind = "first", "last"


def _range(text: str) -> re.Match[str] | None:
    m = _RANGE(text)
    return m if m and m[1].isalpha() == m[2].isalpha() else None


class _Frame:
    """A brace that is being put together: its items, and the parts of the one at hand."""

    __slots__ = ("items", "offset", "parts", "start")

    def __init__(self, offset: int) -> None:
        self.offset = offset  # of the brace
        self.start = offset + 1  # of the item
        self.items: list[tree.Word] = []
        self.parts: list[tree.Part] = []


def _assemble(text: str, parts: list[tree.Part], marks: list[_Mark]) -> list[tree.Part]:
    frames = [_Frame(-1)]
    by_part: dict[int, list[_Mark]] = {}
    for mark in marks:
        if mark.kind:
            by_part.setdefault(mark.part, []).append(mark)
    for index, part in enumerate(parts):
        here = by_part.get(index)
        if not here:
            frames[-1].parts.append(part)
            continue
        assert type(part) is tree.Literal
        at = 0
        offset = part.start
        for mark in here:
            if mark.kind == "last":
                m = _range(part.text[at : mark.at])
                assert m is not None
                frames[-1].parts.append(tree.BraceRange(offset - 1, mark.offset + 1, m[1], m[2], m[3] or ""))
            else:
                if mark.at > at:
                    frames[-1].parts.append(tree.Literal(offset, mark.offset, part.text[at : mark.at]))
                if mark.kind == "open":
                    frames.append(_Frame(mark.offset))
                elif mark.kind != "first":
                    frame = frames[-1]
                    item = tree.Word(frame.start, mark.offset, text[frame.start : mark.offset], tuple(frame.parts))
                    frame.items.append(item)
                    frame.parts = []
                    frame.start = mark.offset + 1
                    if mark.kind == "close":
                        frames.pop()
                        frames[-1].parts.append(tree.Brace(frame.offset, mark.offset + 1, tuple(frame.items)))
            at = mark.at + 1
            offset = mark.offset + 1
        if at < len(part.text):
            frames[-1].parts.append(tree.Literal(offset, part.end, part.text[at:]))
    return frames[0].parts
