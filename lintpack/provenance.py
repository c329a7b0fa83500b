"""Which script line put each member into an archive: the plan's destinations laid against the members' paths.

A plan makes archives of folders whose real names nobody knows (`${pack}/bin`), so paths are compared from their ends:
first what the plan's own archives hold, by the names inside; then the longest common tail of a destination.

    plans ─ meant ─▶ what each puts anywhere ─ Puts ─▶ by name, for all archives ─ Provenance ─▶ one archive's

A run may have ten thousand scripts and some hundred archives, so what a plan puts is kept without the plan, and found
by name: no archive looks at all the scripts.
"""

from __future__ import annotations

import posixpath
from functools import cached_property
from typing import TYPE_CHECKING

from lintpack.bundle.entry import LINK
from lintpack.record import Record, replace
from lintpack.rules.shared.archive import Trail
from lintpack.rules.shared.wording import calls, find_name, written_at
from lintpack.script import paths, texts
from lintpack.script.opened import last_opened
from lintpack.script.plan import Archive, Link, Transfer, WrittenFile
from lintpack.script.stage import Stage
from lintpack.script.values import Hole, Reference, Wildcard

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from lintpack.bundle.index import Bundle
    from lintpack.findings import Label
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text
    from lintpack.source import Place


class Put(Record):
    """One name that a plan puts somewhere.

    `what` it does: packs, links, writes. `folder`: the destination's, as messages show it. `tail`: known components
    from the end, last first; None is a pattern. `exact`: nothing in the last component is unknown; else `pattern` is
    that component, () where more than wildcards are unknown in it. `provided`: it is put there for certain, and there
    at the end. `unchecked` is as in plans; `place` is where the name is written, and `related` leads to it.
    """

    what: str
    folder: str
    tail: tuple[str | None, ...]
    exact: bool
    pattern: Text
    provided: bool
    unchecked: str | None
    place: Place
    related: tuple[Label, ...]


class Meant(Record):
    """What one plan puts anywhere. `whole_folders`: also all that is in a folder, or what a wildcard names. `made` are
    the archives that it makes: their names without the folder, "" where not all is known, and where that is written."""

    puts: tuple[Put, ...]
    whole_folders: bool
    made: tuple[tuple[str, Place], ...] = ()


def meant(plan: Plan, names: Container[str] | None = None) -> Meant:
    """What `plan` puts, in order. Of the destinations, only those that get any of `names` count (default: all), and
    those that get names which are not known."""
    whole = any(isinstance(effect, Transfer) and _unknown_contents(effect) for effect in plan.effects)
    every = list(_puts(plan))
    asked = {put.folder for put, _, _ in every if names is None or (put.exact and put.tail and put.tail[0] in names)}
    stage = Stage(plan.effects)
    kept: list[Put] = []
    for put, name, certain in every:
        if put.folder in asked:
            sure = certain and put.exact and stage.provides(name) is True
            kept.append(replace(put, provided=True) if sure else put)
        elif put.pattern:
            kept.append(put)
    made = [
        (texts.known(paths.components(effect.path)[-1]) or "", written_at(effect.origin))
        for effect in plan.effects
        if isinstance(effect, Archive) and effect.action == "create" and paths.components(effect.path)
    ]
    return Meant(tuple(kept), whole, tuple(dict.fromkeys(made)))


def _puts(plan: Plan) -> Iterator[tuple[Put, Text, bool]]:
    """Each put, its destination, and whether it happens for certain."""
    for effect in plan.effects:
        if isinstance(effect, Transfer):
            source: Text = effect.source
            target: Text = effect.destination
        elif isinstance(effect, (Link, WrittenFile)):
            source = target = effect.path
        else:
            continue
        origin = effect.origin
        what = {"Link": "links", "WrittenFile": "writes"}.get(type(effect).__name__, "packs")
        for opened, when in last_opened(target, origin.when):
            shown = texts.shown(source)
            for alternative, chosen in last_opened(source, origin.when | when):
                if texts.consistent(when, chosen):
                    shown = texts.shown(alternative)
                    break
            tail, exact = _tail(opened)
            name = shown.rpartition("/")[2]
            place = find_name(name, origin, plan) if name else written_at(origin)
            folder = texts.shown(paths.parent(opened))
            pattern = () if exact and tail and tail[0] is not None else _pattern(opened)
            put = Put(what, folder, tail, exact, pattern, False, origin.unchecked, place, calls(origin, place))
            yield put, opened, not origin.guards and not origin.when


def _tail(text: Text) -> tuple[tuple[str | None, ...], bool]:
    parts = [part for part in paths.components(text) if part not in ((), (".",))]
    tail = tuple(texts.known(part) for part in reversed(parts))
    return tail, bool(tail) and tail[0] is not None


def _pattern(name: Text) -> Text:
    """The last component, where it has wildcards and nothing else that is unknown, and is not only of these."""
    parts = paths.components(name)
    last = parts[-1] if parts else ()
    if not any(isinstance(piece, str) for piece in last) or not any(isinstance(piece, Wildcard) for piece in last):
        return ()
    return () if any(isinstance(piece, (Hole, Reference)) for piece in last) else last


def _unknown_contents(effect: Transfer) -> bool:
    return effect.recursive or not effect.resolved or any(isinstance(piece, Wildcard) for piece in effect.source)


class Puts:
    """What the plans of `scripts` entry scripts put anywhere, by name. Of puts that no archive can tell apart the last
    one counts, as it does where scripts run one after the other."""

    def __init__(self, plans: Sequence[Meant]) -> None:
        self.scripts = len(plans)
        self.whole_folders = any(plan.whole_folders for plan in plans)
        # What each plan puts into each folder (once, where plans do the same), and in which of these each name is.
        self.groups: list[list[Put]] = []
        self.groups_of: dict[str, dict[int, None]] = {}
        self._by_name: dict[str, dict[object, tuple[int, Put]]] = {}
        # By the characters before the first wildcard.
        self._patterns: dict[str, dict[object, tuple[int, Put]]] = {}
        self.made = list(dict.fromkeys([one for plan in plans for one in plan.made]))
        number = 0
        known: set[object] = set()
        for plan in plans:
            groups: dict[str, list[Put]] = {}
            for put in plan.puts:
                number += 1
                groups.setdefault(put.folder, []).append(put)
                if put.exact and put.tail and put.tail[0] is not None:
                    self._by_name.setdefault(put.tail[0], {})[put.tail] = (number, put)
                elif put.pattern:
                    head = put.pattern[0] if isinstance(put.pattern[0], str) else ""
                    self._patterns.setdefault(head, {})[put.pattern, put.tail] = (number, put)
            for group in groups.values():
                alike = tuple([(put.what, put.tail, put.exact, put.provided, put.unchecked) for put in group])
                if alike not in known:
                    known.add(alike)
                    self._add_group(group)

    def _add_group(self, group: list[Put]) -> None:
        for put in group:
            if put.exact and put.tail and put.tail[0] is not None:
                self.groups_of.setdefault(put.tail[0], {})[len(self.groups)] = None
        self.groups.append(group)

    def best(self, member: str) -> Put | None:
        """The put whose destination has the most components in common with `member`, the last of several."""
        name = posixpath.basename(member)
        parts = tuple(reversed(member.split("/")))
        found = list(self._by_name.get(name, {}).values()) or list(self._matching(name))
        return max(found, key=lambda row: (_common(row[1].tail, parts), row[0]))[1] if found else None

    def _matching(self, name: str) -> Iterator[tuple[int, Put]]:
        from lintpack.script.patterns import match

        for size in range(len(name) + 1):
            known: dict[Text, bool] = {}
            for row in self._patterns.get(name[:size], {}).values():
                pattern = row[1].pattern
                if pattern not in known:
                    known[pattern] = match((name,), pattern) is True
                if known[pattern]:
                    yield row


class Provenance:
    """What was put into one archive."""

    def __init__(self, bundle: Bundle, puts: Puts) -> None:
        self.bundle = bundle
        self.puts = puts
        self._found: dict[str, Put | None] = {}

    def put(self, member: str) -> Put | None:
        """What put `member` there, None where no script line is found."""
        if member not in self._found:
            self._found[member] = self.puts.best(member)
        return self._found[member]

    @cached_property
    def maker(self) -> Place | None:
        """The command that makes the archive, if just one makes one of this name, or one whose name is not known."""
        name = posixpath.basename(self.bundle.path)
        for known in (name, ""):
            found = [place for made, place in self.puts.made if made == known]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    @cached_property
    def _links(self) -> dict[str, list[str]]:
        """The links that lead to each path."""
        found: dict[str, list[str]] = {}
        for entry in self.bundle:
            if entry.kind == LINK:
                aim = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), entry.target))
                found.setdefault(aim, []).append(entry.path)
        return found

    @cached_property
    def folders_of(self) -> dict[str, list[str]]:
        """The folders of the bundle that have each name."""
        found: dict[str, list[str]] = {}
        for entry in self.bundle:
            folder, _, name = entry.path.rpartition("/")
            found.setdefault(name, []).append(folder)
        return found

    def trail(self, member: str) -> Trail | None:
        """The script line for a member, and the way to it."""
        put = self.put(member)
        if put is None:
            entry = self.bundle.get(member)
            # A script may copy the file under another of its names.
            if entry is not None and entry.sha256:
                put = next((found for link in self._links.get(member, ()) if (found := self.put(link))), None)
        if put is None:
            return None
        return Trail(put.place, f"{put.what} `{posixpath.basename(member)}`", put.related)


def _common(tail: tuple[str | None, ...], parts: tuple[str, ...]) -> int:
    """How many components agree from the end; an unknown one counts as one that may."""
    count = 0
    for ours, theirs in zip(tail[1:], parts[1:], strict=False):
        if ours is None or ours != theirs:
            break
        count += 1
    return count
