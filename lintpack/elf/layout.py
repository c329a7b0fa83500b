"""How the tables of one class (32 or 64 bits) and byte order are laid out.

pyelftools describes the header; building its descriptions takes half a millisecond, so each of the four is made
once. The tables that are read in bulk have plain struct formats, in the field order of the ELF specification.
"""

from __future__ import annotations

from struct import Struct

from elftools.elf.structs import ELFStructs

# Field orders, shown as 32 / 64 bits:
#   program header  type offset vaddr paddr filesz memsz flags align / type flags offset vaddr paddr filesz memsz align
#   dynamic         tag value, the tag being signed in the specification but compared as it stands
#   symbol          name value size info other shndx / name info other shndx value size
_PROGRAM = {32: "IIIIIIII", 64: "IIQQQQQQ"}
_DYNAMIC = {32: "II", 64: "QQ"}
_SYMBOL = {32: "IIIBBH", 64: "IBBHQQ"}
_HEADER_SIZE = {32: 52, 64: 64}
_SECTION_SIZE = {32: 40, 64: 64}


class Layout:
    """Readers of one class and byte order."""

    __slots__ = (
        "bits",
        "dynamic",
        "header_size",
        "little",
        "mark",
        "note",
        "program",
        "section_size",
        "structs",
        "symbol",
        "verdaux",
        "verdef",
        "vernaux",
        "verneed",
        "versym",
        "word",
        "word64",
    )

    def __init__(self, bits: int, little: bool) -> None:
        mark = "<" if little else ">"
        self.bits = bits
        self.little = little
        self.mark = mark
        self.header_size = _HEADER_SIZE[bits]
        self.section_size = _SECTION_SIZE[bits]
        self.program = Struct(mark + _PROGRAM[bits])
        self.dynamic = Struct(mark + _DYNAMIC[bits])
        self.symbol = Struct(mark + _SYMBOL[bits])
        self.word = Struct(mark + "I")
        self.word64 = Struct(mark + "Q")
        self.note = Struct(mark + "III")  # namesz descsz type
        self.verneed = Struct(mark + "HHIII")  # version cnt file aux next
        self.vernaux = Struct(mark + "IHHII")  # hash flags other name next
        self.verdef = Struct(mark + "HHHHIII")  # version flags ndx cnt hash aux next
        self.verdaux = Struct(mark + "II")  # name next
        self.versym = Struct(mark + "H")
        self.structs = ELFStructs(little, bits)
        self.structs.create_basic_structs()


_pool: dict[tuple[int, bool], Layout] = {}


def layout_of(bits: int, little: bool) -> Layout:
    """The pooled layout."""
    layout = _pool.get((bits, little))
    if layout is None:
        layout = _pool[bits, little] = Layout(bits, little)
    return layout
