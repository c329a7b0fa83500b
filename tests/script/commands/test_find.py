"""find and xargs: which files, and what happens to them."""

from __future__ import annotations

import pytest

from lintpack.script import texts
from lintpack.script.plan import Transfer
from tests.script.commands.fake_shell import FakeShell, text

FOUND = [
    ("find lib -name *.so*", ["lib/**/*.so*"]),
    ("find lib -maxdepth 1 -name *.so -print", ["lib/*.so"]),
    ("find lib bin -type f", ["lib/**/*", "bin/**/*"]),
    ("find -name a.so", ["./**/a.so"]),
    ("find lib ( -name a.so -o -name b.so ) -type f", ["lib/**/a.so", "lib/**/b.so"]),
    ("find lib -name x -prune -o -name *.so -print", ["lib/**/*.so"]),
    ("find lib -path */sub/liba.so*", ["lib/**/liba.so*"]),
    ("find lib -regex .*/lib[a-z]+\\.so\\(\\.[0-9]+\\)*", ["lib/**/lib*.so*"]),
    ("find lib -name *.so ! -name libc.so -printf %f\\n", ["*.so"]),
    ("find lib -name a.so -delete", []),
]


@pytest.mark.parametrize(("line", "expected"), FOUND, ids=[line for line, _ in FOUND])
def test_what_is_printed(line: str, expected: list[str]) -> None:
    # Patterns are quoted in a script: they reach find as they are.
    words = tuple(
        (word.replace("\\(", "(").replace("\\)", ")") if word in {"\\(", "\\)"} else word,) for word in line.split()
    )
    shell = FakeShell()
    output = shell.execute(words, tuple(shell.source.place(0, 0) for _ in words)).output
    assert output is not None
    assert texts.shown(output).splitlines() == expected


def test_exec_runs_for_each_branch_and_keeps_the_tests() -> None:
    shell = FakeShell()
    shell.run("find lib -type f '(' -name a.so -o -name b.so.1 ')' -exec cp {} out/ ';'")
    assert shell.shown() == ["cp lib/**/a.so -> out/a.so follow", "cp lib/**/b.so.1 -> out/b.so.1 follow"]
    effect = shell.effects[0]
    assert isinstance(effect, Transfer)
    assert effect.filters == ("-type f", "-name a.so")


def test_exec_plus_and_delete() -> None:
    shell = FakeShell()
    shell.run("find lib bin -name a.so -exec cp -t out {} +")
    shell.run("find out -name a.la -delete")
    assert shell.shown() == [
        "cp lib/**/a.so -> out/a.so follow",
        "cp bin/**/a.so -> out/a.so follow",
        "remove out/**/a.la",
    ]


def test_names_flow_into_xargs_and_cpio() -> None:
    shell = FakeShell()
    found = shell.run("find lib -name a.so -print0").output
    shell.run("xargs -0 -I {} cp {} out/{}.bak", stdin=found)
    shell.run("xargs cp -t out", stdin=("a.so 'b c.so'\nd.so\n",))
    shell.run("xargs -n 1 -r strip", stdin=("a b\n",))
    shell.run("xargs -r strip", stdin=())
    shell.run("cpio -pdm out", stdin=("./lib/a.so\n",))
    assert shell.shown() == [
        "cp lib/**/a.so -> out/lib/**/a.so.bak follow",
        "cp a.so -> out/a.so follow",
        "cp b c.so -> out/b c.so follow",
        "cp d.so -> out/d.so follow",
        "strip a",
        "strip b",
        "cpio lib/a.so -> out/lib/a.so keep recursive",
    ]


def test_unknown_input_is_an_unresolved_copy() -> None:
    shell = FakeShell()
    shell.run("xargs -I{} cp {} out/")
    shell.run("xargs cp -t out", stdin=text("$names"))
    assert shell.shown() == [
        "cp $(cat) -> out/$(basename $(cat)) follow ?",
        "cp $names -> out/$(basename $names) follow ?",
    ]
