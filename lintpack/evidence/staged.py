"""What the next commit will hold: the staged scripts, and a repository that reads as that commit will."""

from __future__ import annotations

import os

from lintpack.evidence.git import INDEX, Git
from lintpack.repository import Repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class StagedRepository(Repository):
    """A folder on disk, but for the files whose staged text is another: of these, the staged one is read.

    What git does not know, such as a build folder, is as it lies there.
    """

    def __init__(self, root: str, shown: str = "", here: str = "") -> None:
        super().__init__(root, shown, here)
        self._git = Git(root)
        self._other: Mapping[str, str] | None = None

    def _staged(self, path: str) -> str | None:
        """The object that is staged for `path`; None where that is what lies on disk."""
        if self._other is None:
            entries = self._git.entries(INDEX, self._git.unstaged())
            self._other = {p: e.object for p, e in entries.items() if e.mode.startswith("100")}
        return self._other.get(path)

    def _load(self, path: str) -> bytes | None:
        full = self._open_path(path)
        inner = path if full is None else os.path.relpath(full, self._real).replace(os.sep, "/")
        staged = self._staged(inner)
        return super()._load(path) if staged is None else self._git.blobs((staged,)).get(staged)

    def _kind(self, path: str) -> str:
        return super()._kind(path) or ("file" if self._staged(path) else "")


def staged_scripts(folder: str = ".") -> tuple[str, ...]:
    """The shell scripts below `folder` that the index adds or changes since the last commit, relative to it, in
    order."""
    from lintpack.folders import is_script_of, may_be_script

    git = Git(folder)
    if git.commit("HEAD") is None:
        paths = list(git.entries(INDEX))
    else:
        paths = [change.path for change in git.changes("HEAD") if change.status != "D"]
    entries = git.entries(INDEX, paths)
    wanted = {p: e.object for p, e in entries.items() if e.mode.startswith("100") and may_be_script(p, e.mode == _RUN)}
    blobs = git.blobs(wanted.values())
    return tuple(sorted(path for path, name in wanted.items() if is_script_of(path, blobs.get(name, b""))))


# The mode of an executable file in a tree.
_RUN = "100755"
