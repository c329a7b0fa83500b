"""The system on which a program will run: its loader's directories, its libraries and their newest versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.loader.cache import FLAGS
from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.loader.cache import Cache

GLIBC = "glibc"
MUSL = "musl"


class SystemLibrary(Record):
    """A library of a minimal install. `versions` None: the profile does not say which symbol versions it defines; ():
    it defines none.

    `path` is where the loader finds it; `soname` may differ from its last component.
    """

    soname: str
    path: str
    versions: tuple[str, ...] | None = None
    needed: tuple[str, ...] = ()


class Profile(Record):
    """One system for one kind of program (`machine` is EM_*, `bits` 32 or 64).

    `version` of the C library. `directories`: system directories without final slash, in order; `musl_directories`
    what musl's path file has, or its default. `lib` and `platform` stand for $LIB and $PLATFORM. `hwcaps`:
    subdirectories of glibc-hwcaps that the machine has, best first; `legacy`: the words of the older scheme, the
    outermost first. `isa`: bits of GNU_PROPERTY_X86_ISA_1_NEEDED that the processor has, None where unknown. `kernel`:
    its three numbers, None where unknown. `preload`: names in /etc/ld.so.preload. `live`: the running system; its
    files are looked at, and `libraries` is empty.
    """

    name: str
    libc: str
    version: tuple[int, ...]
    machine: int = 62
    bits: int = 64
    little: bool = True
    interpreter: str = "/lib64/ld-linux-x86-64.so.2"
    directories: tuple[str, ...] = ()
    lib: str = "lib64"
    platform: str | None = "x86_64"
    hwcaps: tuple[str, ...] = ()
    legacy: tuple[str, ...] = ()
    isa: int | None = None
    kernel: tuple[int, ...] | None = None
    preload: tuple[str, ...] = ()
    musl_directories: tuple[str, ...] = ("/lib", "/usr/local/lib", "/usr/lib")
    cache: Cache | None = None
    libraries: tuple[SystemLibrary, ...] = ()
    live: bool = False
    sources: tuple[str, ...] = ()

    @staticmethod
    def musl_default() -> tuple[str, ...]:
        """Where musl looks without a path file (ldso/dynlink.c)."""
        return ("/lib", "/usr/local/lib", "/usr/lib")

    def cached(self, name: str) -> str | None:
        """The path that the loader's cache has for `name`."""
        if self.cache is None:
            return None
        flags = FLAGS.get((self.machine, self.bits))
        return None if flags is None else self.cache.lookup(name, flags, self.hwcaps)
