"""LP109: the branch for one architecture gives a variable what belongs to another."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

CASE = "case $(uname -m) in\n  x86_64|amd64)\n    libs=$b/x86_64-linux-gnu ;;\n  {})\n    libs=$b/{} ;;\nesac\n"
USE = 'export LD_LIBRARY_PATH=$libs\nexec "$b/prog"\n'


@pytest.mark.parametrize(
    ("pattern", "folder", "expected"),
    [
        ("aarch64", "x86_64-linux-gnu", [5]),
        ("arm64 | aarch64", "x86_64-linux-gnu/lib", [5]),
        ("ppc64le", "x86_64-linux-gnu", [5]),
        ("aarch64", "aarch64-linux-gnu", []),
        ("i?86", "x86_64-linux-gnu", []),
        ("armv7l", "aarch64-linux-gnu", []),
        ("*", "x86_64-linux-gnu", []),
        ("aarch64|x86_64", "x86_64-linux-gnu", []),
        ("aarch64", "common", []),
    ],
)
def test_a_branch(pattern: str, folder: str, expected: list[int]) -> None:
    script = CASE.format(pattern, folder)
    assert [line for line, _ in warned("LP109", script + USE)] == expected
    inside = "setup() {\n" + script + "}\nsetup\n"
    assert [line - 1 for line, _ in warned("LP109", inside + USE)] == expected


def test_several_that_differ_are_meant() -> None:
    """The architecture of the machine that builds, by that of the machine that it is for."""
    script = "case $t in\n  x86_64) lib=aarch64-linux-gnu ;;\n  aarch64) lib=x86_64-linux-gnu ;;\nesac\n"
    assert warned("LP109", script + "cp -P /usr/lib/$lib/libz.so.1 out/\n") == []
