"""Lists of directories, as LD_LIBRARY_PATH and RPATH have them: cut into elements, with what is known of each.

    /opt/x/lib:${here}/lib:$LD_LIBRARY_PATH
    absolute   unknown     inherited (may be empty, if the caller has not set it)

An empty element is the directory that the program is started in: ld.so(8) says so of LD_LIBRARY_PATH, and glibc
(elf/dl-load.c, fillin_rpath) does it for RPATH and RUNPATH too. ld.so also cuts at `;` (ld.so(8)).
"""

from __future__ import annotations

from lintpack.record import Record
from lintpack.rules.shared.loader import NAMES
from lintpack.script import paths, texts
from lintpack.script.values import ALWAYS, Choice, Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lintpack.script.values import Choices, Piece, Text

    # For a variable of the environment: which branch of which condition says that it is not empty.
    Known = Mapping[str, Mapping[int, int]]

# Ways that one value may come out; more are not told apart.
_WAYS = 16
# The tokens that a loader puts in for the object's own directory (ld.so(8), dyld(1)).
_ORIGIN = ("$ORIGIN", "${ORIGIN}", "@loader_path", "@executable_path", "@rpath")


class Element(Record):
    """`kind`: absolute, relative, origin (relative to the object), inherited (the variable's own value before, which is
    not empty), maybe (that value, which may be empty), empty, or unknown (it starts with what cannot be known)."""

    text: Text
    kind: str


class PathList(Record):
    """One way that a value may come out. `unset`: it needs a variable of the environment not to be set."""

    elements: tuple[Element, ...]
    when: Choices
    unset: bool = False

    @property
    def empties(self) -> tuple[int, ...]:
        """The numbers of the elements that are surely empty; none where there is but one, which is an empty list."""
        return tuple([n for n, e in enumerate(self.elements) if e.kind == "empty"]) if len(self.elements) > 1 else ()

    @property
    def maybes(self) -> tuple[int, ...]:
        return tuple([n for n, e in enumerate(self.elements) if e.kind == "maybe"]) if len(self.elements) > 1 else ()


def inherited(piece: Piece) -> str:
    """The loader's variable whose value from outside `piece` is; "" where it is something else."""
    # A subclass is a text that was settled before: while the launcher was written, or by a command.
    if type(piece) is Hole:
        name = piece.shown.strip("${}")
        if name in NAMES:
            return name
    return ""


def path_lists(value: Text, known: Known, allowed: Choices = ALWAYS, separators: str = ":;") -> tuple[PathList, ...]:
    """The ways that `value` may come out under `allowed`. A reference to a loader's variable that the script has
    given a value is one element, `inherited`: what is wrong in it was said where it was given."""
    found: dict[tuple[Text, ...], PathList] = {}
    for pieces, when, missing in _open(value, known, allowed, separators):
        elements = tuple([_element(part, when, known) for part in _cut(pieces, separators)])
        unset = missing or any(_set(name, when, known) is False for name in known)
        key = tuple([element.text for element in elements])
        if key not in found or (found[key].unset and not unset):
            found[key] = PathList(elements, when, unset)
    return tuple(found.values())


def _cut(pieces: Text, separators: str) -> list[Text]:
    parts = [pieces]
    for separator in separators:
        parts = [piece for part in parts for piece in texts.split(part, separator)]
    return parts


def _open(text: Text, known: Known, allowed: Choices, separators: str) -> list[tuple[Text, Choices, bool]]:
    """`text` with the references opened that hold separators, or may be empty; others stay symbols."""
    ways: list[tuple[list[Piece], Choices, bool]] = [([], allowed, False)]
    for piece in text:
        options = _options(piece, known, separators)
        combined = [
            ([*pieces, *option], when | chosen, unset or missing)
            for pieces, when, unset in ways
            for option, chosen, missing in options
            if texts.consistent(when, chosen)
        ]
        if 0 < len(combined) <= _WAYS:
            ways = combined
        else:
            for pieces, _, _ in ways:
                pieces.append(piece)
    result = []
    for pieces, when, unset in ways:
        kept = [piece for piece in pieces if _set(inherited(piece), when, known) is not False]
        result.append((texts.normal(kept), when, unset or len(kept) < len(pieces)))
    return result


def _options(piece: Piece, known: Known, separators: str) -> list[tuple[Text, Choices, bool]]:
    if not isinstance(piece, Reference) or not _matters(piece, separators):
        return [((piece,), ALWAYS, False)]
    own = piece.shown.strip("${}") in NAMES
    options: list[tuple[Text, Choices, bool]] = []
    for case in piece.alternatives:
        text = case.text or ()
        if not text and piece.shown.startswith(("$(", "`")):
            # A substitution is empty where its command fails: then there are other troubles.
            continue
        if own and text and not all(inherited(inner) for inner in text):
            # Separators at its ends count for what stands beside it.
            before = text[0][:1] if isinstance(text[0], str) and text[0][0] in separators else ""
            after = text[-1][-1:] if isinstance(text[-1], str) and text[-1][-1] in separators else ""
            options.append((texts.normal((before, piece, after)), case.when, False))
            continue
        options += [(t, case.when | w, u) for t, w, u in _open(text, known, case.when, separators)]
    guard = _guard(piece.shown)
    if guard:
        sure = frozenset([Choice(*choice) for choice in list(known.get(guard, {}).items())[:1]])
        options = [
            (text, when | sure if any(inherited(inner) == guard for inner in text) else when, unset)
            for text, when, unset in options
        ]
    return options or [((piece,), ALWAYS, False)]


def _guard(shown: str) -> str:
    """The loader's variable in `${NAME:+…}`, which comes out as what follows only where that is not empty."""
    name, colon, _ = shown.removeprefix("${").partition(":+")
    return name if colon and name in NAMES else ""


def _matters(piece: Reference, separators: str) -> bool:
    """Whether what `piece` holds decides how the list is cut."""
    for case in piece.alternatives:
        if not case.text:
            return True
        for inner in case.text:
            if isinstance(inner, str):
                if any(separator in inner for separator in separators):
                    return True
            elif inherited(inner) or (isinstance(inner, Reference) and _matters(inner, separators)):
                return True
    return False


def _set(name: str, when: Choices, known: Known) -> bool | None:
    """Whether the caller's variable `name` has a value under `when`; None where nothing tells."""
    branches = known.get(name)
    if branches:
        for choice in when:
            if choice.condition in branches:
                return branches[choice.condition] == choice.branch
    return None


def _element(text: Text, when: Choices, known: Known) -> Element:
    if not text:
        return Element(text, "empty")
    if all(inherited(piece) for piece in text):
        certain = any(_set(inherited(piece), when, known) for piece in text)
        return Element(text, "inherited" if certain else "maybe")
    first = text[0]
    if len(text) == 1 and isinstance(first, Reference) and first.shown.strip("${}") in NAMES:
        return Element(text, "inherited")
    if isinstance(first, str):
        if first.startswith(_ORIGIN):
            return Element(text, "origin")
        if first.startswith("/"):
            return Element(text, "absolute")
        if first.startswith(("@", "~", "%", "<", "{{", "\\", "$", "=", "#")):
            # A template's placeholder, or what no directory's name starts with.
            return Element(text, "unknown")
        return Element(text, "relative")
    return Element(text, "absolute" if paths.absolute(text) else "unknown")
