"""Dynamic symbols with their versions, decoded when somebody asks.

A bundle's bytes are gone once its stream has passed, so a `SymbolTable` keeps copies of the raw tables, which are
small, and decodes them on demand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lintpack.elf import numbers
from lintpack.elf.errors import ElfError
from lintpack.elf.layout import layout_of
from lintpack.elf.reader import Object
from lintpack.elf.sections import dynamic_symbol_bytes
from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.elf.dynamic import Dynamic
    from lintpack.elf.image import Data, Image

# libLLVM has 40,000 dynamic symbols, a large Chromium with everything exported 600,000.
MAX_SYMBOLS = 1 << 22
MAX_STRINGS = 256 << 20
# Names may share their ends, so all together may be longer than the table, but not without measure.
_SHARED = 16
_VERSION_MASK = 0x7FFF
_HIDDEN = 0x8000
SHN_UNDEF, SHN_ABS = 0, 0xFFF1
STB_LOCAL, STB_WEAK = 0, 2
_VISIBLE = (0, 3)  # STV_DEFAULT, STV_PROTECTED
STT_OBJECT, STT_SECTION, STT_FILE = 1, 3, 4


class Symbol(NamedTuple):
    """`binding`, `type` and `visibility` are numbers (STB_*, STT_*, STV_*). `version` is "" for none.

    Of an undefined symbol, `library` is the file that the version is asked of. `hidden` marks a definition that is
    not its name's default version (`name@version`, against `name@@version`).
    """

    name: str
    version: str
    library: str
    binding: int
    type: int
    visibility: int
    hidden: bool

    @property
    def weak(self) -> bool:
        return self.binding == STB_WEAK


class DynamicSymbols(Record):
    """In table order; local symbols and the absolute symbols that stand for version definitions are left out."""

    exported: tuple[Symbol, ...] = ()
    undefined: tuple[Symbol, ...] = ()


class SymbolTable:
    """Raw tables of one object. `kept` is how many bytes it holds."""

    __slots__ = ("_bits", "_little", "_rows", "_strings", "_versions", "_versym", "count")

    def __init__(
        self,
        bits: int,
        little: bool,
        rows: bytes,
        strings: bytes,
        versym: bytes,
        versions: dict[int, tuple[str, str]],
    ) -> None:
        self._bits = bits
        self._little = little
        self._rows = rows
        self._strings = strings
        self._versym = versym
        self._versions = versions  # index to (version, library)
        self.count = len(rows) // layout_of(bits, little).symbol.size

    @property
    def kept(self) -> int:
        return len(self._rows) + len(self._strings) + len(self._versym)

    def mentions(self, name: str, defined: bool) -> bool:
        """Whether a symbol called `name` is defined here, or asked of others; found without decoding the table."""
        layout = layout_of(self._bits, self._little).symbol
        wanted = name.encode("utf-8", "surrogateescape") + b"\0"
        at = self._strings.find(wanted)
        while at >= 0:
            key = at.to_bytes(4, "little" if self._little else "big")
            row = self._rows.find(key)
            while row >= 0:
                if row % layout.size == 0:
                    fields = layout.unpack_from(self._rows, row)
                    section = fields[3] if self._bits == 64 else fields[5]
                    if (section != SHN_UNDEF) is defined:
                        return True
                row = self._rows.find(key, row + 1)
            # The end of a longer name may serve as well.
            at = self._strings.find(wanted, at + 1)
        return False

    def decode(self) -> DynamicSymbols:
        """Names past the end of the string table raise `ElfError`."""
        layout = layout_of(self._bits, self._little)
        strings = self._strings
        size = len(strings)
        exported: list[Symbol] = []
        undefined: list[Symbol] = []
        make = Symbol._make
        find = strings.find
        left = _SHARED * size + (1 << 20)
        rows = layout.symbol.iter_unpack(self._rows)
        if self._bits == 64:
            fields = ((name, info, other, section) for name, info, other, section, _, _ in rows)
        else:
            fields = ((name, info, other, section) for name, _, _, info, other, section in rows)
        indices = [number for (number,) in layout.versym.iter_unpack(self._versym)] or [1] * self.count
        versions = self._versions
        defined = {version for version, library in versions.values() if not library}
        none = ("", "")
        for (at, info, other, section), index in zip(fields, indices, strict=True):
            binding = info >> 4
            kind = info & 15
            if binding == STB_LOCAL or kind in (STT_SECTION, STT_FILE):
                continue
            if at >= size:
                raise ElfError(f"a symbol's name begins {at:#x} bytes into a string table of {size:#x}")
            end = find(b"\0", at)
            if end < 0:
                end = size
            left -= end - at
            if left < 0:
                raise ElfError(f"symbols with names of more than {_SHARED * size + (1 << 20):,} bytes")
            name = strings[at:end].decode("utf-8", "surrogateescape")
            version, library = versions.get(index & _VERSION_MASK, none)
            symbol = make((name, version, library, binding, kind, other & 3, index >= _HIDDEN))
            if section == SHN_UNDEF:
                undefined.append(symbol)
            elif other & 3 in _VISIBLE and (section != SHN_ABS or kind != STT_OBJECT or name not in defined):
                exported.append(symbol)
        return DynamicSymbols(tuple(exported), tuple(undefined))


def dynamic_symbols(data: Data) -> DynamicSymbols:
    """The dynamic symbols of the file whose content is `data`; none where it has no dynamic section."""
    table = symbol_table(Object(data))
    return table.decode() if table is not None else DynamicSymbols()


def symbol_table(parsed: Object) -> SymbolTable | None:
    """The raw tables of an object, None where it has none. Raises `ElfError`."""
    image, dynamic = parsed.image, parsed.dynamic
    if dynamic is None:
        return None
    address = dynamic.values.get(numbers.DT_SYMTAB)
    if address is None or numbers.DT_STRTAB not in dynamic.values:
        return None
    layout = image.layout
    if dynamic.values.get(numbers.DT_SYMENT, layout.symbol.size) != layout.symbol.size:
        raise ElfError(f"symbols of {dynamic.values[numbers.DT_SYMENT]} bytes instead of {layout.symbol.size}")
    count = _count(image, dynamic, address)
    if not count:
        return None
    if count > MAX_SYMBOLS:
        raise ElfError(f"{count:,} dynamic symbols")
    start, room = image.locate(address, "the symbol table")
    if count * layout.symbol.size > room:
        raise ElfError(f"{count:,} symbols run past the end of their segment", start)
    rows = image.bytes_at(start, count * layout.symbol.size, "the symbol table")
    text, room = dynamic.strings()
    room = min(dynamic.values.get(numbers.DT_STRSZ, room), room)
    if room > MAX_STRINGS:
        raise ElfError(f"a string table of {room:,} bytes", text)
    strings = image.bytes_at(text, room, "the string table")
    versym = b""
    place = dynamic.values.get(numbers.DT_VERSYM)
    if place is not None:
        start, room = image.locate(place, "the versions of symbols")
        versym = image.bytes_at(start, count * 2, "the versions of symbols")
    versions = {n.index & _VERSION_MASK: (n.version, n.library) for n in parsed.versions_needed}
    versions |= {d.index & _VERSION_MASK: (d.version, "") for d in parsed.versions_defined or ()}
    for reserved in (0, 1):  # local, and global without a version; the base definition has 1
        versions.pop(reserved, None)
    return SymbolTable(layout.bits, layout.little, rows, strings, versym, versions)


def _count(image: Image, dynamic: Dynamic, address: int) -> int:
    """How many symbols there are, which no entry says: the hash tables know (gABI "Hash Table"; DT_GNU_HASH)."""
    values = dynamic.values
    if numbers.DT_HASH in values:
        start, _ = image.locate(values[numbers.DT_HASH], "the hash table")
        wide = image.layout.bits == 64 and image.machine in numbers.WIDE_HASH
        word = image.layout.word64 if wide else image.layout.word
        raw = image.bytes_at(start, 2 * word.size, "the hash table")
        return int(word.unpack_from(raw, word.size)[0])
    if image.machine == numbers.EM_MIPS and numbers.DT_MIPS_SYMTABNO in values:
        return values[numbers.DT_MIPS_SYMTABNO]
    if numbers.DT_GNU_HASH in values:
        count = _gnu_count(image, values[numbers.DT_GNU_HASH])
        if count:
            return count
    size = dynamic_symbol_bytes(image, address)
    if size is None:  # linkers lay the names right behind the symbols
        size = max(values.get(numbers.DT_STRTAB, 0) - address, 0)
    return size // image.layout.symbol.size


def _gnu_count(image: Image, address: int) -> int:
    """One more than the last symbol of the last chain; 0 where nothing is exported (undefined ones aren't counted)."""
    start, room = image.locate(address, "the GNU hash table")
    word = image.layout.word
    raw = image.bytes_at(start, 16, "the GNU hash table")
    buckets, first, bloom = (word.unpack_from(raw, at)[0] for at in (0, 4, 8))
    table = start + 16 + bloom * (image.layout.bits // 8)
    chains = table + 4 * buckets
    end = start + room
    if buckets > MAX_SYMBOLS or chains > end:
        raise ElfError(f"a GNU hash table of {buckets:,} buckets runs past the end of its segment", start)
    last: int = max((row[0] for row in word.iter_unpack(image.data[table:chains])), default=0)
    if last < first:
        return 0
    for count in range(last, min(MAX_SYMBOLS, last + (end - chains) // 4)):
        at = chains + 4 * (count - first)
        if at + 4 > end:
            break
        if word.unpack_from(image.data, at)[0] & 1:
            return count + 1
    raise ElfError("a chain of the GNU hash table has no end", chains)
