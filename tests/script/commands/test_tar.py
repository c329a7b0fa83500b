"""tar: what goes into an archive, and where its members come out."""

from __future__ import annotations

import pytest

from lintpack.script.streams import archive_in
from tests.script.commands.fake_shell import FakeShell

TARS = [
    ("tar czf out.tgz lib bin", ["create out.tgz tar.gz in .: lib bin"]),
    ("tar cfz out.tgz lib", ["create out.tgz tar.gz in .: lib"]),
    ("tar -czvf out.tgz lib", ["create out.tgz tar.gz in .: lib"]),
    ("tar cfC out.tar stage . -C ../other x", ["create out.tar tar in stage: stage/. other/x"]),
    ("tar -C stage -cJf out.tar.xz a.so b.so", ["create out.tar.xz tar.xz in stage: stage/a.so stage/b.so"]),
    ("tar -caf $name.tar.zst -C $stage .", ["create $name.tar.zst tar.zst in $stage: $stage/."]),
    ("tar --create --file=o.tar --exclude=*.la lib", ["create o.tar tar in .: lib -*.la"]),
    ("tar --zstd -cf o.tar.zst lib", ["create o.tar.zst tar.zst in .: lib"]),
    ("tar -I pigz -cf o.tgz lib", ["create o.tgz tar.gz in .: lib"]),
    ("tar rf o.tar lib", ["append o.tar tar in .: lib"]),
    ("tar xf o.tgz -C dest", ["extract o.tgz tar in dest: "]),
    ("tar xzf o.tgz --strip-components=1 -C dest top/a.so", ["extract o.tgz tar.gz in dest: dest/a.so"]),
    ("tar xOf o.tgz a.so", []),
    ("tar tzf o.tgz", []),
    ("tar $TAR_FLAGS o.tgz lib", ["unresolved tar: what it does is not known"]),
]


@pytest.mark.parametrize(("line", "expected"), TARS, ids=[line for line, _ in TARS])
def test_one_command(line: str, expected: list[str]) -> None:
    shell = FakeShell()
    shell.run(line)
    assert shell.shown() == expected


def piped(first: str, second: str) -> list[str]:
    shell = FakeShell()
    shell.run(second, stdin=shell.run(first).output)
    return shell.shown()


def test_a_pipe_moves_the_members() -> None:
    assert piped("tar c -C lib a.so b.so", "tar x -C dest") == [
        "tar lib/a.so -> dest/a.so keep recursive",
        "tar lib/b.so -> dest/b.so keep recursive",
    ]


def test_a_pipe_moves_the_contents_of_a_folder() -> None:
    assert piped("tar -chf - -C lib .", "tar -xf - -C dest") == ["tar lib/. -> dest follow recursive"]
    assert piped("tar -cf - lib", "tar -xf - --strip-components=1 -C dest") == ["tar lib/. -> dest keep recursive"]


def test_a_list_names_the_members() -> None:
    shell = FakeShell()
    shell.run("tar cf o.tar -C lib -T -", stdin=("a.so\nb.so\n",))
    shell.contents["names"] = ("c.so\n",)
    shell.run("tar cf o.tar -T names")
    shell.run("tar cf o.tar -T other")
    assert shell.shown() == [
        "create o.tar tar in lib: lib/a.so lib/b.so",
        "create o.tar tar in .: c.so",
        "unresolved tar: the list other is not known",
        "create o.tar tar in .: ",
    ]


def test_names_are_transformed() -> None:
    shell = FakeShell()
    stream = archive_in(shell.run(r"tar c --transform=s,^lib,pkg/lib, lib/a.so").output)
    assert stream is not None
    assert [member.name for member in stream.members] == [("pkg/lib/a.so",)]
