"""Words and assignments, expanded by bash and by us. `bench/expand_oracle.py` does the same with many more."""

from __future__ import annotations

import shutil

import pytest

from tests.script.expansion_cases import Maker
from tests.script.expansion_oracle import disagreements


@pytest.mark.skipif(shutil.which("bash") is None, reason="asks bash")
def test_bash_and_we_expand_alike() -> None:
    maker = Maker(2024)
    found, rejected = disagreements([maker.case() for _ in range(300)])
    assert not found, "\n".join(map(str, found))
    assert rejected < 30, "most cases should be ones that bash can expand"
