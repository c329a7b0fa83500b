"""Which script line put each member into an archive: the plan's destinations laid against the members' paths.

A plan makes archives of folders whose real names nobody knows (`${pack}/bin`), so paths are compared from their ends:
first what the plan's own archives hold, by the names inside; then the longest common tail of a destination.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lintpack.bundle.entry import LINK
from lintpack.record import Record
from lintpack.rules.archive import Trail
from lintpack.rules.wording import calls, find_name, written_at
from lintpack.script import paths, texts
from lintpack.script.opened import last_opened
from lintpack.script.plan import Change, Link, RunPath, Transfer, WrittenFile
from lintpack.script.values import Hole, Reference, Wildcard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.bundle.index import Bundle
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text


class Put(Record):
    """One name that a plan puts somewhere. `tail`: known components from the end, last first; None is a pattern.

    `exact`: nothing in the last component is unknown.
    """

    effect: Transfer | Link | WrittenFile
    plan: Plan
    source: str
    name: Text
    tail: tuple[str | None, ...]
    exact: bool
    certain: bool


class Provenance:
    """`puts` are all that the plans put anywhere; `by_member` the best of them for each member."""

    def __init__(self, bundle: Bundle, plans: Sequence[Plan]) -> None:
        self.bundle = bundle
        self.plans = plans
        self.puts = tuple([put for plan in plans for put in _puts(plan)])
        self._by_name: dict[str, list[Put]] = {}
        self._patterns: list[Put] = []
        for put in self.puts:
            if put.exact and put.tail and put.tail[0] is not None:
                self._by_name.setdefault(put.tail[0], []).append(put)
            else:
                self._patterns.append(put)
        self._found: dict[str, Put | None] = {}

    def put(self, member: str) -> Put | None:
        """What put `member` there, None where no script line is found."""
        if member not in self._found:
            self._found[member] = self._search(member)
        return self._found[member]

    def _search(self, member: str) -> Put | None:
        name = posixpath.basename(member)
        parts = tuple(reversed(member.split("/")))
        rated = [(_common(put.tail, parts), number, put) for number, put in enumerate(self._by_name.get(name, ()))]
        if rated:
            return max(rated, key=lambda row: row[:2])[2]
        matching = [
            (_common(put.tail, parts), number, put) for number, put in enumerate(self._patterns) if _matches(put, name)
        ]
        return max(matching, key=lambda row: row[:2])[2] if matching else None

    def trail(self, member: str) -> Trail | None:
        """The script line for a member, and the way to it."""
        put = self.put(member)
        if put is None:
            entry = self.bundle.get(member)
            # A script may copy the file under another of its names.
            if entry is not None and entry.sha256:
                for other in self.bundle:
                    if (
                        other.kind == LINK
                        and posixpath.normpath(posixpath.join(posixpath.dirname(other.path), other.target)) == member
                        and (put := self.put(other.path)) is not None
                    ):
                        break
        if put is None:
            return None
        origin = put.effect.origin
        name = put.source.rpartition("/")[2]
        place = find_name(name, origin, put.plan) if name else written_at(origin)
        what = {"Link": "links", "WrittenFile": "writes"}.get(type(put.effect).__name__, "packs")
        return Trail(place, f"{what} `{posixpath.basename(member)}`", calls(origin, place))

    def changes(self, member: str) -> Iterator[tuple[Change | RunPath, Plan]]:
        """What the scripts do to the member's name after, such as patchelf and strip."""
        name = posixpath.basename(member)
        for plan in self.plans:
            for effect in plan.effects:
                if isinstance(effect, (Change, RunPath)):
                    path = effect.path if isinstance(effect, Change) else effect.file
                    if path is not None and texts.shown(path).rpartition("/")[2] == name:
                        yield effect, plan


def _puts(plan: Plan) -> Iterator[Put]:
    for effect in plan.effects:
        if isinstance(effect, Transfer):
            source: Text = effect.source
            target: Text = effect.destination
        elif isinstance(effect, (Link, WrittenFile)):
            source = target = effect.path
        else:
            continue
        certain = not effect.origin.guards and not effect.origin.when
        for opened, when in last_opened(target, effect.origin.when):
            shown = texts.shown(source)
            for alternative, chosen in last_opened(source, effect.origin.when | when):
                if texts.consistent(when, chosen):
                    shown = texts.shown(alternative)
                    break
            tail, exact = _tail(opened)
            yield Put(effect, plan, shown, opened, tail, exact, certain)


def _tail(text: Text) -> tuple[tuple[str | None, ...], bool]:
    parts = [part for part in paths.components(text) if part not in ((), (".",))]
    tail = tuple(texts.known(part) for part in reversed(parts))
    return tail, bool(tail) and tail[0] is not None


def _common(tail: tuple[str | None, ...], parts: tuple[str, ...]) -> int:
    """How many components agree from the end; an unknown one counts as one that may."""
    count = 0
    for ours, theirs in zip(tail[1:], parts[1:], strict=False):
        if ours is None or ours != theirs:
            break
        count += 1
    return count


def _matches(put: Put, name: str) -> bool:
    """Whether the last component, a pattern or partly unknown, may be `name`."""
    from lintpack.script.patterns import match

    parts = paths.components(put.name)
    last = parts[-1] if parts else ()
    if not any(isinstance(piece, str) for piece in last):
        return False
    if any(isinstance(piece, (Hole, Reference)) for piece in last):
        return False
    return any(isinstance(piece, Wildcard) for piece in last) and match((name,), last) is True
