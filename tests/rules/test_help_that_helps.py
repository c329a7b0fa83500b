"""What a finding says to do has to act, and what it quotes has to be of this line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected

if TYPE_CHECKING:
    from lintpack.findings import Finding


def one(code: str, text: str) -> Finding:
    (found,) = check(
        [("a.sh", MemoryRepository({"a.sh": text}), "a.sh")], Settings(selected((code,), ()), {})
    ).report.findings
    return found


@pytest.mark.parametrize(
    ("end", "told"), [("mv {} out/lib \\;", True), ("mv {} out/lib ';'", True), ("mv -t out/lib {} +", False)]
)
def test_find_tells_only_of_what_ends_in_plus(end: str, told: bool) -> None:
    """LP206."""
    text = f"find lib -name \\*.so\\* -exec {end}\nrm -rf lib\ntar czf out.tgz out\n"
    assert ("{} +" in one("LP206", text).help) is told


@pytest.mark.parametrize(
    ("test", "quoted"),
    [('[ -f "lib/libprobe*" ]', True), ('[[ -f "lib/libprobe*" ]]', True), ("[[ -f lib/libprobe* ]]", False)],
)
def test_why_a_star_is_not_expanded(test: str, quoted: bool) -> None:
    """LP111."""
    (note,) = one("LP111", f"if {test}; then\n  cp lib/libprobe* out/\nfi\n").notes
    assert note.startswith("in quotes") is quoted
