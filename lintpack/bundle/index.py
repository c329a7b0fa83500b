"""A bundle that was read: its entries by path, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lintpack.bundle.entry import Entry
    from lintpack.bundle.trouble import Trouble


class Bundle:
    """Entries as they would lie on disk after unpacking.

    `path`: the archive or folder, as the user named it. `format`: such as `tar.gz`, `zip`, `deb`, `directory`.
    `rooted`: its paths are those of the target system from `/` on. `complete`: False where the rest is unknown,
    so that what seems to be missing may be there. `members`: all entries in the archive's order, those included that
    a later member replaces.
    """

    __slots__ = ("_by_path", "_children", "complete", "format", "members", "path", "rooted", "troubles")

    def __init__(
        self,
        path: str,
        form: str,
        rooted: bool,
        members: tuple[Entry, ...],
        by_path: Mapping[str, Entry],
        troubles: tuple[Trouble, ...],
        complete: bool,
    ) -> None:
        self.path = path
        self.format = form
        self.rooted = rooted
        self.members = members
        self.troubles = troubles
        self.complete = complete
        self._by_path = by_path
        self._children: dict[str, list[str]] | None = None

    def __len__(self) -> int:
        return len(self._by_path)

    def __iter__(self) -> Iterator[Entry]:
        """All that lies there after unpacking, implied folders and the root ("") included; parents come first."""
        return iter(self._by_path.values())

    def get(self, path: str) -> Entry | None:
        """The entry at `path`, which is relative to the root, in shortest form and without links on its way."""
        return self._by_path.get(path)

    def children(self, path: str) -> list[str]:
        """Names in the folder at `path`, sorted; empty where it is none. Links are not followed."""
        if self._children is None:
            children: dict[str, list[str]] = {}
            for whole in self._by_path:
                if whole:
                    folder, _, name = whole.rpartition("/")
                    children.setdefault(folder, []).append(name)
            for names in children.values():
                names.sort()
            self._children = children
        return self._children.get(path, [])
