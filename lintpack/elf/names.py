"""Names that people know for numbers of the header."""

from __future__ import annotations

from lintpack.elf.numbers import E_MACHINE

# What uname -m or a package's architecture calls it, where that differs from EM_*.
_COMMON = {
    "X86_64": "x86-64",
    "386": "i386",
    "AARCH64": "aarch64",
    "ARM": "arm",
    "PPC": "powerpc",
    "PPC64": "powerpc64",
    "S390": "s390x",
    "RISCV": "riscv",
    "LOONGARCH": "loongarch",
    "MIPS": "mips",
    "SPARCV9": "sparc64",
    "68K": "m68k",
}


def machine_name(machine: int, bits: int = 64) -> str:
    """`x86-64` for 62; `x32` and the like are not told apart but by `bits`, added where the machine has both."""
    name = next((n[3:] for n, number in E_MACHINE.items() if number == machine), "")
    if not name:
        return f"machine {machine}"
    common = _COMMON.get(name, name.lower().replace("_", "-"))
    if name in {"RISCV", "MIPS", "LOONGARCH"}:
        return f"{common}{bits}"
    return f"{common} ({bits} bit)" if name == "X86_64" and bits == 32 else common
