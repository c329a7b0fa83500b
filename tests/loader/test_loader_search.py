"""glibc: in which directory a library is found. Every scenario is asked of the real ld.so too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.loader.lab import glibc_lab, host_profile

if TYPE_CHECKING:
    from pathlib import Path


def test_library_path_is_searched_in_order(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/two:@/one", expect={"liba.so": "two/liba.so"})


def test_semicolons_part_the_library_path(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/none;@/two;@/one", expect={"liba.so": "two/liba.so"})


def test_semicolons_do_not_part_a_runpath(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../none;$ORIGIN/../two")
    got = lab.agree("bin/p", expect={"liba.so": None})
    assert got.ours.fatal == (
        "error while loading shared libraries: liba.so: cannot open shared object file: No such file or directory"
    )


@pytest.mark.parametrize("value", [":@/none", "@/none:", "@/none::@/nothing", ":"])
def test_an_empty_element_of_the_library_path_is_the_working_directory(tmp_path: Path, value: str) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", value, cwd="one", expect={"liba.so": "one/liba.so"})


def test_an_empty_library_path_is_no_element(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "", cwd="one", expect={"liba.so": None})


@pytest.mark.parametrize("runpath", [":/none", "/none:", "/none::/nothing"])
def test_an_empty_element_of_a_runpath_is_the_working_directory(tmp_path: Path, runpath: str) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", runpath=runpath)
    lab.agree("bin/p", cwd="one", expect={"liba.so": "one/liba.so"})


def test_an_empty_rpath_element_is_the_working_directory(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", rpath=":/none")
    lab.agree("bin/p", cwd="two", expect={"liba.so": "two/liba.so"})


def test_relative_directories_follow_the_working_directory(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", runpath="../two")
    lab.agree("bin/p", cwd="one", expect={"liba.so": "two/liba.so"})
    lab.agree("bin/p", "./../one", cwd="two", expect={"liba.so": "one/liba.so"})


def test_rpath_goes_before_library_path_and_runpath_behind(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/old", "liba.so", rpath="$ORIGIN/../one")
    lab.program("bin/new", "liba.so", runpath="$ORIGIN/../one")
    lab.agree("bin/old", "@/two", expect={"liba.so": "one/liba.so"})
    lab.agree("bin/new", "@/two", expect={"liba.so": "two/liba.so"})


def test_rpath_is_inherited_along_the_chain(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so")
    lab.lib("lib/libb.so", "libc1.so")
    lab.lib("lib/libc1.so")
    lab.program("bin/p", "liba.so", rpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"libb.so": "lib/libb.so", "libc1.so": "lib/libc1.so"})


def test_runpath_is_not_inherited(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so")
    lab.lib("lib/libb.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", expect={"liba.so": "lib/liba.so", "libb.so": None})
    assert [one.by for one in got.ours.loads if one.path is None] == [f"{lab.root}/bin/../lib/liba.so"]


def test_runpath_of_the_requester_hides_every_rpath_above(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so", runpath="/none")
    lab.lib("lib/libb.so")
    lab.program("bin/p", "liba.so", rpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"libb.so": None})


def test_the_chain_goes_through_an_object_with_runpath(tmp_path: Path) -> None:
    """The library liba has RUNPATH, so its own RPATH is void; libb below it still gets the program's RPATH."""
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so", runpath="$ORIGIN")
    lab.lib("lib/libb.so", "libc1.so")
    lab.lib("lib/libc1.so")
    lab.program("bin/p", "liba.so", rpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"libc1.so": "lib/libc1.so"})


def test_a_middle_library_s_rpath_serves_those_below_it(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so", rpath="$ORIGIN/deep")
    lab.lib("lib/deep/libb.so", "libc1.so")
    lab.lib("lib/deep/libc1.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"libb.so": "lib/deep/libb.so", "libc1.so": "lib/deep/libc1.so"})


def test_the_nearest_rpath_wins(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.lib("lib/libtop.so", "liba.so", rpath="$ORIGIN/../two")
    lab.program("bin/p", "libtop.so", rpath="$ORIGIN/../lib:$ORIGIN/../one")
    got = lab.agree("bin/p", expect={"liba.so": "two/liba.so"})
    found = next(one for one in got.ours.loads if one.needed == "liba.so")
    assert found.via is not None
    assert (found.via.kind, found.via.owner) == ("rpath", f"{lab.root}/bin/../lib/libtop.so")


def test_rpath_beside_runpath_is_ignored(tmp_path: Path) -> None:
    """The linker writes one or the other: DT_DEBUG is edited into a DT_RPATH with the same text."""
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../two")
    data = bytearray((lab.root / "bin/p").read_bytes())
    runpath = data.index((29).to_bytes(8, "little"), data.index((1).to_bytes(8, "little") * 1))
    value = bytes(data[runpath + 8 : runpath + 16])
    # DT_DEBUG (21) has no use here; it becomes the RPATH, with another string that is no directory's name.
    debug = data.index((21).to_bytes(8, "little"), runpath)
    data[debug : debug + 16] = (15).to_bytes(8, "little") + value
    (lab.root / "bin/p").write_bytes(data)
    lab.lib("three/liba.so")
    got = lab.agree("bin/p", "@/three", expect={"liba.so": "three/liba.so"})
    assert got.ours.facts is not None
    assert got.ours.facts.rpath is not None


def test_the_same_directory_twice_is_looked_at_once(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    (lab.root / "empty").mkdir()
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../empty:$ORIGIN/../empty/:$ORIGIN/../empty//")
    got = lab.agree("bin/p", expect={"liba.so": None})
    assert [t.path for t in got.ours.loads[0].tried if "empty" in t.path] == [f"{lab.root}/bin/../empty/liba.so"]


@pytest.mark.parametrize(
    "runpath", ["$ORIGIN/../one/", "$ORIGIN/../one///", "$ORIGIN/./.././one", "$ORIGIN//..//one", "${ORIGIN}/../one"]
)
def test_slashes_and_dots_are_left_to_the_kernel(tmp_path: Path, runpath: str) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", runpath=runpath)
    lab.agree("bin/p", expect={"liba.so": "one/liba.so"})


def test_dots_behind_a_missing_directory_lead_nowhere(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/none/../../one")
    lab.agree("bin/p", expect={"liba.so": None})


def test_dots_behind_a_link_start_where_it_leads(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.lib("far/one/liba.so")
    (lab.root / "far/away").mkdir()
    lab.link("bin/away", "../far/away")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/away/../one")
    lab.agree("bin/p", expect={"liba.so": "far/one/liba.so"})


@pytest.mark.parametrize("level", range(len(host_profile().hwcaps)))
def test_a_subdirectory_for_the_processor_wins(tmp_path: Path, level: int) -> None:
    lab = glibc_lab(tmp_path)
    names = host_profile().hwcaps[level:]
    lab.lib("lib/liba.so")
    for name in names:
        lab.lib(f"lib/glibc-hwcaps/{name}/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"liba.so": f"lib/glibc-hwcaps/{names[0]}/liba.so"})


def test_a_processor_s_subdirectory_does_not_help_from_a_later_directory(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.lib("two/glibc-hwcaps/x86-64-v2/liba.so")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/one:@/two", expect={"liba.so": "one/liba.so"})


def test_an_unknown_subdirectory_is_not_tried(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so")
    lab.lib("lib/glibc-hwcaps/x86-64-v9/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"liba.so": "lib/liba.so"})


@pytest.mark.parametrize("sub", ["tls", "x86_64", "tls/x86_64", "x86_64/tls", "haswell", "avx512_1"])
def test_old_subdirectories_are_tried_as_this_loader_does(tmp_path: Path, sub: str) -> None:
    """Until glibc 2.36; 2.37 and later take lib/liba.so."""
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so")
    lab.lib(f"lib/{sub}/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p")


def test_the_order_of_old_subdirectories(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    for sub in ("", "tls/", "x86_64/", "tls/x86_64/", "x86_64/x86_64/"):
        lab.lib(f"lib/{sub}liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    found = got.providers()["liba.so"]
    assert found is not None
    (lab.root / found).unlink()
    lab.agree("bin/p")


def test_processor_s_subdirectories_of_the_working_directory(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("one/liba.so")
    lab.lib("one/glibc-hwcaps/x86-64-v2/liba.so")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", ":", cwd="one")


def test_nodeflib_leaves_out_cache_and_system(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", "libm.so.6", options=["-z", "nodefaultlib"])
    lab.agree("bin/p", expect={"libm.so.6": None})
    lab.program("bin/q", "libm.so.6", options=["-z", "nodefaultlib"], runpath=host_profile().directories[0])
    lab.agree("bin/q")


def test_a_system_library_comes_from_the_cache(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", "libm.so.6")
    got = lab.agree("bin/p")
    assert [one.via.kind for one in got.ours.loads if one.via and one.needed == "libm.so.6"] == ["cache"]
    assert not got.ours.loads[0].inside


def test_the_cache_compares_digits_as_numbers(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", "libm.so.06")
    lab.agree("bin/p")


def test_falling_through_to_the_system_says_what_was_tried(tmp_path: Path) -> None:
    """The bundle has the library under its dev name only: the Pegasus bug."""
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libm.so", soname="libm.so.6")
    lab.program("bin/p", "libm.so.6", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    found = got.ours.loads[0]
    assert (found.inside, [t.outcome for t in found.tried]) == (False, ["missing", "chosen"])


def test_a_file_where_a_directory_should_be(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.write("file", "no directory")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/file:@/one", expect={"liba.so": "one/liba.so"})


def test_a_relative_file_where_a_directory_should_be_ends_the_list(tmp_path: Path) -> None:
    """Until glibc 2.38: the directory cannot be written off, and ENOTDIR is taken for a real trouble (BZ 31035)."""
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.write("file", "no directory")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../two")
    lab.agree("bin/p", "file:@/one")


def test_a_loop_of_links_ends_the_list_and_the_next_list_is_searched(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.link("loop/liba.so", "liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../two")
    got = lab.agree("bin/p", "@/loop:@/one", expect={"liba.so": "two/liba.so"})
    assert "loop of links" in [t.outcome for t in got.ours.loads[0].tried]


def test_a_loop_of_links_as_a_directory(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.link("loop", "loop")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/loop:@/one", expect={"liba.so": "one/liba.so"})


def test_a_dangling_link_is_passed_over(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.link("dangling/liba.so", "liba.so.1")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/dangling:@/one", expect={"liba.so": "one/liba.so"})


def test_a_link_through_a_file_ends_the_list(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.write("broken/file", "text")
    lab.link("broken/liba.so", "file/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../two")
    lab.agree("bin/p", "@/broken:@/one")


def test_the_root_directory_as_an_element(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "/:@/one", expect={"liba.so": "one/liba.so"})


def test_a_name_too_long_for_the_kernel(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", f"@/{'x' * 300}:@/one", expect={"liba.so": "one/liba.so"})
    lab.agree("bin/p", f"@/{'x/' * 2100}:@/one", expect={"liba.so": "one/liba.so"})
    lab.program("bin/q", f"lib{'a' * 260}.so", runpath="$ORIGIN")
    lab.agree("bin/q", "@/one:@/two")


def test_a_deep_but_legal_path(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    deep = "/".join(["d" * 100] * 12)
    lab.lib(f"{deep}/liba.so")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", f"@/{deep}", expect={"liba.so": f"{deep}/liba.so"})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_passed_over(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.two_copies()
    (lab.root / "one/liba.so").chmod(0)
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/one:@/two", expect={"liba.so": "two/liba.so"})
