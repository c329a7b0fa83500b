"""The 512-byte header of tar, in all its dialects (POSIX.1-2008 pax; GNU tar manual, "Standard")."""

from __future__ import annotations

from lintpack.bundle.trouble import CORRUPT, StreamError
from lintpack.record import Record

BLOCK = 512
_USTAR = b"ustar"
_NAME, _MODE, _UID, _SIZE, _SUM, _TYPE, _LINK, _MAGIC, _PREFIX = 0, 100, 108, 124, 148, 156, 157, 257, 345


class Header(Record):
    """`type` is the type flag as one character; `raw` the block, for what only some types have."""

    name: str
    mode: int
    uid: int
    size: int
    type: str
    target: str
    raw: bytes


def parse_header(block: bytes) -> Header:
    """Raises `StreamError` where the checksum or a number is wrong."""
    wanted = number(block[_SUM : _SUM + 8])
    # The checksum's own field counts as eight spaces.
    total = sum(block) - sum(block[_SUM : _SUM + 8]) + 256
    if total != wanted and total - 256 * sum(byte > 127 for byte in block) != wanted:  # old writers added signed bytes
        raise StreamError(CORRUPT, "a header's checksum is wrong")
    name = text(block[:100])
    kind = chr(block[_TYPE])
    gnu = block[_MAGIC : _MAGIC + 8] == b"ustar  \0"
    if block[_MAGIC : _MAGIC + 5] == _USTAR and not gnu:
        star = block[508:512] == b"tar\0"  # its prefix is shorter, two times follow
        prefix = text(block[_PREFIX : _PREFIX + (131 if star else 155)])
        if prefix:
            name = f"{prefix}/{name}"
    return Header(
        name,
        lenient(block[_MODE : _MODE + 8]) & 0o7777,
        lenient(block[_UID : _UID + 8]),
        number(block[_SIZE : _SIZE + 12]),
        "0" if kind == "\0" else kind,
        text(block[_LINK : _LINK + 100]),
        block,
    )


def text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def number(field: bytes) -> int:
    """Octal digits, or base 256 where the first bit is set (GNU). Raises `StreamError`."""
    if field[:1] >= b"\x80":
        value = int.from_bytes(field, "big")
        bits = 8 * len(field)
        value = value - (1 << bits) if field[0] & 0x40 else value - (1 << (bits - 1))
        if value < 0:
            raise StreamError(CORRUPT, "a header has a negative number")
        return value
    digits = field.strip(b" \0").partition(b"\0")[0].rstrip(b" ")
    if not digits:
        return 0
    if not digits.isdigit() or b"8" in digits or b"9" in digits:
        raise StreamError(CORRUPT, f"a header has {digits!r} where a number belongs")
    return int(digits, 8)


def lenient(field: bytes) -> int:
    """As `number`, 0 where it is none: owners are written in many ways and decide little."""
    try:
        return number(field)
    except StreamError:
        return 0


def looks_like_tar(block: bytes) -> bool:
    """Whether `block` begins an archive: a valid header, or the zeros that end an empty one."""
    if len(block) < BLOCK:
        return False
    if not block.strip(b"\0"):
        return True
    try:
        parse_header(block)
    except StreamError:
        return False
    return True


def pax_records(data: bytes) -> list[tuple[str, str]]:
    """The records `LENGTH KEY=VALUE\\n` of an extended header. Raises `StreamError`."""
    records: list[tuple[str, str]] = []
    at = 0
    while at < len(data) and data[at] != 0:
        space = data.find(b" ", at, at + 20)
        digits = data[at:space] if space > 0 else b""
        size = int(digits) if digits.isdigit() else 0
        record = data[space + 1 : at + size]
        key, equals, value = record.partition(b"=")
        if not equals or not record.endswith(b"\n"):
            raise StreamError(CORRUPT, "an extended header is malformed")
        records.append((key.decode("utf-8", "surrogateescape"), value[:-1].decode("utf-8", "surrogateescape")))
        at += size
    return records
