"""The machine's own libraries, as material for comparisons."""

from __future__ import annotations

from pathlib import Path


def elf_files(*folders: str, name_part: str = ".so") -> list[str]:
    """Regular ELF files below `folders` whose name holds `name_part`, in a stable order; links left out."""
    return [
        str(path)
        for folder in folders
        for path in sorted(Path(folder).rglob(f"*{name_part}*"))
        if path.is_file() and not path.is_symlink() and _magic(path) == b"\x7fELF"
    ]


def _magic(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)
