"""Where scripts lie: which repository holds each, and how paths in it are shown."""

from __future__ import annotations

import os

from lintpack.repository import Repository


class Workspace:
    """The repositories around the scripts of a run; each is opened once."""

    def __init__(self, kind: type[Repository] = Repository) -> None:
        """`kind` is how they are read."""
        self._kind = kind
        self._roots: dict[str, tuple[str, Repository]] = {}
        self._here = os.getcwd()

    def locate(self, path: str) -> tuple[Repository, str]:
        """The repository that holds the file at `path` (as shown), and its path in there."""
        folder = os.path.dirname(os.path.abspath(path))
        if folder not in self._roots:
            self._roots[folder] = self._open(folder)
        base, repository = self._roots[folder]
        name = os.path.basename(path)
        return repository, name if not base else f"{base}/{name}"

    def hold(self, path: str, text: bytes) -> tuple[Repository, str]:
        """As `locate`, with `text` for what the file holds (it came from standard input)."""
        repository, inner = self.locate(path)
        held = _Held(repository.root, repository.shown, repository.here)
        held.path, held.data = inner, text
        return held, inner

    def _open(self, folder: str) -> tuple[str, Repository]:
        root = root_of(folder, self._here)
        for _, repository in self._roots.values():
            if repository.root == root:
                return _inside(folder, root), repository
        here = (
            _inside(self._here, root) if self._here == root or self._here.startswith(root.rstrip("/") + "/") else None
        )
        if here is None:
            shown = os.path.relpath(root, self._here).replace(os.sep, "/") + "/"
            # Far away, the absolute path is what the user gave, and reads better.
            shown = root.rstrip("/") + "/" if shown.startswith("../../../") else shown
            return _inside(folder, root), self._kind(root, shown)
        return _inside(folder, root), self._kind(root, "", here)


class _Held(Repository):
    """A repository of which one file's text is given."""

    path = ""
    data = b""

    def _load(self, path: str) -> bytes | None:
        return self.data if path == self.path else super()._load(path)


def _inside(folder: str, root: str) -> str:
    """`folder` relative to `root`, "" for itself."""
    short = os.path.relpath(folder, root).replace(os.sep, "/")
    return "" if short == "." else short


def root_of(folder: str, here: str) -> str:
    """The root of the git repository around `folder`; else the working directory if it lies below that; else itself."""
    one = folder
    while True:
        if os.path.exists(os.path.join(one, ".git")):
            return one
        parent = os.path.dirname(one)
        if parent == one:
            break
        one = parent
    return here if folder == here or folder.startswith(here.rstrip(os.sep) + os.sep) else folder
