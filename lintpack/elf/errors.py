"""What makes an ELF file unreadable."""

from __future__ import annotations


class ElfError(Exception):
    """The file is no ELF file, or contradicts itself. `offset` is the byte of the file where that shows."""

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message if offset is None else f"{message} (at offset {offset:#x})")
        self.offset = offset
