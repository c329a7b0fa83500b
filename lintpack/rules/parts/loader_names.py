"""LP124 for the loader's own name, of which each architecture has one: `ld-linux-aarch64.so.2`, `ld-linux-x86_64.so.2`.

Source: glibc's sysdeps/unix/sysv/linux/*/shlib-versions, and musl's configure (`ld-musl-$ARCH.so.1`).
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import line_before, narrowed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place, Source

# The number of each by what the name has behind `ld-linux-`.
_GLIBC = {
    **dict.fromkeys(("x86-64", "x32", "ia64", "arc", "arceb"), "2"),
    **dict.fromkeys(("aarch64", "aarch64_be", "mipsn8", "nios2", "or1k", "cskyv2", "cskyv2-hf"), "1"),
    **dict.fromkeys(("riscv64-lp64d", "riscv64-lp64", "riscv32-ilp32d", "loongarch-lp64d", "loongarch-lp64s"), "1"),
    "armhf": "3",
}
# What other tools call the same machine.
_OTHERS = {
    **dict.fromkeys(("x86_64", "amd64", "x64", "x86-x64", "x86-84"), "ld-linux-x86-64.so.2"),
    **dict.fromkeys(("arm64", "armv8", "aarch-64"), "ld-linux-aarch64.so.1"),
    **dict.fromkeys(("armv7", "armv7l", "armhfp", "gnueabihf"), "ld-linux-armhf.so.3"),
    **dict.fromkeys(("arm", "armel"), "ld-linux.so.3"),
    **dict.fromkeys(("i386", "i586", "i686", "x86"), "ld-linux.so.2"),
    **dict.fromkeys(("ppc64le", "powerpc64le", "ppc64el"), "ld64.so.2"),
    **dict.fromkeys(("s390x", "ppc64"), "ld64.so.1"),
    "riscv64": "ld-linux-riscv64-lp64d.so.1",
    "loongarch64": "ld-linux-loongarch-lp64d.so.1",
}
_MUSL = {
    **dict.fromkeys(("x86-64", "amd64", "x64"), "x86_64"),
    **dict.fromkeys(("i586", "i686", "x86"), "i386"),
    **dict.fromkeys(("ppc64le", "ppc64el"), "powerpc64le"),
    **dict.fromkeys(("armv7", "armv7l"), "armhf"),
    "arm64": "aarch64",
}
_NAME = r"(?<![\w.-])ld-(linux|musl)-([A-Za-z0-9_-]+)\.so\.(\d+)(?![\w.])"
_OF_UNAME = r"(?<![\w.-])ld-linux-(?:\$\((?:uname -[mp]|arch)\)|\$\{?(\w+)\}?)\.so(?:\.\d+)?(?![\w.*])"


class Misnamed(Record):
    place: Place
    meant: str


def misnamed(context: Context) -> Iterator[Misnamed]:
    for script in context.plan.scripts:
        text = script.source.text
        for found in re.finditer(_NAME, text):
            meant = real_name(found[1], found[2], found[3])
            # One that is there under both names was made, or is looked for under either.
            if meant and meant != found[0] and meant not in text and "#" not in line_before(text, found.start()):
                yield Misnamed(script.source.place(*found.span()), meant)
        if "uname" in text or "$(arch)" in text:
            yield from _of_uname(script.source)


def real_name(kind: str, machine: str, number: str) -> str:
    """The loader that is meant by `ld-KIND-MACHINE.so.NUMBER`; "" where that is not known."""
    if kind == "musl":
        return f"ld-musl-{_MUSL.get(machine, machine)}.so.1"
    if machine in _GLIBC:
        return f"ld-linux-{machine}.so.{_GLIBC[machine]}"
    return _OTHERS.get(machine, "")


def _of_uname(source: Source) -> Iterator[Misnamed]:
    """`ld-linux-$(uname -m).so.2`: `uname -m` says x86_64, and the number is another on aarch64."""
    text = source.text
    for found in re.finditer(_OF_UNAME, text):
        if found[1]:
            given = re.findall(rf"(?m)^[^#\n]*?\b{found[1]}=(\S.*)$", text[: found.start()])
            if not given or not all(re.match(r"[\"']?(?:\$\(|`)(?:uname -[mp]|arch)[)`]", value) for value in given):
                continue
        if "#" not in line_before(text, found.start()) and "ld-linux-x86-64" not in text:
            yield Misnamed(narrowed(source.place(*found.span()), found[0]), "ld-linux-x86-64.so.2")
