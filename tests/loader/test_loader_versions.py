"""glibc: symbol versions, asked of the real ld.so too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.loader.lab import glibc_lab

if TYPE_CHECKING:
    from pathlib import Path


def elf_hash(name: str) -> int:
    value = 0
    for byte in name.encode():
        value = (value << 4) + byte
        value = (value ^ (value & 0xF0000000) >> 24) & 0x0FFFFFFF
    return value


def test_a_version_that_is_there(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", versions=["A_1", "A_2"])
    lab.program("bin/p", "liba.so", wants={"liba.so": ["A_2"]}, runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"liba.so": "lib/liba.so"})


def test_a_version_that_is_missing_is_fatal_and_the_search_does_not_go_on(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("old/liba.so", versions=["A_1"])
    lab.lib("new/liba.so", versions=["A_1", "A_2"])
    lab.program("bin/p", "liba.so", wants={"liba.so": ["A_2"]})
    got = lab.agree("bin/p", "@/old:@/new", expect={"liba.so": "old/liba.so"})
    assert got.ours.fatal == f"{lab.root}/old/liba.so: version `A_2' not found (required by {lab.root}/bin/p)"
    lab.agree("bin/p", "@/new:@/old", expect={"liba.so": "new/liba.so"})


def test_every_missing_version_is_named(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", versions=["A_1"])
    lab.lib("lib/libb.so", "liba.so", wants={"liba.so": ["A_3"]}, runpath="$ORIGIN")
    lab.program("bin/p", "liba.so", "libb.so", wants={"liba.so": ["A_2", "A_1"]}, runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert [line for line in got.real.stderr if "not found" in line] == list(got.ours.errors)
    assert len(got.ours.errors) == 2


def test_a_weak_version_may_be_missing(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", versions=["A_1"])
    program = lab.program("bin/p", "liba.so", wants={"liba.so": ["A_2"]}, weak=True, runpath="$ORIGIN/../lib")
    # ld copies the flags of the definition; VER_FLG_WEAK of the reference stands behind the version's hash.
    lab.edit("bin/p", program.read_bytes().index(elf_hash("A_2").to_bytes(4, "little")) + 4, b"\2")
    got = lab.agree("bin/p")
    assert got.ours.facts is not None
    assert got.ours.facts.versions_needed[0].weak
    assert got.ours.fatal is None
    assert "weak version `A_2' not found" in got.ours.warnings[0]


def test_a_provider_without_definitions_but_with_versions_is_only_warned_about(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libother.so", versions=["O_1"])
    lab.lib("lib/liba.so", "libother.so", defines=["A_1"], wants={"libother.so": ["O_1"]}, runpath="$ORIGIN")
    lab.program("bin/p", "liba.so", wants={"liba.so": ["A_1"]}, runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert got.ours.fatal is None
    assert got.ours.warnings == (
        f"{lab.root}/bin/../lib/liba.so: no version information available (required by {lab.root}/bin/p)",
    )


def test_a_provider_without_any_versions_ends_the_process(tmp_path: Path) -> None:
    """Until glibc 2.40: an assertion in dl-lookup.c; later releases take the symbol."""
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", defines=["A_1"])
    lab.program("bin/p", "liba.so", wants={"liba.so": ["A_1"]}, runpath="$ORIGIN/../lib")
    lab.agree("bin/p")


def test_versions_are_asked_of_the_object_that_answers_the_name(tmp_path: Path) -> None:
    """liba.so is answered by an object of another file name, loaded before: its versions count."""
    lab = glibc_lab(tmp_path)
    lab.lib("lib/renamed.so", soname="liba.so", versions=["A_1"])
    lab.lib("lib/liba.so", versions=["A_2"])
    lab.program("bin/p", "renamed.so", "liba.so", wants={"liba.so": ["A_2"]}, runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert got.ours.fatal is not None
    assert "renamed.so: version `A_2' not found" in got.ours.fatal


def test_a_version_wanted_of_a_library_that_is_missing(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", "liba.so", wants={"liba.so": ["A_2"]})
    got = lab.agree("bin/p", expect={"liba.so": None})
    assert len(got.ours.errors) == 1


def test_a_newer_c_library_is_wanted(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", "libc.so.6", wants={"libc.so.6": ["GLIBC_2.999"]})
    got = lab.agree("bin/p")
    assert got.ours.fatal is not None
    assert got.ours.fatal.endswith(f"version `GLIBC_2.999' not found (required by {lab.root}/bin/p)")


def test_an_earlier_object_with_the_symbol_spares_the_assertion(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libother.so", defines=["A_1"])
    lab.lib("lib/liba.so", defines=["A_1"])
    lab.program("bin/p", "libother.so", "liba.so", wants={"liba.so": ["A_1"]}, runpath="$ORIGIN/../lib")
    assert lab.agree("bin/p").ours.fatal is None


def test_an_unversioned_provider_that_lacks_the_symbol(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", wants={"liba.so": ["A_1"]}, runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert got.ours.fatal is not None
