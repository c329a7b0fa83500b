"""The dynamic section as the loader reads it: PT_DYNAMIC by address, entries up to DT_NULL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.elf import numbers
from lintpack.elf.errors import ElfError

if TYPE_CHECKING:
    from lintpack.elf.image import Image

# libLLVM has 60 entries of DT_NEEDED and others together; a program linked with everything a thousand.
MAX_ENTRIES = 1 << 16
# Of all names that are read of one file: entries may share one long string.
MAX_NAMES = 16 << 20
_REPEATED = frozenset(
    (numbers.DT_NEEDED, numbers.DT_AUXILIARY, numbers.DT_FILTER, numbers.DT_AUDIT, numbers.DT_DEPAUDIT)
)


class Dynamic:
    """`values`: the last value of each tag, as in glibc's `l_info`. `repeated`: all values of tags with several."""

    __slots__ = ("_image", "_names", "_strings", "offset", "repeated", "values")

    def __init__(self, image: Image, offset: int, size: int) -> None:
        self._image = image
        self.offset = offset
        self.values: dict[int, int] = {}
        self.repeated: dict[int, list[int]] = {}
        self._strings: tuple[int, int] | None = None
        self._names = 0
        self._read(size)

    def _read(self, size: int) -> None:
        row = self._image.layout.dynamic
        count = min(size // row.size, MAX_ENTRIES)
        table = self._image.data[self.offset : self.offset + count * row.size]
        for tag, value in row.iter_unpack(table):
            if tag in _REPEATED:
                self.repeated.setdefault(tag, []).append(value)
            if not tag:
                return
            self.values[tag] = value
        if count == MAX_ENTRIES:
            raise ElfError(f"the dynamic section has more than {MAX_ENTRIES:,} entries", self.offset)
        # A table without DT_NULL: the loader reads on into what follows, which is no fact of the table.

    def strings(self) -> tuple[int, int]:
        """Offset of the string table, and the bytes of its segment from there."""
        if self._strings is None:
            address = self.values.get(numbers.DT_STRTAB)
            if address is None:
                raise ElfError("the dynamic section holds names but no DT_STRTAB", self.offset)
            self._strings = self._image.locate(address, "the string table")
        return self._strings

    def string(self, index: int, what: str) -> str:
        """The name at `index` of the string table. DT_STRSZ is not asked, since the loader does not."""
        start, room = self.strings()
        if index >= room:
            raise ElfError(f"{what} begins {index:#x} bytes into a string table of at most {room:#x}", start)
        text = self._image.string(start + index, room - index, what)
        self._names += len(text)
        if self._names > MAX_NAMES:
            raise ElfError(f"names of more than {MAX_NAMES:,} bytes", start)
        return text

    def name(self, tag: int, what: str) -> str | None:
        index = self.values.get(tag)
        return None if index is None else self.string(index, what)

    def names(self, tag: int, what: str) -> tuple[str, ...]:
        return tuple([self.string(index, what) for index in self.repeated.get(tag, ())])


def find_dynamic(image: Image) -> tuple[Dynamic | None, bool]:
    """The dynamic section, and whether the file is one of debugging information only.

    `objcopy --only-keep-debug` leaves PT_DYNAMIC in place but takes its bytes away (SHT_NOBITS): older versions
    leave its size as it was. Its address then lies where no segment has bytes in the file.
    """
    rows = [p for p in image.phdrs if p[0] == numbers.PT_DYNAMIC]
    if not rows or image.type == numbers.ET_CORE:
        return None, False
    _, _, offset, vaddr, filesz, memsz, _ = rows[-1]
    if not image.loads:  # no loader takes it, other readers do
        if offset + filesz > image.size:
            raise ElfError("the dynamic section runs past the end of the file", offset)
        return Dynamic(image, offset, filesz), False
    found = image.find(vaddr)
    if found is None:
        if _in_memory_only(image, vaddr):
            return None, True
        raise ElfError(f"the dynamic section at address {vaddr:#x} lies in no segment of the file", offset)
    start, room = found
    return Dynamic(image, start, min(memsz, room)), False


def _in_memory_only(image: Image, address: int) -> bool:
    """Whether a segment holds the address past its bytes in the file, which in debug files is all of them."""
    return any(v <= address < v + memsz and address >= v + filesz for _, _, _, v, filesz, memsz, _ in image.loads)
