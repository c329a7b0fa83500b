"""Files with holes in tar: the old GNU header and the three pax forms (GNU tar manual, "Sparse Formats")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle.tarheader import BLOCK, number
from lintpack.bundle.trouble import CORRUPT, LIMIT, StreamError
from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lintpack.bundle.forward import Forward
    from lintpack.bundle.limits import Limits
    from lintpack.bundle.member import Content

MAX_REGIONS = 1 << 16
_STEP = 1 << 18


class Holes(Record):
    """`regions` are (offset, size) of what the archive holds, in order; all else up to `size` is zeros."""

    size: int
    regions: tuple[tuple[int, int], ...]


def gnu_map(stream: Forward, block: bytes) -> Holes:
    """Type `S`: four regions in the header, 21 in each block that extends it."""
    size = number(block[483:495])
    pairs = list(_pairs(block[386:482]))
    more = block[482]
    while more:
        block = stream.take(BLOCK)
        pairs += _pairs(block[:504])
        more = block[504]
        _bounded(len(pairs))
    return _holes(size, pairs)


def _pairs(field: bytes) -> Iterator[tuple[int, int]]:
    for at in range(0, len(field), 24):
        if field[at]:
            yield number(field[at : at + 12]), number(field[at + 12 : at + 24])


def pax_map(content: Content, known: Mapping[str, str], records: list[tuple[str, str]], limits: Limits) -> Holes | None:
    """The map of a pax member, None where it has none. Version 1.0 has it in front of the content."""
    if known.get("GNU.sparse.major") == "1":
        return _holes(_decimal(known.get("GNU.sparse.realsize", "")), _map_in_content(content, limits))
    size = known.get("GNU.sparse.realsize", known.get("GNU.sparse.size"))
    if size is None:
        return None
    if "GNU.sparse.map" in known:  # 0.1
        numbers = [_decimal(value) for value in known["GNU.sparse.map"].split(",") if value]
    else:  # 0.0 repeats two keys
        numbers = [_decimal(v) for k, v in records if k in ("GNU.sparse.offset", "GNU.sparse.numbytes")]
    return _holes(_decimal(size), list(zip(numbers[::2], numbers[1::2], strict=False)))


def _map_in_content(content: Content, limits: Limits) -> list[tuple[int, int]]:
    """Decimal numbers a line: how many regions, then offset and size of each; padded to a block."""
    data = bytearray()
    wanted = 1
    while data.count(b"\n") < wanted:
        if len(data) > limits.header:
            raise StreamError(LIMIT, "the map of a sparse file is too long (`--limit header=…`)")
        block = _exactly(content, BLOCK)
        data += block
        if wanted == 1 and b"\n" in data:
            wanted = 1 + 2 * _bounded(_decimal(data.partition(b"\n")[0].decode("ascii", "replace")))
    numbers = [_decimal(line.decode("ascii", "replace")) for line in bytes(data).split(b"\n")[1:wanted]]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _exactly(content: Content, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = content.some(size - len(data))
        if not part:
            raise StreamError(CORRUPT, "the map of a sparse file has no end")
        data += part
    return data


def _decimal(value: str) -> int:
    if not (value.isascii() and value.isdigit()) or len(value) > 20:
        raise StreamError(CORRUPT, f"the map of a sparse file has {value[:40]!r} where a number belongs")
    return int(value)


def _bounded(count: int) -> int:
    if count > MAX_REGIONS:
        raise StreamError(LIMIT, f"a sparse file of more than {MAX_REGIONS:,} regions")
    return count


def _holes(size: int, regions: list[tuple[int, int]]) -> Holes:
    end = 0
    for offset, length in regions:
        if offset < end or offset + length > size:
            raise StreamError(CORRUPT, "the map of a sparse file is out of order")
        end = offset + length
    return Holes(size, tuple(regions))


class SparseContent:
    """Content with its holes filled. The zeros come out of nothing, so they are charged to the stream's limits."""

    __slots__ = ("_at", "_charge", "_content", "_holes", "_region")

    def __init__(self, content: Content, holes: Holes, charge: Callable[[int], None]) -> None:
        self._charge = charge
        self._content = content
        self._holes = holes
        self._at = 0
        self._region = 0

    def some(self, size: int) -> bytes:
        regions = self._holes.regions
        while self._region < len(regions) and self._at >= sum(regions[self._region]):
            self._region += 1
        start, length = regions[self._region] if self._region < len(regions) else (self._holes.size, 0)
        if self._at < start:
            data = bytes(min(size, _STEP, start - self._at))
            self._charge(len(data))
        else:
            data = self._content.some(min(size, start + length - self._at))
            if not data and length:
                raise StreamError(CORRUPT, "a sparse file has less content than its map says")
        self._at += len(data)
        return data
