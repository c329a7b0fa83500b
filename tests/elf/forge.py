"""Small ELF files made by hand, in every class and byte order."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

LOAD, DYNAMIC, INTERP, NOTE, STACK = 1, 2, 3, 4, 0x6474E551
BASE = 0x10000  # the address of the first byte


@dataclass
class Forge:
    """What to put in. `extra` are raw dynamic entries; `versions` are (library, version, weak) of .gnu.version_r."""

    bits: int = 64
    little: bool = True
    machine: int = 62
    kind: int = 3
    soname: str | None = None
    needed: tuple[str, ...] = ()
    rpath: str | None = None
    runpath: str | None = None
    interpreter: str | None = None
    versions: tuple[tuple[str, str, bool], ...] = ()
    defined: tuple[str, ...] = ()  # the first is the base definition
    symbols: tuple[tuple[str, bool, int], ...] = ()  # name, defined here, number in versym
    notes: tuple[tuple[str, int, bytes], ...] = ()
    stack: int | None = None
    extra: tuple[tuple[int, int], ...] = ()
    drop: tuple[int, ...] = ()  # tags to leave out, but for those in `extra`
    _strings: bytearray = field(default_factory=lambda: bytearray(b"\0"))

    def pack(self, formats: str, *values: int) -> bytes:
        return struct.pack(("<" if self.little else ">") + formats, *values)

    def text(self, name: str) -> int:
        at = len(self._strings)
        self._strings += name.encode("utf-8", "surrogateescape") + b"\0"
        return at

    def build(self) -> bytes:
        """Header, six program headers, then the tables, all in one segment."""
        wide = self.bits == 64
        header_size, row_size = (64, 56) if wide else (52, 32)
        word = "Q" if wide else "I"
        body = bytearray(header_size + 6 * row_size)

        def put(data: bytes) -> int:
            while len(body) % 8:
                body.append(0)
            at = len(body)
            body.extend(data)
            return at

        entries = [(1, self.text(name)) for name in self.needed]
        entries += [
            (tag, self.text(name))
            for tag, name in ((14, self.soname), (15, self.rpath), (29, self.runpath))
            if name is not None
        ]
        if self.versions:
            entries.append((0x6FFFFFFE, BASE + put(self._needed_versions())))
        if self.defined:
            entries.append((0x6FFFFFFC, BASE + put(self._defined_versions())))
        if self.symbols:
            rows = self.pack("IBBHQQ" if wide else "IIIBBH", *([0] * 6))
            for name, here, _ in self.symbols:
                values = (
                    (self.text(name), 0x12, 0, int(here), 0, 0) if wide else (self.text(name), 0, 0, 0x12, 0, int(here))
                )
                rows += self.pack("IBBHQQ" if wide else "IIIBBH", *values)
            count = len(self.symbols) + 1
            entries.append((6, BASE + put(rows)))
            entries.append((0x6FFFFFF0, BASE + put(self.pack(f"{count}H", 0, *(n for _, _, n in self.symbols)))))
            entries.append((4, BASE + put(self.pack(f"{3 + count}I", 1, count, 0, *([0] * count)))))
        interpreter = put(self.interpreter.encode() + b"\0") if self.interpreter is not None else 0
        notes = b"".join(self._note(*note) for note in self.notes)
        note_at = put(notes)
        entries += [(5, BASE + put(bytes(self._strings))), (10, len(self._strings))]
        entries = [entry for entry in entries if entry[0] not in self.drop] + [*self.extra, (0, 0)]
        table = b"".join(self.pack(word * 2, tag, value) for tag, value in entries)
        dynamic = put(table)
        size = len(body)
        rows_wanted = [(LOAD, 0, size, 5), (DYNAMIC, dynamic, len(table), 6), (NOTE, note_at, len(notes), 4)]
        if self.interpreter is not None:
            rows_wanted.append((INTERP, interpreter, len(self.interpreter) + 1, 4))
        if self.stack is not None:
            rows_wanted.append((STACK, 0, 0, self.stack))
        body[:header_size] = self._header(len(rows_wanted), header_size, row_size)
        for number, (kind, at, length, flags) in enumerate(rows_wanted):
            row = (
                self.pack("IIQQQQQQ", kind, flags, at, BASE + at, BASE + at, length, length, 4)
                if wide
                else self.pack("IIIIIIII", kind, at, BASE + at, BASE + at, length, length, flags, 4)
            )
            body[header_size + number * row_size : header_size + (number + 1) * row_size] = row
        return bytes(body)

    def _header(self, rows: int, header_size: int, row_size: int) -> bytes:
        ident = b"\x7fELF" + bytes([2 if self.bits == 64 else 1, 1 if self.little else 2, 1, 0]) + bytes(8)
        word = "Q" if self.bits == 64 else "I"
        return ident + self.pack(
            f"HHI{word}{word}{word}IHHHHHH",
            *(self.kind, self.machine, 1, 0, header_size, 0, 0, header_size, row_size, rows, 0, 0, 0),
        )

    def _needed_versions(self) -> bytes:
        """One record a library, all versions of a library behind it."""
        libraries = list(dict.fromkeys(library for library, _, _ in self.versions))
        result = b""
        index = 2
        for library in libraries:
            mine = [v for v in self.versions if v[0] == library]
            size = 16 + 16 * len(mine)
            last = library == libraries[-1]
            result += self.pack("HHIII", 1, len(mine), self.text(library), 16, 0 if last else size)
            for version in mine:
                step = 0 if version is mine[-1] else 16
                result += self.pack("IHHII", 0, 2 if version[2] else 0, index, self.text(version[1]), step)
                index += 1
        return result

    def _defined_versions(self) -> bytes:
        result = b""
        for number, name in enumerate(self.defined):
            step = 0 if number == len(self.defined) - 1 else 28
            result += self.pack("HHHHIII", 1, 0 if number else 1, number + 1, 1, 0, 20, step)
            result += self.pack("II", self.text(name), 0)
        return result

    def _note(self, owner: str, kind: int, data: bytes) -> bytes:
        name = owner.encode() + b"\0"
        pad = -len(name) % 4, -len(data) % 4
        return self.pack("III", len(name), len(data), kind) + name + bytes(pad[0]) + data + bytes(pad[1])
