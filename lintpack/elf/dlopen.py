"""Libraries that an object says it may open at run time: `.note.dlopen`, the ELF dlopen metadata specification
of the UAPI group: owner "FDO", type 0x407c0c0a, a JSON list of objects with a `soname` list each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.elf.facts import ElfFacts

NT_FDO_DLOPEN_METADATA = 0x407C0C0A
PRIORITIES = ("suggested", "recommended", "required")


class DlopenEntry(Record):
    """Any one of `sonames`, tried in order, gives `feature`. `priority` is one of PRIORITIES."""

    sonames: tuple[str, ...]
    feature: str = ""
    description: str = ""
    priority: str = "recommended"


def dlopen_entries(facts: ElfFacts) -> tuple[DlopenEntry, ...]:
    """What the notes of `facts` list. Entries that are not as the specification wants them are left out."""
    return tuple(
        [
            entry
            for note in facts.notes
            if note.owner == "FDO" and note.type == NT_FDO_DLOPEN_METADATA
            for entry in _entries(note.data)
        ]
    )


def _entries(data: bytes) -> list[DlopenEntry]:
    import json

    try:
        items = json.loads(data.partition(b"\0")[0].decode("utf-8"))
    except (ValueError, RecursionError):
        return []
    if not isinstance(items, list):
        return []
    result: list[DlopenEntry] = []
    for item in items:
        names = item.get("soname") if isinstance(item, dict) else None
        if isinstance(names, list) and names and all(isinstance(name, str) and name for name in names):
            priority = item.get("priority")
            result.append(
                DlopenEntry(
                    tuple(names),
                    _text(item.get("feature")),
                    _text(item.get("description")),
                    priority if priority in PRIORITIES else "recommended",
                )
            )
    return result


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
