"""How many real scripts have a region that cannot be parsed?

    python bench/parse_corpus.py FOLDER [--limit 0] [--bashlex] [--shfmt PROGRAM] [--show 20]

FOLDER holds bare git directories; taken are the scripts at HEAD (by suffix, or by the first line of a file that may be
executed) that `bash -n` accepts. With --bashlex and --shfmt the same is asked of these, side by side. Also counts the
scripts that bash rejects and we do not. Exit 1 where more than 0.2 % of the accepted have a problem.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.corpus import scripts
from lintpack.bash import parse
from tests.bash.acceptance import accepted

TARGET = 0.2
# What is wrong with a text that is parsed as a whole nevertheless.
_ABOUT_THE_TEXT = ("byte order mark", "NUL character", "line ends are CRLF")


def bashlex_parses(text: str) -> bool:
    import bashlex  # type: ignore[import-untyped]

    try:
        bashlex.parse(text)
    except Exception:
        return False
    return True


def shfmt_parses(text: str, program: str) -> bool:
    command = [program, "--to-json", "-ln", "bash"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=False).returncode == 0


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--limit", type=int, default=0, help="scripts of each repository (0: all)")
    options.add_argument("--bashlex", action="store_true")
    options.add_argument("--shfmt", metavar="PROGRAM")
    options.add_argument("--show", type=int, default=20)
    given = options.parse_args()
    counts: Counter[str] = Counter()
    repositories = set()
    seconds = 0.0
    for script in scripts(given.folder, given.limit):
        taken = accepted(script.text)
        before = time.process_time()
        problems = parse(script.text).problems
        seconds += time.process_time() - before
        counts["characters"] += len(script.text)
        if not taken:
            counts["rejected"] += 1
            if not problems:
                counts["rejected, no problem"] += 1
                if counts["rejected, no problem"] <= given.show:
                    print(f"{script.repository} {script.path}: rejected by bash only")
            continue
        counts["accepted"] += 1
        repositories.add(script.repository)
        problems = tuple(p for p in problems if not p.message.startswith(_ABOUT_THE_TEXT))
        if problems:
            counts["lintpack"] += 1
            if counts["lintpack"] <= given.show:
                line = script.text.count("\n", 0, problems[0].start) + 1
                print(f"{script.repository} {script.path}:{line}: {problems[0].message}")
        if given.bashlex:
            counts["bashlex"] += not bashlex_parses(script.text)
        if given.shfmt:
            counts["shfmt"] += not shfmt_parses(script.text, given.shfmt)
    total = max(counts["accepted"], 1)
    print(f"{counts['accepted']} scripts that bash -n accepts, of {len(repositories)} repositories")
    for name in ("lintpack", *(["bashlex"] if given.bashlex else []), *(["shfmt"] if given.shfmt else [])):
        print(f"  {name:9} cannot parse {counts[name]:5} ({100 * counts[name] / total:.2f} %)")
    print(f"{counts['rejected']} scripts that bash -n rejects; without a problem: {counts['rejected, no problem']}")
    print(f"{counts['characters'] / 1e6:.1f} MB in {seconds:.1f} s: {counts['characters'] / 1e3 / seconds:.0f} KB/s")
    return 100 * counts["lintpack"] / total > TARGET


if __name__ == "__main__":
    sys.exit(main())
