"""Folders that the loader is sent to and that a script names once (see `subjects`): perhaps a slip for another."""

from __future__ import annotations

from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

# What a line has that sends the loader somewhere.
LOADER_LINES = ("LD_LIBRARY_PATH=", "rpath", "ld.so.conf")
# Letters that a name has at least, for a slip to be no other word.
_LONG = 5


def lone_folders(context: Context) -> bool:
    """Scripts with such a folder."""
    if not context.speaks_of(LOADER_LINES):
        return False
    return any(True for script in context.plan.scripts for _ in lone(script.source.text))


def lone(text: str) -> Iterator[tuple[int, str]]:
    """Each name of a folder in such a line that stands nowhere else in the text, and where."""
    for word in LOADER_LINES:
        for start, line in lines_with(word, text):
            if line.lstrip()[:1] == "#":
                continue
            place = start
            for piece in line.split("/"):
                name = piece.partition(":")[0].partition(" ")[0].rstrip("\"'")
                if place > start and len(name) >= _LONG and name.isidentifier() and text.count(name) == 1:
                    yield place, name
                place += len(piece) + 1
