"""The comparison with other tools that the README speaks of: lintpack is right in each of its scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.compare import SCENARIOS, Scenario, agree, call_of, lintpack, real
from tests.loader.lab import glibc_lab

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.title.replace(" ", "-"))
def test_lintpack_is_right(scenario: Scenario, tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    scenario.build(lab)
    truth = real(lab, scenario)
    assert agree(lintpack(call_of(lab, scenario)), truth)


def test_the_readme_counts_them() -> None:
    assert len(SCENARIOS) == 28
