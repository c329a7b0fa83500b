"""The running machine's files as a `Tree`: real open() and stat(), nothing imitated."""

from __future__ import annotations

import os
import stat
import sys
from mmap import PROT_READ, mmap
from typing import TYPE_CHECKING

from lintpack.loader import tree
from lintpack.loader.header import classify, mended, script_line
from lintpack.loader.tree import Found

if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.elf.facts import ElfFacts
    from lintpack.elf.image import Data
    from lintpack.elf.symbols import DynamicSymbols

_HEAD = 256
_BITS = 64 if sys.maxsize > 1 << 32 else 32


class HostTree:
    """`root` is the bundle's folder: what lies below it counts as inside. "" where there is no bundle."""

    def __init__(self, root: str = "") -> None:
        from lintpack.elf.reader import read_facts

        self.root = os.path.realpath(root) if root else ""
        self._read_facts: Callable[[Data], ElfFacts] = read_facts
        self._symbols: dict[str, DynamicSymbols | None] = {}
        self._facts: dict[tuple[int, ...], Found] = {}

    def lookup(self, path: str) -> Found:
        try:
            # A FIFO would keep ld.so waiting; here it must not.
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            return Found(tree.KINDS.get(error.errno or 0, tree.SPECIAL))
        except ValueError:  # a NUL in the path
            return Found(tree.MISSING)
        try:
            return self._opened(descriptor, path)
        finally:
            os.close(descriptor)

    def _opened(self, descriptor: int, path: str) -> Found:
        status = os.fstat(descriptor)
        identity = (status.st_dev, status.st_ino)
        if stat.S_ISDIR(status.st_mode):
            return Found(tree.DIRECTORY, os.path.realpath(path), identity, mode=status.st_mode & 0o7777)
        if not stat.S_ISREG(status.st_mode):
            return Found(tree.SPECIAL)
        key = (*identity, status.st_size, status.st_mtime_ns, status.st_mode, status.st_ctime_ns)
        known = self._facts.get(key)
        if known is None:
            known = self._facts[key] = self._read(descriptor, path, status)
        return known

    def _read(self, descriptor: int, path: str, status: os.stat_result) -> Found:
        head = os.read(descriptor, _HEAD)
        real = os.path.realpath(path)
        kind, problem = classify(head, status.st_size)
        facts = blind = None
        if kind == tree.ELF:
            kind, facts, problem = self._facts_of(descriptor, head, problem)
            blind = self._blind_facts(descriptor, head)
        return Found(
            kind,
            real,
            (status.st_dev, status.st_ino),
            facts,
            problem,
            script=script_line(head),
            mode=status.st_mode & 0o7777,
            secure=_is_secure(status),
            blind=blind,
        )

    def _facts_of(self, descriptor: int, head: bytes, problem: str) -> tuple[str, ElfFacts, str]:
        from lintpack.elf.errors import ElfError
        from lintpack.loader.header import skeleton

        try:
            with mmap(descriptor, 0, prot=PROT_READ) as data:
                return tree.ELF, self._read_facts(data), problem
        except (ElfError, OSError) as error:
            return tree.DAMAGED, skeleton(head), problem or str(error)

    def _blind_facts(self, descriptor: int, head: bytes) -> ElfFacts | None:
        from lintpack.elf.errors import ElfError

        little = sys.byteorder == "little"
        if mended(head[:16], _BITS, little) is None:
            return None
        try:
            with mmap(descriptor, 0, prot=PROT_READ) as data:
                return self._read_facts(mended(bytes(data), _BITS, little) or b"")
        except (ElfError, OSError):
            return None

    def is_directory(self, path: str) -> bool:
        return os.path.isdir(path)

    def symbols(self, real: str) -> DynamicSymbols | None:
        from lintpack.elf.errors import ElfError
        from lintpack.elf.symbols import dynamic_symbols

        if real not in self._symbols:
            try:
                with open(real, "rb") as file:
                    self._symbols[real] = dynamic_symbols(file.read())
            except (ElfError, OSError):
                self._symbols[real] = None
        return self._symbols[real]

    def real(self, path: str) -> str:
        return os.path.realpath(path)

    def shown(self, path: str) -> tuple[str, bool]:
        folder, _, name = path.rpartition("/")
        place = os.path.join(os.path.realpath(folder or "/"), name)
        if self.root and place.startswith(self.root.rstrip("/") + "/"):
            return place[len(self.root.rstrip("/")) + 1 :], True
        return path, False


def _is_secure(status: os.stat_result) -> bool:
    """Whether the kernel would set AT_SECURE if this user started the file."""
    if status.st_mode & stat.S_ISUID and status.st_uid != os.geteuid():
        return True
    return bool(status.st_mode & stat.S_ISGID and status.st_mode & stat.S_IXGRP and status.st_gid != os.getegid())
