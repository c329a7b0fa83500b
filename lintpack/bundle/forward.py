"""A stream that is read once, forward: taking and skipping, within the limits of what may come out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lintpack.bundle.trouble import LIMIT, TRUNCATED, StreamError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.bundle.limits import Limits

CHUNK = 1 << 18
_RATIO_FROM = 1 << 30


class Readable(Protocol):
    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""


class Forward:
    """Buffered forward reading of `source`; `packed` tells how many bytes of the archive file were used so far."""

    __slots__ = ("_at", "_buffer", "_charged", "_limits", "_packed", "_source", "_total")

    def __init__(self, source: Readable, limits: Limits, packed: Callable[[], int]) -> None:
        self._source = source
        self._limits = limits
        self._packed = packed
        self._buffer = b""
        self._at = 0
        self._total = 0
        self._charged = 0

    @property
    def position(self) -> int:
        """Bytes of the unpacked stream taken or skipped."""
        return self._total - len(self._buffer) + self._at

    def _more(self, size: int) -> bytes:
        data = self._source.read(size)
        self._total += len(data)
        self.charge(len(data))
        return data

    def charge(self, size: int) -> None:
        """Count bytes that came out of the archive against its limits."""
        self._charged += size
        if self._charged > self._limits.unpacked:
            raise StreamError(LIMIT, f"unpacks to more than {self._limits.unpacked:,} bytes (`--limit unpacked=…`)")
        if self._charged > _RATIO_FROM and self._charged > self._limits.ratio * max(self._packed(), 1):
            raise StreamError(LIMIT, f"unpacks to more than {self._limits.ratio:,} times its size (`--limit ratio=…`)")

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end, without taking them."""
        while len(self._buffer) - self._at < size:
            data = self._more(CHUNK)
            if not data:
                break
            self._buffer = self._buffer[self._at :] + data
            self._at = 0
        return self._buffer[self._at : self._at + size]

    def take(self, size: int) -> bytes:
        """Exactly `size` bytes; only for what is small. Raises `StreamError` where the stream ends before."""
        end = self._at + size
        if end <= len(self._buffer):
            data = self._buffer[self._at : end]
            self._at = end
            return data
        data = self.peek(size)
        if len(data) < size:
            raise StreamError(TRUNCATED, f"the stream ends after {self.position + len(data):,} bytes, inside a member")
        self._at += size
        return data

    def some(self, size: int) -> bytes:
        """Between 1 and `size` bytes; none only at the end."""
        if self._at < len(self._buffer):
            data = self._buffer[self._at : self._at + size]
            self._at += len(data)
            return data
        return self._more(min(size, CHUNK))

    def read(self, size: int, /) -> bytes:
        """As `some`: a stream may be packed inside of this one."""
        return self.some(size)

    def skip(self, size: int) -> None:
        """Raises `StreamError` where the stream ends before."""
        room = len(self._buffer) - self._at
        if size <= room:
            self._at += size
            return
        self._buffer = b""
        self._at = 0
        size -= room
        while size > CHUNK:
            data = self._more(CHUNK)
            if not data:
                raise StreamError(TRUNCATED, f"the stream ends after {self.position:,} bytes, inside a member")
            size -= len(data)
        if size > 0:
            self.take(size)
