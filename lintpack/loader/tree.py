"""The file system as a dynamic loader meets it: what comes of opening a path."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Protocol

from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Hashable

    from lintpack.elf.facts import ElfFacts
    from lintpack.elf.symbols import DynamicSymbols

# Kinds of `Found`. The first five were opened; the others were not, and have the kernel's reason in FAILURES.
ELF = "elf"
NOT_ELF = "not an ELF file"
SHORT = "too short"
DIRECTORY = "directory"
DAMAGED = "damaged"
MISSING = "missing"
NOT_A_DIRECTORY = "not a directory"
UNREADABLE = "unreadable"
LOOP = "loop of links"
NAME_TOO_LONG = "name too long"
SPECIAL = "no regular file"

FAILURES = {
    MISSING: errno.ENOENT,
    NOT_A_DIRECTORY: errno.ENOTDIR,
    UNREADABLE: errno.EACCES,
    LOOP: errno.ELOOP,
    NAME_TOO_LONG: errno.ENAMETOOLONG,
    SPECIAL: errno.ENXIO,
}
KINDS = {number: kind for kind, number in FAILURES.items()}

# The kernel's limits (limits.h): a path with its NUL, one name, links in one resolution.
PATH_MAX = 4096
NAME_MAX = 255
MAX_LINKS = 40


class Found(Record):
    """What opening one path gives.

    `real` is the file's own absolute path, links followed; `identity` its device and inode, or what stands for them.
    `facts` of an ELF file; `problem` where ld.so refuses its header for a rare reason, in ld.so's words.
    `script` is the interpreter line of a file that begins with `#!`. `mode`: permission bits. `secure`: a program that
    starts with AT_SECURE (set-user-ID of somebody else). `versions_known`: False for a library of a profile whose
    symbol versions the profile does not state. `blind`: where class, byte order or another identifying byte of the
    header is not this machine's, what a loader reads that does not look at them (musl); None where it reads nonsense.
    """

    kind: str
    real: str = ""
    identity: Hashable = None
    facts: ElfFacts | None = None
    problem: str = ""
    script: str = ""
    mode: int = 0o755
    secure: bool = False
    versions_known: bool = True
    blind: ElfFacts | None = None

    @property
    def opened(self) -> bool:
        return self.kind not in FAILURES


class Tree(Protocol):
    """Files by absolute path. Every path may hold `.`, `..`, empty and linked components: the kernel resolves them."""

    def lookup(self, path: str) -> Found:
        """What open() and a first read of `path` give."""

    def is_directory(self, path: str) -> bool:
        """Whether stat() says that `path` is a directory."""

    def symbols(self, real: str) -> DynamicSymbols | None:
        """Dynamic symbols of the ELF file at a path without links; None where they are not known."""

    def real(self, path: str) -> str:
        """`path` without links, `.` and `..`; as much of it as exists."""

    def shown(self, path: str) -> tuple[str, bool]:
        """`path` for people, and whether it lies inside the bundle: then it is relative to the bundle's root."""


def join(directory: str, path: str) -> str:
    """`path` as seen from `directory`; "" is `directory` itself."""
    if path.startswith("/"):
        return path
    if not path:
        return directory
    return f"{directory.rstrip('/')}/{path}"
