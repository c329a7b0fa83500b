"""Scripts of our own, each in the shape of an idiom: what real bash and real tools do is what the plan says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.execution.harness import disagreements, execute, names, plan_of, prepare

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="GNU tools")


@pytest.mark.parametrize("script", names())
def test_the_plan_is_what_happens(script: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    prepare(root)
    known = plan_of(script, root)
    blind = plan_of(script, None)
    done, calls = execute(script, tmp_path)
    assert done or calls
    assert disagreements(script, known, done, calls, root) == []
    # Without the build tree all that happens is still in the plan.
    assert disagreements(script, blind, done, calls) == []
