"""A repository as it was: what the interpreter reads scripts from to say what they packed before a change."""

from __future__ import annotations

import posixpath

from lintpack.repository import Repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.evidence.git import Git

# Links inside each other, as Linux has it (path_resolution(7)).
_LINKS = 40


class PastRepository(Repository):
    """The files of `git`'s root at a revision, or in the index. Empty where git has nothing."""

    on_disk = False

    def __init__(self, git: Git, revision: str, label: str = "") -> None:
        """`label` is how messages call the revision; paths are shown as `scripts/pack.sh@label`."""
        super().__init__(git.root)
        self._git = git
        self._revision = revision
        self._label = label or revision
        self._entries = git.entries(revision)
        self._folders: frozenset[str] | None = None

    def display(self, path: str) -> str:
        return f"{path}@{self._label}"

    def _followed(self, path: str) -> str | None:
        """The file that a path leads to through links; None where that is outside, or links go round."""
        for _ in range(_LINKS):
            entry = self._entries.get(path)
            if entry is None or entry.mode != "120000":
                return path
            target = self._git.blobs((entry.object,)).get(entry.object)
            if target is None or target.startswith(b"/"):
                return None
            path = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), target.decode("utf-8", "surrogateescape"))
            )
            if path.startswith("../"):
                return None
        return None

    def _load(self, path: str) -> bytes | None:
        path = self._followed(path) or ""
        entry = self._entries.get(path)
        if entry is None or not entry.mode.startswith("100"):
            return None
        return self._git.blobs((entry.object,)).get(entry.object)

    def _kind(self, path: str) -> str:
        entry = self._entries.get(path)
        if entry is not None:
            return {"120000": "link", "160000": "directory"}.get(entry.mode, "file")
        if self._folders is None:
            self._folders = frozenset(
                {".", *(name[:at] for name in self._entries for at, c in enumerate(name) if c == "/")}
            )
        return "directory" if path in self._folders else ""

    def _names(self) -> Iterator[str]:
        yield from self._entries
