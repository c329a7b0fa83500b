"""The bytes of one ELF file behind bounds: header, segments, addresses and strings.

Nothing that the file says about itself is believed before it is compared with the length of the data, and every
walk has an end that the file cannot move. What the dynamic loader does is followed where tools differ: addresses go
through PT_LOAD segments (a later one lies over an earlier one), not through sections or p_offset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from elftools.construct import ConstructError

from lintpack.elf import numbers
from lintpack.elf.errors import ElfError
from lintpack.elf.layout import layout_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from mmap import mmap

    from lintpack.elf.layout import Layout

    Data = bytes | bytearray | memoryview | mmap

# A name in the string table; PATH_MAX is 4,096, an RPATH has several.
MAX_STRING = 1 << 20
# Linux allows 65,535 program headers but in core files.
MAX_SEGMENTS = 1 << 16
_FIRST_READ = 256


class Image:
    """`phdrs` are rows of (type, flags, offset, vaddr, filesz, memsz, align), for both classes."""

    __slots__ = ("_loads", "data", "header", "layout", "machine", "osabi", "phdrs", "size", "type")

    def __init__(self, data: Data) -> None:
        self.data = data
        self.size = len(data)
        self.layout = _identify(data)
        if self.size < self.layout.header_size:
            raise ElfError(f"the file ends in its ELF header, after {self.size} bytes", self.size)
        try:
            self.header = self.layout.structs.Elf_Ehdr.parse(bytes(data[: self.layout.header_size]))
        except ConstructError as error:
            raise ElfError(f"the ELF header is unreadable: {error}", 0) from None
        # Enumerations that pyelftools knows come as names, others as numbers.
        self.machine = _number(self.header["e_machine"], numbers.E_MACHINE)
        self.type = _number(self.header["e_type"], numbers.E_TYPE)
        self.osabi = _number(self.header["e_ident"]["EI_OSABI"], numbers.EI_OSABI)
        if self.header["e_version"] != "EV_CURRENT" or self.header["e_ident"]["EI_VERSION"] != "EV_CURRENT":
            raise ElfError("the ELF version is not 1", 6)
        self.phdrs = self._program_headers()
        self._loads = [p for p in reversed(self.phdrs) if p[0] == numbers.PT_LOAD]

    def _program_headers(self) -> list[tuple[int, ...]]:
        start: int = self.header["e_phoff"]
        count: int = self.header["e_phnum"]
        if count == numbers.PN_XNUM:
            count = self._extended_count()
        if not count or not start:
            return []
        row = self.layout.program
        if self.header["e_phentsize"] != row.size:
            raise ElfError(f"program headers of {self.header['e_phentsize']} bytes instead of {row.size}", start)
        if count > MAX_SEGMENTS:
            raise ElfError(f"{count:,} program headers", start)
        if start + count * row.size > self.size:
            raise ElfError(f"the file ends in its program headers: {count} from {start:#x}, {self.size} bytes", start)
        rows = row.iter_unpack(self.data[start : start + count * row.size])
        if self.layout.bits == 64:
            return [(t, f, o, v, fs, ms, a) for t, f, o, v, _, fs, ms, a in rows]
        return [(t, f, o, v, fs, ms, a) for t, o, v, _, fs, ms, f, a in rows]

    def _extended_count(self) -> int:
        """The count of program headers where e_phnum is PN_XNUM: sh_info of section 0."""
        start: int = self.header["e_shoff"]
        if not start or start + self.layout.section_size > self.size:
            raise ElfError("the count of program headers lies past the end of the file", start)
        at = 28 if self.layout.bits == 32 else 44
        return int(self.layout.word.unpack_from(self.data, start + at)[0])

    def locate(self, address: int, what: str) -> tuple[int, int]:
        """The file offset of `address`, and how many bytes of its segment follow it in the file."""
        found = self.find(address)
        if found is None:
            raise ElfError(f"{what} at address {address:#x} lies in no segment of the file")
        return found

    def find(self, address: int) -> tuple[int, int] | None:
        """As `locate`, None where no segment has the address in the file."""
        for _, _, offset, vaddr, filesz, _, _ in self._loads:
            if vaddr <= address < vaddr + filesz:
                position = offset + address - vaddr
                if position >= self.size:
                    return None
                return position, min(vaddr + filesz - address, self.size - position)
        return None

    @property
    def loads(self) -> list[tuple[int, ...]]:
        """PT_LOAD rows, the last first."""
        return self._loads

    def bytes_at(self, offset: int, size: int, what: str) -> bytes:
        if offset + size > self.size:
            raise ElfError(f"{what} runs past the end of the file: {size:,} bytes of {self.size:,}", offset)
        return bytes(self.data[offset : offset + size])

    def string(self, offset: int, limit: int, what: str) -> str:
        """The text from `offset` to the next NUL, which must come within `limit` bytes and MAX_STRING."""
        limit = min(limit, MAX_STRING, self.size - offset)
        size = _FIRST_READ
        while True:
            text, end, _ = bytes(self.data[offset : offset + min(size, limit)]).partition(b"\0")
            if end:
                return text.decode("utf-8", "surrogateescape")
            if size >= limit:
                raise ElfError(f"{what} has no end", max(offset, 0))
            size *= 16


def _identify(data: Data) -> Layout:
    magic = bytes(data[:16])
    if magic[:4] != b"\x7fELF":
        raise ElfError("no ELF file: the magic number is missing", 0)
    if len(magic) < 16:
        raise ElfError(f"the file ends in its ELF header, after {len(magic)} bytes", len(magic))
    if magic[4] not in (1, 2):
        raise ElfError(f"unknown ELF class {magic[4]}", 4)
    if magic[5] not in (1, 2):
        raise ElfError(f"unknown byte order {magic[5]}", 5)
    return layout_of(32 if magic[4] == 1 else 64, magic[5] == 1)


def _number(value: str | int, names: Mapping[str, int]) -> int:
    return names[value] if isinstance(value, str) else value
