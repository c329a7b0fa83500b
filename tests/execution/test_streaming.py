"""The models of rsync, tar and find against the real ones, over random options and operands."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.execution.streaming import disagreement, find_lines, has, rsync_lines, tar_lines

few = settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def agrees(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        assert disagreement(lines, Path(scratch)) is None


@pytest.mark.skipif(not has("rsync"), reason="no rsync")
@few
@given(rsync_lines())
def test_rsync(lines: list[str]) -> None:
    agrees(lines)


@few
@given(tar_lines())
def test_tar_through_a_pipe(lines: list[str]) -> None:
    agrees(lines)


@few
@given(find_lines())
def test_find(lines: list[str]) -> None:
    agrees(lines)
