"""A directory as a bundle. Links are not followed, special files are not opened, and nothing is written."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from lintpack.bundle import entry
from lintpack.bundle.member import Member
from lintpack.bundle.trouble import UNREADABLE, BundleError, StreamError, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Not every system has all of them.
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)
_KINDS = {
    stat.S_IFREG: entry.FILE,
    stat.S_IFLNK: entry.LINK,
    stat.S_IFDIR: entry.DIRECTORY,
    stat.S_IFCHR: entry.CHARACTER_DEVICE,
    stat.S_IFBLK: entry.BLOCK_DEVICE,
    stat.S_IFIFO: entry.FIFO,
    stat.S_IFSOCK: entry.SOCKET,
}


class _FileContent:
    """At most as much as the file had when it was looked at: it may be growing."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor = descriptor
        self._left = size

    def some(self, size: int) -> bytes:
        try:
            data = os.read(self._descriptor, min(size, self._left))
        except OSError as error:
            raise StreamError(UNREADABLE, f"can't be read: {error.strerror}") from None
        self._left -= len(data)
        return data


class FolderReader:
    """Names sorted, so that two runs agree. A file with several names is told by device and inode."""

    format = "directory"
    rooted = False
    independent = True

    def __init__(self, path: str) -> None:
        self._root = path
        self._files: dict[tuple[int, int], str] = {}
        try:
            os.scandir(path).close()
        except OSError as error:
            raise BundleError(f"can't read the folder: {error.strerror}") from None

    def __iter__(self) -> Iterator[Member | Trouble]:
        todo = [""]
        while todo:
            folder = todo.pop()
            try:
                with os.scandir(os.path.join(self._root, folder)) as found:
                    items = sorted(found, key=lambda item: item.name)
            except OSError as error:
                yield Trouble(UNREADABLE, folder, f"can't read the folder: {error.strerror}")
                continue
            below = []
            for item in items:
                name = f"{folder}/{item.name}" if folder else item.name
                try:
                    status = item.stat(follow_symlinks=False)
                    target = os.readlink(item.path) if stat.S_ISLNK(status.st_mode) else ""
                except OSError as error:
                    yield Trouble(UNREADABLE, name, f"can't be looked at: {error.strerror}")
                    continue
                kind = _KINDS.get(stat.S_IFMT(status.st_mode), entry.SOCKET)
                if kind == entry.DIRECTORY:
                    below.append(name)
                if kind == entry.FILE:
                    yield from self._file(name, item.path, status)
                else:
                    yield Member(name, kind, stat.S_IMODE(status.st_mode), status.st_uid, target=target)
            todo += below[::-1]

    def _file(self, name: str, path: str, status: os.stat_result) -> Iterator[Member | Trouble]:
        mode = stat.S_IMODE(status.st_mode)
        if status.st_nlink > 1:
            first = self._files.setdefault((status.st_dev, status.st_ino), name)
            if first != name:
                yield Member(name, entry.HARD_LINK, mode, status.st_uid, target=first)
                return
        try:
            # It may have become a link or a pipe since it was looked at.
            descriptor = os.open(path, _FLAGS)
        except OSError as error:
            yield Trouble(UNREADABLE, name, f"can't be opened: {error.strerror}")
            yield Member(name, entry.FILE, mode, status.st_uid, status.st_size)
            return
        try:
            content = _FileContent(descriptor, status.st_size)
            yield Member(name, entry.FILE, mode, status.st_uid, status.st_size, content=content)
        finally:
            os.close(descriptor)

    def fraction(self) -> float:
        return 0.0

    def watch(self, on_read: Callable[[], None]) -> None:
        """Members are small beside the whole; between them is often enough."""

    def close(self) -> None:
        """Nothing stays open."""
