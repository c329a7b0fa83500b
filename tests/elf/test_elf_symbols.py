"""Dynamic symbols and their versions."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from lintpack.elf.errors import ElfError
from lintpack.elf.reader import Object
from lintpack.elf.symbols import Symbol, dynamic_symbols, symbol_table
from tests.elf.forge import Forge
from tests.elf.naive import symbols_by_pyelftools
from tests.elf.system import elf_files

SYSTEM = elf_files("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")[5::97][:8]


def test_exported_names_carry_their_version(built: Path) -> None:
    exported = {s.name: s.version for s in dynamic_symbols((built / "liba.so.1").read_bytes()).exported}
    assert exported == {"a_one": "A_1", "a_two": "A_2"}


def test_undefined_names_carry_version_and_library(built: Path) -> None:
    undefined = {s.name: s for s in dynamic_symbols((built / "libb.so").read_bytes()).undefined}
    assert (undefined["a_two"].version, undefined["a_two"].library) == ("A_2", "liba.so.1")
    assert not undefined["a_two"].weak
    assert undefined["__gmon_start__"].weak


def test_an_object_without_symbols_has_none(built: Path) -> None:
    assert dynamic_symbols((built / "static").read_bytes()).exported == ()
    assert dynamic_symbols((built / "liba.debug").read_bytes()).undefined == ()


@pytest.mark.parametrize(("bits", "little"), [(64, True), (64, False), (32, True), (32, False)])
def test_every_class_and_byte_order(bits: int, little: bool) -> None:
    data = Forge(
        bits=bits,
        little=little,
        versions=(("libc.so.6", "C_9", False),),
        symbols=(("here", True, 1), ("hidden", True, 0x8001), ("there", False, 2)),
    ).build()
    symbols = dynamic_symbols(data)
    assert symbols.exported == (Symbol("here", "", "", 1, 2, 0, False), Symbol("hidden", "", "", 1, 2, 0, True))
    assert symbols.undefined == (Symbol("there", "C_9", "libc.so.6", 1, 2, 0, False),)


def test_hash_tables_of_64_bit_s390_have_wide_words() -> None:
    forge = Forge(machine=22, little=False, symbols=(("f", True, 1),), needed=("a",))
    data = bytearray(forge.build())
    at = data.index(struct.pack(">IIII", 1, 2, 0, 0))
    data[at : at + 16] = struct.pack(">QQ", 1, 2)
    assert [s.name for s in dynamic_symbols(bytes(data)).exported] == ["f"]


def test_mips_counts_symbols_by_its_own_entry() -> None:
    data = Forge(
        bits=32, little=False, machine=8, symbols=(("f", True, 1), ("g", False, 1)), drop=(4,), extra=((0x70000011, 3),)
    ).build()
    symbols = dynamic_symbols(data)
    assert ([s.name for s in symbols.exported], [s.name for s in symbols.undefined]) == (["f"], ["g"])


def test_a_table_decodes_after_the_bytes_are_gone(built: Path) -> None:
    data = bytearray((built / "liba.so.1").read_bytes())
    table = symbol_table(Object(data))
    data[:] = bytes(len(data))
    assert table is not None
    assert {s.name for s in table.decode().exported} == {"a_one", "a_two"}


def test_a_count_that_lies_is_an_error() -> None:
    data = Forge(machine=8, symbols=(("f", True, 1),), drop=(4,), extra=((0x70000011, 1 << 20),)).build()
    with pytest.raises(ElfError, match="past the end"):
        dynamic_symbols(data)


@pytest.mark.parametrize("path", SYSTEM)
def test_pyelftools_agrees_on_libraries_of_this_machine(path: str) -> None:
    data = Path(path).read_bytes()
    symbols = dynamic_symbols(data)
    facts = Object(data).facts
    ours = {(s.name, True) for s in symbols.exported} | {(s.name, False) for s in symbols.undefined}
    stands_for_version = {(name, True) for name in (facts.versions_defined or ())}
    assert ours - stands_for_version == symbols_by_pyelftools(data) - stands_for_version
