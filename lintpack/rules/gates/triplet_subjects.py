"""Folders of Debian's multiarch by a name that none of them has (see `subjects`): `lib/x86-64-linux-gnu`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context

# What Debian's ports, and compilers for other machines, call their folders.
_PLAIN = (
    "x86_64 aarch64 aarch64_be arm armeb i386 i486 i586 i686 mips mipsel mips64 mips64el powerpc powerpc64 powerpc64le"
    " riscv32 riscv64 s390 s390x sparc sparc64 loongarch64 alpha arc hppa ia64 m68k sh4"
)
TRIPLETS = frozenset(
    [f"{cpu}-linux-gnu" for cpu in _PLAIN.split()]
    + (
        "arm-linux-gnueabi arm-linux-gnueabihf armeb-linux-gnueabi armeb-linux-gnueabihf x86_64-linux-gnux32"
        " mips64-linux-gnuabi64 mips64el-linux-gnuabi64 mips64-linux-gnuabin32 mips64el-linux-gnuabin32 i386-gnu"
        " x86_64-gnu powerpc-linux-gnuspe x86_64-kfreebsd-gnu i386-kfreebsd-gnu x86_64-linux-musl aarch64-linux-musl"
        " i386-linux-musl arm-linux-musleabi arm-linux-musleabihf aarch64-linux-gnu_ilp32 arm-linux-androideabi"
        " x86_64-linux-android i386-linux-android i686-linux-android aarch64-linux-android"
    ).split()
)
# What ends a folder's name, and as many characters as may be one with a command in it.
_ENDS = "/:\"' \n;$"
_LONGEST = 40


def odd_triplets(context: Context) -> bool:
    """Scripts with a folder below `lib` that looks like such a name and is none."""
    return any(_odd(script.source.text) for script in context.plan.scripts)


def _odd(text: str) -> bool:
    for piece in text.split("lib/")[1:]:
        head = piece[:_LONGEST]
        if "linux" in head or "-gnu" in head:
            if head[:1] != "$":
                for sign in _ENDS:
                    head = head.partition(sign)[0]
            elif not ("architecture)-linux" in head or "-linux-gnu" in head.partition("/")[0]):
                continue
            if head not in TRIPLETS and ("-linux" in head or "gnu" in head) and head[:3] != "ld-":
                return True
    return False
