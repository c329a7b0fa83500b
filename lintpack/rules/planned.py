"""What scripts meant to put into an archive: libraries by whole names, in folders that the archive has."""

from __future__ import annotations

import posixpath

from lintpack import libname
from lintpack.record import Record
from lintpack.script import paths, texts
from lintpack.script.plan import Link, Transfer
from lintpack.script.stage import Stage
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bundle.index import Bundle
    from lintpack.libname import LibraryName
    from lintpack.provenance import Provenance, Put
    from lintpack.script.plan import Plan


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
        groups: dict[tuple[int, str], list[Put]] = {}
        plans = {id(plan): number for number, plan in enumerate(provenance.plans)}
        for put in provenance.puts:
            folder = texts.shown(paths.parent(put.name))
            groups.setdefault((plans[id(put.plan)], folder), []).append(put)
        stages = {number: Stage(plan.effects) for number, plan in enumerate(provenance.plans)}
        for (number, _), puts in groups.items():
            folders = _folders(puts, provenance.bundle)
            for put in puts:
                self._note(put, folders, stages[number], provenance.bundle)
        if any(_unknown_contents(plan) for plan in provenance.plans):
            self.open_folders.add("")

    def _note(self, put: Put, folders: tuple[str, ...], stage: Stage, bundle: Bundle) -> None:
        name = libname.parse(put.tail[0]) if put.exact and put.tail and put.tail[0] else None
        if name is None:
            if isinstance(put.effect, Transfer):
                self.open_folders.update(folders)
            return
        if not folders or not put.certain or stage.provides(put.name) is not True:
            return
        present = any(bundle.get(posixpath.join(folder, name.text)) is not None for folder in folders)
        self.planned.append(Planned(put, name, folders, present))


def _folders(puts: list[Put], bundle: Bundle) -> tuple[str, ...]:
    """The folders of the archive that stand for one destination: those in which most of what went there lies."""
    names = {put.tail[0] for put in puts if put.exact and put.tail and put.tail[0]}
    last = next((put.tail[1] for put in puts if len(put.tail) > 1 and put.tail[1]), None)
    count: dict[str, int] = {}
    for entry in bundle:
        folder, _, name = entry.path.rpartition("/")
        if name in names and (last is None or posixpath.basename(folder) == last):
            count[folder] = count.get(folder, 0) + 1
    best = max(count.values(), default=0)
    # One name alone may lie somewhere by chance.
    if best * 2 < len(names) or (best < 2 and len(names) > 1 and last is None):
        return ()
    return tuple(sorted(folder for folder, number in count.items() if number == best))


def _unknown_contents(plan: Plan) -> bool:
    """Whether a whole folder, or what a wildcard names, goes somewhere."""
    for effect in plan.effects:
        if isinstance(effect, Transfer) and (
            effect.recursive or not effect.resolved or any(isinstance(piece, Wildcard) for piece in effect.source)
        ):
            return True
    return False


def same_library_in(planned: Planned, bundle: Bundle) -> list[str]:
    """Members of the planned folders that are the same library under another name."""
    found = []
    for folder in planned.folders:
        for name in bundle.children(folder):
            parsed = libname.parse(name)
            if parsed is not None and parsed.text != planned.name.text and parsed.same_library(planned.name):
                found.append(posixpath.join(folder, name))
    return found


def is_link(put: Put) -> bool:
    return isinstance(put.effect, Link)
