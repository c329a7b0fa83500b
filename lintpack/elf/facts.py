"""What one ELF file says about loading: frozen facts, as the dynamic loader would see them."""

from __future__ import annotations

from lintpack.record import Record


class NeededVersion(Record):
    """A version that an object asks of `library` (an entry of .gnu.version_r). `weak`: VER_FLG_WEAK."""

    library: str
    version: str
    weak: bool = False


class Note(Record):
    owner: str
    type: int
    data: bytes


class ElfFacts(Record):
    """The facts of one file. Names are decoded with surrogateescape.

    bits 32 or 64; `little`: byte order; `machine`, `type`, `osabi` as numbers of the header (EM_*, ET_*, ELFOSABI_*).
    `rpath` and `runpath` are the whole strings, None where there is no such entry ("" where it is empty).
    `flags` is DT_FLAGS, `flags_1` DT_FLAGS_1. `stack`: PF_* of PT_GNU_STACK, None without one.
    `versions_defined` excludes the base definition, and is None where there is no .gnu.version_d.
    """

    bits: int
    little: bool
    machine: int
    type: int
    osabi: int = 0
    abi_version: int = 0
    flags_elf: int = 0
    interpreter: str | None = None
    soname: str | None = None
    needed: tuple[str, ...] = ()
    rpath: str | None = None
    runpath: str | None = None
    flags: int = 0
    flags_1: int = 0
    dynamic: bool = True
    versions_needed: tuple[NeededVersion, ...] = ()
    versions_defined: tuple[str, ...] | None = None
    has_versym: bool = False
    stack: int | None = None
    textrel: bool = False
    auxiliary: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
