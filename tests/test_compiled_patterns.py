"""The patterns that are compiled beforehand: what Python itself would make of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lintpack import patterns

_TOOL = Path(__file__).parents[1] / "tools" / "make_patterns.py"


def test_the_table_is_what_the_compiler_of_this_python_makes() -> None:
    if not patterns.load():
        pytest.skip("not compiled for this Python")
    assert subprocess.run([sys.executable, str(_TOOL), "--check"], check=False).returncode == 0


def test_a_pattern_of_the_table_is_as_one_that_is_compiled() -> None:
    for pattern, flags in patterns.load():
        one, other = patterns.compiled(pattern, flags), re.compile(pattern, flags)
        assert one == other
        assert (one.pattern, one.flags, one.groups, one.groupindex) == (pattern, other.flags, other.groups, {})


def test_a_pattern_that_is_not_in_it_is_compiled() -> None:
    found = patterns.compiled(r"(?P<a>x)+", re.IGNORECASE).search("yXx")
    assert found is not None
    assert found["a"] == "x"


@pytest.mark.parametrize("data", [b"", b"something else", None])
def test_without_the_table_they_are_compiled(
    data: bytes | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "patterns.dat"
    if data is not None:
        file.write_bytes(data)
    monkeypatch.setattr(patterns, "FILE", str(file))
    monkeypatch.setattr(patterns, "_table", None)
    assert patterns.load() == {}
    assert patterns.compiled("[^\"']+").match("a'b") is not None
