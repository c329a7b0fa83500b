"""Which versions the objects of a bundle ask of libraries that it does not have, and which symbols ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.bundle.entry import Entry
    from lintpack.bundle.index import Bundle


class Floor(Record):
    """The newest version of one family that is asked for. `family`: GLIBC, GLIBCXX …; `library`: who has to have it.

    `askers`: objects that ask for it, each with the symbols that do (none where they are not known).
    """

    family: str
    version: str
    library: str
    askers: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def name(self) -> str:
        return f"{self.family}_{self.version}"


def split_version(name: str) -> tuple[str, tuple[int, ...]] | None:
    """`GLIBC_2.34` is ("GLIBC", (2, 34)); None for what has no order (GLIBC_PRIVATE, GLIBC_ABI_DT_RELR)."""
    family, _, text = name.rpartition("_")
    parts = text.split(".")
    if not family or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    return family, tuple([int(part) for part in parts])


def floors(bundle: Bundle) -> dict[str, Floor]:
    """The floor of each family, by its name."""
    sonames = {entry.facts.soname for entry in bundle if entry.facts is not None and entry.facts.soname}
    best: dict[str, tuple[tuple[int, ...], str, str, list[Entry]]] = {}
    for entry in bundle:
        if entry.facts is None or not entry.is_file:
            continue
        for wanted in entry.facts.versions_needed:
            parted = split_version(wanted.version)
            if parted is None or wanted.weak or wanted.library in sonames:
                continue
            family, number = parted
            old = best.get(family)
            if old is None or number > old[0]:
                best[family] = (number, wanted.version, wanted.library, [entry])
            elif number == old[0] and old[3][-1] is not entry:
                old[3].append(entry)
    return {
        family: Floor(
            family,
            name.rpartition("_")[2],
            library,
            tuple([(entry.path, symbols_asking(entry, name)) for entry in entries]),
        )
        for family, (_, name, library, entries) in sorted(best.items())
    }


def symbols_asking(entry: Entry, version: str, library: str = "") -> tuple[str, ...]:
    """The undefined symbols of an object that carry `version`."""
    from lintpack.elf.errors import ElfError

    try:
        symbols = entry.symbols()
    except ElfError:
        return ()
    if symbols is None:
        return ()
    return tuple([s.name for s in symbols.undefined if s.version == version and library in ("", s.library)])
