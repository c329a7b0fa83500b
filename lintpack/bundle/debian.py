"""Debian packages: an ar archive of two tar streams (deb(5)). The files are those of data.tar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle.trouble import CORRUPT, BundleError, StreamError

if TYPE_CHECKING:
    from lintpack.bundle.forward import Forward

AR_MAGIC = b"!<arch>\n"
_HEADER = 60


class Part:
    """A member of an ar archive, as a readable stream."""

    def __init__(self, stream: Forward, size: int) -> None:
        self._stream = stream
        self._left = size

    def peek(self, size: int) -> bytes:
        return self._stream.peek(min(size, self._left))

    def read(self, size: int, /) -> bytes:
        data = self._stream.some(min(size, self._left)) if self._left else b""
        self._left -= len(data)
        return data


def data_of(stream: Forward) -> Part:
    """The packed data.tar. Raises `BundleError` where there is none, `StreamError` where the archive is damaged."""
    stream.take(len(AR_MAGIC))
    first = True
    while header := stream.peek(_HEADER):
        if len(header) < _HEADER or header[58:60] != b"`\n":
            raise StreamError(CORRUPT, "the ar archive is damaged")
        stream.skip(_HEADER)
        name = header[:16].rstrip(b" ").rstrip(b"/").decode("ascii", "replace")
        digits = header[48:58].strip(b" ")
        if not digits.isdigit():
            raise StreamError(CORRUPT, "the ar archive is damaged")
        size = int(digits)
        if first and name != "debian-binary":
            raise BundleError("an ar archive that is no Debian package (a static library?)")
        first = False
        if name.startswith("data.tar"):
            return Part(stream, size)
        stream.skip(size + size % 2)
    raise BundleError("a Debian package without data.tar")
