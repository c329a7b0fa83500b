"""What a word has become before it is split: pieces that remember whether they were quoted.

A segment is a kind and a piece. `QUOTED` is taken as it is; `ACTIVE` may hold glob characters; `SPLIT` is what an
unquoted expansion gave: it may hold glob characters and is split at IFS; `BREAK` ends a field, as between the
elements of `"$@"`; `NOTHING` is what `"$@"` gives that has none.
"""

from __future__ import annotations

from lintpack.script import globs, texts
from lintpack.script.values import Alternative, Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.values import Piece, Text

QUOTED, ACTIVE, SPLIT, BREAK, NOTHING = range(5)
Segment = tuple[int, "Piece"]
DEFAULT_IFS = " \t\n"

_GLOB = frozenset("*?[\\")
# Stands in for what is not active, and for a piece that is no string, while a field is searched for globs.
_INERT, _OTHER = "\x01", "\x02"


def split(segments: list[Segment], ifs: str) -> list[list[Segment]]:
    """The fields: word splitting as bash manual 3.5.7 has it. A quoted empty string makes a field, an unquoted none.

    White space of IFS at either end is dropped and counts once in between; any other character of IFS ends a field,
    together with the white space around it.
    """
    fields: list[list[Segment]] = []
    current: list[Segment] | None = None
    after_space = False  # the last field was ended by white space, which one delimiter may still join
    for segment in segments:
        kind, piece = segment
        if kind == BREAK:
            if current is not None:
                fields.append(current)
            current, after_space = None, False
        elif kind == NOTHING:
            continue
        elif kind != SPLIT or not isinstance(piece, str):
            if current is None:
                current = []
            current.append(segment)
        else:
            start = 0
            for at, character in enumerate(piece):
                if character not in ifs:
                    continue
                if at > start:
                    current = current or []
                    current.append((ACTIVE, piece[start:at]))
                start = at + 1
                space = character in DEFAULT_IFS
                if current is not None:
                    fields.append(current)
                    current, after_space = None, space
                elif not space:
                    if not after_space:
                        fields.append([])
                    after_space = False
            if start < len(piece):
                current = current or []
                current.append((ACTIVE, piece[start:]))
    if current is not None:
        fields.append(current)
    return fields


def needs_splitting(text: Text, ifs: str) -> bool:
    """Whether an unquoted expansion to `text` (without references) is anything but one field of literal characters."""
    if not text:
        return True
    return any(isinstance(piece, str) and any(c in ifs or c in _GLOB for c in piece) for piece in text)


# What splits a field, or makes a pattern of it.
SPECIAL = frozenset(" \t\n*?[\\(")
_fields: dict[Reference, bool] = {}
# References that weigh less are looked at again each time.
_LIGHT = 8


def is_field(reference: Reference) -> bool:
    """Whether each alternative is one field, without characters that mean something outside quotes."""
    if reference.weight < _LIGHT and len(reference.alternatives) == 1:
        text = reference.alternatives[0].text
        return bool(text) and _is_plain(text)
    found = _fields.get(reference)
    if found is None:
        if len(_fields) > 2_000:
            _fields.clear()
        found = _fields[reference] = all(bool(case.text) and _is_plain(case.text) for case in reference.alternatives)
    return found


def _is_plain(text: Text | None) -> bool:
    for piece in text or ():
        if isinstance(piece, str):
            if not SPECIAL.isdisjoint(piece):
                return False
        elif isinstance(piece, Wildcard) or (isinstance(piece, Reference) and not is_field(piece)):
            return False
    return True


def plain(segments: list[Segment]) -> Text:
    """The segments as a text, nothing active."""
    return texts.normal([piece for kind, piece in segments if kind < BREAK])


def globbed(segments: list[Segment], extended: bool = False, pattern: bool = False) -> Text:
    """The segments of one field as a text, globs in active segments as wildcards.

    `pattern`: it is one (of `case`, `${x#…}`), where an active backslash makes the next character literal. In a
    file name it stays, since a word that matches no file is taken as it is.
    """
    if not any(kind != QUOTED and _may_glob(piece, extended) for kind, piece in segments):
        return plain(segments)
    return _Search(segments, extended, pattern).run()


def _may_glob(piece: Piece, extended: bool) -> bool:
    if isinstance(piece, str):
        return any(c in _GLOB for c in piece) or (extended and "(" in piece)
    return isinstance(piece, Reference)


class _Search:
    """One pass over a field. `_masked` has a character for each of the field's, inert ones where it was quoted."""

    def __init__(self, segments: list[Segment], extended: bool, pattern: bool) -> None:
        self._extended = extended
        self._pattern = pattern
        self._units: list[Piece] = []
        masked: list[str] = []
        for kind, piece in segments:
            if kind >= BREAK:
                continue
            if not isinstance(piece, str):
                self._units.append(self._opened(piece) if kind != QUOTED else piece)
                masked.append(_OTHER)
            else:
                self._units.extend(piece)
                masked.append(_INERT * len(piece) if kind == QUOTED else piece)
        self._masked = "".join(masked)

    def _opened(self, piece: Piece) -> Piece:
        """A reference whose alternatives hold globs that are active here."""
        if not isinstance(piece, Reference):
            return piece
        cases = [
            Alternative(globbed([(ACTIVE, part) for part in case.text or ()], self._extended, self._pattern), case.when)
            for case in piece.alternatives
        ]
        return piece if tuple(cases) == piece.alternatives else texts.reference(piece.shown, tuple(cases))

    def run(self) -> Text:
        masked, units, out = self._masked, self._units, []
        at = 0
        while at < len(masked):
            end = self._glob_end(at)
            if end:
                out.append(self._glob(at, end))
                at = end
            elif masked[at] == "\\" and at + 1 < len(masked):
                if not self._pattern:
                    out.append("\\")
                out.append(units[at + 1])
                at += 2
            else:
                out.append(units[at])
                at += 1
        return texts.normal(out)

    def _glob_end(self, at: int) -> int:
        """Where the glob that starts at `at` is over; 0 if none does."""
        masked = self._masked
        character = masked[at]
        if self._extended and character in "?*+@!" and masked[at + 1 : at + 2] == "(":
            close = globs.closing(masked, at + 1)
            if close > 0:
                return close + 1
        if character in "*?":
            return at + 1
        return globs.bracket_end(masked, at) if character == "[" else 0

    def _glob(self, start: int, end: int) -> Piece:
        if _OTHER in self._masked[start:end]:
            return Hole(texts.shown(tuple(self._units[start:end])))
        text = []
        for mask, unit in zip(self._masked[start:end], self._units[start:end], strict=True):
            inert = mask == _INERT and isinstance(unit, str) and not unit.isalnum()
            text.append(f"\\{unit}" if inert and self._pattern else str(unit))
        return Wildcard("".join(text))


def glob_source(pattern: Text) -> str | None:
    """A pattern as glob syntax, its literal characters escaped; None if it has a hole."""
    out = []
    for piece in pattern:
        if isinstance(piece, str):
            out.append("".join([f"\\{c}" if c in "*?[]\\|()" else c for c in piece]))
        elif isinstance(piece, Wildcard):
            out.append(piece.text)
        else:
            return None
    return "".join(out)
