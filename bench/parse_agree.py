"""Do we and shfmt see the same words, assignments and redirections in the same places?

    python bench/parse_agree.py FOLDER [--shfmt shfmt] [--limit 40] [--show 20]

FOLDER holds bare git directories; taken are the scripts at HEAD that `bash -n` accepts and shfmt parses. Prints how
many simple commands agree, and of the others how many are explained by a way in which shfmt is known to depart from
bash (tests/bash/agreement.py has them). Exit 1 where less than 99.9 % agree.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.corpus import Script, scripts
from lintpack.bash import parse
from tests.bash.acceptance import accepted
from tests.bash.agreement import ShfmtError, Understood, deviation, ours, part_deviation, shfmts

TARGET = 99.9


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--shfmt", default="")
    options.add_argument("--limit", type=int, default=40, help="scripts of each repository (0: all)")
    options.add_argument("--show", type=int, default=20, help="how many unexplained differences to print")
    given = options.parse_args()
    tally = Tally(given.show)
    left_out: Counter[str] = Counter()
    repositories = Counter[str]()
    for script in scripts(given.folder, given.limit):
        if not accepted(script.text):
            left_out["bash -n rejects it"] += 1
        elif "\r" in script.text:
            left_out["carriage returns"] += 1
        else:
            try:
                theirs = shfmts(script.text, given.shfmt)
            except ShfmtError:
                left_out["shfmt rejects it"] += 1
                continue
            repositories[script.repository] += 1
            tally.add(script, ours(parse(script.text)), theirs)
    print(f"{repositories.total()} scripts of {len(repositories)} repositories; left out: {dict(left_out)}")
    return tally.report() < TARGET


class Tally:
    """Counts what agrees, and why the rest does not."""

    def __init__(self, show: int) -> None:
        self.show = show
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[tuple[str, str]] = Counter()

    def add(self, script: Script, mine: Understood, theirs: Understood) -> None:
        text = script.text
        for start in sorted(mine.commands.keys() | theirs.commands.keys()):
            a, b = mine.commands.get(start), theirs.commands.get(start)
            self.counts["command"] += 1
            if a == b:
                self.counts["equal command"] += 1
            else:
                why = deviation(text, start, mine, theirs)
                self.reasons["command", why] += 1
                self.print(script, start, f"{text[start : start + 70]!r}\n  ours  {a}\n  shfmt {b}", why)
        for place in sorted(mine.parts.keys() | theirs.parts.keys()):
            self.counts["part"] += 1
            kind, other = mine.parts.get(place), theirs.parts.get(place)
            if kind == other:
                self.counts["equal part"] += 1
            else:
                why = part_deviation(text, place, mine)
                self.reasons["part", why] += 1
                self.print(script, place[0], f"{text[place[0] : place[1]]!r} ours {kind} shfmt {other}", why)

    def print(self, script: Script, at: int, what: str, why: str) -> None:
        if not why and self.show:
            self.show -= 1
            line = script.text.count("\n", 0, at) + 1
            print(f"{script.repository} {script.path}:{line}: {what}")

    def report(self) -> float:
        """The share of equal commands, in per cent."""
        shares = {}
        for what, name in (("command", "simple commands"), ("part", "quoted and expanded parts of words")):
            all_, equal = self.counts[what], self.counts["equal " + what]
            shares[what] = 100 * equal / max(all_, 1)
            print(f"{name}: {all_}, equal {equal} ({shares[what]:.3f} %)")
            for (kind, why), count in self.reasons.most_common():
                if kind == what:
                    print(f"  {count:5} {why or 'not explained'}")
        return shares["command"]


if __name__ == "__main__":
    sys.exit(main())
