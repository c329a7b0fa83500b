"""LP303, LP309 and LP310 where an RPATH is written in a variable or a function, beside others from `$ORIGIN`."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

BESIDE = "LIB_RPATH='$ORIGIN'\nLIB_RPATH=$LIB_RPATH:{}\n"
FLAGS = "link() {{ LDFLAGS=\"${{LDFLAGS/x/}} -Wl,-rpath,{},-rpath,'\\$ORIGIN/../lib'\"; }}\n"


@pytest.mark.parametrize("folder", ['"$PWD/lib"', '"$(pwd)/lib"', "/home/ci/lib", '"$DESTDIR/lib"'])
@pytest.mark.parametrize("script", [BESIDE, FLAGS], ids=["a list", "flags"])
def test_a_folder_of_the_build(script: str, folder: str) -> None:
    assert len(warned("LP309", script.format(folder.strip('"') if script == FLAGS else folder))) == 1


@pytest.mark.parametrize("folder", [".", "./lib", "../lib"])
def test_a_relative_folder(folder: str) -> None:
    assert len(warned("LP303", BESIDE.format(folder))) == 1


@pytest.mark.parametrize("folder", ["'$ORIGIN/..'", "$PREFIX/lib", "/usr/lib/x", '"$INSTALL_DIR"'])
def test_what_may_be_meant(folder: str) -> None:
    for code in ("LP303", "LP309", "LP310"):
        assert warned(code, BESIDE.format(folder)) == []


def test_where_none_begins_with_the_token() -> None:
    assert warned("LP309", 'LIB_RPATH="$PWD/lib"\n# ORIGIN\nexport LIB_RPATH\n') == []


def test_one_way_of_saying_it_is_enough() -> None:
    script = "patchelf --set-rpath '$ORIGIN' a.so\npatchelf --set-rpath \"$PWD/lib\" b.so\n"
    assert len(warned("LP309", script)) == 1
    assert len(warned("LP303", script.replace('"$PWD/lib"', "./lib"))) == 1


def test_the_token_as_a_command() -> None:
    assert warned("LP310", 'fix() { FULL_RPATH="$(ORIGIN)/lib"; }\n') == [(1, "$(ORIGIN)")]
    assert warned("LP310", "ORIGIN() { pwd; }\nFULL_RPATH=$(ORIGIN)/lib\n") == []
    assert warned("LP310", "echo 'LDFLAGS=-rpath $(ORIGIN)' > Makefile\n") == []


def test_a_colon_is_missing() -> None:
    script = "find . -exec patchelf --set-rpath \\$ORIGIN/../lib{}\\$ORIGIN/../lib64 {{}} +\n"
    assert len(warned("LP310", script.format(""))) == 1
    assert warned("LP310", script.format(":")) == []


def test_a_folder_where_something_is_built() -> None:
    flags = "FLAGS=\"-Wl,-rpath,{}/gcc-$V/lib64,-rpath,'\\$ORIGIN/../lib64'\"\n"
    assert len(warned("LP309", flags.format("$BUILD_DIR"))) == 1
    assert len(warned("LP309", flags.format("${SRC_ROOT}"))) == 1
    assert warned("LP309", flags.format("$PREFIX")) == []


def test_a_prefix_beside_the_folder_in_another() -> None:
    flags = "F=\"-Wl,-rpath,$A/gcc-$V/lib64,-rpath,'$B/gcc-$V{}',-rpath,'\\$ORIGIN/../lib'\"\n"
    assert len(warned("LP315", flags.format(""))) == 1
    assert warned("LP315", flags.format("/lib64")) == []


def test_the_token_spelt_in_two_ways_for_one_build() -> None:
    script = "export LDFLAGS=\"-Wl,-rpath='\\$\\$ORIGIN'\"\n{}\nexport LDFLAGS=\"-lz -Wl,-rpath='{}ORIGIN'\"\n{}\n"
    assert len(warned("LP310", script.format("make install", "\\$", "meson setup b"))) == 1
    assert warned("LP310", script.format("make install", "\\$\\$", "meson setup b")) == []
    assert warned("LP310", script.format("make install", "\\$", "make check")) == []
