"""LP107 for libraries that are to be removed by their SONAMEs, and are searched for as files."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

REMOVED = (
    "rm -f liba.so\n"
    "L=$(curl https://x.org/{} | sed '/^#/d')\n"
    'for f in $L; do\n  found=$(find . {} -name "$f")\n  {} "$found"\ndone\n'
)


def test_links_stay() -> None:
    assert warned("LP107", REMOVED.format("excludelist", "-type f", "rm -f")) == [(4, "-type f")]


@pytest.mark.parametrize(
    "words",
    [("excludelist", "-xtype f", "rm -f"), ("excludelist", "-type f", "echo"), ("filelist", "-type f", "rm -f")],
    ids=["with links", "nothing is removed", "another list"],
)
def test_nothing_stays(words: tuple[str, str, str]) -> None:
    assert warned("LP107", REMOVED.format(*words)) == []
