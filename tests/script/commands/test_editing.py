"""sed -i, ls and getopt."""

from __future__ import annotations

import pytest

from lintpack.script import texts
from tests.script.commands.fake_shell import FakeShell, text


def test_sed_changes_a_file_that_the_script_wrote() -> None:
    shell = FakeShell()
    shell.contents["run.sh"] = ("exec @BIN@ x\n",)
    shell.execute(*words(shell, "sed", "-ri", "-e", "s,@BIN@,./server,", "run.sh"))
    shell.execute(*words(shell, "sed", "-i.bak", "s/a/b/", "unknown.txt"))
    assert shell.shown() == ["edit run.sh", "written run.sh: 'exec ./server x\\n'", "edit unknown.txt"]


def test_what_an_edit_leaves_may_be_unknown() -> None:
    shell = FakeShell()
    shell.contents["run.sh"] = ("exec x\n",)
    shell.execute(*words(shell, "perl", "-pi", "-e", "s/x/y/", "run.sh"))
    assert shell.shown() == ["edit run.sh", "written run.sh: '$(sed run.sh)'"]


LISTED = [
    ("ls lib/*.so*", "lib/*.so*\n"),
    ("ls -1 lib", "*\n"),
    ("ls -td out-*", "out-*\n"),
    ("ls -d known lib/a.so", "known\nlib/a.so\n"),
    ("ls", "*\n"),
    ("ls -l lib", None),
    ("ls a b", None),
]


@pytest.mark.parametrize(("line", "expected"), LISTED, ids=[line for line, _ in LISTED])
def test_ls_prints_names(line: str, expected: str | None) -> None:
    output = FakeShell(folders=["known", "lib"]).run(line).output
    assert (None if output is None else texts.shown(output)) == expected


def test_getopt_sorts_words() -> None:
    shell = FakeShell()
    line = ["getopt", "-o", "ab:", "--long", "all,out:", "-n", "me", "--", "x", "-b", "1", "--out=d e", "-a", "y"]
    output = shell.execute(*words(shell, *line)).output
    assert output == (" -b '1' --out 'd e' -a -- 'x' 'y'\n",)
    assert shell.execute(*words(shell, "getopt", "-o", "a", "--", "-x")).output is None
    assert shell.run("getopt -o a -- $args").output is None


def words(shell: FakeShell, *given: str) -> tuple:  # type: ignore[type-arg]
    return tuple(text(word) if "$" in word else ((word,) if word else ()) for word in given), tuple(
        shell.source.place(0, 0) for _ in given
    )
