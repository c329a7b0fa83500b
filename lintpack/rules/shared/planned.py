"""What scripts meant to put into an archive: libraries by whole names, in folders that the archive has."""

from __future__ import annotations

import posixpath

from lintpack import libname
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lintpack.bundle.index import Bundle
    from lintpack.libname import LibraryName
    from lintpack.provenance import Provenance, Put


class Planned(Record):
    """`folders` of the archive are those into which the same destination went; `present`: the name lies in one."""

    put: Put
    name: LibraryName
    folders: tuple[str, ...]
    present: bool


class Intent:
    """What the plans meant for one archive. `open_folders`: something of unknown names went there."""

    def __init__(self, provenance: Provenance) -> None:
        self.open_folders: set[str] = set()
        self.planned: list[Planned] = []
        puts = provenance.puts
        # A destination of which the archive has no name is none of its folders.
        ranks = {rank for name in provenance.folders_of for rank in puts.groups_of.get(name, ())}
        for rank in sorted(ranks):
            folders = _folders(puts.groups[rank], provenance.folders_of)
            for put in puts.groups[rank]:
                self._note(put, folders, provenance.bundle)
        if puts.whole_folders:
            self.open_folders.add("")

    def _note(self, put: Put, folders: tuple[str, ...], bundle: Bundle) -> None:
        name = libname.parse(put.tail[0]) if put.exact and put.tail and put.tail[0] else None
        if name is None:
            if put.what == "packs":
                self.open_folders.update(folders)
            return
        if not folders or not put.provided:
            return
        present = any(bundle.get(posixpath.join(folder, name.text)) is not None for folder in folders)
        self.planned.append(Planned(put, name, folders, present))


def _folders(puts: list[Put], folders_of: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The folders of the archive that stand for one destination: those in which most of what went there lies."""
    names = {put.tail[0] for put in puts if put.exact and put.tail and put.tail[0]}
    last = next((put.tail[1] for put in puts if len(put.tail) > 1 and put.tail[1]), None)
    count: dict[str, int] = {}
    for name in names:
        for folder in folders_of.get(name, ()):
            if last is None or posixpath.basename(folder) == last:
                count[folder] = count.get(folder, 0) + 1
    best = max(count.values(), default=0)
    # One name alone may lie somewhere by chance.
    if best * 2 < len(names) or (best < 2 and len(names) > 1 and last is None):
        return ()
    return tuple(sorted(folder for folder, number in count.items() if number == best))


def same_library_in(planned: Planned, bundle: Bundle) -> list[str]:
    """Members of the planned folders that are the same library under another name."""
    found = []
    for folder in planned.folders:
        for name in bundle.children(folder):
            parsed = libname.parse(name)
            if parsed is not None and parsed.text != planned.name.text and parsed.same_library(planned.name):
                found.append(posixpath.join(folder, name))
    return found
