"""The first bytes of a file, as glibc's open_verify judges them (elf/dl-load.c)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.loader.tree import ELF, NOT_ELF, SHORT

if TYPE_CHECKING:
    from typing import Literal

    from lintpack.elf.facts import ElfFacts

MAGIC = b"\x7fELF"
HEADER_SIZE = 64  # Elf64_Ehdr; a 64-bit loader wants that much of any file
_SCRIPT_LINE = 256  # BINPRM_BUF_SIZE, Linux 5.1 and later
_PHDR_SIZE = {1: 32, 2: 56}
ET_EXEC, ET_DYN = 2, 3


def classify(head: bytes, size: int) -> tuple[str, str]:
    """Kind and problem of a file of `size` bytes that begins with `head` (at least 64 bytes of it, or all)."""
    if len(head) < HEADER_SIZE:
        return SHORT, "file too short"
    if head[:4] != MAGIC:
        return NOT_ELF, "invalid ELF header"
    return ELF, _problem(head, size)


def _problem(head: bytes, size: int) -> str:
    """Why ld.so refuses an ELF file of its own class and byte order; machine and OS ABI are judged elsewhere."""
    order: Literal["little", "big"] = "big" if head[5] == 2 else "little"

    def number(at: int, width: int) -> int:
        return int.from_bytes(head[at : at + width], order)

    if head[6] != 1:
        return "ELF file version ident does not match current one"
    if any(head[9:16]):
        return "nonzero padding in e_ident"
    if number(20, 4) != 1:
        return "ELF file version does not match current one"
    if number(16, 2) not in (ET_EXEC, ET_DYN):
        return "only ET_DYN and ET_EXEC can be loaded"
    wide = head[4] == 2
    if number(54 if wide else 42, 2) != _PHDR_SIZE.get(head[4], 0):
        return "ELF file's phentsize not the expected size"
    first, count = (number(32, 8), number(56, 2)) if wide else (number(28, 4), number(44, 2))
    if first + count * _PHDR_SIZE[head[4]] > size:
        return "cannot read file data"
    return ""


def mended(data: bytes, bits: int, little: bool) -> bytes | None:
    """`data` with the identifying bytes of a file of that class and byte order, None where it has them already."""
    ident = bytes((2 if bits == 64 else 1, 1 if little else 2, 1, 0)) + bytes(8)
    return None if data[4:16] == ident else data[:4] + ident + data[16:]


def script_line(head: bytes) -> str:
    """The interpreter and its argument where `head` begins a script, else "" (man execve)."""
    if not head.startswith(b"#!"):
        return ""
    return head[2:_SCRIPT_LINE].split(b"\n", 1)[0].strip(b" \t\r").decode("utf-8", "surrogateescape")


def skeleton(head: bytes) -> ElfFacts:
    """The facts that the header alone gives, for a file whose rest is unreadable. `head` begins with MAGIC."""
    from lintpack.elf.facts import ElfFacts

    order: Literal["little", "big"] = "big" if head[5] == 2 else "little"
    return ElfFacts(
        bits=32 if head[4] == 1 else 64 if head[4] == 2 else 0,
        little=head[5] == 1,
        machine=int.from_bytes(head[18:20], order),
        type=int.from_bytes(head[16:18], order),
        osabi=head[7],
        abi_version=head[8],
    )
