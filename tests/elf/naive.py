"""The oracle: the same facts, by pyelftools used as its examples do."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from elftools.elf.dynamic import DynamicSegment
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerDefSection, GNUVerNeedSection
from elftools.elf.segments import InterpSegment, NoteSegment


def facts_by_pyelftools(data: bytes) -> dict[str, Any]:
    """The facts that pyelftools can tell, under the names of `ElfFacts`."""
    elf = ELFFile(BytesIO(data))
    result: dict[str, Any] = {
        "bits": elf.elfclass,
        "little": elf.little_endian,
        "soname": None,
        "rpath": None,
        "runpath": None,
        "interpreter": None,
        "stack": None,
        "dynamic": False,
        "flags": 0,
        "flags_1": 0,
        "build_id": "",
        "abi_tag": None,
    }
    needed: list[str] = []
    for segment in elf.iter_segments():
        if isinstance(segment, DynamicSegment):
            result["dynamic"] = True
            for tag in segment.iter_tags():
                kind = tag.entry.d_tag
                if kind == "DT_NEEDED":
                    needed.append(tag.needed)  # type: ignore[attr-defined]
                elif kind in ("DT_SONAME", "DT_RPATH", "DT_RUNPATH"):
                    result[kind[3:].lower()] = getattr(tag, kind[3:].lower())
                elif kind in ("DT_FLAGS", "DT_FLAGS_1"):
                    result[kind[3:].lower()] = tag.entry.d_val
        elif isinstance(segment, InterpSegment):
            result["interpreter"] = segment.get_interp_name()
        elif segment["p_type"] == "PT_GNU_STACK":
            result["stack"] = segment["p_flags"]
        elif isinstance(segment, NoteSegment):
            for note in segment.iter_notes():
                if note["n_type"] == "NT_GNU_BUILD_ID" and note["n_name"] == "GNU":
                    result["build_id"] = note["n_desc"]
                elif note["n_type"] == "NT_GNU_ABI_TAG" and note["n_name"] == "GNU":
                    tag = note["n_desc"]
                    result["abi_tag"] = (tag["abi_major"], tag["abi_minor"], tag["abi_tiny"])
    result["needed"] = tuple(needed)
    result["versions_needed"] = _needed(elf)
    result["versions_defined"] = _defined(elf)
    return result


def _needed(elf: ELFFile) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(record.name), str(version.name))
        for section in elf.iter_sections()
        if isinstance(section, GNUVerNeedSection)
        for record, versions in section.iter_versions()
        for version in versions
    )


def _defined(elf: ELFFile) -> tuple[str, ...] | None:
    for section in elf.iter_sections():
        if isinstance(section, GNUVerDefSection):
            return tuple(
                str(next(iter(names)).name) for record, names in section.iter_versions() if not record["vd_flags"] & 1
            )
    return None


def symbols_by_pyelftools(data: bytes) -> set[tuple[str, bool]]:
    """Name and whether it is defined here, of every global or weak symbol of .dynsym that others can see."""
    section: Any = ELFFile(BytesIO(data)).get_section_by_name(".dynsym")
    return {
        (symbol.name, symbol["st_shndx"] != "SHN_UNDEF")
        for symbol in section.iter_symbols()
        if symbol["st_info"]["bind"] != "STB_LOCAL"
        and symbol["st_info"]["type"] not in ("STT_SECTION", "STT_FILE")
        and (symbol["st_shndx"] == "SHN_UNDEF" or symbol["st_other"]["visibility"] in ("STV_DEFAULT", "STV_PROTECTED"))
    }
