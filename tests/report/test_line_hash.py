"""The hashes of lines are GitHub's: the expected values are what codeql-action's own code gave for these texts."""

from __future__ import annotations

import pytest

from lintpack.report.line_hash import line_hashes


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        ("", "c129715d7a2bc9a3:1"),
        ("cp -L lib/libz.so $out/lib\n", "3f1df8eea3bafdc2:1 c129715d7a2bc9a3:1"),
        (
            "#!/bin/sh\ncp a b\r\ncp a b\r\tcp é日😀 b",
            "e05e774c1a355a4b:1 4ecb0fca7ac9f6a3:1 971e32f588ac4dcf:1 8dcc369d56b14d6b:1",
        ),
        (
            "x\n" * 3 + "y" * 250 + "\n\n",
            "a29f5f452e520860:1 5662608839105914:1 a434200caccdeba8:1 cadd4b5b9d92c51c:1 3c5bef55b72b93c9:1 "
            "c129715d7a2bc9a3:1",
        ),
        ("\r \n\t\n", "4e5d562094661a0d:1 5b5d4caf73a13177:1 3c5bef55b72b93c9:1 c129715d7a2bc9a3:1"),
    ],
    ids=["empty", "one line", "line ends and code units", "a long line", "blank lines"],
)
def test_hashes_of_lines(text: str, hashes: str) -> None:
    assert line_hashes(text) == hashes.split()


def test_lines_alike_are_counted() -> None:
    hashes = line_hashes("cp lib/libz.so $out\n" * 9)
    assert [one.partition(":")[0] for one in hashes[:4]] == [hashes[0].partition(":")[0]] * 4
    assert [one.partition(":")[2] for one in hashes[:4]] == ["1", "2", "3", "4"]


def test_a_line_keeps_its_hash_when_others_are_added_above() -> None:
    text = "cp lib/libz.so $out\nexit\n"
    assert line_hashes("# new\n" * 5 + text)[5:] == line_hashes(text)


def test_blanks_do_not_count() -> None:
    assert line_hashes("cp a b") == line_hashes("\tcp  a\tb ")
