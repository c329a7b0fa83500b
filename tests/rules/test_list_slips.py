"""LP308: elements of a library path that are no folders, and commands that put the wrong thing between them."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned


@pytest.mark.parametrize(
    "script",
    [
        "export LD_LIBRARY_PATH=/opt/x/lib/libfoo.so.1:/opt/y/lib\n",
        'so=$(find "$B" -name "libfoo.so.*" | sort -V | tail -n 1)\nexport LD_LIBRARY_PATH=$so\n',
        'for so in "$here"/lib/*.so; do\n  export LD_LIBRARY_PATH=$so:$LD_LIBRARY_PATH\ndone\n',
        "export LD_LIBRARY_PATH=$(ls $B/x*/libfoo.so | head -1)\n",
        "export LD_LIBRARY_PATH=`readlink -f $B/libfoo.so`\n",
        "cat > run <<E\n#!/bin/sh\nexport LD_LIBRARY_PATH=/opt/x/libz.so.1\nexec /opt/x/p\nE\n",
    ],
)
def test_a_library_for_a_folder(script: str) -> None:
    assert len(warned("LP308", script)) == 1


@pytest.mark.parametrize(
    "script",
    [
        'so=$(find "$B" -name "libfoo.so.*" | tail -n 1)\nexport LD_LIBRARY_PATH=$(dirname "$so")\n',
        'so=$(find "$B" -name "libfoo.so.*" | tail -n 1)\nexport LD_LIBRARY_PATH=${so%/*}\n',
        'so=$(find "$B" -name "libfoo.so" -printf "%h" -quit)\nexport LD_LIBRARY_PATH=$so\n',
        "export LD_PRELOAD=/opt/x/lib/libfoo.so.1\n",
        "export LD_LIBRARY_PATH=/opt/x.sound/lib:/opt/libfoo.so.d\n",
    ],
)
def test_the_folder_of_a_library(script: str) -> None:
    assert warned("LP308", script) == []


@pytest.mark.parametrize(
    ("script", "count"),
    [
        ("export LD_LIBRARY_PATH=/usr/local/lib/pkgconfig:$LD_LIBRARY_PATH\n", 1),
        ("d=$HOME/x/include\nLD_LIBRARY_PATH=$d ./prog\n", 1),
        ("cat > run <<'E'\n#!/bin/sh\nLD_LIBRARY_PATH=/opt/x/lib/cmake/ exec /opt/x/p\nE\n", 1),
        ("export PKG_CONFIG_PATH=/opt/x/lib/pkgconfig LD_LIBRARY_PATH=/opt/x/lib:/opt/x/include/lib\n", 0),
    ],
)
def test_a_folder_of_what_is_built_with(script: str, count: int) -> None:
    assert len(warned("LP308", script)) == count


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ('find "$x" -type d', True),
        ('find "$x" -name "*.so" -exec dirname {} + | sort -u', True),
        ('find "$x" -name "*.so" -printf "%h\\n" | sort -u', True),
        ('find "$x" -type d -name "lib*" | paste -sd " "', True),
        ('find "$x" -type d | tr "\\n" ","', True),
        ('get dirs | sed "s/,/ /g"', True),
        ('get dirs | sed "s|[^,]*|$x/&|g"', True),
        ('find "$x" -type d | tr "\\n" ":"', False),
        ('find "$x" -type d | paste -sd:', False),
        ('find "$x" -type d -name site | head -1', False),
        ('find "$x" -type d -name site', False),
        ('find "$x" -type d | tr "\\n" " " | sed "s/ /:/g"', False),
        ('find "$x" -type d -printf "%p:"', False),
        ("tr -s ' ' ':' <<< \"${found[@]}\"", False),
        ("tr -s ':' ' ' <<< \"${found[@]}\"", True),
        ('get dirs | sed "s/,/:/g"', False),
        ('get dirs | sed "s|[^,]*|$x/&|g; s|,|:|g"', False),
    ],
)
def test_what_a_command_puts_between_directories(command: str, said: bool) -> None:
    line = f"export LD_LIBRARY_PATH=$({command})${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\n"
    assert bool(warned("LP308", line)) == said
    assert bool(warned("LP308", f"dirs=$({command})\nexport LD_LIBRARY_PATH=$dirs\n")) == said


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("A=/opt/a/lib64:/opt/a/lib\nB=${BUILD_DIR:-$PWD/b}/lib:$PWD/c/lib\nLD_LIBRARY_PATH=$A$B make\n", True),
        ("A=/opt/a/lib\nB=$HOME/b/lib\nLD_LIBRARY_PATH=$A$B make\n", True),
        ("A=/opt/a/lib\nB=:$HOME/b/lib\nLD_LIBRARY_PATH=$A$B make\n", False),
        ("LD_LIBRARY_PATH=/usr/lib$SUFFIX/x/lib make\n", False),
        ("LD_LIBRARY_PATH=$DESTDIR$PREFIX/lib make\n", False),
        ("for d in a b; do\n  LD_LIBRARY_PATH+=/opt/$d/lib\ndone\nexport LD_LIBRARY_PATH\n", True),
        ("for d in a b c; do\n  LD_LIBRARY_PATH+=${LD_LIBRARY_PATH:+:}/opt/$d\ndone\nexport LD_LIBRARY_PATH\n", False),
    ],
)
def test_lists_that_run_together(script: str, said: bool) -> None:
    assert bool(warned("LP308", script)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("/opt/x/liba.so;/opt/x/libb.so", True),
        ('"/opt/x/liba.so;/opt/x/libb.so.1"', True),
        ('"$here/lib/liba.so.1,libb.so"', True),
        ('"$here/liba.so;$LD_PRELOAD"', True),
        ("$here/lib", True),
        ('"/opt/x/lib64:libb.so"', True),
        ('"/opt/x/liba.so:/opt/x/libb.so"', False),
        ('"/opt/x/liba.so ${LD_PRELOAD}"', False),
        ("/opt/x/liba.so; export LD_PRELOAD", False),
        ("$library", False),
    ],
)
def test_lists_of_libraries_to_preload(value: str, said: bool) -> None:
    script = f"#!/bin/sh\nhere=/opt/x\nexport LD_PRELOAD={value}\nexec /opt/x/prog\n"
    assert bool(warned("LP308", script)) == said
