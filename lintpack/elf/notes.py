"""PT_NOTE segments: build id, ABI tag, GNU properties, dlopen metadata.

Notes decide nothing that the other facts need, so a malformed one ends its segment and is reported as a fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.elf import numbers
from lintpack.elf.facts import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.elf.image import Image

# One segment; notes of programs are small, `.note.dlopen` of systemd's largest has some kB.
MAX_SEGMENT = 1 << 20
MAX_NOTES = 4096
MAX_SEGMENTS = 64
NT_GNU_ABI_TAG = 1
NT_GNU_BUILD_ID = 3
NT_GNU_PROPERTY = 5
# psABI for x86-64, "Program property": bits of the instruction set levels that the file can't do without.
GNU_PROPERTY_X86_ISA_1_NEEDED = 0xC0008002


def read_notes(image: Image) -> tuple[list[Note], list[str]]:
    """The notes of every PT_NOTE in order, and what is wrong with them."""
    notes: list[Note] = []
    faults: list[str] = []
    segments = [row for row in image.phdrs if row[0] == numbers.PT_NOTE and row[4]]
    if len(segments) > MAX_SEGMENTS:
        faults.append(f"{len(segments):,} segments of notes")
    for _, _, offset, _, size, _, align in segments[:MAX_SEGMENTS]:
        notes += _segment(image, offset, size, 8 if align == 8 else 4, faults)
        if len(notes) > MAX_NOTES:
            faults.append(f"more than {MAX_NOTES:,} notes")
            return notes[:MAX_NOTES], faults
    return notes, faults


def _segment(image: Image, offset: int, size: int, align: int, faults: list[str]) -> Iterator[Note]:
    """The notes of a segment. Padding follows p_align: 4, or 8 as GNU properties of 64-bit files have it."""
    if size > MAX_SEGMENT or offset + size > image.size:
        faults.append(f"a segment of notes of {size:,} bytes at {offset:#x}")
        return
    data = bytes(image.data[offset : offset + size])
    header = image.layout.note
    at = 0
    while at + header.size <= size:
        name_size, data_size, kind = header.unpack_from(data, at)
        start = _round(at + header.size + name_size, align)
        if start + data_size > size:
            faults.append(f"the note at {offset + at:#x} runs past its segment")
            return
        owner = data[at + header.size : at + header.size + name_size].partition(b"\0")[0]
        yield Note(owner.decode("utf-8", "surrogateescape"), kind, data[start : start + data_size])
        at = _round(start + data_size, align)


def abi_tag(image: Image, notes: list[Note]) -> tuple[int, int, int, int] | None:
    """Operating system (0 is Linux) and the oldest kernel as three numbers, of NT_GNU_ABI_TAG."""
    for note in notes:
        if note.owner == "GNU" and note.type == NT_GNU_ABI_TAG and len(note.data) >= 16:
            words = [image.layout.word.unpack_from(note.data, at)[0] for at in (0, 4, 8, 12)]
            return words[0], words[1], words[2], words[3]
    return None


def isa_needed(image: Image, notes: list[Note]) -> int:
    """Bits of GNU_PROPERTY_X86_ISA_1_NEEDED: 1 baseline, 2 x86-64-v2, 4 v3, 8 v4; 0 where nothing is said."""
    if image.machine not in (numbers.EM_X86_64, numbers.EM_386):
        return 0
    bits = 0
    for note in notes:
        if note.owner == "GNU" and note.type == NT_GNU_PROPERTY:
            for kind, data in _properties(image, note.data):
                if kind == GNU_PROPERTY_X86_ISA_1_NEEDED and len(data) >= 4:
                    bits |= image.layout.word.unpack(data[:4])[0]
    return bits


def build_id(notes: list[Note]) -> str:
    """In hexadecimal, "" without one."""
    return next((n.data.hex() for n in notes if n.owner == "GNU" and n.type == NT_GNU_BUILD_ID), "")


def _properties(image: Image, data: bytes) -> Iterator[tuple[int, bytes]]:
    word = image.layout.word
    align = image.layout.bits // 8
    at = 0
    while at + 8 <= len(data):
        kind, size = word.unpack_from(data, at)[0], word.unpack_from(data, at + 4)[0]
        yield kind, data[at + 8 : at + 8 + size]
        at = _round(at + 8 + size, align)


def _round(value: int, align: int) -> int:
    return (value + align - 1) & -align
