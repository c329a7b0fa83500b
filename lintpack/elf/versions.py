"""Symbol versions: what .gnu.version_r asks of others, what .gnu.version_d defines.

Both are chains of records that give the distance to the next (Drepper, "ELF Symbol Versioning"). The counts in
DT_VERNEEDNUM and DT_VERDEFNUM are not believed: glibc follows the chains to a distance of zero. Distances are
unsigned, so a chain only goes forward; its length is bounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.elf import numbers
from lintpack.elf.errors import ElfError
from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from struct import Struct

    from lintpack.elf.dynamic import Dynamic
    from lintpack.elf.image import Image

# libc.so.6 defines about 40 versions; index 0x7fff is the last that versym can name.
MAX_RECORDS = 1 << 15
VER_FLG_BASE = 1
VER_FLG_WEAK = 2


class Needed(Record):
    """One version asked of `library`; `index` is the number that versym uses for it."""

    library: str
    version: str
    flags: int
    index: int


class Defined(Record):
    version: str
    flags: int
    index: int


def read_needed(image: Image, dynamic: Dynamic) -> list[Needed]:
    address = dynamic.values.get(numbers.DT_VERNEED)
    if address is None:
        return []
    layout = image.layout
    result: list[Needed] = []
    budget = [MAX_RECORDS]
    for at, (_, _, file, aux, _) in _chain(image, address, layout.verneed, budget, "a record of needed versions"):
        library = dynamic.string(file, "the file of a needed version")
        if not aux:
            raise ElfError("a record of needed versions without versions", at)
        for _, (_, flags, other, name, _) in _walk(image, at + aux, layout.vernaux, budget, "a needed version"):
            result.append(Needed(library, dynamic.string(name, "a needed version"), flags, other))
    return result


def read_defined(image: Image, dynamic: Dynamic) -> list[Defined] | None:
    """None without a table. The first auxiliary entry of each is its name, the others are its ancestors."""
    address = dynamic.values.get(numbers.DT_VERDEF)
    if address is None:
        return None
    layout = image.layout
    result: list[Defined] = []
    budget = [MAX_RECORDS]
    for at, (_, flags, index, _, _, aux, _) in _chain(image, address, layout.verdef, budget, "a version definition"):
        name, _ = _row(image, at + aux, layout.verdaux, "the name of a version")
        result.append(Defined(dynamic.string(name, "the name of a version"), flags, index))
    return result


def _chain(
    image: Image, address: int, row: Struct, budget: list[int], what: str
) -> Iterator[tuple[int, tuple[int, ...]]]:
    start, _ = image.locate(address, what)
    return _walk(image, start, row, budget, what)


def _walk(
    image: Image, position: int, row: Struct, budget: list[int], what: str
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Records from `position` on, with their offsets; the last field of each is the distance to the next."""
    while True:
        budget[0] -= 1
        if budget[0] < 0:
            raise ElfError(f"more than {MAX_RECORDS:,} versions", position)
        fields = _row(image, position, row, what)
        yield position, fields
        if not fields[-1]:
            return
        position += fields[-1]


def _row(image: Image, position: int, row: Struct, what: str) -> tuple[int, ...]:
    if position + row.size > image.size:
        raise ElfError(f"{what} lies past the end of the file", position)
    fields: tuple[int, ...] = row.unpack_from(image.data, position)
    return fields
