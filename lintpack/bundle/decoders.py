"""Decompression as a readable stream, by the fastest decoder that is installed.

gzip by isal (four times as fast as zlib), zstd by zstandard; without them gzip goes by zlib, and zstd by Python 3.14's
own. All are used through the interface of `bz2.BZ2Decompressor`, whose output is bounded a call, so that a bomb costs
a chunk and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from lintpack.bundle.forward import CHUNK
from lintpack.bundle.trouble import CORRUPT, LIMIT, TRUNCATED, BundleError, StreamError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from lintpack.bundle.forward import Readable
    from lintpack.bundle.limits import Limits

PLAIN, GZIP, XZ, LZMA, BZIP2, ZSTD = "", "gzip", "xz", "lzma", "bzip2", "zstd"
_MAGIC = (
    (b"\x1f\x8b\x08", GZIP),
    (b"\xfd7zXZ\0", XZ),
    (b"BZh", BZIP2),
    (b"\x28\xb5\x2f\xfd", ZSTD),
    (b"\x5d\x00\x00", LZMA),
)
MAGIC_SIZE = 6
_MAX_WINDOW_LOG = 31  # of zstd


class Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def compression(head: bytes) -> str:
    """How a stream that begins with `head` is compressed; "" for not at all."""
    if head[:4] >= b"\x50\x2a\x4d\x18" and head[1:4] == b"\x2a\x4d\x18" and head[:1] <= b"\x5f":
        return ZSTD  # a skippable frame (RFC 8878, 3.1.2)
    return next((name for magic, name in _MAGIC if head.startswith(magic)), PLAIN)


def decoded(source: Readable, kind: str, limits: Limits) -> Readable:
    """`source` decompressed. Raises `BundleError` where no decoder is installed."""
    if kind == PLAIN:
        return source
    if kind == ZSTD:
        return _zstd(source, limits)
    return Decoding(source, kind, {GZIP: _gzip, BZIP2: _bzip2, XZ: _xz, LZMA: _xz}[kind](limits))


class Decoding:
    """Streams of the same kind one behind the other are one stream, as their command line tools have it.

    What follows the last stream and is none is left alone, as gzip and tar do with padding.
    """

    def __init__(self, source: Readable, kind: str, make: Callable[[], Decoder]) -> None:
        self._source = source
        self._kind = kind
        self._make = make
        self._decoder: Decoder | None = make()
        self._pending = b""
        self._begun = False

    def read(self, size: int, /) -> bytes:
        while self._decoder is not None:
            data = b""
            if self._decoder.needs_input:
                data = self._pending or self._source.read(CHUNK)
                self._pending = b""
                if not data:
                    if self._begun:
                        raise StreamError(TRUNCATED, f"the {self._kind} stream ends too early")
                    self._decoder = None
                    break
                self._begun = True
            try:
                result = self._decoder.decompress(data, size)
            except MemoryError:
                raise StreamError(LIMIT, f"the {self._kind} stream asks for too much memory") from None
            except Exception as error:  # each decoder has an error class of its own
                if "emory usage limit" in str(error):
                    raise StreamError(LIMIT, "asks for more memory to unpack (`--limit decoder=…`)") from None
                raise StreamError(CORRUPT, f"the {self._kind} stream is corrupt: {error}") from None
            if self._decoder.eof:
                self._next(self._decoder.unused_data)
            if result:
                return result
        return b""

    def _next(self, rest: bytes) -> None:
        """Begin the stream that follows, or end."""
        self._begun = False
        rest = rest or self._source.read(CHUNK)
        while rest and self._kind == XZ and not rest.strip(b"\0"):  # stream padding, .xz format 2.2
            rest = self._source.read(CHUNK)
        if self._kind == XZ:
            rest = rest.lstrip(b"\0")
        if 0 < len(rest) < MAGIC_SIZE:
            rest += self._source.read(CHUNK)
        if compression(rest[:MAGIC_SIZE]) != self._kind or self._kind == LZMA:
            self._decoder = None
            return
        self._pending = rest
        self._decoder = self._make()


def _gzip(_limits: Limits) -> Callable[[], Decoder]:
    try:
        from isal.igzip_lib import DECOMP_GZIP, IgzipDecompressor
    except ImportError:
        return _ZlibDecoder
    return lambda: IgzipDecompressor(flag=DECOMP_GZIP)


def _bzip2(_limits: Limits) -> Callable[[], Decoder]:
    from bz2 import BZ2Decompressor

    return BZ2Decompressor


def _xz(limits: Limits) -> Callable[[], Decoder]:
    from lzma import LZMADecompressor

    return lambda: LZMADecompressor(memlimit=limits.decoder)


class _ZlibDecoder:
    """zlib's object behind bz2's interface."""

    def __init__(self) -> None:
        from zlib import decompressobj

        self._object = decompressobj(31)
        self._started = False

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def needs_input(self) -> bool:
        return not self._object.unconsumed_tail and not self._object.eof

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._object.decompress(self._object.unconsumed_tail + data, max_length)


def _zstd(source: Readable, limits: Limits) -> Readable:
    try:
        import zstandard
    except ImportError:
        return _zstd_of_python(source, limits)
    window = min(max(1 << 10, limits.decoder), 1 << _MAX_WINDOW_LOG)
    try:
        decompressor = zstandard.ZstdDecompressor(max_window_size=window)
        reader = decompressor.stream_reader(cast("IO[bytes]", source), read_across_frames=True)
    except zstandard.ZstdError as error:
        raise BundleError(f"can't unpack zstd: {error}") from None
    return _ZstdReader(reader)


class _ZstdReader:
    """zstandard says nothing where its input ends inside a frame; the archive inside tells."""

    def __init__(self, reader: Readable) -> None:
        self._reader = reader

    def read(self, size: int, /) -> bytes:
        try:
            return self._reader.read(size)
        except Exception as error:
            if "memory" in str(error):
                raise StreamError(LIMIT, f"{error} (`--limit decoder=…`)") from None
            raise StreamError(CORRUPT, f"the zstd stream is corrupt: {error}") from None


def _zstd_of_python(source: Readable, limits: Limits) -> Readable:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]  # Python 3.14
    except ImportError:
        raise BundleError("zstd needs the package `zstandard`: `pip install zstandard`") from None
    option = {zstd.DecompressionParameter.window_log_max: min(limits.decoder.bit_length() - 1, _MAX_WINDOW_LOG)}
    return Decoding(source, ZSTD, lambda: zstd.ZstdDecompressor(options=option))
