"""glibc: $ORIGIN, $LIB and $PLATFORM, and links to programs and libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.loader.lab import glibc_lab, host_profile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("runpath", ["$ORIGIN/../$LIB", "$ORIGIN/../${LIB}", "$ORIGIN/../$LIB/."])
def test_lib(tmp_path: Path, runpath: str) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib(f"{host_profile().lib}/liba.so")
    lab.program("bin/p", "liba.so", runpath=runpath)
    lab.agree("bin/p", expect={"liba.so": f"{host_profile().lib}/liba.so"})


@pytest.mark.parametrize("runpath", ["$ORIGIN/../$PLATFORM", "$ORIGIN/../${PLATFORM}"])
def test_platform(tmp_path: Path, runpath: str) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib(f"{host_profile().platform}/liba.so")
    lab.program("bin/p", "liba.so", runpath=runpath)
    lab.agree("bin/p", expect={"liba.so": f"{host_profile().platform}/liba.so"})


@pytest.mark.parametrize(
    ("runpath", "found"),
    [
        ("$ORIGINAL", False),
        ("$ORIGIN_", False),
        ("$ORIGIN1", False),
        ("$ORIGIN-x", True),
        ("${ORIGIN}x", True),
        ("${ORIGIN", False),
        ("{$ORIGIN}", False),
        ("$$ORIGIN", False),
        ("$origin", False),
        ("RIGIN", False),
        ("$FOO/..", False),
        ("$ORIGIN$ORIGIN", False),
        ("${ORIGIN}/${FOO}", False),
    ],
)
def test_what_is_a_token_and_what_is_text(tmp_path: Path, runpath: str, found: bool) -> None:
    """liba.so lies beside the program, and in folders that have the text of the token in their names."""
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", "liba.so", runpath=runpath)
    for folder in ("bin", "bin-x", "binx"):
        lab.lib(f"{folder}/liba.so")
    for folder in ("$ORIGINAL", "$FOO"):
        lab.lib(f"run/{folder}/liba.so")
    (lab.root / "run").mkdir(exist_ok=True)
    got = lab.agree("bin/p", cwd="bin" if found else "")
    assert (got.ours.fatal is None) == found


def test_a_literal_dollar_directory_is_searched(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("run/$ORIGINAL/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGINAL")
    lab.agree("bin/p", cwd="run", expect={"liba.so": "run/$ORIGINAL/liba.so"})


def test_tokens_in_the_library_path_are_the_program_s(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("bin/lib/liba.so", "libb.so")
    lab.lib("bin/lib/libb.so")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "$ORIGIN/lib", expect={"libb.so": "bin/lib/libb.so"})
    lab.agree("bin/p", "${ORIGIN}/none:$ORIGIN/lib", expect={"libb.so": "bin/lib/libb.so"})


def test_lib_in_the_library_path(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib(f"x/{host_profile().lib}/liba.so")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "@/x/$LIB")


def test_the_program_s_origin_follows_links(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("real/lib/liba.so")
    lab.program("real/bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.lib("lib/liba.so")
    lab.link("bin/p", "../real/bin/p")
    lab.link("other", "real/bin")
    lab.agree("bin/p", expect={"liba.so": "real/lib/liba.so"})
    lab.agree("other/p", expect={"liba.so": "real/lib/liba.so"})


def test_the_program_s_origin_when_called_by_a_relative_path(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("./p", cwd="bin", expect={"liba.so": "lib/liba.so"})


def test_a_library_s_origin_does_not_follow_links(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("real/liba.so", "libb.so", runpath="$ORIGIN")
    lab.lib("real/libb.so")
    lab.link("lib/liba.so", "../real/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p", expect={"libb.so": None})
    lab.lib("lib/libb.so")
    lab.agree("bin/p", expect={"libb.so": "lib/libb.so"})


def test_a_library_s_origin_through_a_linked_folder(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("real/lib/liba.so", "libb.so", runpath="$ORIGIN/../deps")
    lab.lib("real/deps/libb.so")
    lab.link("lib", "real/lib")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    got = lab.agree("bin/p")
    assert got.providers()["libb.so"] == "real/deps/libb.so"


def test_the_origin_of_a_library_found_by_a_relative_path(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so", runpath="$ORIGIN/../deps")
    lab.lib("deps/libb.so")
    lab.program("bin/p", "liba.so")
    lab.agree("bin/p", "lib", cwd="", expect={"libb.so": "deps/libb.so"})
    lab.agree("bin/p", ":", cwd="lib", expect={"libb.so": "deps/libb.so"})


def test_the_origin_below_a_processor_s_subdirectory(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    name = host_profile().hwcaps[0] if host_profile().hwcaps else "x86-64-v2"
    lab.lib("lib/liba.so", "libb.so", runpath="$ORIGIN")
    lab.lib("lib/libb.so")
    lab.lib(f"lib/glibc-hwcaps/{name}/liba.so", "libb.so", runpath="$ORIGIN")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.agree("bin/p")


def test_origin_of_a_library_asked_for_by_path(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so", "libb.so", soname=None, runpath="$ORIGIN/../deps")
    lab.lib("deps/libb.so")
    lab.program("bin/p", "lib/liba.so")
    lab.agree("bin/p", cwd="", expect={"libb.so": "deps/libb.so"})
