"""What can be told of the names of libraries that are looked up while packing: `grep "lib${name}\\.so"`."""

from __future__ import annotations

import re

from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text

_LIBRARY = re.compile(r"(?<![\w.])lib[\w+-]*[A-Za-z0-9+](?:\\?\.so(?:\\?\.[0-9]+)*)?")
# Words that start so and name no library.
_OTHER = frozenset(("lib", "lib64", "lib32", "libs", "libdir", "libname", "libraries", "library", "libexec", "libx32"))
_MOST = 20


def names_in(run: Run, words: Iterable[Text]) -> tuple[str, ...]:
    """The names of libraries in `words`, and in the commands that printed what is not known in them."""
    found: dict[str, None] = {}
    _collect(run, words, found, set(), True)
    return tuple(found)[:_MOST]


def _collect(run: Run, words: Iterable[Text], found: dict[str, None], seen: set[object], top: bool) -> None:
    for word in words:
        if len(found) >= _MOST or len(seen) > 2_000:
            return
        for piece in word:
            if isinstance(piece, str):
                # What is around a hole in the operand itself is a folder, or half a name.
                if "lib" in piece and not (top and len(word) > 1):
                    _names(piece, found)
            elif isinstance(piece, Hole):
                if piece.key not in seen:
                    seen.add(piece.key)
                    found.update(dict.fromkeys(_names_of(run, piece.key)))
            elif isinstance(piece, Reference) and id(piece) not in seen:
                seen.add(id(piece))
                _collect(run, [case.text or () for case in piece.alternatives], found, seen, False)


def _names_of(run: Run, key: str) -> tuple[str, ...]:
    """The names of libraries in the calls that printed the hole with this key."""
    names = run.hints.get(key)
    if names is None:
        found: dict[str, None] = {}
        run.hints[key] = ()
        _collect(run, _printed_by(run, key), found, set(), False)
        names = run.hints[key] = tuple(found)
    return names


def _printed_by(run: Run, key: str) -> Iterator[Text]:
    """The words of the calls that printed the hole with this key."""
    if not key.startswith("t"):
        for words in run.traces.get(key, ()):
            yield from words
        return
    number = key[1:].partition(".")[0]
    waiting = [int(number)] if number.isdigit() else []
    while waiting:
        rank = waiting.pop()
        while rank:
            rank, words_or_inner = run.links[rank]
            if isinstance(words_or_inner, int):
                waiting.append(words_or_inner)
            else:
                yield from words_or_inner


def _names(text: str, found: dict[str, None]) -> None:
    for match in _LIBRARY.finditer(text):
        name = match.group().replace("\\", "")
        end = text[match.end() : match.end() + 1]
        stem = name.partition(".so")[0]
        if stem in _OTHER or len(stem) < 5 or end == "/":
            continue
        found[name.removesuffix(".so") if ".so." not in name else name] = None
