"""Puts members where unpacking would put them, and notes what a hostile or careless archive tries.

GNU tar is followed: leading `/` is dropped, `..` is refused, a later member replaces an earlier one, members go
through links that lie there already. What would land outside the root is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle import entry as kinds
from lintpack.bundle import resolve, trouble
from lintpack.bundle.contents import NOTHING
from lintpack.bundle.entry import Entry
from lintpack.bundle.index import Bundle
from lintpack.bundle.trouble import StreamError, Trouble
from lintpack.record import replace

if TYPE_CHECKING:
    from lintpack.bundle.contents import Taken
    from lintpack.bundle.limits import Limits
    from lintpack.bundle.member import Member
    from lintpack.bundle.resolve import Resolved

_DEVICES = (kinds.CHARACTER_DEVICE, kinds.BLOCK_DEVICE, kinds.FIFO, kinds.SOCKET)
# Path components looked at while links are followed; a real bundle needs some thousand.
_MAX_STEPS = 10_000_000
_MAX_PATH = 4096  # PATH_MAX of Linux
# Troubles of one kind that are told one by one.
MAX_TOLD = 100
_NAME_SHOWN = 200


class Builder:
    """Entries so far. `rooted` as in `Bundle`."""

    def __init__(self, limits: Limits, rooted: bool) -> None:
        self._limits = limits
        self._rooted = rooted
        self._names = 0
        self._steps = 0
        self._members: list[Entry] = []
        self._by_path: dict[str, Entry] = {"": Entry("", kinds.DIRECTORY, 0o755)}
        self._plain: set[str] = {""}  # folders that are reached without a link
        self._troubles: list[Trouble] = []
        self._told: dict[str, int] = {}

    def tell(self, found: Trouble) -> None:
        """Keep `found`; of very many of one kind only the first ones and the count."""
        count = self._told[found.kind] = self._told.get(found.kind, 0) + 1
        if count <= MAX_TOLD:
            self._troubles.append(found)

    def add(self, member: Member, taken: Taken) -> Entry | None:
        """The new entry, None where it was left out. Raises `StreamError` at a limit."""
        self._charge(len(member.name) + len(member.target))
        self._count()
        path = self._place(member.name)
        if path is None:
            return None
        if not path:
            if member.kind == kinds.DIRECTORY:
                self._by_path[""] = self._new("", member, NOTHING, "")
            return None
        if not self._may_replace(path, member):
            return None
        if member.kind == kinds.HARD_LINK:
            made = self._hard_link(path, member)
        else:
            made = self._new(path, member, taken, path)
            if member.kind in _DEVICES:
                self.tell(Trouble(trouble.DEVICE, member.name, f"is a {member.kind}"))
        if made is not None:
            self._keep(made)
        return made

    def _count(self) -> None:
        if max(len(self._by_path), len(self._members)) >= self._limits.members:
            raise StreamError(trouble.LIMIT, f"more than {self._limits.members:,} members (`--limit members=…`)")

    def _charge(self, size: int) -> None:
        self._names += size
        if self._names > self._limits.names:
            raise StreamError(trouble.LIMIT, f"names of more than {self._limits.names:,} bytes (`--limit names=…`)")

    def _follow(self, path: str) -> Resolved:
        found = resolve.walk(self._by_path.get, path, rooted=self._rooted)
        self._steps += found.steps
        if self._steps > _MAX_STEPS:
            raise StreamError(trouble.LIMIT, "has too many links to follow")
        return found

    def _new(self, path: str, member: Member, taken: Taken, identity: str) -> Entry:
        size = member.size if member.kind == kinds.FILE else 0
        return Entry(
            path,
            member.kind,
            member.mode,
            size,
            member.target,
            member.name,
            len(self._members),
            member.uid,
            identity,
            taken.head,
            taken.facts,
            taken.problem,
            taken.sha256,
            taken.text,
            taken.table,
        )

    def _keep(self, made: Entry) -> None:
        self._by_path[made.path] = made
        self._members.append(made)
        if made.kind == kinds.DIRECTORY:
            self._plain.add(made.path)

    def _place(self, name: str) -> str | None:
        """Where `name` lands: the shortest path without links in its folders. None where it is refused."""
        if not name or "\0" in name or len(name) >= _MAX_PATH:
            problem = f"a name of {len(name):,} characters" if name else "a member without a name"
            self.tell(Trouble(trouble.BAD_NAME, name[:_NAME_SHOWN], problem))
            return None
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if name[0] == "/" and not self._rooted:
            self.tell(Trouble(trouble.ABSOLUTE_NAME, name, "has an absolute name; tar drops the leading `/`"))
        if ".." in parts:
            self.tell(Trouble(trouble.ESCAPING_NAME, name, "has `..` in its name; tar refuses it"))
            return None
        if not parts:
            return ""
        folder = "/".join(parts[:-1])
        if folder not in self._plain:
            real = self._real_folder(parts[:-1], name)
            if real is None:
                return None
            folder = real
        return f"{folder}/{parts[-1]}" if folder else parts[-1]

    def _real_folder(self, parts: list[str], name: str) -> str | None:
        """The folder that `parts` lead to through links, made where it is missing."""
        found = self._follow("/".join(parts))
        if found.status == resolve.FOUND and found.entry is not None and found.entry.kind == kinds.DIRECTORY:
            return found.path
        if found.status == resolve.MISSING:
            return self._imply(parts, name)
        if found.status in (resolve.OUTSIDE, resolve.LOOP):
            self.tell(Trouble(trouble.THROUGH_LINK, name, f"would be unpacked through the link {found.link}"))
        else:
            self.tell(Trouble(trouble.CONFLICT, name, f"lies below {found.path}, which is no folder"))
        return None

    def _imply(self, parts: list[str], name: str) -> str | None:
        """Make folders that no member made."""
        folder = ""
        for part in parts:
            here = f"{folder}/{part}" if folder else part
            entry = self._by_path.get(here)
            if entry is not None and entry.kind == kinds.LINK:
                found = self._follow(here)
                if found.entry is None or found.entry.kind != kinds.DIRECTORY:
                    self.tell(Trouble(trouble.THROUGH_LINK, name, f"would be unpacked through the link {here}"))
                    return None
                here = found.path
            elif entry is None:
                self._count()
                self._charge(len(here))
                self._by_path[here] = Entry(here, kinds.DIRECTORY, 0o755, name=here)
                self._plain.add(here)
            folder = here
        return folder

    def _may_replace(self, path: str, member: Member) -> bool:
        old = self._by_path.get(path)
        if old is None:
            return True
        if old.kind == kinds.DIRECTORY:
            if member.kind == kinds.DIRECTORY:
                return True
            self.tell(Trouble(trouble.CONFLICT, member.name, "lies where a folder is"))
            return False
        self.tell(Trouble(trouble.DUPLICATE, member.name, "is in the archive more than once; the last one counts"))
        return True

    def _hard_link(self, path: str, member: Member) -> Entry | None:
        place = self._place(member.target) if member.target else None
        old = self._by_path.get(place) if place else None
        if old is None or old.kind == kinds.DIRECTORY or place == path:
            message = f"is a hard link to {member.target or 'nothing'}, which is not there before it"
            self.tell(Trouble(trouble.HARD_LINK, member.name, message))
            return None
        return replace(
            old,
            path=path,
            kind=kinds.HARD_LINK if old.is_file else old.kind,
            target=old.target if old.kind == kinds.LINK else old.path,
            name=member.name,
            order=len(self._members),
        )

    def bundle(self, path: str, form: str, complete: bool) -> Bundle:
        """All of it, frozen; links are followed once to find those that loop or lead outside."""
        self._look_at_links()
        for kind, count in self._told.items():
            if count > MAX_TOLD:
                self._troubles.append(Trouble(kind, "", f"{count - MAX_TOLD:,} more members of this kind"))
        return Bundle(path, form, self._rooted, tuple(self._members), self._by_path, tuple(self._troubles), complete)

    def _look_at_links(self) -> None:
        for entry in self._by_path.values():
            if entry.kind != kinds.LINK:
                continue
            try:
                found = self._follow(entry.path)
            except StreamError as error:
                self.tell(Trouble(error.kind, "", error.message))
                return
            if found.status == resolve.LOOP:
                self.tell(Trouble(trouble.LINK_LOOP, entry.name, f"is a link to {entry.target}, which loops"))
            elif found.status == resolve.OUTSIDE:
                message = f"is a link to {entry.target}, which lies outside of the bundle"
                self.tell(Trouble(trouble.LINK_OUTSIDE, entry.name, message))
