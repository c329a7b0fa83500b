"""The models of commands against the real programs, over many random command lines.

    python bench/execution.py [CASES [SEED]]

Prints, for each family, how many lines were tried, how many the real program accepted, and each disagreement.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.execution import coreutils, streaming

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

FAMILIES: dict[str, tuple[SearchStrategy[list[str]], Callable[[list[str], Path], str | None]]] = {
    "cp, mv, ln, install": (coreutils.lines(), coreutils.disagreement),
    "rsync": (streaming.rsync_lines(), streaming.disagreement),
    "tar | tar": (streaming.tar_lines(), streaming.disagreement),
    "find": (streaming.find_lines(), streaming.disagreement),
}


def run(name: str, cases: int, start: int) -> int:
    """Try `cases` lines of one family; the number of disagreements."""
    strategy, compare = FAMILIES[name]
    tried = 0
    found: dict[str, str] = {}

    @seed(start)
    @settings(
        max_examples=cases,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        database=None,
    )
    @given(strategy)
    def each(line: list[str]) -> None:
        nonlocal tried
        tried += 1
        with tempfile.TemporaryDirectory() as scratch:
            difference = compare(line, Path(scratch))
        if difference:
            found[" | ".join(line)] = difference

    each()
    accepted = tried - coreutils.REFUSED.pop("lines", 0)
    print(f"{name:<20} {tried:>6} lines, {accepted:>6} accepted by the real program, {len(found)} disagreements")
    for difference in found.values():
        print(difference, "\n")
    return len(found)


def main() -> int:
    warnings.simplefilter("ignore")
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    start = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    return 1 if sum(run(name, cases, start) for name in FAMILIES) else 0


if __name__ == "__main__":
    sys.exit(main())
