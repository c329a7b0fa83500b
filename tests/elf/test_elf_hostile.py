"""Files that lie: always an `ElfError`, never another exception, never a long wait."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.elf.errors import ElfError
from lintpack.elf.reader import Object, read_facts
from lintpack.elf.symbols import symbol_table
from tests.elf.forge import BASE, Forge

if TYPE_CHECKING:
    from pathlib import Path

FULL = {
    (bits, little): Forge(
        bits=bits,
        little=little,
        soname="libx.so.4",
        needed=("liba.so.1",),
        runpath="$ORIGIN",
        interpreter="/lib/ld.so.1",
        versions=(("liba.so.1", "A_1", False), ("liba.so.1", "A_2", False)),
        defined=("libx.so.4", "X_1"),
        symbols=(("f", True, 2), ("g", False, 3)),
        notes=(("GNU", 3, b"1234"), ("GNU", 5, bytes(16))),
        stack=6,
    ).build()
    for bits in (32, 64)
    for little in (True, False)
}


def read_all(data: bytes) -> None:
    """Everything that can be read of a file."""
    table = symbol_table(Object(data))
    if table is not None:
        table.decode()


@settings(derandomize=True, max_examples=600, deadline=None)
@given(
    st.sampled_from(sorted(FULL)),
    st.lists(
        st.tuples(st.integers(4, 1200), st.sampled_from([b"\xff" * 4, b"\0" * 8, b"\x80", b"\x7f\xff", b"\1\0\0\0"])),
        max_size=4,
    ),
    st.integers(0, 1300),
)
def test_damage_gives_facts_or_a_clear_error(
    layout: tuple[int, bool], patches: list[tuple[int, bytes]], size: int
) -> None:
    data = bytearray(FULL[layout])
    for at, patch in patches:
        data[at : at + len(patch)] = patch
    for content in (bytes(data), bytes(data[:size])):
        try:
            read_all(content)
        except ElfError as error:
            assert str(error)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_behind_the_magic_number(tail: bytes) -> None:
    for start in (b"\x7fELF\2\1\1", b"\x7fELF\1\2\1", b""):
        try:
            read_all(start + tail)
        except ElfError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no ELF file"),
        (b"INPUT(-lfoo)", "no ELF file"),
        (b"\x7fELF", "ends in its ELF header, after 4 bytes"),
        (b"\x7fELF\2\1\1" + bytes(20), "ends in its ELF header, after 27 bytes"),
        (b"\x7fELF\7\1\1" + bytes(80), "unknown ELF class 7"),
        (b"\x7fELF\2\3\1" + bytes(80), "unknown byte order 3"),
        (b"\x7fELF\2\1\1" + bytes(80), "version is not 1"),
    ],
)
def test_no_header(data: bytes, message: str) -> None:
    with pytest.raises(ElfError, match=message):
        read_facts(data)


def test_errors_name_the_offset() -> None:
    data = FULL[64, True][:100]
    with pytest.raises(ElfError, match=r"program headers.*offset 0x40") as caught:
        read_facts(data)
    assert caught.value.offset == 64


def forged(**changes: object) -> bytes:
    return Forge(**changes).build()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (forged(extra=((14, 1 << 40),)), "the SONAME begins 0x10000000000 bytes into a string table"),
        (forged(needed=("a",), drop=(5, 10)), "no DT_STRTAB"),
        (forged(needed=("a",), drop=(5,), extra=((5, 1 << 50),)), "string table at address 0x4000000000000"),
        (forged(extra=((0x6FFFFFFE, 8),)), "address 0x8 lies in no segment"),
        (forged(symbols=(("f", True, 1),), extra=((11, 5),)), "symbols of 5 bytes"),
        (forged(symbols=(("f", True, 1),), drop=(6,), extra=((6, 12),)), "symbol table at address 0xc"),
    ],
)
def test_addresses_outside_the_file(data: bytes, message: str) -> None:
    with pytest.raises(ElfError, match=message):
        read_all(data)


def patched(data: bytes, at: int, formats: str, *values: int) -> bytes:
    new = bytearray(data)
    struct.pack_into("<" + formats, new, at, *values)
    return bytes(new)


def test_a_string_of_four_gigabytes_is_not_read() -> None:
    data = Forge(extra=((14, 0x1000),)).build()
    data = patched(data, 64 + 32, "QQ", 1 << 32, 1 << 32)  # the size of the first segment
    with pytest.raises(ElfError, match="the SONAME has no end"):
        read_facts(data.ljust(2 << 20, b"x"))


def test_program_headers_by_the_million() -> None:
    data = patched(FULL[64, True], 40, "Q", 64)  # section headers begin where the program headers do
    data = patched(patched(data, 56, "H", 0xFFFF), 64 + 44, "I", 1 << 30)
    with pytest.raises(ElfError, match=r"1,073,741,824 program headers"):
        read_facts(data)


def test_a_chain_of_versions_without_end() -> None:
    row = struct.pack("<HHIII", 1, 1, 0, 16, 1)
    data = Forge(extra=((0x6FFFFFFE, BASE + 0x200),)).build()
    data = data.ljust(0x200, b"\0")[:0x200] + row * 3000
    with pytest.raises(ElfError):
        read_facts(data)


def test_overlapping_segments_follow_the_last() -> None:
    """The loader maps segments in order, each over those before it."""
    data = bytearray(Forge(soname="libfirst.so", stack=6).build())
    other = len(data)
    data += data[:other].replace(b"libfirst.so", b"libother.so")
    # The header of PT_GNU_STACK becomes a second PT_LOAD over the same addresses.
    data[64 + 3 * 56 : 64 + 4 * 56] = struct.pack("<IIQQQQQQ", 1, 5, other, BASE, BASE, other, other, 4)
    assert read_facts(bytes(data)).soname == "libother.so"


def test_malformed_notes_cost_only_themselves() -> None:
    data = Forge(soname="libx.so", notes=(("GNU", 3, b"1234"), ("GNU", 1, bytes(16)))).build()
    at = data.index(struct.pack("<III", 4, 16, 1))
    facts = read_facts(patched(data, at, "II", 4, 1 << 31))
    assert (facts.soname, facts.build_id) == ("libx.so", b"1234".hex())
    assert facts.faults == (f"the note at {at:#x} runs past its segment",)


def test_truncated_real_file(built: Path) -> None:
    data = (built / "liba.so.1").read_bytes()
    for size in range(16, len(data), 611):
        try:
            read_all(data[:size])
        except ElfError as error:
            assert str(error)


def test_entries_that_share_one_long_name() -> None:
    forge = Forge()
    index = forge.text("x" * 500_000)
    with pytest.raises(ElfError, match="names of more than"):
        read_facts(Forge(extra=((1, index),) * 1000, _strings=forge._strings).build())


def test_symbols_that_share_one_long_name() -> None:
    forge = Forge(symbols=tuple((f"s{n}", True, 1) for n in range(3000)))
    data = bytearray(forge.build())
    at = data.index(b"\0s0\0s1\0") + 1
    data[at : at + 13_000] = b"x" * 13_000  # every name now runs on to the last ones
    with pytest.raises(ElfError, match="symbols with names of more than"):
        read_all(bytes(data))


def test_segments_of_notes_by_the_thousand() -> None:
    data = Forge(soname="libx.so", notes=(("GNU", 3, b"1"),)).build()
    row = data[64 + 2 * 56 : 64 + 3 * 56]
    body = bytearray(data) + row * 2000
    body = bytearray(patched(bytes(body), 32, "Q", len(data) - 2 * 56))
    body[len(data) - 2 * 56 : len(data)] = data[64 : 64 + 2 * 56]
    facts = read_facts(patched(bytes(body), 56, "H", 2002))
    assert facts.faults == ("2,000 segments of notes",)
    assert len(facts.notes) == 64
