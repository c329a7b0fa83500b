"""What changed for the loader between two bundles."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lintpack import libname
from lintpack.bundle.entry import LINK
from lintpack.bundle.floors import floors, split_version
from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.bundle.index import Bundle

ADDED, REMOVED, MOVED, RENAMED = "added", "removed", "moved", "version"
SONAME, NEEDED, FLOOR, PROVIDER = "soname", "needed", "floor", "provider"
KINDS = (ADDED, REMOVED, MOVED, RENAMED, SONAME, NEEDED, FLOOR, PROVIDER)


class Change(Record):
    """`subject`: a path without the folder that all of an archive lies in, a family of versions, or a program.

    `old` and `new` are "" for nothing; `details`: who is behind it.
    """

    kind: str
    subject: str
    old: str = ""
    new: str = ""
    details: tuple[str, ...] = ()


class Contents:
    """The libraries and programs of one bundle, by path below its one top folder (or its root)."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        top = bundle.children("")
        # One top folder is the archive's own, `server-1.2/`, and has another name each time.
        single = len(top) == 1 and bool(bundle.children(top[0])) and top[0] not in ("usr", "opt", "lib", "bin")
        self.top = f"{top[0]}/" if single and not bundle.rooted else ""
        self.objects = {
            self.short(entry.path): entry
            for entry in bundle
            if entry.is_file and entry.facts is not None and entry.path
        }
        self.names = {
            self.short(entry.path): entry
            for entry in bundle
            if (entry.is_file or entry.kind == LINK) and libname.parse_path(entry.path) is not None
        }

    def short(self, path: str) -> str:
        return path.removeprefix(self.top)


def changes(old: Contents, new: Contents) -> Iterator[Change]:
    """Everything but providers, which take a loader (launch/providers.py)."""
    yield from _names(old, new)
    for path, entry in new.objects.items():
        before = old.objects.get(path)
        if before is not None:
            yield from _object(path, before, entry)
    yield from _floors(old, new)


def _names(old: Contents, new: Contents) -> Iterator[Change]:
    gone = {path: e for path, e in old.names.items() if path not in new.names}
    come = {path: e for path, e in new.names.items() if path not in old.names}
    for path in sorted(gone):
        twin = _twin(path, gone[path], come)
        if twin is not None:
            kind = MOVED if posixpath.basename(twin) == posixpath.basename(path) else RENAMED
            yield Change(kind, _stem(path), path, twin, _soname_change(gone[path], come.pop(twin)))
        else:
            yield Change(REMOVED, path, old=path, details=_about(gone[path]))
    for path in sorted(come):
        yield Change(ADDED, path, new=path, details=_about(come[path]))


def _twin(path: str, entry: Entry, come: dict[str, Entry]) -> str | None:
    """Where a library went: the same name elsewhere, or another version of it in its folder."""
    name, folder = posixpath.basename(path), posixpath.dirname(path)
    elsewhere = [other for other in come if posixpath.basename(other) == name]
    if len(elsewhere) == 1:
        return elsewhere[0]
    parsed = libname.parse(name)
    versions = [
        other
        for other in come
        if posixpath.dirname(other) == folder
        and come[other].kind == entry.kind
        and parsed is not None
        and (found := libname.parse(posixpath.basename(other))) is not None
        and found.stem == parsed.stem
        and found.depth == parsed.depth
    ]
    return versions[0] if len(versions) == 1 else None


def _stem(path: str) -> str:
    parsed = libname.parse_path(path)
    return parsed.stem if parsed is not None else posixpath.basename(path)


def _soname_change(one: Entry, other: Entry) -> tuple[str, ...]:
    if one.facts is None or other.facts is None or one.facts.soname == other.facts.soname:
        return ()
    return (f"SONAME {one.facts.soname or 'none'} → {other.facts.soname or 'none'}",)


def _about(entry: Entry) -> tuple[str, ...]:
    if entry.kind == LINK:
        return (f"link to {entry.target}",)
    if entry.facts is not None and entry.facts.soname and entry.facts.soname != posixpath.basename(entry.path):
        return (f"SONAME {entry.facts.soname}",)
    return ()


def _object(path: str, old: Entry, new: Entry) -> Iterator[Change]:
    before, after = old.facts, new.facts
    if before is None or after is None:
        return
    if before.soname != after.soname:
        yield Change(SONAME, path, before.soname or "", after.soname or "")
    lost = [name for name in before.needed if name not in after.needed]
    more = [name for name in after.needed if name not in before.needed]
    if lost or more:
        yield Change(NEEDED, path, " ".join(lost), " ".join(more))


def _floors(old: Contents, new: Contents) -> Iterator[Change]:
    before, after = floors(old.bundle), floors(new.bundle)
    for family, floor in after.items():
        known = before.get(family)
        was = split_version(known.name) if known is not None else None
        now = split_version(floor.name)
        if now is None or (was is not None and now[1] <= was[1]):
            continue
        details = []
        for path, symbols in floor.askers:
            more = f" and {len(symbols) - 3} more" if len(symbols) > 3 else ""
            asks = f" for {', '.join(symbols[:3])}{more}" if symbols else ""
            details.append(f"{new.short(path)}{asks}")
        yield Change(FLOOR, family, known.version if known is not None else "", floor.version, tuple(details))
