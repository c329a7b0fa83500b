"""glibc: preloads, and programs that do not start."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.loader.lab import glibc_lab

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("preload", ["@/pre/libx.so", "@/pre/libx.so:@/pre/liby.so", "@/pre/libx.so @/pre/liby.so"])
def test_preloads_come_first(tmp_path: Path, preload: str) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("pre/libx.so", "libdeep.so", runpath="$ORIGIN")
    lab.lib("pre/liby.so")
    lab.lib("pre/libdeep.so")
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", preload=preload)
    assert got.ours.scope[0].preload == "LD_PRELOAD"


@pytest.mark.parametrize("preload", [" ", ":", "", " : : @/pre/libx.so : ", "@/pre/libx.so\t"])
def test_odd_preload_lists(tmp_path: Path, preload: str) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("pre/libx.so")
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", preload=preload)


def test_a_missing_preload_is_a_warning(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", preload="libnone.so @/none.so", expect={"liba.so": "lib/liba.so"})
    assert got.ours.warnings[0] == (
        "ERROR: ld.so: object 'libnone.so' from LD_PRELOAD cannot be preloaded "
        "(cannot open shared object file): ignored."
    )
    assert [one.needed for one in got.ours.failed_preloads] == ["libnone.so", f"{lab.root}/none.so"]


def test_preloads_that_are_no_libraries(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.write("pre/text.so", "text " * 20)
    lab.write("pre/short.so", "")
    lab.lib("pre/other.so")
    lab.edit("pre/other.so", 4, b"\1")
    lab.program("pre/program.so")
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    names = ["text", "short", "other", "program"]
    got = lab.agree("bin/p", preload=" ".join(f"@/pre/{name}.so" for name in names))
    assert len(got.ours.warnings) == len(names)


def test_a_preload_s_missing_dependency_is_fatal(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("pre/libx.so", "libnone.so")
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", preload="@/pre/libx.so", expect={"libnone.so": None})
    assert got.ours.fatal is not None


def test_a_preload_is_searched_as_the_program_searches(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/libx.so")
    lab.lib("env/libx.so")
    lab.program("bin/old", "libx.so", rpath="$ORIGIN/../lib")
    lab.program("bin/new", "libx.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/old", "@/env", preload="libx.so", expect={"libx.so": "lib/libx.so"})
    lab.agree("bin/new", "@/env", preload="libx.so", expect={"libx.so": "env/libx.so"})
    lab.agree("bin/new", preload="libx.so", expect={"libx.so": "lib/libx.so"})


def test_a_preload_answers_a_needed_soname(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("pre/mine.so", soname="liba.so")
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", preload="@/pre/mine.so", expect={"liba.so": "pre/mine.so"})


def test_a_preload_named_twice(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("pre/libx.so")
    lab.link("pre/liby.so", "libx.so")
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p", preload="@/pre/libx.so @/pre/libx.so @/pre/liby.so")
    assert len(got.ours.scope) == 2


def test_a_relative_preload(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("pre/libx.so", "libdeep.so", runpath="$ORIGIN/deep")
    lab.lib("pre/deep/libdeep.so")
    lab.program("bin/p")
    lab.program("bin/p", "libx.so")
    lab.agree("bin/p", preload="./libx.so", cwd="pre", expect={"libdeep.so": "pre/deep/libdeep.so"})


def test_tokens_in_a_preload(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("pre/libx.so")
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", preload="$ORIGIN/../pre/libx.so")


def test_a_version_missing_for_a_preload(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", versions=["A_1"])
    lab.lib("pre/libx.so", "liba.so", wants={"liba.so": ["A_2"]})
    lab.program("bin/p", "liba.so", rpath="$ORIGIN/../lib")
    lab.agree("bin/p", preload="@/pre/libx.so")


def test_a_missing_interpreter(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", "liba.so", interpreter="/nowhere/ld-linux-x86-64.so.2")
    got = lab.start("bin/p")
    assert got.real.stderr == ["No such file or directory"]
    assert got.ours.fatal == ("No such file or directory (the program interpreter /nowhere/ld-linux-x86-64.so.2)")
    assert got.ours.loads == ()


def test_a_relative_interpreter(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so")
    lab.link("bin/ld.so", lab.interpreter)
    lab.program("bin/p", "liba.so", interpreter="./ld.so", runpath="$ORIGIN/../lib")
    assert lab.start("bin/p", cwd="lib").ours.fatal is not None
    lab.agree("bin/p", cwd="bin", expect={"liba.so": "lib/liba.so"})


@pytest.mark.parametrize("size", [0, 100])
def test_an_interpreter_that_is_none(tmp_path: Path, size: int) -> None:
    lab = glibc_lab(tmp_path)
    lab.write("bin/ld.so", "x" * size)
    (lab.root / "bin/ld.so").chmod(0o755)
    lab.program("bin/p", "liba.so", interpreter=f"{lab.root}/bin/ld.so")
    got = lab.start("bin/p")
    assert got.real.status != 0
    assert got.ours.fatal is not None


def test_the_loader_by_other_names(tmp_path: Path) -> None:
    """The interpreter answers to the name in PT_INTERP and to its SONAME, and is not loaded a second time by them."""
    lab = glibc_lab(tmp_path)
    soname = lab.interpreter.rpartition("/")[2]
    lab.lib("lib/liba.so", soname, lab.interpreter)
    lab.program("bin/p", "liba.so", "libc.so.6", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert len(got.ours.scope) == 3


def test_a_static_program(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", options=["-static", "--no-dynamic-linker"])
    got = lab.start("bin/p")
    assert got.real.status == 0
    assert (got.ours.fatal, got.ours.loads, got.ours.notes) == (None, (), ("statically linked",))


def test_a_static_fixed_program(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    probe = lab.tools.folder / "probe.o"
    subprocess.run(["ld", "-o", lab.root / "p", probe], check=True)
    got = lab.start("p")
    assert (got.real.status, got.ours.fatal, got.ours.notes) == (0, None, ("statically linked",))


def test_a_script_is_no_program_of_the_loader(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.write("bin/p", "#! /bin/sh -e\nexit 0\n")
    (lab.root / "bin/p").chmod(0o755)
    got = lab.start("bin/p")
    assert got.real.status == 0
    assert (got.ours.fatal, got.ours.loads, got.ours.notes) == (None, (), ("a script for /bin/sh -e",))


def test_a_file_that_is_no_program(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.write("bin/p", "text")
    (lab.root / "bin/p").chmod(0o755)
    got = lab.start("bin/p")
    assert (got.real.stderr, got.ours.fatal) == (["Exec format error"], "Exec format error")
    assert lab.start("bin/none").ours.fatal == "No such file or directory"
    assert lab.start("bin").ours.fatal == "Permission denied"


def test_another_machine_s_program(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", "liba.so")
    lab.edit("bin/p", 18, (21).to_bytes(2, "little"))
    got = lab.start("bin/p")
    assert (got.real.stderr, got.ours.fatal) == (["Exec format error"], "Exec format error")


def test_a_library_is_looked_at_as_ldd_does(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so", runpath="$ORIGIN/../deps")
    lab.lib("deps/libb.so")
    got = lab.start("lib/liba.so")
    listed = subprocess.run(
        [lab.interpreter, "--list", lab.root / "lib/liba.so"], capture_output=True, text=True, check=True
    )
    assert f"libb.so => {got.ours.loads[0].path}" in listed.stdout


@pytest.mark.skipif(not shutil.which("gcc"), reason="no gcc")
def test_a_program_made_by_gcc(tmp_path: Path) -> None:
    """The usual toolchain: libc and libm, versions and all."""
    lab = glibc_lab(tmp_path)
    lab.write("p.c", "#include <math.h>\nint main(int c, char **v) { return c > 5 ? (int) pow(c, 0.5) : 0; }\n")
    subprocess.run(["gcc", "p.c", "-o", "p", "-lm"], cwd=lab.root, check=True)
    got = lab.start("p")
    assert (got.real.status, got.ours.fatal) == (0, None)
    assert [name for name, _ in got.real.listed[:2]] == [one.needed for one in got.ours.scope[:2]]
