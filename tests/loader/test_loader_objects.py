"""glibc: which objects are the same, in which order they come, and which files stop a program."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.loader.lab import glibc_lab, host_profile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.loader.lab import Lab


def test_breadth_first_order_decides(tmp_path: Path) -> None:
    """The program asks for z itself before a's libraries do: depth first would take a's z."""
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libx.so", runpath="$ORIGIN/a")
    lab.lib("lib/libb.so", "liby.so", runpath="$ORIGIN/b")
    lab.lib("lib/a/libx.so", "libz.so", runpath="$ORIGIN")
    lab.lib("lib/a/libz.so")
    lab.lib("lib/b/liby.so")
    lab.lib("lib/b/libz.so")
    lab.lib("lib/libz.so")
    lab.program("bin/p", "liba.so", "libb.so", "libz.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", expect={"libz.so": "lib/libz.so"})
    assert [one.needed for one in got.ours.scope] == ["liba.so", "libb.so", "libz.so", "libx.so", "liby.so"]


def test_the_first_requester_of_a_diamond_decides(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libz.so", runpath="$ORIGIN/a")
    lab.lib("lib/libb.so", "libz.so", runpath="$ORIGIN/b")
    lab.lib("lib/a/libz.so")
    lab.lib("lib/b/libz.so")
    lab.program("bin/p", "libb.so", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", expect={"libz.so": "lib/b/libz.so"})
    again = [one for one in got.ours.loads if one.again]
    assert [(one.needed, one.via.kind) for one in again if one.via] == [("libz.so", "already loaded")]


def test_libraries_that_need_each_other(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so", runpath="$ORIGIN")
    lab.lib("lib/libb.so", "liba.so", runpath="$ORIGIN")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert len(got.ours.scope) == 2


def test_a_library_that_needs_itself(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"liba.so": "lib/liba.so"})


def test_a_loaded_soname_answers_whatever_its_file_is_called(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/renamed.so", soname="libx.so.1")
    lab.lib("lib/libx.so.1")
    lab.program("bin/p", "renamed.so", "libx.so.1", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"libx.so.1": "lib/renamed.so"})


def test_the_name_asked_for_answers_though_the_soname_is_another(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("one/libx.so.1", soname="libother.so")
    lab.lib("two/libx.so.1")
    lab.lib("one/liba.so", "libx.so.1", runpath="$ORIGIN/../two")
    lab.program("bin/p", "libx.so.1", "liba.so", runpath="$ORIGIN/../one")
    lab.agree("bin/p", expect={"libx.so.1": "one/libx.so.1"})


def test_the_same_soname_in_two_files(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/first.so", soname="libx.so.1")
    lab.lib("lib/second.so", soname="libx.so.1")
    lab.program("bin/p", "first.so", "second.so", "libx.so.1", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", expect={"libx.so.1": "lib/first.so", "second.so": "lib/second.so"})
    assert len(got.ours.scope) == 2


def test_a_soname_that_is_asked_for_before_it_is_loaded(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libx.so.1", soname="libx.so.1")
    lab.lib("lib/renamed.so", soname="libx.so.1")
    lab.program("bin/p", "libx.so.1", "renamed.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert len(got.ours.scope) == 2


def test_a_program_s_soname_answers_too(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libself.so")
    lab.program("bin/p", "liba.so", rpath="$ORIGIN/../lib", options=["-soname", "libself.so"])
    lab.agree("bin/p", expect={"libself.so": "bin/p"})


def test_a_link_to_a_loaded_file_loads_nothing(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libx.so.1.2", soname=None)
    lab.link("lib/libx.so.1", "libx.so.1.2")
    lab.link("lib/libx.so", "libx.so.1")
    lab.program("bin/p", "libx.so.1", "libx.so", "libx.so.1.2", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert len(got.ours.scope) == 1


def test_a_hard_link_to_a_loaded_file_loads_nothing(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libx.so.1", soname=None)
    os.link(lab.root / "lib/libx.so.1", lab.root / "lib/libx.so")
    lab.program("bin/p", "libx.so.1", "libx.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert len(got.ours.scope) == 1


def test_a_copy_under_another_name_is_loaded_twice(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libx.so.1", soname=None)
    lab.copy("lib/libx.so.1", "lib/libx.so")
    lab.program("bin/p", "libx.so.1", "libx.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert len(got.ours.scope) == 2


def test_a_copy_under_its_soname_is_loaded_once(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libx.so", soname="libx.so.1")
    lab.copy("lib/libx.so", "lib/libx.so.1")
    lab.program("bin/p", "libx.so", "libx.so.1", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", expect={"libx.so.1": "lib/libx.so"})
    assert len(got.ours.scope) == 1


def test_needed_with_a_slash_is_opened_as_it_is(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", soname=None)
    lab.program("bin/p", "lib/liba.so")
    lab.agree("bin/p", cwd="", expect={"lib/liba.so": "lib/liba.so"})
    lab.agree("bin/p", cwd="bin", expect={"lib/liba.so": None})
    lab.program("bin/q", f"{lab.root}/lib/liba.so")
    lab.agree("bin/q", expect={f"{lab.root}/lib/liba.so": "lib/liba.so"})


def test_needed_with_a_slash_answers_only_to_that_name(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", soname=None)
    lab.lib("two/liba.so")
    lab.program("bin/p", "./lib/liba.so", "liba.so", "./lib/../lib/liba.so", runpath="$ORIGIN/../two")
    got = lab.agree("bin/p", cwd="", expect={"liba.so": "two/liba.so"})
    assert len(got.ours.scope) == 2


@pytest.mark.parametrize("name", ["$ORIGIN/../lib/liba.so", "${ORIGIN}/../lib/liba.so"])
def test_tokens_in_needed(tmp_path: Path, name: str) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", soname=None)
    lab.program("bin/p", name)
    lab.agree("bin/p", expect={f"{lab.root}/bin/../lib/liba.so": "lib/liba.so"})


def test_tokens_in_needed_without_slash(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    word = host_profile().platform
    lab.lib(f"lib/lib-{word}.so")
    lab.program("bin/p", "lib-$PLATFORM.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={f"lib-{word}.so": f"lib/lib-{word}.so"})


def refused(lab: Lab, words: str) -> None:
    """one/liba.so stops the search though two/liba.so is good."""
    lab.lib("two/liba.so")
    lab.program("bin/p", "liba.so")
    got = lab.agree("bin/p", "@/one:@/two", expect={"liba.so": None})
    assert got.ours.fatal == f"error while loading shared libraries: {lab.root}/one/liba.so: {words}"


def passed_over(lab: Lab, outcome: str) -> None:
    """one/liba.so is skipped, two/liba.so taken; without that nothing is found."""
    lab.lib("two/liba.so")
    lab.program("bin/p", "liba.so")
    got = lab.agree("bin/p", "@/one:@/two", expect={"liba.so": "two/liba.so"})
    assert outcome in [t.outcome for t in got.ours.loads[0].tried]
    lab.agree("bin/p", "@/one", expect={"liba.so": None})


def test_a_text_file_stops_the_search(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.write("one/liba.so", "/* GNU ld script */\nINPUT(liba.so.1)\n" + " " * 64)
    refused(lab, "invalid ELF header")


@pytest.mark.parametrize("size", [0, 1, 63])
def test_a_short_file_stops_the_search(tmp_path: Path, size: int) -> None:
    lab = glibc_lab(tmp_path)
    lab.write("one/liba.so", "x" * size)
    refused(lab, "file too short")


def test_an_elf_file_cut_in_its_header(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    data = lab.lib("one/liba.so").read_bytes()
    (lab.root / "one/liba.so").write_bytes(data[:40])
    refused(lab, "file too short")


def test_an_elf_file_cut_behind_its_header(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    data = lab.lib("one/liba.so").read_bytes()
    (lab.root / "one/liba.so").write_bytes(data[:64])
    refused(lab, "cannot read file data")


def test_a_directory_under_the_name_stops_the_search(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    (lab.root / "one/liba.so").mkdir(parents=True)
    refused(lab, "cannot read file data: Error 21")


@pytest.mark.parametrize(
    ("offset", "data", "words"),
    [
        (5, b"\2", "ELF file data encoding not little-endian"),
        (6, b"\0", "ELF file version ident does not match current one"),
        (7, b"\x09", "ELF file OS ABI invalid"),
        (8, b"\x09", "ELF file ABI version invalid"),
        (12, b"\1", "nonzero padding in e_ident"),
        (20, b"\2", "ELF file version does not match current one"),
        (16, b"\1", "only ET_DYN and ET_EXEC can be loaded"),
        (54, b"\7", "ELF file's phentsize not the expected size"),
    ],
)
def test_odd_headers_stop_the_search(tmp_path: Path, offset: int, data: bytes, words: str) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("one/liba.so")
    lab.edit("one/liba.so", offset, data)
    refused(lab, words)


def test_the_gnu_os_abi_is_as_good(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("one/liba.so")
    lab.edit("one/liba.so", 7, b"\3\1")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/one", expect={"liba.so": "one/liba.so"})


def test_another_machine_s_file_is_passed_over(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("one/liba.so")
    lab.edit("one/liba.so", 18, (40).to_bytes(2, "little"))
    passed_over(lab, "wrong machine")


def test_a_32_bit_file_is_passed_over(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("one/liba.so")
    lab.edit("one/liba.so", 4, b"\1")
    passed_over(lab, "wrong class")
    got = lab.start("bin/p", "@/one")
    assert got.ours.fatal == "error while loading shared libraries: liba.so: wrong ELF class: ELFCLASS32"


def test_wrong_class_goes_before_wrong_byte_order(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("one/liba.so")
    lab.edit("one/liba.so", 4, b"\1\2")
    passed_over(lab, "wrong class")


def test_a_program_as_a_library(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("one/liba.so")
    lab.program("bin/p", "liba.so", "libb.so")
    got = lab.agree("bin/p", "@/one", expect={"liba.so": None})
    assert got.ours.fatal is not None
    assert "cannot dynamically load position-independent executable" in got.ours.fatal


def test_a_fixed_program_as_a_library(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("one/liba.so", "libx.so", options=["-no-pie"])
    lab.program("bin/p", "liba.so")
    got = lab.agree("bin/p", "@/one", expect={"liba.so": None})
    assert got.ours.fatal == "error while loading shared libraries: liba.so: cannot dynamically load executable"


def test_everything_that_is_missing_is_named(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libb.so", "libd.so", runpath="$ORIGIN")
    lab.program("bin/p", "liba.so", "libb.so", "libc1.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", expect={"liba.so": None, "libb.so": "lib/libb.so", "libc1.so": None, "libd.so": None})
    assert len(got.ours.errors) == 3


def test_a_filtee_stands_before_its_filter(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", options=["-F", "libreal.so"], runpath="$ORIGIN")
    lab.lib("lib/libreal.so", "libdeep.so", runpath="$ORIGIN")
    lab.lib("lib/libdeep.so")
    lab.lib("lib/libb.so")
    lab.program("bin/p", "liba.so", "libb.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"libreal.so": "lib/libreal.so"})


def test_an_auxiliary_filtee_may_be_missing_and_a_filtee_may_not(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", options=["-f", "libnone.so"], runpath="$ORIGIN")
    lab.lib("lib/libb.so", options=["-F", "libnone.so"], runpath="$ORIGIN")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.program("bin/q", "libb.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", listed=False)
    assert [one.needed for one in got.ours.loads] == ["liba.so"]
    lab.agree("bin/q", expect={"libnone.so": None})


def test_an_auxiliary_filtee_that_was_loaded_later_moves_up(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", options=["-f", "libreal.so"], runpath="$ORIGIN")
    lab.lib("lib/libreal.so")
    lab.lib("lib/libb.so")
    lab.program("bin/p", "libb.so", "liba.so", "libreal.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p")
    lab.program("bin/q", "libreal.so", "liba.so", "libb.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/q")
