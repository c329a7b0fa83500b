#!/usr/bin/env python3
"""CPU time of whole lintpack processes next to shellcheck's, on the scripts given.

    cd PEGASUS && python .../bench/speed.py [SCRIPT...] [--rounds 15] [--most RATIO]

Without a script it measures the two of Apache Pegasus that have a target, a checkout of which is then the working
directory: build_tools/pack_server.sh, which is short, so that starting up counts, and run.sh, 70 KB. `at most` is the
target; with --most it holds for all scripts given. Exit status 1: one of them took more.

Both are started in turn, round by round, so that a busy machine slows both; the median of user plus system time
counts. `ratio` is lintpack's time divided by shellcheck's. One run before the first round is not counted: it writes
the bytecode that every later run reads, as an installation does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

# What a run may take of shellcheck's time.
TARGETS = {"build_tools/pack_server.sh": 0.8, "run.sh": 0.35}


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one run, its children included; what it prints is thrown away."""
    # Some containers keep Python from writing bytecode; then each run would compile the package again.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit status {process.returncode}")
    return used.ru_utime + used.ru_stime


def beside_python(name: str) -> str:
    """The program `name` of this environment, else of PATH."""
    own = Path(sys.executable).parent / name
    found = str(own) if own.exists() else shutil.which(name)
    if not found:
        raise SystemExit(f"{name} is not installed")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="CPU time of lintpack next to shellcheck's.")
    parser.add_argument("scripts", nargs="*", default=list(TARGETS))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--most", type=float, help="the target for all scripts")
    options = parser.parse_args()
    tools = {
        "lintpack": [beside_python("lintpack"), "check", "--no-config"],
        "shellcheck": [beside_python("shellcheck"), "--norc"],
        "python": [sys.executable, "-c", "pass", "--"],
    }
    print(
        f"{'script':40} {'KB':>6} {'lintpack':>10} {'shellcheck':>10} {'ratio':>6} {'at most':>8}"
        f"   CPU ms, median of {options.rounds}"
    )
    missed = False
    for script in options.scripts:
        for command in tools.values():
            cpu_seconds([*command, script])
        times: dict[str, list[float]] = {name: [] for name in tools}
        for _ in range(options.rounds):
            for name, command in tools.items():
                times[name].append(cpu_seconds([*command, script]) * 1000)
        median = {name: statistics.median(values) for name, values in times.items()}
        size = Path(script).stat().st_size / 1000
        ratio = median["lintpack"] / median["shellcheck"]
        target = TARGETS.get(script) if options.most is None else options.most
        missed |= target is not None and ratio > target
        row = f"{script[-40:]:40} {size:6.1f} {median['lintpack']:10.1f} {median['shellcheck']:10.1f} {ratio:6.2f}"
        print(f"{row} {'-' if target is None else f'{target:.2f}':>8}   (python alone {median['python']:.1f})")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
