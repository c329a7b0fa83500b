"""What a substitution stands for where either of two commands prints."""

from __future__ import annotations

import pytest

from lintpack.repository import MemoryRepository
from lintpack.script import interpret, texts
from lintpack.script.plan import Transfer


@pytest.mark.parametrize(
    "command",
    ['[[ "$V" == 9.* ]] && echo yes || echo no', 'if [ -f "$V" ]; then echo yes; else echo no; fi'],
)
def test_each_branch_ends_without_a_newline(command: str) -> None:
    plan = interpret("pack.sh", MemoryRepository({"pack.sh": f"x=$({command})\ncp lib/lib$x.so.1 out/\n"}))
    sources = [
        texts.shown(case)
        for effect in plan.effects
        if isinstance(effect, Transfer)
        for case, _ in texts.alternatives(effect.source)
    ]
    assert sorted(sources) == ["lib/libno.so.1", "lib/libyes.so.1"]
