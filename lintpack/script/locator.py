"""Where the nodes of a tree lie in a file, also those of a script that is a string in another one."""

from __future__ import annotations

from lintpack.script.values import Alternative, Reference
from lintpack.source import Place, count_up_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Node, Statement
    from lintpack.script.values import Text
    from lintpack.script.walk import Step
    from lintpack.source import Source


class Locator:
    """Turns offsets of a tree into places. For a script in a string, `lines` says where its pieces lie outside of it:
    (offset in the string, offset in the file), in order; what is not in it lies somewhere in `whole`."""

    __slots__ = ("conditions", "lines", "path", "places", "shown", "source", "starts", "steps", "text", "whole")

    def __init__(self, source: Source, path: str, whole: Place | None = None, text: str = "") -> None:
        """`path`: the file as the repository knows it; `text`: what was parsed, where that is not the file's text."""
        self.source = source
        self.path = path
        self.whole = whole
        self.text = source.text if whole is None else text
        self.lines: list[tuple[int, int, int]] = []
        self.starts: list[int] = []
        # Places and texts of nodes, and both of conditions, that were asked for: a loop's again and again.
        self.places: dict[tuple[int, int], Place] = {}
        self.shown: dict[tuple[int, int], str] = {}
        # How a body (by its id) runs; see walk.py.
        self.steps: dict[int, tuple[tuple[Statement, ...], tuple[Step, ...]]] = {}
        self.conditions: dict[tuple[int, int], tuple[Place, str]] = {}
        if whole is not None:
            self._align(whole)

    def place(self, start: int, end: int) -> Place:
        if self.whole is None:
            return Place(self.source, start, end)
        first, last = self._outside(start), self._outside(max(start, end - 1), before=True)
        if first is None:
            first = self._behind(start)
        if first is None or last is None or last < first:
            return self.whole if first is None else Place(self.source, first, first + 1)
        return Place(self.source, first, last + 1)

    def of(self, node: Node) -> Place:
        key = node.start, node.end
        found = self.places.get(key)
        if found is None:
            found = self.places[key] = self.place(*key)
        return found

    def line(self, start: int, end: int) -> str:
        """The text between two offsets on one line."""
        found = self.shown.get((start, end))
        if found is None:
            found = self.shown[start, end] = " ".join(self.text[start:end].split())
        return found

    def _outside(self, offset: int, before: bool = False) -> int | None:
        """Where `offset` lies in the file. `before`: where it does not lie there as such, the last piece before it."""
        at = count_up_to(offset, self.starts) - 1
        if at < 0:
            return None
        inner, outer, length = self.lines[at]
        if offset < inner + length:
            return outer + offset - inner
        return outer + length - 1 if before else None

    def _behind(self, offset: int) -> int | None:
        """Where the piece before `offset` ends, if it is on the same line: there stands what was not written so."""
        at = count_up_to(offset, self.starts) - 1
        if at < 0 or "\n" in self.text[self.starts[at] : offset]:
            return None
        _, outer, length = self.lines[at]
        return outer + length

    def _align(self, whole: Place) -> None:
        """Find the pieces of each line of the string, in order, in the words that it was written as."""
        text, position = self.source.text, whole.start
        offset = 0
        for line in self.text.split("\n"):
            start = offset
            for piece in _solid(line):
                if len(piece) > 1:
                    found = text.find(piece, position, whole.end)
                    if found >= 0:
                        self.lines.append((start, found, len(piece)))
                        self.starts.append(start)
                        position = found + len(piece)
                start += len(piece) + 1
            offset += len(line) + 1


# Stand for the holes of a text that is parsed as a script: letters to the parser, and found again afterwards.
FIRST_PLACEHOLDER = 0xF0000
LAST_PLACEHOLDER = 0xFFFFD


def _solid(line: str) -> list[str]:
    """The pieces of `line` between the characters that were not written so: placeholders, and what quoting changes."""
    pieces = [""]
    for character in line:
        if ord(character) >= FIRST_PLACEHOLDER or character in "\"'\\$`":
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces


def hide(text: Text, holes: list[Text]) -> str:
    """`text` as a string in which a placeholder stands for each piece that is not known; those are added to `holes`."""
    characters: list[str] = []
    for piece in text:
        if isinstance(piece, str):
            characters.append(piece)
        elif FIRST_PLACEHOLDER + len(holes) <= LAST_PLACEHOLDER:
            characters.append(chr(FIRST_PLACEHOLDER + len(holes)))
            holes.append((piece,))
    return "".join(characters)


def reveal(text: Text, holes: list[Text]) -> Text:
    """`text` with the placeholders in its strings, and its symbols, turned back into what they stand for."""
    from lintpack.script.texts import normal

    pieces: list[object] = []
    for piece in text:
        if not isinstance(piece, str):
            pieces.append(_opened(piece, holes) if isinstance(piece, Reference) else piece)
            continue
        if max(piece) < chr(FIRST_PLACEHOLDER):
            pieces.append(piece)
            continue
        known = ""
        for character in piece:
            rank = ord(character) - FIRST_PLACEHOLDER
            if 0 <= rank < len(holes):
                pieces += [known, *holes[rank]]
                known = ""
            else:
                known += character
        pieces.append(known)
    return normal(pieces)  # type: ignore[arg-type]


def _opened(symbol: Reference, holes: list[Text]) -> Reference:
    """A symbol such as `${A:+:PLACEHOLDER}`, whose values may hold placeholders."""
    ways = []
    for case in symbol.alternatives:
        text = case.text if case.text is None else reveal(case.text, holes)
        ways.append(case if text == case.text else Alternative(text, case.when))
    found = tuple(ways)
    return symbol if found == symbol.alternatives else Reference(symbol.shown, found, symbol.weight)
