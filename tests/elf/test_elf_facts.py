"""Facts of real and hand-made files, against what was put in and against pyelftools and readelf."""

from __future__ import annotations

import mmap
from pathlib import Path

import pytest

from lintpack.elf.dlopen import dlopen_entries
from lintpack.elf.facts import ElfFacts, NeededVersion, Note
from lintpack.elf.names import machine_name
from lintpack.elf.reader import read_facts
from tests.elf.forge import Forge
from tests.elf.naive import facts_by_pyelftools
from tests.elf.readelf import facts_by_readelf
from tests.elf.system import elf_files

LAYOUTS = [(64, True), (64, False), (32, True), (32, False)]
SYSTEM = elf_files("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")[::23][:40]


def shown(facts: ElfFacts, names: dict[str, object]) -> dict[str, object]:
    """The facts that an oracle tells, as it tells them."""
    result = {name: getattr(facts, name) for name in names}
    result["versions_needed"] = tuple((v.library, v.version) for v in facts.versions_needed)
    if result.get("abi_tag"):
        result["abi_tag"] = facts.abi_tag[1:] if facts.abi_tag else None
    return result


@pytest.mark.parametrize(("bits", "little"), LAYOUTS)
def test_every_class_and_byte_order_gives_the_same_facts(bits: int, little: bool) -> None:
    data = Forge(
        bits=bits,
        little=little,
        machine=8,
        soname="libx.so.4",
        needed=("liba.so.1", "libb.so"),
        rpath="/old",
        runpath="$ORIGIN/../lib:",
        interpreter="/lib/ld.so.1",
        versions=(("liba.so.1", "A_1", False), ("liba.so.1", "A_2", True), ("libb.so", "B", False)),
        defined=("libx.so.4", "X_1", "X_2"),
        symbols=(("f", True, 2),),
        stack=7,
        extra=((30, 4), (0x6FFFFFFB, 0x800), (0x7FFFFFFD, 0)),
        notes=(("GNU", 3, b"\x12\x34"),),
    ).build()
    facts = read_facts(data)
    assert (facts.bits, facts.little, facts.machine, facts.type) == (bits, little, 8, 3)
    assert (facts.soname, facts.needed) == ("libx.so.4", ("liba.so.1", "libb.so"))
    assert (facts.rpath, facts.runpath, facts.interpreter) == ("/old", "$ORIGIN/../lib:", "/lib/ld.so.1")
    assert facts.versions_needed == (
        NeededVersion("liba.so.1", "A_1"),
        NeededVersion("liba.so.1", "A_2", True),
        NeededVersion("libb.so", "B"),
    )
    assert (facts.versions_defined, facts.version_base) == (("X_1", "X_2"), "libx.so.4")
    assert (facts.stack, facts.textrel, facts.flags_1, facts.has_versym) == (7, True, 0x800, True)
    assert facts.auxiliary == ("",)
    assert (facts.notes, facts.build_id) == ((Note("GNU", 3, b"\x12\x34"),), "1234")


def test_bytes_memoryview_and_mmap_are_read_alike(built: Path) -> None:
    path = built / "libb.so"
    data = path.read_bytes()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert read_facts(data) == read_facts(memoryview(data)) == read_facts(mapped)


def test_a_library_with_versions(built: Path) -> None:
    facts = read_facts((built / "liba.so.1").read_bytes())
    assert facts.soname == facts.version_base == "liba.so.1"
    assert facts.versions_defined == ("A_1", "A_2")
    assert facts.gnu_hash
    assert len(facts.build_id) == 40


def test_paths_and_stack_of_a_program(built: Path) -> None:
    library = read_facts((built / "libb.so").read_bytes())
    program = read_facts((built / "prog").read_bytes())
    assert (library.runpath, library.rpath) == ("$ORIGIN:/opt/x", None)
    assert NeededVersion("liba.so.1", "A_2") in library.versions_needed
    assert (program.rpath, program.runpath) == ("/old", None)
    assert program.interpreter
    assert program.stack == 7
    assert program.abi_tag is not None
    assert program.abi_tag[0] == 0


def test_files_without_a_dynamic_section(built: Path) -> None:
    static = read_facts((built / "static").read_bytes())
    part = read_facts((built / "part.o").read_bytes())
    assert (static.dynamic, static.interpreter, static.type, static.needed) == (False, None, 2, ())
    assert (part.dynamic, part.type) == (False, 1)


def test_a_debug_file_is_told_apart(built: Path) -> None:
    facts = read_facts((built / "liba.debug").read_bytes())
    assert facts.debug_only
    assert not facts.dynamic
    assert facts.soname is None
    assert facts.build_id == read_facts((built / "liba.so.1").read_bytes()).build_id


def test_a_core_file_is_not_looked_into() -> None:
    facts = read_facts(Forge(kind=4, needed=("libc.so.6",), notes=(("CORE", 1, b"x" * 336),)).build())
    assert (facts.type, facts.dynamic, facts.needed, facts.notes) == (4, False, (), ())


def test_no_names_need_no_string_table() -> None:
    facts = read_facts(Forge(drop=(5, 10), extra=((30, 8),)).build())
    assert facts.dynamic
    assert facts.flags == 8


def test_names_that_are_not_utf8_survive() -> None:
    facts = read_facts(Forge(needed=("lib\udcff.so",)).build())
    assert facts.needed == ("lib\udcff.so",)


def test_the_level_of_instructions_that_a_file_needs() -> None:
    properties = bytes.fromhex("020000c0 04000000 03000000 00000000") + bytes.fromhex(
        "028000c0 04000000 06000000 00000000"
    )
    assert read_facts(Forge(notes=(("GNU", 5, properties),)).build()).isa_needed == 6
    assert read_facts(Forge(machine=183, notes=(("GNU", 5, properties),)).build()).isa_needed == 0


def test_libraries_to_be_opened_at_run_time() -> None:
    text = b'[{"soname": ["libz.so.1", "libz.so"], "feature": "zip", "priority": "required"}, {"soname": "no"}, 7]\0'
    facts = read_facts(Forge(notes=(("FDO", 0x407C0C0A, text), ("FDO", 0x407C0C0A, b"{not json"))).build())
    (entry,) = dlopen_entries(facts)
    assert entry.sonames == ("libz.so.1", "libz.so")
    assert (entry.feature, entry.priority) == ("zip", "required")


def test_audit_libraries_are_split() -> None:
    forge = Forge()
    forge.extra = ((0x6FFFFEFC, forge.text("a.so:b.so")),)
    assert read_facts(forge.build()).audit == ("a.so", "b.so")


def test_names_for_people() -> None:
    assert [machine_name(n, b) for n, b in ((62, 64), (62, 32), (3, 32), (183, 64), (243, 64), (0x9999, 64))] == [
        "x86-64",
        "x86-64 (32 bit)",
        "i386",
        "aarch64",
        "riscv64",
        "machine 39321",
    ]


@pytest.mark.parametrize("path", SYSTEM)
def test_pyelftools_agrees_on_libraries_of_this_machine(path: str) -> None:
    data = Path(path).read_bytes()
    oracle = facts_by_pyelftools(data)
    assert shown(read_facts(data), oracle) == oracle


def test_readelf_agrees_on_libraries_of_this_machine() -> None:
    assert len(SYSTEM) >= 30
    for path, oracle in zip(SYSTEM, facts_by_readelf(SYSTEM), strict=True):
        assert shown(read_facts(Path(path).read_bytes()), oracle) == oracle, path
