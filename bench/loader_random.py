"""Random bundles against the real loaders (glibc's, and musl's where it is installed): no difference is the bar.

    python bench/loader_random.py [--count 1000] [--seed 0] [--musl] [--keep]

Each seed makes one tree of libraries, links, copies and traps; its program is really started. A difference is printed
with its seed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.loader.lab import compare, glibc_lab, musl_lab  # noqa: E402
from tests.loader.random_trees import plant, symbols_missing  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="the first; the others follow")
    parser.add_argument("--musl", action="store_true", help="musl's loader instead of glibc's")
    parser.add_argument("--words", type=int, default=700, help="so much of each difference is printed")
    parser.add_argument("--keep", action="store_true", help="leave the trees that differ where they are")
    options = parser.parse_args()
    laboratory = musl_lab if options.musl else glibc_lab
    seen: Counter[str] = Counter()
    wrong = 0
    for seed in range(options.seed, options.seed + options.count):
        folder = Path(tempfile.mkdtemp(prefix="lintpack-random-"))
        lab = laboratory(folder)
        call = plant(lab, random.Random(seed))
        got = lab.start(*call)
        seen["runs"] += 1
        seen["started"] += got.real.status == 0
        seen["objects"] += len(got.ours.scope)
        for word in ("cannot open", "version `", "invalid ELF", "too short", "wrong ELF class", "cannot read"):
            seen[word] += word in (got.ours.fatal or "")
        for one in (*got.ours.loads, *got.ours.failed_preloads):
            seen.update(f"via {one.via.kind}" if one.via else "via nothing" for _ in "1")
        if symbols_missing(got):
            seen["symbols missing"] += 1
            shutil.rmtree(folder)
            continue
        try:
            compare(got)
        except AssertionError as difference:
            wrong += 1
            print(f"DIFFERENT seed {seed}: {call}\n{str(difference)[: options.words]}")
            if options.keep:
                print(folder)
                continue
        shutil.rmtree(folder)
    print(", ".join(f"{key} {count}" for key, count in seen.most_common()))
    print(f"differences {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
