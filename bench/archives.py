"""Cost of reading an archive: processor time and memory, beside what people do by hand.

    python bench/archives.py [ARCHIVE.tar.gz…]

Without an archive, one of about 60 MB is made from this machine's libraries. Printed for each, in processes of their
own: `gzip -dc` alone, lintpack (facts, symbols, hashes, texts), `tar xzf` to disk, and lddtree over all ELF files of
the unpacked tree where it is installed (Debian's pax-utils). Exit 1 where lintpack takes more than 1.5 times the
processor time of `gzip -dc`, or more memory than the largest member and 100 MB.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIZE = 170_000_000  # of what is packed where no archive is given
CPU_BOUND = 1.5
MEMORY_BOUND = 100 << 20
READ = "import sys; from lintpack.bundle.reading import read_bundle; read_bundle(sys.argv[1])"
# In a process of its own, since a child's peak counts what its parent held when it was started.
DESCRIBE = """
import json, sys
from lintpack.bundle.reading import read_bundle
files = [entry for entry in read_bundle(sys.argv[1]) if entry.is_file]
elf = [entry.path for entry in files if entry.facts and entry.facts.dynamic]
print(json.dumps({"sizes": [entry.size for entry in files], "elf": elf}))
"""
LIBRARIES = "import sys; from tests.elf.system import elf_files; print(*elf_files('/usr/lib')[::3], sep='\\n')"


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def python(code: str, *arguments: str) -> str:
    run = [sys.executable, "-c", code, *arguments]
    return subprocess.run(run, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout


class Cost:
    """What a process used: seconds of the processor and of the clock, bytes at the peak."""

    def __init__(self, command: list[str], folder: str) -> None:
        begin = time.monotonic()
        with Path(os.devnull).open("wb") as nowhere:
            child = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, cwd=folder, env=ENVIRONMENT)
            _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - begin
        self.cpu = used.ru_utime + used.ru_stime
        self.peak = used.ru_maxrss * 1024

    def line(self, what: str, base: Cost) -> str:
        return (
            f"  {what:34} {self.cpu:7.2f} s of processor  {self.cpu / base.cpu:6.2f} x   {self.wall:7.2f} s"
            f"  {self.peak / 1e6:7.0f} MB"
        )


def make_archive(folder: str) -> Path:
    """Libraries of this machine up to SIZE, each under its own name, packed by tar and gzip."""
    chosen: list[str] = []
    size = 0
    for path in python(LIBRARIES).splitlines():
        size += Path(path).stat().st_size
        if size > SIZE:
            break
        chosen.append(path.lstrip("/"))
    archive = Path(folder) / "libraries.tar.gz"
    subprocess.run(["tar", "-C", "/", "-czf", str(archive), *chosen], check=True)
    return archive


def best(command: list[str], folder: str, rounds: int) -> Cost:
    return min((Cost(command, folder) for _ in range(rounds)), key=lambda cost: cost.cpu)


def measure(archive: Path, rounds: int, by_hand: bool) -> bool:
    """Print the table of one archive; whether both bounds hold."""
    about = json.loads(python(DESCRIBE, str(archive)))
    largest: int = max(about["sizes"], default=0)
    print(
        f"{archive.name}: {archive.stat().st_size / 1e6:.0f} MB, {sum(about['sizes']) / 1e6:.0f} MB unpacked, "
        f"{len(about['sizes']):,} files, {len(about['elf']):,} of them ELF, the largest {largest / 1e6:.0f} MB"
    )
    with tempfile.TemporaryDirectory() as folder:
        where = str(archive.resolve())
        base = best(["gzip", "-dc", where], folder, rounds)
        ours = best([sys.executable, "-c", READ, where], folder, rounds)
        print(base.line("gzip -dc", base))
        print(ours.line("lintpack, start of Python included", base))
        if by_hand:
            unpacked = Cost(["tar", "xzf", where], folder)
            print(unpacked.line("tar xzf", base))
            lddtree = shutil.which("lddtree")
            if lddtree:
                trees = Cost([sys.executable, lddtree, "-l", *about["elf"]], folder)
                print(trees.line(f"lddtree of {len(about['elf']):,} files", base))
                total = (unpacked.cpu + trees.cpu) / ours.cpu
                print(f"  by hand {total:.1f} times the processor time of lintpack")
    memory = largest + MEMORY_BOUND
    holds = ours.cpu <= CPU_BOUND * base.cpu and ours.peak <= memory
    print(
        f"  bounds: {ours.cpu / base.cpu:.2f} of {CPU_BOUND} times gzip, "
        f"{ours.peak / 1e6:.0f} of {memory / 1e6:.0f} MB: {'hold' if holds else 'BROKEN'}"
    )
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("archives", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only-bounds", action="store_true", help="leave out tar and lddtree")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archives = options.archives or [make_archive(folder)]
        results = [measure(archive, options.rounds, not options.only_bounds) for archive in archives]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
