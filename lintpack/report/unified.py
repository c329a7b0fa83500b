"""What would be mended, as a unified diff that `git apply` and `patch -p1` take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.report.style import painter, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.fix.mend import Changed
    from lintpack.report.style import Paint


def unified(changes: Sequence[Changed], colour: bool = False, for_eyes: bool = False) -> str:
    """The differences of all files. `for_eyes` makes control characters visible; else every byte is the file's own."""
    return "".join(line for change in changes for line in _file(change, painter(colour), for_eyes))


def _file(change: Changed, paint: Paint, for_eyes: bool) -> Iterator[str]:
    from difflib import unified_diff

    names = (change.shown, change.shown)
    if not change.shown.startswith(("/", "../")):
        names = (f"a/{change.shown}", f"b/{change.shown}")
    before, after = _lines(change.before), _lines(change.after)
    for number, line in enumerate(unified_diff(before, after, *names)):
        text, end = (line[:-1], "\n") if line.endswith("\n") else (line, "\n\\ No newline at end of file\n")
        text = _bytes(text, change.latin)
        if for_eyes:
            text = visible(text.removesuffix("\r"))
        yield paint(_kind(text, number), text) + end


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one, as for bash."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _kind(text: str, number: int) -> str:
    if number < 2:
        return "bold"
    return {"+": "good", "-": "error", "@": "note"}.get(text[:1], "plain")


def _bytes(text: str, latin: bool) -> str:
    """What is written for a file in Latin-1: its own bytes."""
    return text.encode("latin-1").decode("utf-8", "surrogateescape") if latin and not text.isascii() else text
