"""Which reader an archive gets, by its first bytes and never by its name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle import decoders
from lintpack.bundle.forward import Forward
from lintpack.bundle.tarheader import BLOCK, looks_like_tar
from lintpack.bundle.trouble import BundleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from lintpack.bundle.forward import Readable
    from lintpack.bundle.limits import Limits
    from lintpack.bundle.member import Member, Reader
    from lintpack.bundle.trouble import Trouble

KNOWN = "a directory, tar (plain, gz, xz, bz2, zst), zip, whl, deb, rpm"
_SUFFIX = {
    decoders.PLAIN: "",
    decoders.GZIP: ".gz",
    decoders.XZ: ".xz",
    decoders.LZMA: ".lzma",
    decoders.BZIP2: ".bz2",
    decoders.ZSTD: ".zst",
}
# Formats that people do pass, and what to do with them.
_FOREIGN = (
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive"),
    (b"Rar!\x1a\x07", "is a RAR archive"),
    (b"xar!", "is a xar archive"),
    (b"hsqs", "is a squashfs image"),
    (b"\x80\x02\x18\x80", "is a pickle"),
    (b"#!", "is a script (a self-extracting archive?)"),
)
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 16


class Packed:
    """The archive file, read forward: counts what was used and says so after each piece."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self.size = size
        self.used = 0
        self.on_read: Callable[[], None] | None = None

    def read(self, size: int, /) -> bytes:
        try:
            data = self._file.read(size)
        except OSError as error:
            raise BundleError(f"can't be read: {error.strerror}") from None
        self.used += len(data)
        if self.on_read is not None:
            self.on_read()
        return data


class StreamReader:
    """A forward stream of members."""

    independent = False

    def __init__(self, file: IO[bytes], packed: Packed, form: str, rooted: bool) -> None:
        self.format = form
        self.rooted = rooted
        self.packed = packed
        self._file = file
        self._members: Iterator[Member | Trouble] = iter(())

    def over(self, members: Iterator[Member | Trouble]) -> StreamReader:
        self._members = members
        return self

    def __iter__(self) -> Iterator[Member | Trouble]:
        return self._members

    def fraction(self) -> float:
        return self.packed.used / self.packed.size if self.packed.size else 1.0

    def watch(self, on_read: Callable[[], None]) -> None:
        self.packed.on_read = on_read

    def close(self) -> None:
        self._file.close()


def open_reader(path: str, directory: bool, size: int, limits: Limits) -> Reader:
    """The reader for what lies at `path`. Raises `BundleError` or `StreamError` where it can't be one."""
    if directory:
        from lintpack.bundle.folder import FolderReader

        return FolderReader(path)
    try:
        file = open(path, "rb", buffering=0)  # noqa: SIM115  # the reader closes it
    except OSError as error:
        raise BundleError(f"can't be read: {error.strerror}") from None
    try:
        return _file_reader(file, path, size, limits)
    except BaseException:
        file.close()
        raise


def _file_reader(file: IO[bytes], path: str, size: int, limits: Limits) -> Reader:
    head = file.read(_HEAD)
    file.seek(0)
    if not head:
        raise BundleError("is empty")
    if head.startswith(_ZIP_MAGIC):
        from lintpack.bundle.zips import ZipReader

        return ZipReader(file, path, size, limits)
    packed = Packed(file, size)
    if head.startswith(b"!<arch>\n"):
        return _debian(file, packed, limits)
    if head.startswith(b"\xed\xab\xee\xdb"):
        return _rpm(file, packed, limits)
    if head.startswith(b"\x7fELF"):
        raise BundleError(_about_elf(file.read(64)))
    kind = decoders.compression(head)
    stream = _forward(packed, kind, packed, limits)
    start = stream.peek(BLOCK)
    if looks_like_tar(start):
        return _tar(file, packed, stream, kind, limits)
    if start[:6] in (b"070701", b"070702"):
        from lintpack.bundle.rpm import cpio_members

        return StreamReader(file, packed, f"cpio{_SUFFIX[kind]}", False).over(cpio_members(stream))
    if start[257:262] == b"ustar":
        raise BundleError("is a tar archive whose first header is damaged")
    if kind != decoders.PLAIN:
        raise BundleError(f"is compressed by {kind} but holds no tar archive; lintpack reads {KNOWN}")
    what = next((text for magic, text in _FOREIGN if head.startswith(magic)), "is no archive that is known")
    raise BundleError(f"{what}; lintpack reads {KNOWN}")


def _forward(source: Readable, kind: str, packed: Packed, limits: Limits) -> Forward:
    return Forward(decoders.decoded(source, kind, limits), limits, lambda: packed.used)


def _tar(file: IO[bytes], packed: Packed, stream: Forward, kind: str, limits: Limits) -> Reader:
    from lintpack.bundle.tar import tar_members

    return StreamReader(file, packed, f"tar{_SUFFIX[kind]}", False).over(tar_members(stream, limits))


def _debian(file: IO[bytes], packed: Packed, limits: Limits) -> Reader:
    from lintpack.bundle.debian import data_of
    from lintpack.bundle.tar import tar_members

    part = data_of(_forward(packed, decoders.PLAIN, packed, limits))
    first = part.peek(decoders.MAGIC_SIZE)
    stream = _forward(part, decoders.compression(first), packed, limits)
    return StreamReader(file, packed, "deb", True).over(tar_members(stream, limits))


def _rpm(file: IO[bytes], packed: Packed, limits: Limits) -> Reader:
    from lintpack.bundle.rpm import cpio_members, skip_to_payload

    raw = _forward(packed, decoders.PLAIN, packed, limits)
    skip_to_payload(raw)
    stream = _forward(raw, decoders.compression(raw.peek(decoders.MAGIC_SIZE)), packed, limits)
    return StreamReader(file, packed, "rpm", True).over(cpio_members(stream))


def _about_elf(head: bytes) -> str:
    if head[8:10] == b"AI":
        # The image begins where the runtime's ELF file ends: behind its section headers.
        number = [int.from_bytes(head[at : at + size], "little") for at, size in ((40, 8), (58, 2), (60, 2))]
        return (
            "is an AppImage, whose squashfs lintpack does not read; unpack it by "
            f"`unsquashfs -o {number[0] + number[1] * number[2]} FILE` and give the folder"
        )
    return f"is a single ELF file, no bundle; lintpack reads {KNOWN}"
