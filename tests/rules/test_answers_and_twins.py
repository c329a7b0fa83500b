"""Slips that show only beside their counterpart: names that nothing sets or reads, tests with one answer, and more."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned
from tests.rules.test_loader_environment import found

SHELL = "#!/bin/bash\n"


def lines(code: str, script: str) -> list[int]:
    return sorted({line for line, _ in warned(code, SHELL + script)})


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('NCURSES_VER=6.4\nln -sf "libncursesw.so.$NETCURSES_VER" out/libtinfo.so.6\n', [3]),
        ("build_directory=$PWD/b\ncp $build_dir/libfoo.so.1 out/\n", [3]),
        ("INSTALL_ROOT=/opt/x\nexport LD_LIBRARY_PATH=$INSTALLATION_ROOT/lib\n/opt/x/bin/prog\n", [3]),
        # It is read somewhere, or exported to all, or another thing.
        ('NCURSES_VER=6.4\nln -sf "libncursesw.so.$NETCURSES_VER" out/libtinfo.so.6\necho $NCURSES_VER\n', []),
        ("LIB_VERSION_MAJOR=1\ncp libfoo.so.$LIB_VERSION out/\n", []),
        ("PYTHON_DIR=/opt/p\ncp $BUILD_DIR/libfoo.so.1 out/\n", []),
    ],
)
def test_one_is_set_and_the_other_is_read(script: str, expected: list[int]) -> None:
    assert lines("LP115", script) == expected


@pytest.mark.parametrize(
    ("test", "wrong"),
    [
        ("[ -n $EXTRA ]", True),
        ("test -n $EXTRA", True),
        ("[ ! -n ${EXTRA} ]", True),
        ('[ "$EXTRA"="yes" ]', True),
        ('[ ! -z "x$EXTRA" ]', True),
        ('[ -n "$EXTRA" ]', False),
        ("[[ -n $EXTRA ]]", False),
        ('[ "$EXTRA" = "yes" ]', False),
        ('[ "x$EXTRA" != "x" ]', False),
        ("[ -f $EXTRA ]", False),
    ],
)
def test_a_test_with_one_answer(test: str, wrong: bool) -> None:
    then = "ln -sf libcurl.so.4.1 out/libcurl.so.4"
    assert lines("LP139", f"if {test}; then\n  {then}\nfi\n") == ([2] if wrong else [])
    assert lines("LP139", f"{test} && {then}\n") == ([2] if wrong else [])
    # What neither packs nor loads is another matter.
    assert lines("LP139", f"if {test}; then\n  echo hello\nfi\n") == []


def test_what_a_search_has_not_found() -> None:
    script = "lib=$(find /usr/lib -name libz.so.1)\n[ -f {} ] && cp -L $lib out/libz.so.1\n"
    assert lines("LP139", script.format("$lib")) == [3]
    assert lines("LP139", script.format('"$lib"')) == []


@pytest.mark.parametrize(
    ("into", "source", "expected"),
    [
        ("out/$ARCH/lib/", "deps/lib-x86-64/libfoo.so.1", [6]),
        ("$OUT/lib/", "third_party/linux/amd64/libfoo.so.1", [6]),
        ("$OUT/lib/", "prebuilt/aarch64/libfoo.so.1", [6]),
        ("$OUT/lib/", "prebuilt/$ARCH/libfoo.so.1", []),
        ("$OUT/lib/", "ndk/linux-x86_64/$TARGET/libfoo.so.1", []),
        ("out/lib/", "prebuilt/x86_64/libfoo.so.1", []),
    ],
)
def test_one_machines_libraries_for_each(into: str, source: str, expected: list[int]) -> None:
    script = "case $ARCH in\n  x86_64 | aarch64) ;;\n  *) exit 1 ;;\nesac\n"
    script = script.replace("esac\n", "esac; OUT=out/$ARCH\n")
    assert lines("LP109", f"{script}cp {source} {into}\n") == expected


@pytest.mark.parametrize("name", ["libglib-2.0", "libusb-1.0", "libluajit-5.1"])
def test_a_version_in_front_of_the_suffix(name: str) -> None:
    assert lines("LP101", f"cp /usr/lib/x86_64-linux-gnu/{name}.so out/lib/\n") == [2]
    assert lines("LP101", f"export LD_PRELOAD={name}.so\nexec prog\n") == [2]
    assert lines("LP101", f"cp /usr/lib/x86_64-linux-gnu/{name}.so.0 out/lib/\n") == []


def test_a_function_in_another_shell() -> None:
    end = "exec /opt/x/bin/prog\n"
    for run in ("find /opt/x -type d -exec {} \\;\n", "find /opt/x -type d | xargs -n 1 {}\n"):
        assert lines("LP317", run.format("bash -c 'prepend_dir LD_LIBRARY_PATH \"{}/lib\"'") + end) == [2]
        assert lines("LP317", run.format("bash -c 'prepend_dir MANPATH \"{}/lib\"'") + end) == []


def test_an_export_in_a_branch() -> None:
    script = "if [ -z $CACHE ]; then\n  export LD_LIBRARY_PATH=$OLD\nfi\n{}=/opt/x/lib:$LD_LIBRARY_PATH\n/opt/x/bin/p\n"
    assert lines("LP304", script.format("LD_LIBRARY_PATH")) == [5]
    assert lines("LP304", script.format("export LD_LIBRARY_PATH")) == []


def test_a_file_that_sets_paths() -> None:
    both = "export PATH=$PATH:/opt/x/bin\nexport LD_LIBRARY_PATH=/opt/x/lib\n"
    assert found(both, "setpath.sh") == found(both, "source_me.sh") == ["LP305:2"]
