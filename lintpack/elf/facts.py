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
    `versions_defined` excludes the base definition, and is None where there is no .gnu.version_d; `version_base` is
    that definition's name. `audit` are the single names of DT_AUDIT and DT_DEPAUDIT.
    `dynamic`: there is a dynamic section. `debug_only`: it is a file of debugging information whose sections to load
    have no bytes (`objcopy --only-keep-debug`); it then has no dynamic section either.
    `isa_needed`: bits of GNU_PROPERTY_X86_ISA_1_NEEDED (1 baseline, 2 x86-64-v2, 4 v3, 8 v4), 0 where unsaid.
    `abi_tag`: NT_GNU_ABI_TAG, operating system (0 is Linux) and the oldest kernel's three numbers.
    `relr`: DT_RELR is used. `sysv_hash`, `gnu_hash`: DT_HASH and DT_GNU_HASH are there. `build_id` in hexadecimal.
    `faults`: what is malformed without consequence for the other facts, one clause each.
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
    entry: int = 0
    debug_only: bool = False
    version_base: str | None = None
    relr: bool = False
    sysv_hash: bool = False
    gnu_hash: bool = False
    relro: bool = False
    isa_needed: int = 0
    abi_tag: tuple[int, int, int, int] | None = None
    build_id: str = ""
    faults: tuple[str, ...] = ()
