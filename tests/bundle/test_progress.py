"""The line on a terminal, and silence elsewhere."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from lintpack.bundle.progress import Progress
from lintpack.bundle.reading import read_bundle
from tests.bundle.conftest import tar

if TYPE_CHECKING:
    from pathlib import Path


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr("lintpack.bundle.progress.time.monotonic", lambda: now[0])
    return now


def test_a_line_appears_after_a_second_and_is_wiped(clock: list[float]) -> None:
    out = Terminal()
    line = Progress("some/release.tar.gz", out)
    line.step(0.1, 5, look=True)
    assert out.getvalue() == ""
    clock[0] = 1.5
    line.step(0.34, 12345, look=True)
    assert out.getvalue() == "\rreading release.tar.gz … 34%, 12,345 members"
    line.step(0.35, 12346, look=True)
    assert out.getvalue().count("\r") == 1
    line.done()
    assert out.getvalue().endswith("\r" + " " * 44 + "\r")


def test_nothing_is_said_elsewhere(clock: list[float]) -> None:
    out = io.StringIO()
    line = Progress("a.tar", out)
    clock[0] = 9
    line.step(0.5, 5, look=True)
    line.done()
    assert out.getvalue() == ""


def test_a_slow_archive_shows_how_far_it_is(tree: Path, tmp_path: Path, clock: list[float]) -> None:
    out = Terminal()
    line = Progress("a.tar", out)
    clock[0] = 2
    read_bundle(str(tar(tree, tmp_path / "a.tar")), progress=line)
    assert "reading a.tar … " in out.getvalue()
    assert out.getvalue().endswith("\r")
