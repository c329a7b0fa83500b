"""A script that another one writes, such as a launcher: run in its turn, with its places in the one that writes it."""

from __future__ import annotations

import sys

from lintpack.bash import parse_mended
from lintpack.script import limits, texts
from lintpack.script.locator import Locator, hide
from lintpack.script.plan import Frame, Plan, ReadScript
from lintpack.script.values import Alternative, Hole, Reference
from lintpack.script.walk import run_body
from lintpack.source import Place, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.repository import Repository
    from lintpack.script.plan import WrittenFile
    from lintpack.script.values import Piece, Text


class WrittenHole(Hole):
    """What could not be known when the script was written: it is the same text wherever that script runs."""


class WrittenReference(Reference):
    """One of several texts, settled when the script was written."""


def _settled(piece: Piece) -> Piece:
    if isinstance(piece, Reference):
        ways = [Alternative(case.text and _all_settled(case.text), case.when) for case in piece.alternatives]
        return WrittenReference(piece.shown, tuple(ways), piece.weight)
    return WrittenHole(piece.shown, piece.key) if isinstance(piece, Hole) else piece


def _all_settled(text: Text) -> Text:
    return tuple([_settled(piece) for piece in text])


class _Name(str):
    """The name of the loader's variable in the place of a variable that holds it: no character of the text's own."""

    __slots__ = ()


def named(files: Sequence[WrittenFile]) -> Text:
    """The text of all, with `LD_LIBRARY_PATH` for a variable that holds it, or another system's name in its place."""
    return tuple(
        [
            _Name(_LINUX) if isinstance(piece, Reference) and _LINUX in map(_known, piece.alternatives) else piece
            for piece in texts.concat(*[file.text for file in files])
        ]
    )


_LINUX = "LD_LIBRARY_PATH"


def _known(case: Alternative) -> str | None:
    return texts.known(case.text) if case.text is not None else None


def interpret_written(files: Sequence[WrittenFile], repository: Repository) -> Plan | None:
    """The plan of the text that `files`, which go into one file in this order, come to; None where it is too large.

    What was not known when it was written is a `WrittenHole` or `WrittenReference`; `$0` is a plain hole. Places are in
    the script that writes: of what does not stand there as such, the place is the whole text. `scripts` has the written
    text, with placeholders.
    """
    text = named(files)
    holes: list[Text] = []
    hidden = hide(text, holes)
    if not hidden or len(hidden) > limits.TEXT_LENGTH:
        return None
    locator = _locator(files, text, hidden)
    try:
        script = parse_mended(hidden)
    except RecursionError:
        return None
    from lintpack.script.builtins_settings import options_of
    from lintpack.script.emit import Stop
    from lintpack.script.interpreter import Run

    run = Run(repository, locator, {}, False, True)
    run.holes = [_all_settled(hole) for hole in holes]
    run.zero = (Hole("$0"),)
    run.frames = (*files[0].origin.calls, Frame("written", texts.shown(files[0].path), files[0].origin.command))
    first = hidden.split("\n", 1)[0].split()
    if first and first[0].startswith("#!") and "env" not in first[0]:
        run.state.options |= options_of("".join([word[1:] for word in first[1:] if word.startswith("-")]))
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, limits.STACK))
    try:
        parent, scope = run.enter("shell")
        if script.body:
            run_body(run, script.body)
        run.finish(parent, scope)
    except (Stop, RecursionError):
        pass
    finally:
        sys.setrecursionlimit(before)
    written = Source(texts.shown(files[0].path), hidden)
    path = texts.shown(files[0].path)
    return Plan(path, tuple(run.effects), (path,), (ReadScript(written, script),))


def located(files: Sequence[WrittenFile]) -> Locator:
    """Where what stands in the text of `interpret_written(files)` is written."""
    text = named(files)
    return _locator(files, text, hide(text, []))


def _locator(files: Sequence[WrittenFile], text: Text, hidden: str) -> Locator:
    """Where the pieces of `hidden` lie, from the spans that each file has."""
    whole = _extent(files)
    locator = Locator(whole.source, texts.shown(files[0].path), whole)
    locator.text = hidden
    # The offset in `hidden` of each known character.
    offsets: list[int] = []
    at = 0
    for piece in text:
        if isinstance(piece, _Name):
            at += len(piece)
        elif isinstance(piece, str):
            offsets.extend(range(at, at + len(piece)))
            at += len(piece)
        else:
            at += 1
    base = 0
    for file in files:
        for known, place in file.spans:
            if place.source is whole.source and base + known < len(offsets):
                locator.lines.append((offsets[base + known], place.start, place.end - place.start))
        base += texts.length(file.text)
    locator.lines.sort()
    locator.starts = [start for start, _, _ in locator.lines]
    return locator


def _extent(files: Sequence[WrittenFile]) -> Place:
    """From the first to the last place of the text; the commands that write it, where none is known."""
    source = files[0].origin.command.source
    places = [place for file in files for _, place in file.spans if place.source is source]
    places = places or [file.origin.command for file in files if file.origin.command.source is source]
    return Place(source, min([place.start for place in places]), max([place.end for place in places]))
