"""Launchers that a script writes, and how they are spoken of."""

from __future__ import annotations

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected


def test_a_launcher_that_is_written_is_not_run_there() -> None:
    """LP302."""
    script = "cat > AppRun << EOF\n#!/bin/sh\nexport LD_LIBRARY_PATH=\\$D/lib:\\$LD_LIBRARY_PATH\nexec \\$D/prog\nEOF\n"
    entry = [("pack.sh", MemoryRepository({"pack.sh": script}), "pack.sh")]
    (one,) = check(entry, Settings(selected(("LP302",), ()), {})).report.findings
    assert [label.text for label in one.related] == ["`AppRun` is written here"]
