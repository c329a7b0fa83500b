"""ELF facts of every library of this machine: the same as pyelftools and readelf find, and at what cost.

    python bench/facts.py [--limit N] [FOLDER…]          default folder: /usr/lib

Prints, of one run over the same files (mapped into memory, in the cache): milliseconds a file for lintpack, for a plain
struct reader that knows 64-bit little-endian files only, and for pyelftools used as its examples do; microseconds
a dynamic symbol; then how many files the two oracles disagree on. Exit 1 where one does.
"""

from __future__ import annotations

import argparse
import mmap
import struct
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from lintpack.elf.errors import ElfError
from lintpack.elf.reader import Object, read_facts
from lintpack.elf.symbols import symbol_table
from tests.elf.naive import facts_by_pyelftools, symbols_by_pyelftools
from tests.elf.readelf import facts_by_readelf
from tests.elf.system import elf_files

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = {14: "soname", 15: "rpath", 29: "runpath"}


def plain(data: mmap.mmap) -> dict[str, Any]:
    """What a reader costs at the least: no bounds, one layout, names and versions."""
    result: dict[str, Any] = {"needed": [], "versions": []}
    (start,) = struct.unpack_from("<Q", data, 32)
    (count,) = struct.unpack_from("<H", data, 56)
    rows = list(struct.iter_unpack("<IIQQQQQQ", data[start : start + 56 * count]))
    loads = [(r[3], r[3] + r[5], r[2] - r[3]) for r in rows if r[0] == 1]

    def place(address: int) -> int:
        return next(int(address + shift) for low, high, shift in loads if low <= address < high)

    for row in rows:
        if row[0] == 2:
            table = list(struct.iter_unpack("<QQ", data[row[2] : row[2] + row[5]]))
            values = dict(table)
            strings = place(values[5])

            def text(at: int, base: int = strings) -> str:
                return data[base + at : data.find(b"\0", base + at)].decode()

            for tag, value in table:
                if tag == 1:
                    result["needed"].append(text(value))
                elif tag in NAMES:
                    result[NAMES[tag]] = text(value)
            if 0x6FFFFFFE in values:
                at = place(values[0x6FFFFFFE])
                while True:
                    _, _, file, first, step = struct.unpack_from("<HHIII", data, at)
                    aux = at + first
                    while True:
                        _, _, _, name, following = struct.unpack_from("<IHHII", data, aux)
                        result["versions"].append((text(file), text(name)))
                        if not following:
                            break
                        aux += following
                    if not step:
                        break
                    at += step
            break
    return result


def clock(read: Callable[[mmap.mmap], object], paths: list[str], rounds: int) -> float:
    """Milliseconds a file, the best of some rounds; opening and mapping is not counted."""
    best = float("inf")
    for _ in range(rounds):
        total = 0.0
        for path in paths:
            with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                begin = time.process_time_ns()
                read(data)
                total += time.process_time_ns() - begin
        best = min(best, total / len(paths) / 1e6)
    return best


def symbol_cost(paths: list[str]) -> tuple[int, float, float]:
    """How many dynamic symbols, and microseconds each: to take the tables, to decode them."""
    count = 0
    take = decode = 0
    for path in paths:
        parsed = Object(Path(path).read_bytes())
        begin = time.process_time_ns()
        table = symbol_table(parsed)
        middle = time.process_time_ns()
        if table is not None:
            table.decode()
            count += table.count
        take += middle - begin
        decode += time.process_time_ns() - middle
    return count, take / count / 1e3, decode / count / 1e3


def differences(path: str, oracle: dict[str, Any], who: str) -> list[str]:
    facts = read_facts(Path(path).read_bytes())
    ours: dict[str, Any] = {name: getattr(facts, name) for name in oracle}
    ours["versions_needed"] = tuple((v.library, v.version) for v in facts.versions_needed)
    if ours.get("abi_tag"):
        ours["abi_tag"] = ours["abi_tag"][1:]
    return [
        f"{path}: {who}: {name}: {ours[name]!r} != {oracle[name]!r}" for name in oracle if ours[name] != oracle[name]
    ]


def symbol_differences(path: str) -> list[str]:
    data = Path(path).read_bytes()
    parsed = Object(data)
    table = symbol_table(parsed)
    if table is None:
        return []
    symbols = table.decode()
    versions = {(name, True) for name in parsed.facts.versions_defined or ()}
    ours = {(s.name, True) for s in symbols.exported} | {(s.name, False) for s in symbols.undefined}
    theirs = symbols_by_pyelftools(data)
    return [f"{path}: symbols: {name}" for name in sorted((ours ^ theirs) - versions)[:3]]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", default=["/usr/lib"])
    parser.add_argument("--limit", type=int, default=100_000, help="look at no more files than this")
    parser.add_argument("--symbols", type=int, default=10, help="compare the symbols of every Nth file")
    options = parser.parse_args()
    paths = elf_files(*options.folders)[: options.limit]
    size = sum(Path(path).stat().st_size for path in paths)
    print(f"{len(paths):,} files, {size / 1e6:,.0f} MB")
    wide = [path for path in paths if is_common(path)]
    print(f"lintpack                   {clock(read_facts, wide, 3):7.3f} ms a file")
    print(f"plain struct reader        {clock(plain, wide, 3):7.3f} ms a file (names and needed versions only)")
    naive = clock(lambda data: facts_by_pyelftools(data[:]), wide[::8], 1)
    print(f"pyelftools, used naively   {naive:7.3f} ms a file (every 8th)")
    count, take, decode = symbol_cost(paths)
    print(f"dynamic symbols            {take + decode:7.3f} µs each ({count:,}: {take:.2f} + {decode:.2f})")
    found: list[str] = []
    for at in range(0, len(paths), 100):
        part = paths[at : at + 100]
        for path, oracle in zip(part, facts_by_readelf(part), strict=True):
            found += differences(path, oracle, "readelf")
            found += differences(path, facts_by_pyelftools(Path(path).read_bytes()), "pyelftools")
    for path in paths[:: options.symbols]:
        found += symbol_differences(path)
    for line in found[:40]:
        print(line)
    print(f"{len(found)} differences from readelf -d -V -n and pyelftools on {len(paths):,} files")
    return 1 if found else 0


def is_common(path: str) -> bool:
    """Whether the plain reader can read it: 64 bits, little-endian, with a dynamic section."""
    try:
        facts = read_facts(Path(path).read_bytes())
    except ElfError:
        return False
    return facts.dynamic and facts.bits == 64 and facts.little


if __name__ == "__main__":
    sys.exit(main())
