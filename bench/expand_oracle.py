"""Holds word expansion against bash: `python bench/expand_oracle.py [COUNT] [SEED]`.

Makes up COUNT scripts (10,000 if not said) over known variables, runs each under bash and under our expansion, and
prints those where the arguments differ. Exit status 1 if any do. Scripts that bash rejects are made up again.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.script.expansion_cases import Maker
from tests.script.expansion_oracle import disagreements


def main(count: int, seed: int) -> int:
    maker = Maker(seed)
    compared = rejected = differing = 0
    start = time.perf_counter()
    while compared < count:
        cases = [maker.case() for _ in range(min(1_000, count - compared + 50))]
        found, refused = disagreements(cases)
        compared += len(cases) - refused
        rejected += refused
        differing += len(found)
        for one in found:
            print(one)
    print(
        f"seed {seed}: {compared:,} cases compared, {differing} disagreements,"
        f" {rejected:,} more rejected by bash, {time.perf_counter() - start:.0f} s"
    )
    return int(differing > 0)


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    sys.exit(main(words[0] if words else 10_000, words[1] if len(words) > 1 else 1))
