"""`read_facts`: what one ELF file says about loading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.elf import numbers
from lintpack.elf.dynamic import find_dynamic
from lintpack.elf.errors import ElfError
from lintpack.elf.facts import ElfFacts, NeededVersion
from lintpack.elf.image import Image
from lintpack.elf.notes import abi_tag, build_id, isa_needed, read_notes
from lintpack.elf.sections import dynamic_takes_no_room
from lintpack.elf.versions import VER_FLG_BASE, VER_FLG_WEAK, read_defined, read_needed

if TYPE_CHECKING:
    from lintpack.elf.dynamic import Dynamic
    from lintpack.elf.image import Data
    from lintpack.elf.versions import Defined, Needed


def read_facts(data: Data) -> ElfFacts:
    """The facts of the file whose whole content is `data`. Raises `ElfError`, and nothing else, on bad content."""
    return Object(data).facts


class Object:
    """One file, parsed once: its facts, and what the symbol table needs to be read later."""

    __slots__ = ("dynamic", "facts", "image", "versions_defined", "versions_needed")

    def __init__(self, data: Data) -> None:
        self.image = Image(data)
        debug = False
        self.dynamic: Dynamic | None = None
        self.versions_needed: list[Needed] = []
        self.versions_defined: list[Defined] | None = None
        try:
            self.dynamic, debug = find_dynamic(self.image)
            if self.dynamic is not None:
                self.versions_needed = read_needed(self.image, self.dynamic)
                self.versions_defined = read_defined(self.image, self.dynamic)
            self.facts = self._facts(debug)
        except ElfError:
            # Old objcopy leaves the sizes of segments in debug files as they were: their bytes are some others.
            if not dynamic_takes_no_room(self.image):
                raise
            self.dynamic = None
            self.facts = self._facts(True)

    def _facts(self, debug: bool) -> ElfFacts:
        image = self.image
        dynamic = self.dynamic
        notes, faults = read_notes(image) if image.type != numbers.ET_CORE else ([], [])
        values = dynamic.values if dynamic is not None else {}
        flags = values.get(numbers.DT_FLAGS, 0)
        stack = relro = None
        for kind, mark, *_ in image.phdrs:
            if kind == numbers.PT_GNU_STACK:
                stack = mark
            elif kind == numbers.PT_GNU_RELRO:
                relro = mark
        defined = self.versions_defined
        return ElfFacts(
            bits=image.layout.bits,
            little=image.layout.little,
            machine=image.machine,
            type=image.type,
            osabi=image.osabi,
            abi_version=image.header["e_ident"]["EI_ABIVERSION"],
            flags_elf=image.header["e_flags"],
            interpreter=_interpreter(image),
            soname=dynamic.name(numbers.DT_SONAME, "the SONAME") if dynamic is not None else None,
            needed=dynamic.names(numbers.DT_NEEDED, "a NEEDED entry") if dynamic is not None else (),
            rpath=dynamic.name(numbers.DT_RPATH, "the RPATH") if dynamic is not None else None,
            runpath=dynamic.name(numbers.DT_RUNPATH, "the RUNPATH") if dynamic is not None else None,
            flags=flags,
            flags_1=values.get(numbers.DT_FLAGS_1, 0),
            dynamic=dynamic is not None,
            versions_needed=tuple(
                [NeededVersion(n.library, n.version, bool(n.flags & VER_FLG_WEAK)) for n in self.versions_needed]
            ),
            versions_defined=None
            if defined is None
            else tuple([d.version for d in defined if not d.flags & VER_FLG_BASE]),
            has_versym=numbers.DT_VERSYM in values,
            stack=stack,
            textrel=numbers.DT_TEXTREL in values or bool(flags & numbers.DF_TEXTREL),
            auxiliary=dynamic.names(numbers.DT_AUXILIARY, "an AUXILIARY entry") if dynamic is not None else (),
            filters=dynamic.names(numbers.DT_FILTER, "a FILTER entry") if dynamic is not None else (),
            audit=_audit(dynamic) if dynamic is not None else (),
            notes=tuple(notes),
            entry=image.header["e_entry"],
            debug_only=debug,
            version_base=next((d.version for d in defined or () if d.flags & VER_FLG_BASE), None),
            relr=numbers.DT_RELR in values,
            sysv_hash=numbers.DT_HASH in values,
            gnu_hash=numbers.DT_GNU_HASH in values,
            relro=relro is not None,
            isa_needed=isa_needed(image, notes),
            abi_tag=abi_tag(image, notes),
            build_id=build_id(notes),
            faults=tuple(faults),
        )


def _interpreter(image: Image) -> str | None:
    for kind, _, offset, _, size, _, _ in image.phdrs:
        if kind == numbers.PT_INTERP and image.type != numbers.ET_CORE:
            # In debug files the segment is there and its bytes are not.
            return image.string(offset, size, "the name of the interpreter") if size else None
    return None


def _audit(dynamic: Dynamic) -> tuple[str, ...]:
    """DT_AUDIT then DT_DEPAUDIT; glibc splits both at colons (elf/rtld.c, `load_audit_modules`)."""
    whole = dynamic.names(numbers.DT_AUDIT, "an AUDIT entry") + dynamic.names(numbers.DT_DEPAUDIT, "a DEPAUDIT entry")
    return tuple([name for entry in whole for name in entry.split(":") if name])
