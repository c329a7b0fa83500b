"""/etc/ld.so.cache: reading it, and looking a name up as ld.so does (elf/dl-cache.c, sysdeps/generic/dl-cache.h)."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_OLD_MAGIC = b"ld.so-1.7.0"
_NEW_MAGIC = b"glibc-ld.so.cache1.1"
_EXTENSION_MAGIC = 0xEAA42174
_HWCAPS_SECTION = 1
# The upper half of `hwcap` where its lower half is an index of a glibc-hwcaps name; ten bits say the ISA level.
_NAMED_HWCAP = 1 << 30
_ISA_LEVELS = 0x3FF

# Flags of an entry by (e_machine, bits): the low byte says "for glibc 2", the next one the architecture.
FLAGS = {
    (3, 32): 0x0003,  # i386
    (62, 64): 0x0303,  # x86-64
    (62, 32): 0x0803,  # x32
    (183, 64): 0x0A03,  # AArch64
    (40, 32): 0x0903,  # ARM, hard float
    (21, 64): 0x0503,  # PowerPC 64
    (22, 64): 0x0403,  # S/390 64
    (243, 64): 0x1003,  # RISC-V 64, double float
}

_NUMBERS = re.compile("([0-9]+)")


class Entry(Record):
    """`hwcap` is the subdirectory of glibc-hwcaps that holds the file, "" for none."""

    soname: str
    path: str
    flags: int = 0x0303
    hwcap: str = ""


class Cache:
    """The entries of a cache by name. Equality of names is ldconfig's: digits count as numbers (libx.so.01 is .1)."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[tuple[str | int, ...], list[Entry]] = {}
        for entry in entries:
            self._entries.setdefault(_key(entry.soname), []).append(entry)

    def lookup(self, name: str, flags: int, hwcaps: Sequence[str]) -> str | None:
        """The path that ld.so would open for `name`, if the cache has one; `hwcaps` best first."""
        fitting = [
            entry
            for entry in self._entries.get(_key(name), ())
            if entry.flags == flags or (entry.flags, flags) == (1, 3)
        ]
        named = [entry for entry in fitting if entry.hwcap in hwcaps]
        if named:
            return min(named, key=lambda entry: hwcaps.index(entry.hwcap)).path
        plain = [entry for entry in fitting if not entry.hwcap]
        exact = [entry for entry in plain if entry.flags == flags]
        if exact:
            return exact[0].path
        return plain[-1].path if plain else None

    def entries(self) -> list[Entry]:
        return [entry for group in self._entries.values() for entry in group]


def _key(name: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdigit() else part for part in _NUMBERS.split(name) if part)


def from_mapping(paths: Mapping[str, str], flags: int) -> Cache:
    """A cache in which each name has one path."""
    return Cache(Entry(soname, path, flags) for soname, path in paths.items())


def parse(data: bytes) -> Cache:
    """The cache in `data`; one without entries where it is no cache or contradicts itself, as ld.so takes it."""
    try:
        return Cache(_entries(data))
    except (struct.error, IndexError, ValueError):
        return Cache()


def _entries(data: bytes) -> list[Entry]:
    start = 0
    if data.startswith(_OLD_MAGIC):
        # The old table (12 bytes an entry behind 16 of header), then the new one aligned to 8.
        (count,) = struct.unpack_from("=I", data, 12)
        start = -(-(16 + 12 * count) // 8) * 8
    if data[start : start + len(_NEW_MAGIC)] != _NEW_MAGIC:
        return []
    count, _size, _flags, extension = struct.unpack_from("=IIB3xI", data, start + 20)
    # The words of the old format's strings count from the new header.
    body = data[start:]
    names = _hwcap_names(body, extension)
    entries = []
    for flags, key, value, _version, hwcap in struct.iter_unpack("=iIIIQ", body[48 : 48 + 24 * count]):
        word = ""
        if hwcap >> 32 & ~_ISA_LEVELS == _NAMED_HWCAP:
            index = hwcap & 0xFFFFFFFF
            word = names[index] if index < len(names) else "?"
        elif hwcap & ~(1 << 63):
            continue  # a legacy hardware capability: no distribution of the last years has one
        entries.append(Entry(_string(body, key), _string(body, value), flags, word))
    return entries


def _hwcap_names(body: bytes, extension: int) -> list[str]:
    if not extension or extension % 4:
        return []
    magic, sections = struct.unpack_from("=II", body, extension)
    if magic != _EXTENSION_MAGIC:
        return []
    for index in range(min(sections, 64)):
        tag, _flags, offset, size = struct.unpack_from("=IIII", body, extension + 8 + 16 * index)
        if tag == _HWCAPS_SECTION:
            return [_string(body, at) for (at,) in struct.iter_unpack("=I", body[offset : offset + size // 4 * 4])]
    return []


def _string(body: bytes, at: int) -> str:
    return body[at : body.index(b"\0", at)].decode("utf-8", "surrogateescape")
