"""Builtins that change the shell: directories, variables of the environment, options, traps."""

from __future__ import annotations

import pytest

from lintpack.script.plan import Export
from tests.script.plans import guarded, lines, plan


@pytest.mark.parametrize(
    ("script", "copied"),
    [
        ("cd build; cp a ../d/", "cp build/a -> d/a"),
        ("cd build && cd lib && cp a d/", "cp build/lib/a -> build/lib/d/a"),
        ("cd build; cd ..; cp a d/", "cp a -> d/a"),
        ("cd build; cd -; cp a d/", "cp a -> d/a"),
        ("cd /opt; cp a d/", "cp /opt/a -> /opt/d/a"),
        ("(cd build; cp x d/) >/dev/null; cp a d/", "cp a -> d/a"),
        ("pushd build; pushd lib; popd; cp a d/", "cp build/a -> build/d/a"),
        ("pushd build >/dev/null; popd; cp a d/", "cp a -> d/a"),
        ('cd "$(dirname "$0")/.."; cp a d/', "cp a -> d/a"),
        ("here=$(pwd); cd build; cp $here/a d/", "cp a -> build/d/a"),
        ("cd build; cp $PWD/a d/", "cp build/a -> build/d/a"),
        ("cd build; cp $OLDPWD/a d/", "cp a -> build/d/a"),
        ("cd $B/lib; cp a d/", "cp ${B}/lib/a -> ${B}/lib/d/a"),
        ("cd -- build; cp a d/", "cp build/a -> build/d/a"),
        ("cd $(mktemp -d); cp a d/", "cp $(mktemp -d)/a -> $(mktemp -d)/d/a"),
    ],
)
def test_directories(script: str, copied: str) -> None:
    assert lines(script, path="tools/pack.sh")[-1] == copied


def test_a_directory_that_depends_on_a_branch() -> None:
    assert lines("if [ -d b ]; then cd b; fi\ncp a /d/")[0].endswith("/a -> /d/a")


@pytest.mark.parametrize(
    ("script", "exported"),
    [
        ("export LD_LIBRARY_PATH=/a:$LD_LIBRARY_PATH", "export LD_LIBRARY_PATH=/a:${LD_LIBRARY_PATH}"),
        ("LD_LIBRARY_PATH=/a", "assign LD_LIBRARY_PATH=/a"),
        ("LD_PRELOAD=libx.so ./server", "command LD_PRELOAD=libx.so"),
        ("env LD_PRELOAD=libx.so ./server", "env LD_PRELOAD=libx.so"),
        ("declare -x LD_LIBRARY_PATH=/a", "export LD_LIBRARY_PATH=/a"),
        ("unset LD_LIBRARY_PATH", "unset LD_LIBRARY_PATH=(none)"),
        ("DYLD_LIBRARY_PATH=/a", "assign DYLD_LIBRARY_PATH=/a"),
    ],
)
def test_the_loaders_environment(script: str, exported: str) -> None:
    assert lines(script)[0] == exported


def test_export_of_what_is_set_already() -> None:
    assert lines("LD_LIBRARY_PATH=/a\nexport LD_LIBRARY_PATH\nLD_LIBRARY_PATH=/b") == [
        "assign LD_LIBRARY_PATH=/a",
        "export LD_LIBRARY_PATH=/a",
        "export LD_LIBRARY_PATH=/b",
    ]


def test_programs_started_under_it() -> None:
    (_, start) = plan("export LD_LIBRARY_PATH=/a\nexec ./bin/server -c x").effects
    assert start.words == (("./bin/server",), ("-c",), ("x",))  # type: ignore[union-attr]
    assert start.environment == (("LD_LIBRARY_PATH", ("/a",)),)  # type: ignore[union-attr]
    assert start.replaces  # type: ignore[union-attr]
    assert lines("./bin/server") == []
    assert lines("./bin/server", launcher=True) == ["start ./bin/server"]


def test_nounset_is_noted_with_an_export() -> None:
    (export,) = plan("set -u\nexport LD_LIBRARY_PATH=/a:$LD_LIBRARY_PATH").effects
    assert isinstance(export, Export)
    assert export.nounset


def test_options() -> None:
    assert lines("set -euo pipefail\nfalse\ncp a d/") == []
    assert lines("set -e\nset +e\nfalse\ncp a d/") == ["cp a -> d/a"]
    assert lines("#!/bin/bash -e\nfalse\ncp a d/") == []


def test_parameters() -> None:
    assert lines("set -- a b\nshift\ncp $1 d/") == ["cp b -> d/b"]
    assert lines('cp "$1" d/', arguments=["x"]) == ["cp x -> d/x"]
    assert lines('cp "$1" d/liba.so')[0] == "cp ${1} -> d/liba.so"


def test_exit_trap_runs_at_the_end() -> None:
    assert lines("trap 'rm -rf $tmp' EXIT\ntmp=/tmp/x\ncp a d/") == ["cp a -> d/a", "rm /tmp/x"]
    assert lines("clean() { rm -rf b; }\ntrap clean EXIT INT\nexit 1") == ["rm b"]
    assert lines("trap 'rm -rf b' EXIT\ntrap - EXIT") == []
    assert guarded("if [ -f x ]; then trap 'rm b' EXIT; fi\ncp a d/") == ["cp a -> d/a", "rm b | [ -f x ]"]


def test_printf_into_a_variable() -> None:
    assert lines("printf -v lib 'lib%s.so.%d' z 1\ncp $lib d/") == ["cp libz.so.1 -> d/libz.so.1"]


def test_read_into_variables() -> None:
    assert lines("read a b <<< 'x y z'\ncp $a d/\ncp \"$b\" e/") == ["cp x -> d/x", "cp y z -> e/y z"]
    assert lines("IFS=, read -ra list <<< x,y\ncp ${list[1]} d/") == ["cp y -> d/y"]


def test_read_of_a_path_of_several_folders() -> None:
    """Which fields `$LD_LIBRARY_PATH` makes is not known, nor how many."""
    wanted = ["cp ${list[0]}/liba.so -> d/liba.so"]
    for path in ("$LD_LIBRARY_PATH", "${LD_LIBRARY_PATH:-}:${DYLD_LIBRARY_PATH:-}"):
        for line in (f'all="{path}"\nIFS=: read -ra list <<< "$all"', f'IFS=: read -ra list <<< "{path}"'):
            assert lines(f'{line}\ncp "${{list[0]}}/liba.so" d/') == wanted


def test_declarations() -> None:
    assert lines("declare -A m=([z]=libz.so.1)\ncp ${m[z]} d/") == ["cp libz.so.1 -> d/libz.so.1"]
    assert lines("declare -r x=a\nx=b\ncp $x d/") == ["cp a -> d/a"]
    assert lines("declare -i n=1+1\ncp lib.so.$n d/") == ["cp lib.so.2 -> d/lib.so.2"]
    assert lines("typeset -l x=ABC\ncp $x d/") == ["cp abc -> d/abc"]
    assert lines("f() { local a=1 b; b=$a; cp $b d/; }\nf") == ["cp 1 -> d/1"]
    assert lines("x=a\nunset x\ncp ${x:-b} d/") == ["cp b -> d/b"]
    assert lines("let x=2+3\ncp $x d/") == ["cp 5 -> d/5"]


def test_a_required_parameter() -> None:
    assert lines("x=\n: ${x:?missing}\ncp a d/") == []
    assert lines(": ${X:?missing}\ncp a d/") == ["cp a -> d/a"]
    assert lines("f() { cp ${1:?} d/; }\nf a") == ["cp a -> d/a"]


def test_a_script_that_is_started_elsewhere() -> None:
    files = {"tools/common.sh": 'root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)'}
    script = '. "$(dirname "$0")/common.sh"\ncp lib/a.so $root/out/\ncp ../b.so .'
    assert lines(script, files, path="tools/pack.sh", cwd="tools") == [
        "cp tools/lib/a.so -> out/a.so",
        "cp b.so -> tools/b.so",
    ]


def test_an_environment_that_is_known() -> None:
    script = 'cp a.so "${PREFIX:-/usr}/lib/"'
    assert lines(script, environment_known=True) == ["cp a.so -> /usr/lib/a.so"]
    assert lines(script, environment_known=True, variables={"PREFIX": "/opt"}) == ["cp a.so -> /opt/lib/a.so"]
    assert len(lines(script)) == 1


def test_what_a_program_finds_does_not_end_the_script() -> None:
    assert lines("set -e\ngrep x f\ncp a d/", {"f": "y\n"}) == ["cp a -> d/a"]
    assert lines("if grep -q x f; then cp a d/; else cp b d/; fi", {"f": "y\n"}) == ["cp b -> d/b"]
