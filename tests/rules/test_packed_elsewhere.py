"""LP301: the package's libraries go to one folder, and another one of it is searched."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

STAGED = "install -m755 build/liba.so.1 build/libb.so.2 $S/lib/private/\n"
SEARCH = "export LD_LIBRARY_PATH=$S/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n./check\n"
OPT = "install -m755 deps/libz.so.1 $R/opt/x-$V/lib/\n"
WRAPPER = "cat > $R/usr/bin/x <<E\n#!/bin/sh\nexport LD_LIBRARY_PATH={}\nexec /opt/x-$V/bin/x\nE\n"
LDD = 'D=App\nldd a | awk "{print $3}" | while read -r lib; do\n  cp -L "$lib" "$D/usr/lib"\ndone\n'
RUN = (
    'cat > $D/AppRun <<"E"\n#!/bin/sh\nhere=$(dirname "$0")\nexport LD_LIBRARY_PATH=$here/{}\nexec $here/usr/bin/a\nE\n'
)


def lines(script: str, **files: str) -> list[int]:
    return [line for line, _ in warned("LP301", script, **files)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (STAGED + SEARCH, [2]),
        (STAGED.replace("private", "") + SEARCH, []),
        (STAGED + "cp -P build/libc.so.3 $S/lib/\n" + SEARCH, []),
        (STAGED + "make DESTDIR=$S install\n" + SEARCH, []),
        (STAGED + "cp -r prebuilt/. $S/\n" + SEARCH, []),
        (STAGED + "ln -s private $S/lib/x\nln -s x $S/lib\n" + SEARCH, []),
        (STAGED + SEARCH.replace("$S/lib$", "$S/lib:$S/lib/private$"), []),
        (STAGED + SEARCH.replace("$S", "$OTHER"), []),
    ],
)
def test_a_script_that_searches_what_it_has_staged(script: str, expected: list[int]) -> None:
    assert lines(script) == expected


def test_functions_of_a_sourced_file_put_them_there() -> None:
    common = f"S=${{S:-$PWD/stage}}\nsub=lib/private\nstage() {{\n  {STAGED.replace('lib/private', '$sub')}}}\n"
    assert lines(". ./common.sh\nstage\n" + SEARCH, common=common) == [3]
    assert lines(". ./common.sh\nstage\n" + SEARCH.replace("$S/lib", "$S/$sub"), common=common) == []


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("/opt/x/lib", [4]), ("/opt/x-$V/lib", []), ("/opt/cuda/lib", []), ("/opt/x-$V/lib:/opt/x/lib", [])],
)
def test_a_launcher_that_names_a_folder_without_the_version(folder: str, expected: list[int]) -> None:
    assert lines(OPT + WRAPPER.format(folder)) == expected
    assert lines(OPT + "ln -s x-$V $R/opt/x\n" + WRAPPER.format(folder)) == []


def test_what_ldd_lists() -> None:
    assert lines(LDD + RUN.format("lib")) == [8]
    assert lines(LDD + RUN.format("usr/lib")) == []
