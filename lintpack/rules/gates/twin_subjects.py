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
    texts = [script.source.text for script in context.plan.scripts]
    return any(lost_levels(text) or any(True for _ in lone(text)) for text in texts)


_HERE = ("$PWD/", "${PWD}/", "$(pwd)/", "`pwd`/", "./")


def lost_levels(text: str) -> list[tuple[int, str]]:
    """Where the loader is sent to `$PWD/build/lib`, which stands in the text with `../` before it as well."""
    found = []
    for start, line in lines_with("LD_LIBRARY_PATH=", text) if "../" in text else ():
        place = start
        for piece in line.replace("=", ":").split(":"):
            path = piece.lstrip("\"'")
            for sign in _HERE:
                if path.startswith(sign):
                    rest = path[len(sign) :].partition(" ")[0].rstrip("\"'/;")
                    if rest[:1].isalpha() and f"../{rest}" in text:
                        found.append((place + piece.find(sign), sign + rest))
            place += len(piece) + 1
    return found


def lone(text: str) -> Iterator[tuple[int, str]]:
    """Each name of a folder in such a line that stands nowhere else in the text, and where."""
    for word in LOADER_LINES:
        for start, line in lines_with(word, text):
            if line.lstrip()[:1] == "#":
                continue
            place = start
            for piece in _up_to_command(line, word).split("/"):
                name = piece.partition(":")[0].partition(" ")[0].rstrip("\"'")
                if place > start and len(name) >= _LONG and name.isidentifier() and text.count(name) == 1:
                    yield place, name
                place += len(piece) + 1


def _up_to_command(line: str, word: str) -> str:
    """`line` to the end of the value behind `NAME=`: what follows that is a command of its own."""
    if word[-1] != "=":
        return line
    at = line.find(word) + len(word)
    quote = line[at : at + 1]
    end = line.find(quote if quote in ('"', "'") else " ", at + 1)
    return line[:end] if end > 0 else line
