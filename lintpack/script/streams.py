"""What flows through a pipe besides plain text: an archive's bytes, and the paths that find prints."""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script import paths, texts
from lintpack.script.values import Hole, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Shell
    from lintpack.script.values import Text
    from lintpack.source import Place


class Member(Record):
    """A file or folder of an archive: where it came from (joined), its name inside, and the word that says so."""

    source: Text
    name: Text
    place: Place


class ArchiveStream(Hole):
    """The bytes of an archive on their way from the program that makes it to the one that unpacks or stores it.

    `links`: whether links were followed when it was made.
    """

    base: Text = ()
    members: tuple[Member, ...] = ()
    format: str = ""
    excludes: tuple[Text, ...] = ()
    links: str = "keep"


class Found(Wildcard):
    """A wildcard for what find printed; `filters` are the tests that the files passed, as written."""

    filters: tuple[str, ...] = ()


def archive_in(text: Text | None) -> ArchiveStream | None:
    """The archive that `text` carries, if it does."""
    for piece in text or ():
        if isinstance(piece, ArchiveStream):
            return piece
    return None


def filters_in(text: Text) -> tuple[str, ...]:
    """The tests of find that chose the files `text` stands for."""
    for piece in text:
        if isinstance(piece, Found):
            return piece.filters
    return ()


def member_name(text: Text) -> Text:
    """The name that tar, zip and cpio give a member: without a leading `/` or `./`."""
    parts = paths.components(text)
    while len(parts) > 1 and parts[0] in {(), (".",)}:
        del parts[0]
    return paths.strip_slashes(paths.from_components(parts)) or paths.HERE


def store(shell: Shell, text: Text, path: Text, place: Place | None = None) -> bool:
    """Add the Archive effect of an archive that is redirected into `path` (joined). False where `text` has none."""
    from lintpack.script.plan import Archive

    stream = archive_in(text)
    if stream is None:
        return False
    shell.emit(
        Archive,
        place,
        action="create",
        path=path,
        base=stream.base,
        members=tuple(member.source for member in stream.members),
        names=tuple(member_name(member.name) for member in stream.members),
        format=stream.format,
        excludes=stream.excludes,
    )
    return True


def lines(text: Text, separator: str = "\n") -> list[Text]:
    """The lines of `text` that are not empty."""
    return [line for line in texts.split(text, separator) if line]
