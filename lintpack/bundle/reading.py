"""`read_bundle`: any archive or directory to a `Bundle`; `open_bundle`: the same, entry by entry."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from lintpack.bundle import trouble
from lintpack.bundle.builder import Builder
from lintpack.bundle.contents import NOTHING, Taken, Taker
from lintpack.bundle.formats import open_reader
from lintpack.bundle.limits import Limits
from lintpack.bundle.progress import Progress
from lintpack.bundle.trouble import BundleError, StreamError, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.bundle.index import Bundle
    from lintpack.bundle.member import Member, Reader


def read_bundle(path: str, limits: Limits | None = None, progress: Progress | None = None) -> Bundle:
    """The bundle at `path`. Raises `BundleError` where nothing of it can be read; all else is among its troubles."""
    reading = open_bundle(path, limits, progress)
    for _ in reading:
        pass
    return reading.bundle()


def open_bundle(path: str, limits: Limits | None = None, progress: Progress | None = None) -> Reading:
    """The bundle at `path`, to be read by iteration. Raises `BundleError` where it is no bundle."""
    limits = limits or Limits()
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        raise BundleError(f"can't be read: {getattr(error, 'strerror', None) or error}") from None
    if not (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)):
        raise BundleError("is neither a file nor a directory")
    try:
        reader = open_reader(path, stat.S_ISDIR(status.st_mode), status.st_size, limits)
    except StreamError as error:
        raise BundleError(error.message) from None
    return Reading(path, reader, limits, progress or Progress(path))


class Reading:
    """Iterate once over the entries, in the archive's order; then `bundle` has all of it."""

    def __init__(self, path: str, reader: Reader, limits: Limits, progress: Progress) -> None:
        self._path = path
        self._reader = reader
        self._builder = Builder(limits, reader.rooted)
        self._taker = Taker(limits)
        self._progress = progress
        self._complete = True
        self._count = 0
        reader.watch(lambda: progress.step(reader.fraction(), self._count, look=True))

    def __iter__(self) -> Iterator[Entry]:
        """Raises `BundleError` where nothing could be read."""
        try:
            yield from self._entries()
        except StreamError as error:
            self._complete = False
            if not self._count:
                raise BundleError(error.message) from None
            self._builder.tell(Trouble(error.kind, error.member, error.message))
        finally:
            self._progress.done()
            self._reader.close()

    def _entries(self) -> Iterator[Entry]:
        for member in self._reader:
            self._progress.step(self._reader.fraction(), self._count)
            if isinstance(member, Trouble):
                self._builder.tell(member)
                continue
            self._count += 1
            made = self._builder.add(member, self._take(member))
            if made is not None:
                yield made

    def _take(self, member: Member) -> Taken:
        if member.content is None:
            return NOTHING
        try:
            taken = self._taker.take(member.content, member.name, member.size)
        except StreamError as error:
            if not self._reader.independent or error.kind == trouble.LIMIT:
                raise StreamError(error.kind, error.message, member.name) from None
            self._builder.tell(Trouble(error.kind, member.name, error.message))
            return Taken(problem=error.message)
        if taken.problem:
            self._builder.tell(Trouble(trouble.BAD_ELF, member.name, taken.problem))
        return taken

    def bundle(self) -> Bundle:
        """To be asked after the last entry."""
        for what, count, limit in (
            ("text", self._taker.texts_left_out, "texts"),
            ("symbols", self._taker.symbols_left_out, "symbols"),
        ):
            if count:
                message = f"the {what} of {count:,} members was not kept (`--limit {limit}=…`)"
                self._builder.tell(Trouble(trouble.LIMIT, "", message))
        return self._builder.bundle(self._path, self._reader.format, self._complete)
