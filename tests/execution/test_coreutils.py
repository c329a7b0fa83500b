"""The models of cp, mv, ln and install against the real ones, over random options and operands."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.execution.coreutils import disagreement, lines


@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines())
def test_files_end_up_where_the_model_says(line: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        assert disagreement(line, Path(scratch)) is None
