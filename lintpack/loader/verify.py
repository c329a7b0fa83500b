"""Whether glibc takes a file that it opened (open_verify and _dl_map_object_from_fd, elf/dl-load.c)."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from lintpack.loader import result, tree
from lintpack.loader.header import ET_DYN, ET_EXEC

if TYPE_CHECKING:
    from lintpack.elf.facts import ElfFacts
    from lintpack.loader.profile import Profile
    from lintpack.loader.tree import Found

FIRST_WITHOUT_ABI_TAG = (2, 36)  # commit b46d250656: the kernel's version is no longer compared
ELFOSABI_SYSV, ELFOSABI_GNU = 0, 3
_MAX_GNU_ABI = 4  # LIBC_ABI_MAX of the releases looked at
_LATE = ("only ET_DYN", "ELF file's phentsize", "cannot read")  # problems that are looked for behind the machine
DF_1_PIE = 0x08000000


class Refusal(Exception):  # noqa: N818
    """A file ends the search. `number` is the errno that is shown behind the text, 0 for none; `name` the object."""

    def __init__(self, text: str, number: int = 0, name: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.number = number
        self.name = name

    @property
    def message(self) -> str:
        """As ld.so prints it behind the program's name (elf/dl-error-skeleton.c, fatal_error)."""
        reason = f": {error_text(self.number)}" if self.number else ""
        name = f"{self.name}: " if self.name else ""
        return f"error while loading shared libraries: {name}{self.text}{reason}"


def error_text(number: int) -> str:
    """ld.so's own strerror, which knows six numbers (elf/dl-minimal.c)."""
    texts = {
        errno.ENOMEM: "Cannot allocate memory",
        errno.EINVAL: "Invalid argument",
        errno.ENOENT: "No such file or directory",
        errno.EPERM: "Operation not permitted",
        errno.EIO: "Input/output error",
        errno.EACCES: "Permission denied",
    }
    return texts.get(number, f"Error {number}")


def skipped(found: Found, wanted: ElfFacts, profile: Profile) -> str:
    """Why the search goes on past this opened file: an outcome of result.Tried, or "" where it is taken.

    Raises Refusal where the file stops everything. `wanted` are the facts of the program: its class and machine are
    the loader's own.
    """
    if found.kind == tree.DIRECTORY:
        raise Refusal("cannot read file data", errno.EISDIR)
    if found.kind == tree.SHORT:
        raise Refusal("file too short")
    if found.kind == tree.NOT_ELF or found.facts is None:
        raise Refusal("invalid ELF header")
    facts = found.facts
    if facts.bits != wanted.bits:
        return result.WRONG_CLASS
    if facts.little != wanted.little:
        raise Refusal(f"ELF file data encoding not {'little' if wanted.little else 'big'}-endian")
    if found.problem and not found.problem.startswith(_LATE) and found.kind == tree.ELF:
        raise Refusal(found.problem)
    if facts.osabi not in (ELFOSABI_SYSV, ELFOSABI_GNU):
        raise Refusal("ELF file OS ABI invalid")
    if facts.abi_version and (facts.osabi == ELFOSABI_SYSV or facts.abi_version >= _MAX_GNU_ABI):
        raise Refusal("ELF file ABI version invalid")
    if facts.machine != wanted.machine:
        return result.WRONG_MACHINE
    if facts.type not in (ET_EXEC, ET_DYN):
        raise Refusal("only ET_DYN and ET_EXEC can be loaded")
    if found.problem:
        raise Refusal(found.problem)
    if _wants_newer_kernel(facts, profile):
        return result.KERNEL_TOO_OLD
    return ""


def _wants_newer_kernel(facts: ElfFacts, profile: Profile) -> bool:
    if profile.version >= FIRST_WITHOUT_ABI_TAG or profile.kernel is None or facts.abi_tag is None:
        return False
    return facts.abi_tag[0] != 0 or facts.abi_tag[1:] > tuple(profile.kernel)


def unmappable(facts: ElfFacts, profile: Profile) -> str:
    """Why a file that the search settled on cannot be loaded as a library, in ld.so's words, or ""."""
    if facts.type == ET_EXEC:
        return "cannot dynamically load executable"
    if not facts.dynamic or facts.debug_only:
        return "object file has no dynamic section"
    # The check for position-independent executables came with glibc 2.30.
    if facts.flags_1 & DF_1_PIE and profile.version >= (2, 30):
        return "cannot dynamically load position-independent executable"
    return ""
