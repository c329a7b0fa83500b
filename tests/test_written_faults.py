"""The faults of bench/written_faults: what was seen stays seen, and the mended scripts stay quiet."""

from __future__ import annotations

from collections import Counter

import pytest

from bench import written

# Those that lintpack does not see, by their sets.
MISSED = {name: set((written.FOLDER / f"{name}.missed").read_text(encoding="utf-8").split()) for name in written.SETS}


@pytest.mark.parametrize("name", written.SETS)
def test_faults_stay_seen(name: str) -> None:
    missed = {case.name for case in written.cases(name) if not written.replay(case).caught}
    assert missed - MISSED[name] == set(), "these were seen before"
    assert MISSED[name] - missed == set(), f"these are seen now: take them out of {name}.missed"


@pytest.mark.parametrize("name", written.SETS)
def test_names_tell_cases_apart(name: str) -> None:
    assert [n for n, count in Counter(case.name for case in written.cases(name)).items() if count > 1] == []
