"""Scripts of our own, each in the shape of an idiom: what real bash and real tools do is what the plan says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.execution.harness import differences, disagreements, execute, is_open, missing, names, plan_of, prepare

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="GNU tools")


def test_most_plans_say_everything(tmp_path: Path) -> None:
    """So many plans leave nothing open, and are carried out above."""
    prepare(tmp_path)
    assert sum(not is_open(plan_of(script, tmp_path)) for script in names()) >= 30


@pytest.mark.parametrize("script", names())
def test_the_plan_is_what_happens(script: str, tmp_path: Path) -> None:
    for tool in missing(script):
        pytest.skip(f"no {tool}")
    root = tmp_path / "root"
    root.mkdir()
    prepare(root)
    known = plan_of(script, root)
    blind = plan_of(script, None)
    done, calls = execute(script, tmp_path)
    assert done or calls
    assert disagreements(script, known, done, calls, root) == []
    assert differences(known, root, tmp_path / "planned") == []
    # Without the build tree all that happens is still in the plan.
    assert disagreements(script, blind, done, calls) == []
