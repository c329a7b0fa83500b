"""Mutated ELF files and archives: nothing may crash, hang, grow or write.

    python bench/fuzz.py [--elf 100000] [--archives 5000] [--seed 1]

Seeds are hand-made ELF files of every class and byte order, small libraries of this machine, and archives of every
format around them. Each mutant must end in facts or an `ElfError`, a bundle or a `BundleError`. An audit hook counts
attempts to write, the address space is bounded, and a mutant that takes more than 5 seconds counts as a hang. The first
failures are kept in --keep. Prints figures; exit 1 on any failure.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import lzma
import os
import random
import resource
import signal
import struct
import sys
import tarfile
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from lintpack.bundle.limits import Limits
from lintpack.bundle.reading import read_bundle
from lintpack.bundle.trouble import BundleError
from lintpack.elf.dlopen import dlopen_entries
from lintpack.elf.errors import ElfError
from lintpack.elf.reader import Object
from lintpack.elf.symbols import symbol_table
from tests.elf.forge import Forge
from tests.elf.system import elf_files

if TYPE_CHECKING:
    from collections.abc import Callable

HANG = 5  # seconds
MEMORY = 3 << 30
NUMBERS = (0, 1, 2, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 32, (1 << 63) - 1, (1 << 64) - 1)
WRITES = frozenset(
    ("os.mkdir", "os.symlink", "os.link", "os.rename", "os.remove", "os.truncate", "os.chmod", "subprocess.Popen")
)
watching = False
writes: list[str] = []


def hook(event: str, arguments: tuple[object, ...]) -> None:
    """Note what would change the machine while a mutant is read."""
    if not watching:
        return
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            writes.append(f"{event} {arguments[0]!r}")
    elif event in WRITES:
        writes.append(f"{event} {arguments!r}")


def elf_seeds() -> list[bytes]:
    seeds = [
        Forge(
            bits=bits,
            little=little,
            machine=machine,
            soname="libx.so.4",
            needed=("liba.so.1", "libb.so"),
            runpath="$ORIGIN/../lib",
            interpreter="/lib/ld.so.1",
            versions=(("liba.so.1", "A_1", False), ("liba.so.1", "A_2", True)),
            defined=("libx.so.4", "X_1"),
            symbols=tuple((f"symbol{n}", n % 2 == 0, 2 + n % 3) for n in range(12)),
            notes=(("GNU", 3, bytes(20)), ("GNU", 5, bytes(32)), ("FDO", 0x407C0C0A, b'[{"soname":["libz.so"]}]')),
            stack=6,
        ).build()
        for bits in (32, 64)
        for little in (True, False)
        for machine in (8, 22, 62)
    ]
    small = sorted((Path(path).stat().st_size, path) for path in elf_files("/usr/lib"))[:60]
    return seeds + [Path(path).read_bytes() for _, path in small]


def archive_seeds(elf: list[bytes]) -> list[bytes]:
    """One tree in every format."""
    items = [
        ("app/", tarfile.DIRTYPE, "", b""),
        ("app/bin/prog", tarfile.REGTYPE, "", elf[0]),
        ("app/lib/libx.so.4", tarfile.REGTYPE, "", elf[-1]),
        ("app/lib/libx.so", tarfile.SYMTYPE, "libx.so.4", b""),
        ("app/lib/same.so", tarfile.LNKTYPE, "app/lib/libx.so.4", b""),
        ("app/" + "long" * 60, tarfile.REGTYPE, "", b"#!/bin/sh\nexec bin/prog\n"),
    ]
    plain: list[bytes] = []
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=form) as out:
            for name, kind, target, data in items if form != tarfile.USTAR_FORMAT else items[:-1]:
                info = tarfile.TarInfo(name)
                info.type, info.linkname, info.size = kind, target, len(data)
                out.addfile(info, io.BytesIO(data))
        plain.append(buffer.getvalue())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, kind, _, data in items:
            if kind == tarfile.REGTYPE:
                zipped.writestr(name, data)
    data_tar = gzip.compress(plain[1])
    package = b"!<arch>\n"
    for name, part in (("debian-binary", b"2.0\n"), ("data.tar.gz", data_tar)):
        package += (
            f"{name:16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(part):<10}`\n".encode() + part + b"\n" * (len(part) & 1)
        )
    packed = [gzip.compress(plain[1]), bz2.compress(plain[1]), lzma.compress(plain[2]), gzip.compress(plain[2], 0)]
    return [*plain, *plain, *packed, buffer.getvalue(), package, rpm(elf[0])]


def rpm(program: bytes) -> bytes:
    payload = b""
    members = [("./a", 0o100755, program), ("./l", 0o120777, b"a"), ("./d", 0o040755, b""), ("TRAILER!!!", 0, b"")]
    for name, bits, data in members:
        fields = (1, bits, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
        head = b"070701" + b"".join(b"%08x" % field for field in fields) + name.encode() + b"\0"
        payload += head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)
    header = b"\x8e\xad\xe8\x01" + bytes(4) + struct.pack(">II", 1, 4) + bytes(20)
    return b"\xed\xab\xee\xdb" + bytes(92) + header + bytes(-len(header) % 8) + header + gzip.compress(payload)


def mutate(seed: bytes, dice: random.Random, hot: int) -> bytes:
    """One to eight changes; half of them in the first `hot` bytes, where headers are."""
    data = bytearray(seed)
    for _ in range(dice.randint(1, 8)):
        if not data:
            break
        at = dice.randrange(min(hot, len(data)) if dice.random() < 0.5 else len(data))
        what = dice.random()
        if what < 0.3:
            data[at] ^= 1 << dice.randrange(8)
        elif what < 0.6:
            size = dice.choice((1, 2, 4, 8))
            number = dice.choice((*NUMBERS, len(data), at, dice.randrange(1 << 16)))
            little = (number & ((1 << 8 * size) - 1)).to_bytes(size, "little")
            data[at : at + size] = little if dice.random() < 0.5 else little[::-1]
        elif what < 0.75:
            data[at : at + dice.randint(1, 64)] = dice.randbytes(dice.randint(0, 64))
        elif what < 0.9:
            other = dice.randrange(len(data))
            size = dice.randint(1, 600)
            data[at : at + size] = data[other : other + size]
        else:
            del data[at:]
    return bytes(data)


def fix_checksums(data: bytes, dice: random.Random) -> bytes:
    """Make tar headers valid again, so that what follows them is reached."""
    fixed = bytearray(data)
    for at in range(0, len(fixed) - 511, 512):
        if fixed[at + 257 : at + 262] == b"ustar" and dice.random() < 0.8:
            fixed[at + 148 : at + 156] = b" " * 8
            fixed[at + 148 : at + 156] = b"%06o\0 " % sum(fixed[at : at + 512])
    return bytes(fixed)


def read_elf(data: bytes) -> str:
    try:
        parsed = Object(data)
        dlopen_entries(parsed.facts)
        table = symbol_table(parsed)
        if table is not None:
            table.decode()
    except ElfError:
        return "error"
    return "facts"


def read_archive(path: str) -> str:
    try:
        bundle = read_bundle(path, Limits(unpacked=1 << 28))
    except BundleError:
        return "error"
    for entry in bundle:
        if entry.path.startswith("/") or ".." in entry.path.split("/"):
            raise AssertionError(f"an entry outside: {entry.path}")
    return "bundle with troubles" if bundle.troubles else "bundle"


class Fuzzer:
    """Runs mutants; counts outcomes, failures and the longest time."""

    def __init__(self, keep: Path) -> None:
        self.keep = keep
        self.outcomes: Counter[str] = Counter()
        self.failures = 0
        self.longest = 0.0

    def run(self, what: str, data: bytes, read: Callable[[], str]) -> None:
        global watching  # noqa: PLW0603  # the hook can't be taken away, only told to look elsewhere
        begin = time.perf_counter()
        signal.alarm(HANG)
        watching = True
        try:
            self.outcomes[read()] += 1
        except BaseException:
            watching = False
            signal.alarm(0)
            if self.failures < 20:
                self.keep.mkdir(parents=True, exist_ok=True)
                (self.keep / f"{what}-{self.failures}").write_bytes(data)
                traceback.print_exc(limit=-4)
            self.failures += 1
        finally:
            watching = False
            signal.alarm(0)
        self.longest = max(self.longest, time.perf_counter() - begin)

    def report(self, what: str, count: int, seconds: float) -> None:
        outcomes = ", ".join(f"{number:,} {name}" for name, number in self.outcomes.most_common())
        print(
            f"{count:,} mutated {what} in {seconds:.0f} s: {self.failures} failures; {outcomes}; "
            f"the longest took {self.longest * 1000:.0f} ms"
        )


def hung(_number: int, _frame: object) -> None:
    raise TimeoutError("hangs")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--elf", type=int, default=100_000)
    parser.add_argument("--archives", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-failures")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, hung)
    dice = random.Random(options.seed)
    elf, archives = Fuzzer(options.keep), Fuzzer(options.keep)
    seeds = elf_seeds()
    sys.addaudithook(hook)
    begin = time.monotonic()
    for _ in range(options.elf):
        data = mutate(dice.choice(seeds), dice, 4096)
        elf.run("elf", data, lambda data=data: read_elf(data))  # type: ignore[misc]
    elf.report("ELF files", options.elf, time.monotonic() - begin)
    begin = time.monotonic()
    packed = archive_seeds(seeds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        for _ in range(options.archives):
            data = mutate(dice.choice(packed), dice, 2048)
            if dice.random() < 0.7:
                data = fix_checksums(data, dice)
            if data[257:262] == b"ustar" and dice.random() < 0.3:
                data = gzip.compress(data, 1)
            path.write_bytes(data)
            archives.run("archive", data, lambda: read_archive(str(path)))
    archives.report("archives", options.archives, time.monotonic() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(writes)} attempts to write; peak memory {peak:.0f} MB, the seeds included")
    for line in writes[:10]:
        print(f"  {line}")
    return 1 if elf.failures or archives.failures or writes else 0


if __name__ == "__main__":
    sys.exit(main())
