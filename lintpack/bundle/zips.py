"""zip and wheels, by `zipfile`. Wheels have no links, but zip as Info-ZIP writes it has."""

from __future__ import annotations

import stat
import zipfile
from typing import TYPE_CHECKING

from lintpack.bundle import entry
from lintpack.bundle.member import Member
from lintpack.bundle.trouble import CORRUPT, LIMIT, UNSUPPORTED, BundleError, StreamError, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from lintpack.bundle.limits import Limits

_UNIX = 3
_KINDS = {
    stat.S_IFLNK: entry.LINK,
    stat.S_IFDIR: entry.DIRECTORY,
    stat.S_IFCHR: entry.CHARACTER_DEVICE,
    stat.S_IFBLK: entry.BLOCK_DEVICE,
    stat.S_IFIFO: entry.FIFO,
    stat.S_IFSOCK: entry.SOCKET,
}
_MAX_TARGET = 4096
_RATIO_FROM = 1 << 30


class _ZipContent:
    """Counts what comes out of all members against the limits."""

    def __init__(self, file: IO[bytes], count: _Count) -> None:
        self._file = file
        self._count = count

    def some(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except Exception as error:  # zipfile, zlib, lzma and bz2 have an error each
            raise StreamError(CORRUPT, f"can't be unpacked: {error}") from None
        self._count.add(len(data))
        return data


class _Count:
    def __init__(self, limits: Limits, packed: int) -> None:
        self._limits = limits
        self._packed = packed
        self._unpacked = 0

    def add(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > self._limits.unpacked:
            raise StreamError(LIMIT, f"unpacks to more than {self._limits.unpacked:,} bytes (`--limit unpacked=…`)")
        if self._unpacked > _RATIO_FROM and self._unpacked > self._limits.ratio * self._packed:
            raise StreamError(LIMIT, f"unpacks to more than {self._limits.ratio:,} times its size (`--limit ratio=…`)")


class ZipReader:
    """Members in the order of the central directory."""

    rooted = False
    independent = True

    def __init__(self, file: IO[bytes], path: str, size: int, limits: Limits) -> None:
        self.format = "wheel" if path.endswith(".whl") else "zip"
        self._size = size
        self._limits = limits
        self._done = 0
        try:
            self._zip = zipfile.ZipFile(file)
        except Exception as error:  # BadZipFile, and what else hostile directories bring about
            raise BundleError(f"can't be read as zip: {error}") from None

    def __iter__(self) -> Iterator[Member | Trouble]:
        count = _Count(self._limits, self._size)
        members = self._zip.infolist()
        for number, info in enumerate(members):
            self._done = number
            yield from self._member(info, count)

    def _member(self, info: zipfile.ZipInfo, count: _Count) -> Iterator[Member | Trouble]:
        bits = info.external_attr >> 16 if info.create_system == _UNIX else 0
        kind = _KINDS.get(stat.S_IFMT(bits), entry.FILE)
        name = info.filename
        if name.endswith("/"):
            kind = entry.DIRECTORY
        mode = stat.S_IMODE(bits) or (0o755 if kind == entry.DIRECTORY else 0o644)
        if kind != entry.LINK and (kind != entry.FILE or not info.file_size):
            yield Member(name, kind, mode)
            return
        if info.flag_bits & 1:
            yield Trouble(UNSUPPORTED, name, "is encrypted")
            return
        try:
            file = self._zip.open(info)
        except Exception as error:
            yield Trouble(UNSUPPORTED if isinstance(error, NotImplementedError) else CORRUPT, name, str(error))
            return
        with file:
            content = _ZipContent(file, count)
            if kind == entry.LINK:
                target = content.some(_MAX_TARGET).decode("utf-8", "surrogateescape")
                yield Member(name, kind, mode, target=target)
            else:
                yield Member(name, kind, mode, size=info.file_size, content=content)

    def fraction(self) -> float:
        return self._done / max(len(self._zip.infolist()), 1)

    def watch(self, on_read: Callable[[], None]) -> None:
        """Members are small beside the whole; between them is often enough."""

    def close(self) -> None:
        self._zip.close()
