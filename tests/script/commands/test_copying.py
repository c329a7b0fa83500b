"""cp, mv, install, ln and their kin: which path does each file get."""

from __future__ import annotations

import pytest

from tests.script.commands.fake_shell import FakeShell

COPIES = [
    ("cp a.so out/", ["cp a.so -> out/a.so follow"]),
    ("cp lib/a.so out/b.so", ["cp lib/a.so -> out/b.so follow"]),
    ("cp lib/a.so out", ["cp lib/a.so -> out/a.so follow"]),
    ("cp lib/a.so .", ["cp lib/a.so -> a.so follow"]),
    ("cp a.so b.so out", ["cp a.so -> out/a.so follow", "cp b.so -> out/b.so follow"]),
    ("cp -t out a.so", ["cp a.so -> out/a.so follow"]),
    ("cp -tout a.so", ["cp a.so -> out/a.so follow"]),
    ("cp --target=out a.so", ["cp a.so -> out/a.so follow"]),
    ("cp a.so -Pt out", ["cp a.so -> out/a.so keep"]),
    ("cp -T a.so known", ["cp a.so -> known follow"]),
    ("cp a.so known", ["cp a.so -> known/a.so follow"]),
    ("cp -a a.so out/", ["cp a.so -> out/a.so keep recursive"]),
    ("cp -rL a.so out/", ["cp a.so -> out/a.so follow recursive"]),
    ("cp -Lrd a.so out/", ["cp a.so -> out/a.so keep recursive"]),
    ("cp -r lib out/", ["cp lib -> out/lib keep recursive"]),
    ("cp -r lib/. out", ["cp lib/. -> out keep recursive"]),
    ("cp -r lib/* out", ["cp lib/* -> out/* keep recursive"]),
    ("cp --parents lib/x/a.so out", ["cp lib/x/a.so -> out/lib/x/a.so follow parents"]),
    ("cp $dir/a.so $out/lib", ["cp $dir/a.so -> $out/lib/a.so follow"]),
    ("cp $lib $out/", ["cp $lib -> $out/$(basename $lib) follow ?"]),
    ("cp lib/lib*.so* $out/", ["cp lib/lib*.so* -> $out/lib*.so* follow"]),
    ("cp $CP_OPTS a.so out/", ["cp a.so -> out/a.so"]),
    ("cp -- -a.so out/", ["cp -a.so -> out/-a.so follow"]),
    ("cp -s /x/a.so out/", ["link out/a.so -> /x/a.so"]),
    ("cp -l a.so out/", ["link out/a.so -> a.so hard"]),
    ("mv a.so out/b.so", ["mv a.so -> out/b.so keep recursive moves"]),
    ("mv -f a.so b.so out", ["mv a.so -> out/a.so keep recursive moves", "mv b.so -> out/b.so keep recursive moves"]),
    ("install -m 755 a.so out/", ["install a.so -> out/a.so follow", "mode out/a.so 755"]),
    ("install -D a.so out/lib", ["install a.so -> out/lib follow"]),
    ("install -Dm644 -t out/lib a.so", ["install a.so -> out/lib/a.so follow", "mode out/lib/a.so 644"]),
    ("install -d out/lib out/bin", ["folder out/lib", "folder out/bin"]),
    ("install -s a.so out/", ["install a.so -> out/a.so follow", "strip out/a.so"]),
    ("libtool --mode=install cp a.so out/", ["cp a.so -> out/a.so follow"]),
    ("ln -s a.so.1 out/a.so", ["link out/a.so -> a.so.1"]),
    ("ln -sf a.so.1 a.so", ["link a.so -> a.so.1 force"]),
    ("ln -s /usr/lib/a.so.1", ["link a.so.1 -> /usr/lib/a.so.1"]),
    ("ln -s /usr/lib/a.so.1 out/liba$EXT", ["link out/liba$EXT -> /usr/lib/a.so.1"]),
    ("ln -s /usr/lib/a.so.1 known", ["link known/a.so.1 -> /usr/lib/a.so.1"]),
    ("ln -s ../x ../y out", ["link out/x -> ../x", "link out/y -> ../y"]),
    ("ln -sr out/lib/a.so.1 out/bin/a.so", ["link out/bin/a.so -> ../lib/a.so.1"]),
    ("ln -st out /x/a.so", ["link out/a.so -> /x/a.so"]),
    ("ln a.so.1 a.so", ["link a.so -> a.so.1 hard"]),
    ("ln -s current/bin launcher", ["link launcher -> current/bin"]),
    ("mkdir -p out/lib -m 755 x", ["folder out/lib", "folder x"]),
    ("rm -rf out/lib", ["remove out/lib recursive"]),
    ("chmod -x a b", ["mode a -x", "mode b -x"]),
    ("chmod -R 755 a", ["mode a 755"]),
    ("touch -c a", []),
]


@pytest.mark.parametrize(("line", "expected"), COPIES, ids=[line for line, _ in COPIES])
def test_one_command(line: str, expected: list[str]) -> None:
    shell = FakeShell(folders=["known"])
    shell.run(line)
    assert shell.shown() == expected


def test_a_folder_made_before_is_a_folder() -> None:
    shell = FakeShell(cwd="work")
    shell.run("mkdir -p pkg/data.so")
    shell.run("cp a.so pkg/data.so")
    assert shell.shown()[1:] == ["cp work/a.so -> work/pkg/data.so/a.so follow"]


def test_an_archive_of_the_right_extension_is_a_file() -> None:
    shell = FakeShell()
    shell.run("cp build/x.txt out/y.txt")
    shell.run("cp build/x.txt out/dir")
    assert shell.shown() == ["cp build/x.txt -> out/y.txt follow", "cp build/x.txt -> out/dir/x.txt follow"]
