"""A big repository in one run: time and memory from 100 scripts to 10,000, with archives beside them.

    python bench/big.py [--sizes 100,1000,10000] [--jobs 1,2] [--no-archives] [--keep FOLDER]

The repository is made up: services of a packing script and a launcher each, which source a common file; one folder with
a fifth of all scripts; sources that lie elsewhere or nowhere; ignore files. A faulty line now and then. Of every fifty
scripts comes an archive (200 of 10,000), of small ELF files. Memory is the peak of all processes together, in which
shared pages count once (PSS, every 0.1 s). Exit 1 where the findings of two runs differ by a byte, where a script
of the largest repository costs more than twice the processor time of one of the smallest, or where memory passes BOUND.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.elf.forge import Forge  # noqa: E402

BOUND = 1_000_000_000
SLOWER = 2.0
EVERY = 0.1
SCRIPTS_OF_AN_ARCHIVE = 50
LIBRARIES = ("ssl.so.3", "z.so.1", "curl.so.4", "lz4.so.1", "zstd.so.1", "snappy.so.1")

COMMON = """\
# Shared by all packing scripts.
copy_file() {
    if [ $# -lt 2 ]; then
        echo "copy_file: wrong number of arguments: $*" >&2
        exit 1
    fi
    cp -Lr "$@" || exit 1
}

folder_of() {
    cd "$(dirname "$1")" && pwd
}

version_of() {
    sed -n 's/^version=//p' "$1"
}
"""
PACK = """\
#!/bin/bash
set -e
here=$(cd "$(dirname "${{BASH_SOURCE[0]}}")" && pwd)
source "$here/../../../common/pack_common.sh"
{source}
build=${{BUILD_DIR:-/srv/build}}/s{number}
version=$(version_of "$build/release")
pack=service{number}-${{version}}

rm -rf "$pack" "$pack.tar.gz"
mkdir -p "$pack/bin" "$pack/lib"
copy_file "$build/bin/server{number}" "$pack/bin/"
for name in libssl.so.3 libz.so.1 libcurl.so.4; do
    copy_file "$build/lib/$name" "$pack/lib/"
done
copy_file "$build/lib/{lz4}" "$pack/lib/"
if [ -e "$build/lib/libzstd.so.1" ]; then
    copy_file "$build/lib/libzstd.so.1" "$pack/lib/"
fi
case $(uname -m) in
    x86_64) copy_file "$build/lib/libsnappy.so.1" "$pack/lib/" ;;
    *) echo "no snappy here" ;;
esac
copy_file ../start.sh "$pack/"
tar -czf "$pack.tar.gz" "$pack"
"""
START = """\
#!/bin/bash
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH=$here/lib{more}
exec "$here/bin/server{number}" "$@"
"""
TOOL = """\
#!/bin/sh
# Tool number {number}.
. ./lib_{number}.sh
out=${{1:-out}}
mkdir -p "$out/lib"
for one in libfoo{number}.so.1 libbar{number}.so.2 libbaz{number}{suffix}; do
    cp -d "$PREFIX/lib/$one" "$out/lib/"
done
tar -C "$out" -cf "tool{number}.tar" .
"""


def make(folder: Path, scripts: int, archives: bool) -> None:
    """Write a repository of so many scripts, and its archives into `built/`."""
    (folder / ".git").mkdir(parents=True)
    (folder / "common").mkdir()
    (folder / "common" / "pack_common.sh").write_text(COMMON)
    (folder / ".gitignore").write_text("built/\n*.log\n/out\n")
    tools = scripts // 5
    (folder / "tools").mkdir()
    for number in range(tools):
        suffix = ".so" if number % 20 == 7 else ".so.3"
        (folder / "tools" / f"tool{number}.sh").write_text(TOOL.format(number=number, suffix=suffix))
    for number in range((scripts - tools - 1) // 2):
        place = folder / "services" / f"team{number // 40}" / f"s{number}"
        (place / "scripts").mkdir(parents=True)
        if number % 10 == 0:
            (place / ".gitignore").write_text("*.tmp\n!keep.tmp\n")
        other = (number * 7) % max(1, (scripts - tools - 1) // 2)
        source = f'source "$here/../../s{other}/scripts/env.sh" || true' if number % 9 == 0 else ""
        lz4 = "liblz4.so" if number % 20 == 3 else "liblz4.so.1"
        (place / "scripts" / "pack.sh").write_text(PACK.format(number=number, source=source, lz4=lz4))
        more = ":$LD_LIBRARY_PATH" if number % 25 == 11 else "${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
        (place / "start.sh").write_text(START.format(number=number, more=more))
    (folder / "built").mkdir()
    for number in range(scripts // SCRIPTS_OF_AN_ARCHIVE if archives else 0):
        make_archive(folder / "built" / f"service{number}.tar.gz", number)


def make_archive(path: Path, number: int) -> None:
    """What the packing script of service `number` would make; every tenth lacks a library."""
    top = f"service{number}-1.0"
    needed = tuple(f"lib{name}" for name in LIBRARIES)
    members = {
        f"{top}/bin/server{number}": Forge(
            interpreter="/lib64/ld-linux-x86-64.so.2", needed=(*needed, "libc.so.6"), runpath="$ORIGIN/../lib"
        ).build(),
        f"{top}/start.sh": START.format(number=number, more="${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}").encode(),
    }
    for rank, name in enumerate(needed):
        if not (number % 10 == 5 and rank == 2):
            members[f"{top}/lib/{name}"] = Forge(soname=name, needed=("libc.so.6",)).build()
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for member, data in members.items():
            info = tarfile.TarInfo(member)
            info.size, info.mode = len(data), 0o755
            archive.addfile(info, io.BytesIO(data))


class Cost:
    """What one run took: seconds of the clock and of the processors, bytes; and what it found, as a hash."""

    def __init__(self, folder: Path, jobs: int) -> None:
        archives = [
            word for path in sorted((folder / "built").iterdir()) for word in ("--archive", f"built/{path.name}")
        ]
        command = [sys.executable, "-m", "lintpack", "check", ".", *archives, "--no-config", "--exit-zero"]
        command += ["--jobs", str(jobs), "--format", "json", "--profile", "debian-12"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        begin = time.monotonic()
        with tempfile.TemporaryFile() as out:
            child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder, env=environment)
            self.peak = 0
            while True:
                self.peak = max(self.peak, sum(memory(pid) for pid in tree(child.pid)))
                pid, status, used = os.wait4(child.pid, os.WNOHANG)
                if pid:
                    break
                time.sleep(EVERY)
            child.returncode = os.waitstatus_to_exitcode(status)
            self.wall = time.monotonic() - begin
            self.cpu = used.ru_utime + used.ru_stime
            out.seek(0)
            data = out.read()
        self.hash = hashlib.sha256(data).hexdigest()
        self.status = child.returncode


def tree(pid: int) -> list[int]:
    """The process and its children."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [pid, *map(int, children)]


def memory(pid: int) -> int:
    """Bytes of a process; of what it shares with others, its part."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def measure(sizes: list[int], jobs: list[int], archives: bool, place: Path) -> bool:
    print("scripts archives jobs   clock  processor  ms a script  memory   to one job")
    holds = True
    first = 0.0
    for size in sizes:
        folder = place / str(size)
        if not folder.exists():
            make(folder, size, archives)
        alone: Cost | None = None
        for count in jobs:
            cost = Cost(folder, count)
            alone = alone or cost
            each = cost.cpu / size * 1000
            first = first or each
            built = len(list((folder / "built").iterdir()))
            row = f"{size:7,} {built:8,} {count:4} {cost.wall:6.1f} s {cost.cpu:8.1f} s {each:10.1f} "
            print(f"{row}{cost.peak / 1e6:6.0f} MB   {cost.wall / alone.wall:.2f}", flush=True)
            if cost.hash != alone.hash or cost.status != 0:
                print(f"        other findings than with {jobs[0]} job(s), or status {cost.status}")
                holds = False
            holds = holds and each <= SLOWER * first and cost.peak <= BOUND
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="100,300,1000,3000,10000")
    parser.add_argument("--jobs", default=f"1,{len(os.sched_getaffinity(0))}")
    parser.add_argument("--no-archives", action="store_true")
    parser.add_argument("--keep", type=Path, help="where the repositories are made, and stay")
    options = parser.parse_args()
    sizes, jobs = ([int(n) for n in given.split(",")] for given in (options.sizes, options.jobs))
    with tempfile.TemporaryDirectory() as folder:
        place = options.keep or Path(folder)
        return 0 if measure(sizes, jobs, not options.no_archives, place) else 1


if __name__ == "__main__":
    sys.exit(main())
