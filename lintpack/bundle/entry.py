"""One thing that lies in a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.elf.facts import ElfFacts
    from lintpack.elf.symbols import DynamicSymbols, SymbolTable

# Kinds.
FILE = "file"
LINK = "link"
HARD_LINK = "hard link"
DIRECTORY = "directory"
CHARACTER_DEVICE = "character device"
BLOCK_DEVICE = "block device"
FIFO = "fifo"
SOCKET = "socket"

HEAD_SIZE = 64
SCRIPT_HEAD_SIZE = 256  # as much as Linux looks at for the interpreter (BINPRM_BUF_SIZE)


class Entry(Record):
    """`path` is where the entry lies after unpacking, relative to the root, in shortest form; "" is the root itself.

    `name`: as the archive spells it. `order`: position in the archive, -1 for a folder that only names imply.
    `mode`: permission bits with set-user-ID and the like. `uid`: the numeric owner, None where the format has none.
    `target`: text of a link; path of what a hard link names. A hard link has the contents (size, facts and so on) of
    its target; `identity` is the path of the first of all names of one file, which stands for device and inode.
    Of files: `head` is the first 64 bytes (256 of what begins with `#!`), `facts` those of an ELF file, `problem` why
    an ELF file has none. `sha256` (hexadecimal) is known of ELF files and of files named as libraries. `text` is the
    content of scripts and small text files, cut at a limit; None where it was not taken.
    """

    path: str
    kind: str
    mode: int = 0o644
    size: int = 0
    target: str = ""
    name: str = ""
    order: int = -1
    uid: int | None = None
    identity: str = ""
    head: bytes = b""
    facts: ElfFacts | None = None
    problem: str = ""
    sha256: str = ""
    text: str | None = None
    table: SymbolTable | None = None

    @property
    def is_file(self) -> bool:
        return self.kind in (FILE, HARD_LINK)

    @property
    def is_script(self) -> bool:
        return self.text is not None and self.head.startswith(b"#!")

    def symbols(self) -> DynamicSymbols | None:
        """Dynamic symbols, decoded now; None of what is no ELF file or has none. Raises `ElfError` where they lie."""
        return self.table.decode() if self.table is not None else None
