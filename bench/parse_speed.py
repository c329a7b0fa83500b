"""Time to parse a script, by its size.

    python bench/parse_speed.py [SCRIPT]

The script (by default the pack script of examples/) is repeated to 10 KB, 30 KB, … 1 MB. Linear means: the last column
stays the same.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from lintpack.bash import parse

EXAMPLE = Path(__file__).parent.parent / "examples/harbor/scripts/pack_server.sh"

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE
    text = path.read_text(encoding="utf-8")
    parse(text)
    print(f"{'size':>10} {'CPU ms':>8} {'KB/s':>7} {'ns/char':>8}")
    for size in SIZES:
        repeated = (text + "\n") * max(size // len(text), 1)
        best = min(_seconds(repeated) for _ in range(3))
        count = len(repeated)
        print(f"{count:>10} {best * 1e3:>8.1f} {count / best / 1e3:>7.0f} {best / count * 1e9:>8.0f}")
    return 0


def _seconds(text: str) -> float:
    before = time.process_time()
    parse(text)
    return time.process_time() - before


if __name__ == "__main__":
    sys.exit(main())
