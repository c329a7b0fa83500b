"""musl: its search order and what stops it, asked of the real loader where it is installed."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

import pytest

from lintpack.loader.capture import musl_directories
from tests.loader.lab import musl_lab

if TYPE_CHECKING:
    from pathlib import Path


def test_library_path_goes_before_rpath_and_runpath(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/old", "liba.so", rpath="$ORIGIN/../one")
    lab.program("bin/new", "liba.so", runpath="$ORIGIN/../one")
    for program in ("bin/old", "bin/new"):
        lab.agree(program, "@/two", expect={"liba.so": "two/liba.so"})
        lab.agree(program, "@/none", expect={"liba.so": "one/liba.so"})


def test_runpath_is_inherited_as_rpath_is(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so")
    lab.lib("lib/libb.so", "libd.so")
    lab.lib("lib/libd.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"libb.so": "lib/libb.so", "libd.so": "lib/libd.so"})


def test_the_requester_s_own_path_goes_first(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.two_copies()
    lab.lib("lib/libtop.so", "liba.so", runpath="$ORIGIN/../two")
    lab.program("bin/p", "libtop.so", rpath="$ORIGIN/../lib:$ORIGIN/../one")
    lab.agree("bin/p", expect={"liba.so": "two/liba.so"})


@pytest.mark.parametrize("value", [":", "", "::@/none:", "@/none\n@/none"])
def test_empty_elements_are_skipped(tmp_path: Path, value: str) -> None:
    lab = musl_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", value, cwd="one", expect={"liba.so": None})


def test_newlines_part_and_semicolons_do_not(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/none\n@/two", expect={"liba.so": "two/liba.so"})
    lab.agree("bin/p", "@/none;@/two", expect={"liba.so": None})


def test_the_first_file_that_opens_counts_even_if_it_is_none(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", "libb.so")
    lab.lib("two/libb.so")
    lab.write("text/liba.so", "INPUT(x)" * 40)
    got = lab.agree("bin/p", "@/text:@/two", expect={"liba.so": None, "libb.so": "two/libb.so"})
    assert got.ours.fatal == f"Error loading shared library liba.so: Exec format error (needed by {lab.root}/bin/p)"


@pytest.mark.parametrize("how", ["empty", "directory", "wrong class", "relocatable"])
def test_other_files_that_stop_it(tmp_path: Path, how: str) -> None:
    lab = musl_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so")
    if how == "directory":
        (lab.root / "bad/liba.so").mkdir(parents=True)
    elif how == "empty":
        lab.write("bad/liba.so", "")
    else:
        lab.lib("bad/liba.so")
        lab.edit("bad/liba.so", *((4, b"\1") if how == "wrong class" else (16, b"\1")))
    if how == "wrong class":
        # musl reads no class: this edited file is an honest 64-bit library to it. A true one has another layout.
        data = (lab.root / "bad/liba.so").read_bytes()
        (lab.root / "bad/liba.so").write_bytes(data[:32] + bytes(32) + data[64:])
    lab.agree("bin/p", "@/bad:@/two", expect={"liba.so": None})


def test_dangling_and_missing_are_passed_over_and_a_loop_is_not(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../two")
    lab.link("dangling/liba.so", "nowhere")
    lab.link("loop/liba.so", "liba.so")
    lab.write("file", "")
    lab.agree("bin/p", "@/dangling:@/file:@/one", expect={"liba.so": "one/liba.so"})
    lab.agree("bin/p", "@/loop:@/one", expect={"liba.so": None})


def test_a_soname_does_not_answer(tmp_path: Path) -> None:
    """A renamed file is loaded beside the one with the name asked for."""
    lab = musl_lab(tmp_path)
    lab.lib("lib/renamed.so", soname="libx.so.1")
    lab.lib("lib/libx.so.1")
    lab.program("bin/p", "renamed.so", "libx.so.1", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", expect={"libx.so.1": "lib/libx.so.1"})
    assert len(got.ours.scope) == 2


def test_links_are_one_file_and_copies_two(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.lib("lib/libx.so.1", soname=None)
    lab.link("lib/libx.so", "libx.so.1")
    os.link(lab.root / "lib/libx.so.1", lab.root / "lib/liby.so")
    lab.copy("lib/libx.so.1", "lib/libz.so")
    lab.program("bin/p", "libx.so", "libx.so.1", "liby.so", "libz.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert len(got.ours.scope) == 2


@pytest.mark.parametrize(
    ("runpath", "found"),
    [
        ("$ORIGIN/../one", True),
        ("${ORIGIN}/../one", True),
        ("$ORIGIN/../$LIB:$ORIGIN/../one", False),
        ("$FOO:$ORIGIN/../one", False),
        ("$ORIGINAL:$ORIGIN/../one", True),
        ("$$ORIGIN/../one:$ORIGIN/../one", False),
    ],
)
def test_any_other_token_voids_the_whole_path(tmp_path: Path, runpath: str, found: bool) -> None:
    lab = musl_lab(tmp_path)
    lab.two_copies()
    lab.program("bin/p", "liba.so", runpath=runpath)
    got = lab.agree("bin/p")
    assert (got.ours.fatal is None) == found


def test_the_program_s_origin_follows_links_and_a_library_s_does_not(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.lib("real/lib/liba.so", "libb.so", runpath="$ORIGIN/deps")
    lab.lib("real/lib/deps/libb.so")
    lab.lib("lib/deps/libb.so")
    lab.program("real/bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.link("bin/p", "../real/bin/p")
    lab.agree("bin/p", expect={"libb.so": "real/lib/deps/libb.so"})
    lab.link("lib/liba.so", "../real/lib/liba.so")
    lab.agree("real/bin/p", "@/lib", expect={"libb.so": "lib/deps/libb.so"})


def test_tokens_are_text_in_the_library_path_and_in_needed(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.lib("bin/liba.so", soname=None)
    lab.program("bin/p", "liba.so")
    lab.program("bin/q", "$ORIGIN/liba.so")
    lab.agree("bin/p", "$ORIGIN", expect={"liba.so": None})
    lab.agree("bin/q", expect={"$ORIGIN/liba.so": None})


def test_needed_with_a_slash(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.lib("lib/liba.so", soname=None)
    lab.program("bin/p", "lib/liba.so", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", expect={"lib/liba.so": "lib/liba.so"})
    assert len(got.ours.scope) == 1
    lab.agree("bin/p", cwd="bin", expect={"lib/liba.so": None})


def test_missing_versions_are_no_error(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.lib("lib/liba.so", versions=["A_1"], defines=["A_2"])
    lab.program("bin/p", "liba.so", wants={"liba.so": ["A_2"]}, runpath="$ORIGIN/../lib")
    got = lab.start("bin/p")
    assert got.ours.fatal is None
    assert "version" not in "".join(got.real.stderr)


@pytest.mark.parametrize("name", ["libc.so", "libc.so.6", "libm.so.6", "libpthread.so.0", "librt.so", "libdl.so.2"])
def test_names_that_mean_musl_itself(tmp_path: Path, name: str) -> None:
    lab = musl_lab(tmp_path)
    lab.lib(f"lib/{name}")
    lab.program("bin/p", name, runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert [one.path for one in got.ours.scope] == [lab.interpreter]


@pytest.mark.parametrize("name", ["libmath.so", "libcrypto.so.3", "libc6.so"])
def test_names_that_only_begin_so(tmp_path: Path, name: str) -> None:
    lab = musl_lab(tmp_path)
    lab.lib(f"lib/{name}")
    lab.program("bin/p", name, runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={name: f"lib/{name}"})


def test_everything_missing_is_named(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.lib("lib/libb.so", "libd.so")
    lab.program("bin/p", "liba.so", "libb.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", expect={"liba.so": None, "libd.so": None})
    assert list(got.ours.errors) == got.real.stderr


def test_breadth_first(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.lib("lib/liba.so", "libz.so", runpath="$ORIGIN/a")
    lab.lib("lib/a/libz.so")
    lab.lib("lib/libz.so")
    lab.program("bin/p", "liba.so", "libz.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"libz.so": "lib/libz.so"})


def test_preloads(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.lib("pre/libx.so", "libdeep.so", runpath="$ORIGIN")
    lab.lib("pre/libdeep.so")
    lab.lib("lib/liba.so")
    lab.lib("lib/liby.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", preload=" @/pre/libx.so:libnone.so\t@/pre/libx.so")
    assert [one.needed for one in got.ours.failed_preloads] == ["libnone.so"]
    # The program's RUNPATH is not for preloads: nobody asked for them.
    got = lab.agree("bin/p", preload="liby.so")
    assert [one.needed for one in got.ours.failed_preloads] == ["liby.so"]
    lab.agree("bin/p", "@/lib", preload="liby.so", expect={"liby.so": "lib/liby.so"})


def test_the_path_file_gives_the_system_s_directories(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.program("bin/p", "libnone.so")
    got = lab.agree("bin/p", expect={"libnone.so": None})
    tried = [one.path for one in got.ours.loads[0].tried]
    assert tried == [f"{folder}/libnone.so" for folder in musl_directories(platform.machine())]


def test_a_path_too_long_for_musl_s_buffer_is_passed_over(tmp_path: Path) -> None:
    lab = musl_lab(tmp_path)
    lab.two_copies()
    deep = "/".join(["d" * 100] * 6)
    lab.lib(f"{deep}/liba.so")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", f"@/{deep}:@/one", expect={"liba.so": "one/liba.so"})


def test_another_machine_s_library_is_taken(tmp_path: Path) -> None:
    """musl looks at neither machine nor byte order; this one works since its code is never run."""
    lab = musl_lab(tmp_path)
    lab.two_copies()
    lab.edit("one/liba.so", 18, (40).to_bytes(2, "little"))
    lab.program("bin/p", "liba.so")
    got = lab.agree("bin/p", "@/one:@/two", expect={"liba.so": "one/liba.so"})
    assert "another machine" in got.ours.warnings[0]
