"""tar as one forward stream: ustar, GNU, pax, v7 and star; sparse files with their holes.

Own code, since `tarfile` costs twice the decompression on many small members (and in stream mode copies its whole
buffer for each header).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle import entry, sparse
from lintpack.bundle.member import Member
from lintpack.bundle.tarheader import BLOCK, parse_header, pax_records, text
from lintpack.bundle.trouble import CORRUPT, LIMIT, TRAILING, TRUNCATED, UNSUPPORTED, StreamError, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.forward import Forward
    from lintpack.bundle.limits import Limits
    from lintpack.bundle.tarheader import Header

_KINDS = {
    "1": entry.HARD_LINK,
    "2": entry.LINK,
    "3": entry.CHARACTER_DEVICE,
    "4": entry.BLOCK_DEVICE,
    "5": entry.DIRECTORY,
    "6": entry.FIFO,
    "D": entry.DIRECTORY,  # GNU, with a listing as its content
}
_WITHOUT_CONTENT = frozenset("123456")
_USED = frozenset(("path", "linkpath", "size", "uid"))
_ZEROS = bytes(BLOCK)


class TarContent:
    """The bytes of the member at which `stream` stands."""

    __slots__ = ("_stream", "left")

    def __init__(self, stream: Forward, size: int) -> None:
        self._stream = stream
        self.left = size

    def some(self, size: int) -> bytes:
        if not self.left or not size:
            return b""
        data = self._stream.some(min(size, self.left))
        if not data:
            raise StreamError(TRUNCATED, f"the stream ends after {self._stream.position:,} bytes, inside a member")
        self.left -= len(data)
        return data


def tar_members(stream: Forward, limits: Limits) -> Iterator[Member | Trouble]:
    """The members in order. Raises `StreamError` where the stream can't be read on."""
    shared: dict[str, str] = {}
    while True:
        following: dict[str, str] = {}
        sparse_records: list[tuple[str, str]] = []
        header = _next_header(stream)
        while header is not None and header.type in "LKxgXN":
            _extend(header, _extension(stream, header, limits), shared, following, sparse_records)
            header = _next_header(stream, within=True)
        if header is None:
            break
        known = {**shared, **following}
        size = _size(known.get("size"), header.size)
        if header.type in "VM":
            if header.type == "M":
                yield Trouble(UNSUPPORTED, header.name, "continues a file of another volume")
            stream.skip(size + -size % BLOCK)
            continue
        yield from _member(stream, header, known, sparse_records, size, limits)
    yield from _after(stream)


def _next_header(stream: Forward, within: bool = False) -> Header | None:
    """None at the end: two blocks of zeros (one will do) or the end of the stream."""
    block = stream.peek(BLOCK)
    if len(block) == BLOCK and block != _ZEROS:
        stream.skip(BLOCK)
        return parse_header(block)
    if within:
        raise StreamError(TRUNCATED, "the archive ends after an extended header")
    if not block:
        raise StreamError(TRUNCATED, "the archive has no end mark: it may have been cut off")
    if len(block) < BLOCK:
        raise StreamError(TRUNCATED, f"the archive ends inside a header, after {stream.position:,} bytes")
    return None


def _extension(stream: Forward, header: Header, limits: Limits) -> bytes:
    if header.size > limits.header:
        raise StreamError(LIMIT, f"an extended header of {header.size:,} bytes (`--limit header=…`)")
    data = stream.take(header.size)
    stream.skip(-header.size % BLOCK)
    return data


def _extend(
    header: Header,
    data: bytes,
    shared: dict[str, str],
    following: dict[str, str],
    sparse_records: list[tuple[str, str]],
) -> None:
    """Take in an extended header: long names of GNU, records of pax for the next member or all to come."""
    if header.type == "L":
        following["path"] = text(data)
    elif header.type == "K":
        following["linkpath"] = text(data)
    elif header.type in "xXg":
        records = [r for r in pax_records(data) if r[0] in _USED or r[0].startswith("GNU.sparse.")]
        (shared if header.type == "g" else following).update(records)
        sparse_records += [record for record in records if record[0].startswith("GNU.sparse.")]
        if len(sparse_records) + len(shared) > 2 * sparse.MAX_REGIONS:
            raise StreamError(LIMIT, f"a sparse file of more than {sparse.MAX_REGIONS:,} regions")


def _member(
    stream: Forward,
    header: Header,
    known: dict[str, str],
    sparse_records: list[tuple[str, str]],
    size: int,
    limits: Limits,
) -> Iterator[Member | Trouble]:
    name = known.get("GNU.sparse.name") or known.get("path") or header.name
    target = known.get("linkpath") or header.target
    uid = _size(known.get("uid"), header.uid)
    kind = _KINDS.get(header.type, entry.FILE)
    if kind == entry.FILE and header.type == "0" and name.endswith("/"):
        kind = entry.DIRECTORY  # as v7 writes folders
    if header.type in _WITHOUT_CONTENT:
        yield Member(name, kind, header.mode, uid, 0, target)
        return
    if kind == entry.DIRECTORY:
        yield Member(name, kind, header.mode, uid)
        stream.skip(size + -size % BLOCK)
        return
    content = TarContent(stream, size)
    holes = None
    if header.type == "S":
        holes = sparse.gnu_map(stream, header.raw)
    elif sparse_records:
        holes = sparse.pax_map(content, known, sparse_records, limits)
    if holes is None:
        yield Member(name, kind, header.mode, uid, size, content=content)
    else:
        yield Member(
            name, kind, header.mode, uid, holes.size, content=sparse.SparseContent(content, holes, stream.charge)
        )
    stream.skip(content.left + -size % BLOCK)


def _size(text_value: str | None, default: int) -> int:
    if text_value is None:
        return default
    if not (text_value.isascii() and text_value.isdigit()) or len(text_value) > 20:
        raise StreamError(CORRUPT, f"an extended header has {text_value[:40]!r} where a number belongs")
    return int(text_value)


def _after(stream: Forward) -> Iterator[Trouble]:
    """Read the rest, so that the checksum of the compressed stream is looked at; only zeros should come."""
    told = False
    while data := stream.some(1 << 20):
        if not told and data.strip(b"\0"):
            told = True
            yield Trouble(TRAILING, "", "more data follows after the end of the archive; tar does not read it")
