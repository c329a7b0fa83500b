"""Bundles and targets written as text: a line for each member, with its facts. Rule pages use it in ```elf blocks.

    bin/server         PROGRAM NEEDED libfoo.so.4 RUNPATH $ORIGIN/../lib
    lib/libfoo.so      SONAME libfoo.so.4
    lib/libz.so.1      -> libz.so.1.2
    lib/libq.so.1      TEXT INPUT(libq.so.2)
    system libfoo.so.4 DEFINES FOO_1

Words: PROGRAM; NEEDED NAME; SONAME NAME; RPATH VALUE; RUNPATH VALUE; INTERP PATH; DEFINES VERSION; WANTS
LIBRARY:VERSION; EXPORTS SYMBOL; CALLS SYMBOL; MACHINE NUMBER; STACK rwx; MODE OCTAL; SAME KEY (equal content); EMPTY;
TEXT and the rest of the line; `-> TARGET`. An object has its file's name as SONAME unless it says another (`SONAME -`:
none). `system` lines are libraries of the target, which has glibc 2.36 in /lib64.
"""

from __future__ import annotations

import hashlib
import json
import struct
from typing import TYPE_CHECKING, Any

from lintpack.bundle.entry import DIRECTORY, FILE, LINK, Entry
from lintpack.bundle.index import Bundle
from lintpack.elf.facts import ElfFacts, NeededVersion
from lintpack.elf.symbols import DynamicSymbols, Symbol

if TYPE_CHECKING:
    from pathlib import Path

_LOADER = "/lib64/ld-linux-x86-64.so.2"
_PIE = 0x08000000
_READ_WRITE = 6


class Table:
    """Stands for a symbol table of a file."""

    def __init__(self, exported: list[str], undefined: list[str]) -> None:
        self._symbols = DynamicSymbols(
            tuple(Symbol(name, "", "", 1, 2, 0, False) for name in exported),
            tuple(Symbol(name, "", "", 1, 2, 0, False) for name in undefined),
        )

    def mentions(self, name: str, defined: bool) -> bool:
        return any(s.name == name for s in (self._symbols.exported if defined else self._symbols.undefined))

    def decode(self) -> DynamicSymbols:
        return self._symbols


def describe(text: str, path: str = "bundle.tar.gz", form: str = "tar.gz") -> Bundle:
    """The bundle that the lines of `text` tell of."""
    entries: dict[str, Entry] = {"": Entry("", DIRECTORY)}
    for line in text.splitlines():
        words = line.partition(" # ")[0].split()
        if words and words[0] != "system":
            name = words[0].rstrip("/")
            parts = name.split("/")
            for depth in range(1, len(parts)):
                folder = "/".join(parts[:depth])
                entries.setdefault(folder, Entry(folder, DIRECTORY, 0o755))
            entries[name] = _entry(name, words[1:], line, len(entries))
    members = tuple(entry for entry in entries.values() if entry.path)
    return Bundle(path, form, False, members, entries, (), True)


def _entry(name: str, words: list[str], line: str, order: int) -> Entry:
    values: dict[str, list[str]] = {}
    rest = iter(words)
    for word in rest:
        if word == "->":
            return Entry(name, LINK, 0o777, target=next(rest), name=name, order=order)
        if word == "TEXT":
            content = line.partition(" TEXT ")[2].partition(" # ")[0].strip().replace("\\n", "\n") + "\n"
            return _file(name, content.encode(), order, values)
        values.setdefault(word, []).extend([] if word in ("PROGRAM", "EMPTY", "DIRECTORY") else [next(rest)])
    if "DIRECTORY" in values:
        return Entry(name, DIRECTORY, _mode(values, 0o755), name=name, order=order)
    if "EMPTY" in values:
        return Entry(name, FILE, _mode(values, 0o644), name=name, order=order, identity=name)
    key = values.get("SAME", [name])[0]
    return Entry(
        name,
        FILE,
        _mode(values, 0o755),
        size=1000,
        name=name,
        order=order,
        identity=name,
        head=_header(int(values.get("MACHINE", ["62"])[0])),
        facts=_facts(name, values),
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        table=Table(values.get("EXPORTS", []), values.get("CALLS", [])),  # type: ignore[arg-type]
    )


def _header(machine: int) -> bytes:
    """An ELF header without segments, which a loader takes."""
    return struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\x02\x01\x01", 3, machine, 1, 0, 64, 0, 0, 64, 56, 0, 0, 0, 0)


def _mode(values: dict[str, list[str]], usual: int) -> int:
    return int(values["MODE"][0], 8) if "MODE" in values else usual


def _file(name: str, data: bytes, order: int, values: dict[str, list[str]]) -> Entry:
    return Entry(
        name,
        FILE,
        _mode(values, 0o644),
        size=len(data),
        name=name,
        order=order,
        identity=name,
        head=data[:64],
        text=data.decode(),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _facts(name: str, values: dict[str, list[str]]) -> ElfFacts:
    program = "PROGRAM" in values
    soname: str | None = values.get("SONAME", [name.rpartition("/")[2]])[0]
    wants = [word.partition(":") for word in values.get("WANTS", [])]
    stack = values.get("STACK", ["rw"])[0]
    return ElfFacts(
        64,
        True,
        int(values.get("MACHINE", ["62"])[0]),
        3,
        interpreter=values.get("INTERP", [_LOADER])[0] if program else None,
        soname=None if program or soname == "-" else soname,
        needed=tuple(values.get("NEEDED", [])),
        rpath=values.get("RPATH", [None])[0],
        runpath=values.get("RUNPATH", [None])[0],
        flags_1=_PIE if program else 0,
        versions_needed=tuple(NeededVersion(library, version) for library, _, version in wants),
        versions_defined=tuple(values["DEFINES"]) if "DEFINES" in values else None,
        has_versym="DEFINES" in values,
        stack=_READ_WRITE | (1 if "x" in stack else 0),
    )


def target(text: str, folder: Path) -> str:
    """The path of a profile that has the `system` lines of `text`."""
    libraries: dict[str, Any] = {
        "@loader": {"versions": []},
        "libc.so.6": {"newest": {"GLIBC": "2.36"}, "needed": ["@loader"]},
    }
    for line in text.splitlines():
        words = line.partition(" # ")[0].split()
        if words and words[0] == "system":
            libraries[words[1]] = {"versions": [w for w in words[2:] if w != "DEFINES"]} if "DEFINES" in words else {}
    machine = {"interpreter": _LOADER, "directories": ["/lib64", "/usr/lib64"], "platform": "x86_64", "hwcaps": []}
    data = {
        "version": 1,
        "name": "example",
        "libc": "glibc",
        "libc_version": "2.36",
        "machines": {"x86_64": machine},
        "libraries": libraries,
    }
    path = folder / "profile.json"
    path.write_text(json.dumps(data))
    return str(path)
