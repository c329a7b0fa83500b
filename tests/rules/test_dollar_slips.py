"""LP308 and LP115: dollars, braces, blanks and words beside a variable that are not where they were meant."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said, warned

OWN = "LD_LIBRARY_PATH"
WRONG = [
    'export LD_LIBRARY_PATH="/opt/x/lib:${$LD_LIBRARY_PATH:-}"',
    "export LD_LIBRARY_PATH='/opt/x/lib:$LD_LIBRARY_PATH'",
    "export LD_LIBRARY_PATH='$here/lib'",
    "export LD_LIBRARY_PATH=/opt/x/lib:{$LD_LIBRARY_PATH}",
    "export LD_LIBRARY_PATH={$here}/lib",
    "export LD_LIBRARY_PATH=/opt/x/lib:$ {LD_LIBRARY_PATH}",
    'export LD_LIBRARY_PATH="/opt/x/lib:$ {LD_LIBRARY_PATH}"',
    "export LD_LIBRARY_PATH=/opt/x/lib:{LD_LIBRARY_PATH}",
    "export LD_LIBRARY_PATH=/opt/x/lib:LD_LIBRARY_PATH",
    'export LD_LIBRARY_PATH=/opt/x/lib:$"LD_LIBRARY_PATH"',
    'export LD_LIBRARY_PATH="/opt/x/lib:\\LD_LIBRARY_PATH"',
    'echo "export LD_LIBRARY_PATH=/opt/x/lib:\\\\LD_LIBRARY_PATH" >> setup.sh',
    "export LD_LIBRARY_PATH=/opt/x/lib:%LD_LIBRARY_PATH%",
    "export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH:-",
    "export LD_LIBRARY_PATH=/opt/x/lib:${env:LD_LIBRARY_PATH}",
    "export LD_LIBRARY_PATH=/opt/x/lib:$ENV{LD_LIBRARY_PATH}",
    "if [ -n ${!LD_LIBRARY_PATH} ]; then exit 1; fi",
    'LD_NAME=LD_LIBRARY_PATH; echo "export $LD_NAME=/opt/x/lib:\\${!$LD_NAME}" >> setup.sh',
    "export LD_LIBRARY_PATH=/opt/x/lib :$LD_LIBRARY_PATH",
    "export LD_LIBRARY_PATH=/opt/x/lib: $LD_LIBRARY_PATH",
    "export LD_LIBRARY_PATH=/opt/x/lib;$LD_LIBRARY_PATH",
    "export $LD_LIBRARY_PATH",
    "export $LD_LIBRARY_PATH=/opt/x/lib",
    "unset ${LD_LIBRARY_PATH}",
    "$LD_LIBRARY_PATH=/opt/x/lib",
    "export LD_LIBRARY_PATH /opt/x/lib",
    "export LD_LIBRARY_PATH:/opt/x/lib",
    "export LD_LIBRARY_PATH==/opt/x/lib",
    "LD_LIBRARY_PATH:=/opt/x/lib",
    "setenv LD_LIBRARY_PATH /opt/x/lib",
    "set LD_LIBRARY_PATH=/opt/x/lib",
    'if [ -z $"LD_LIBRARY_PATH" ]; then exit 1; fi',
    'if [[ -n "LD_LIBRARY_PATH" ]]; then exit 1; fi',
    "test -z '$LD_LIBRARY_PATH' || exit 1",
    'if [ "LD_LIBRARY_PATH" = "" ]; then exit 1; fi',
]
RIGHT = [
    "export LD_LIBRARY_PATH='$ORIGIN/lib'",
    "export LD_PRELOAD='/opt/x/$LIB/libx.so'",
    "export LD_LIBRARY_PATH=/opt/x/lib; $LD_LIBRARY_PATH/prog",
    "export LD_LIBRARY_PATH=/opt/x/lib;/opt/x/bin/prog",
    "LD_LIBRARY_PATH=/opt/x/lib $here/prog",
    "export LD_LIBRARY_PATH=${here:-/x}/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}",
    "export LD_LIBRARY_PATH CC=/x/cc",
    "unset LD_LIBRARY_PATH",
    "echo ${!LD_LIBRARY_PATH@} ${!name}",
    "[ -v LD_LIBRARY_PATH ] || exit 1",
    'if [ "$name" = "LD_LIBRARY_PATH" ]; then exit 1; fi',
    "command='export LD_LIBRARY_PATH=$here/lib'",
    "cat > env.csh <<'E'\nsetenv LD_LIBRARY_PATH /opt/x/lib\nE",
    "setenv() { export $1=$2; }\nsetenv LD_LIBRARY_PATH /opt/x/lib",
]


@pytest.mark.parametrize("line", WRONG)
def test_a_slip_beside_a_library_path_is_seen_once(line: str) -> None:
    assert [number for number, _ in warned("LP308", f"here=/opt/x\n{line}\nmake\n")] == [2]


@pytest.mark.parametrize("line", RIGHT)
def test_what_only_looks_like_a_slip_is_left_alone(line: str) -> None:
    assert warned("LP308", f"here=/opt/x\n{line}\nmake\n") == []


def test_a_launcher_that_is_written_has_slips_too() -> None:
    script = "cat > run <<'E'\n#!/bin/sh\nexport LD_LIBRARY_PATH=/opt/x/lib:${$LD_LIBRARY_PATH}\nexec /opt/x/prog\nE\n"
    assert [(found.line, found.text) for found in said("LP308", script)] == [
        (3, "LD_LIBRARY_PATH=/opt/x/lib:${$LD_LIBRARY_PATH}")
    ]


@pytest.mark.parametrize("path", ["${$DEPS}", "'$DEPS'", "{$DEPS}", "{DEPS}", "$ {DEPS}"])
def test_a_slip_in_a_copy(path: str) -> None:
    assert [line for line, _ in warned("LP115", f"DEPS=$PWD/deps\ncp {path}/lib/libz.so.1 out/\n")] == [2]


def test_a_variable_of_the_environment_in_single_quotes() -> None:
    script = "ln -s $PREFIX/lib/liba.so.1 out/\nln -s '${PREFIX}/lib/libb.so.1' out/\n"
    assert warned("LP115", script) == [(2, "'${PREFIX}/lib/libb.so.1'")]
    # That a variable of this name is meant, nothing else shows.
    assert warned("LP115", script.partition("\n")[2]) == []


def test_a_dollar_in_a_file_name() -> None:
    assert warned("LP115", "Bar=x\ncp 'Foo$Baz.class' 'a{b}' out/\n") == []


def test_the_word_that_a_loop_goes_over_is_underlined() -> None:
    script = "V=/opt/v\nfor f in '$V/lib'/*.so; do\n  cp \"$f\" out/\ndone\n"
    assert [line for line, _ in warned("LP115", script)] == [2]
