"""RPM packages: lead, two headers and a compressed cpio payload (rpm.org, "RPM V4 package format")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle import entry
from lintpack.bundle.member import Member
from lintpack.bundle.tar import TarContent
from lintpack.bundle.trouble import CORRUPT, LIMIT, UNSUPPORTED, BundleError, StreamError, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.forward import Forward

_LEAD = 96
_HEADER_MAGIC = b"\x8e\xad\xe8\x01"
_MAX_HEADER = 256 << 20  # as rpm's own headerMaxbytes

_CPIO = 110
_NEWC, _CRC, _STRIPPED = b"070701", b"070702", b"07070X"
_END = "TRAILER!!!"
_MAX_NAME = 4096
_KINDS = {
    0o120000: entry.LINK,
    0o100000: entry.FILE,
    0o040000: entry.DIRECTORY,
    0o020000: entry.CHARACTER_DEVICE,
    0o060000: entry.BLOCK_DEVICE,
    0o010000: entry.FIFO,
    0o140000: entry.SOCKET,
}


def skip_to_payload(stream: Forward) -> None:
    """Past the lead, the signature (padded to 8 bytes) and the header."""
    stream.skip(_LEAD)
    size = _skip_header(stream)
    stream.skip(-size % 8)
    _skip_header(stream)


def _skip_header(stream: Forward) -> int:
    start = stream.take(16)
    if start[:4] != _HEADER_MAGIC:
        raise BundleError("an RPM package with a header that is not understood")
    size = 16 * int.from_bytes(start[8:12], "big") + int.from_bytes(start[12:16], "big")
    if size > _MAX_HEADER:
        raise StreamError(LIMIT, f"an RPM header of {size:,} bytes")
    stream.skip(size)
    return size


def cpio_members(stream: Forward) -> Iterator[Member | Trouble]:
    """Members of a cpio archive in the new ASCII format (cpio(5)). Of several names of one file the last has the
    content, so the others come behind it, as hard links.
    """
    waiting: dict[tuple[int, int, int], list[tuple[str, int, int]]] = {}
    while True:
        header = stream.take(_CPIO)
        if header[:6] == _STRIPPED:
            raise StreamError(UNSUPPORTED, "an RPM package with a file of more than 4 GiB")
        if header[:6] not in (_NEWC, _CRC):
            raise StreamError(CORRUPT, "the cpio archive is damaged")
        try:
            fields = [int(header[at : at + 8], 16) for at in range(6, _CPIO, 8)]
        except ValueError:
            raise StreamError(CORRUPT, "the cpio archive is damaged") from None
        inode, bits, uid, _, names, _, size, major, minor, _, _, name_size, _ = fields
        if name_size > _MAX_NAME:
            raise StreamError(LIMIT, f"a name of {name_size:,} bytes")
        name = stream.take(name_size).partition(b"\0")[0].decode("utf-8", "surrogateescape")
        stream.skip(-(_CPIO + name_size) % 4)
        if name == _END:
            break
        kind = _KINDS.get(bits & 0o170000, entry.SOCKET)
        mode = bits & 0o7777
        content = TarContent(stream, size)
        if kind == entry.LINK:
            if size > _MAX_NAME:
                raise StreamError(LIMIT, f"the target of a link has {size:,} bytes")
            target = stream.take(size).decode("utf-8", "surrogateescape")
            content.left = 0
            yield Member(name, kind, mode, uid, target=target)
        elif kind == entry.FILE and names > 1:
            others = waiting.setdefault((major, minor, inode), [])
            if size or len(others) + 1 >= names:
                yield Member(name, kind, mode, uid, size, content=content)
                for other, other_mode, other_uid in others:
                    yield Member(other, entry.HARD_LINK, other_mode, other_uid, target=name)
                del waiting[major, minor, inode]
            else:
                others.append((name, mode, uid))
        else:
            yield Member(name, kind, mode, uid, size, content=content)
        stream.skip(content.left + -size % 4)
    for others in waiting.values():
        for name, mode, uid in others:  # all empty
            yield Member(name, entry.FILE, mode, uid)
