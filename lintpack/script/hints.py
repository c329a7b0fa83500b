"""What can be told of the names of libraries that are looked up while packing: `grep "lib${name}\\.so"`."""

from __future__ import annotations

from lintpack.patterns import compiled
from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.script.interpreter import Run
    from lintpack.script.values import Piece, Text

_LIBRARY = compiled(r"(?<![\w.])lib[\w+-]*[A-Za-z0-9+](?:\\?\.so(?:\\?\.[0-9]+)*)?")
# Words that start so and name no library.
_OTHER = frozenset(("lib", "lib64", "lib32", "libs", "libdir", "libname", "libraries", "library", "libexec", "libx32"))
_MOST = 20
# Holes and references that are looked into.
_SEEN = 2_000


def names_in(run: Run, words: Iterable[Text]) -> tuple[str, ...]:
    """The names of libraries in `words`, and in the commands that printed what is not known in them."""
    # What is around a hole in the operand itself is a folder, or half a name.
    pieces = [piece for word in words for piece in word if len(word) == 1 or type(piece) is not str]
    return tuple(_collected(run, pieces))[:_MOST]


def _collected(run: Run, pieces: list[Piece]) -> dict[str, None]:
    found: dict[str, None] = {}
    seen: set[object] = set()
    waiting = pieces[::-1]
    hints = run.hints
    while waiting:
        piece = waiting.pop()
        while type(piece) is Reference and len(piece.alternatives) == 1 and len(piece.alternatives[0].text or ()) == 1:
            piece = piece.alternatives[0].text[0]  # type: ignore[index]
        if isinstance(piece, str):
            if "lib" in piece:
                _names(piece, found)
        elif isinstance(piece, Hole):
            key = piece.key
            if key in seen:
                continue
            seen.add(key)
            for name in hints[key] if key in hints else _names_of(run, key):
                found[name] = None
            if len(found) >= _MOST or len(seen) > _SEEN:
                break
        elif isinstance(piece, Reference) and id(piece) not in seen:
            seen.add(id(piece))
            for case in piece.alternatives[::-1]:
                waiting += (case.text or ())[::-1]
    return found


def _names_of(run: Run, key: str) -> tuple[str, ...]:
    """The names of libraries in the calls that printed the hole with this key."""
    # Most words are plain and name no library.
    pieces = [piece for word in _printed_by(run, key) for piece in word if type(piece) is not str or "lib" in piece]
    run.hints[key] = ()
    names = run.hints[key] = tuple(_collected(run, pieces)) if pieces else ()
    return names


def _printed_by(run: Run, key: str) -> list[Text]:
    """The words of the calls that printed the hole with this key."""
    if not key.startswith("t"):
        return [word for words in run.traces.get(key, ()) for word in words]
    number = key[1:].partition(".")[0]
    waiting = [int(number)] if number.isdigit() else []
    words: list[Text] = []
    while waiting:
        rank = waiting.pop()
        while rank:
            rank, words_or_inner = run.links[rank]
            if isinstance(words_or_inner, int):
                waiting.append(words_or_inner)
            else:
                words += words_or_inner
    return words


def _names(text: str, found: dict[str, None]) -> None:
    for match in _LIBRARY.finditer(text):
        name = match.group().replace("\\", "")
        end = text[match.end() : match.end() + 1]
        stem = name.partition(".so")[0]
        if stem in _OTHER or len(stem) < 5 or end == "/":
            continue
        found[name.removesuffix(".so") if ".so." not in name else name] = None
