"""Section headers, for the odd cases only: the loader never reads them, and tools may strip or falsify them."""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING

from lintpack.elf import numbers
from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.elf.image import Image

SHT_DYNSYM = 11
SHT_NOBITS = 8
MAX_SECTIONS = 1 << 16


class Section(Record):
    kind: int
    address: int
    offset: int
    size: int


def read_sections(image: Image) -> list[Section]:
    """Empty where the headers are missing or lie outside the file."""
    start: int = image.header["e_shoff"]
    count: int = image.header["e_shnum"]
    layout = image.layout
    # name type flags address offset size link info alignment entry
    row = Struct(layout.mark + ("IIIIIIIIII" if layout.bits == 32 else "IIQQQQIIQQ"))
    if not start or start + row.size > image.size or image.header["e_shentsize"] != row.size:
        return []
    if not count:  # too many for 16 bits: sh_size of the first header has the number
        count = row.unpack_from(image.data, start)[5]
    if count > MAX_SECTIONS or start + count * row.size > image.size:
        return []
    rows = row.iter_unpack(image.data[start : start + count * row.size])
    return [Section(kind, address, offset, size) for _, kind, _, address, offset, size, *_ in rows]


def dynamic_takes_no_room(image: Image) -> bool:
    """Whether a section header says that the bytes of PT_DYNAMIC are not in this file."""
    places = [p[3] for p in image.phdrs if p[0] == numbers.PT_DYNAMIC]
    return any(s.kind == SHT_NOBITS and s.address in places for s in read_sections(image))


def dynamic_symbol_bytes(image: Image, address: int) -> int | None:
    """The size of the dynamic symbol table at `address`, None where no header tells."""
    return next((s.size for s in read_sections(image) if s.kind == SHT_DYNSYM and s.address == address), None)
