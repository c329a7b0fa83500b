"""The symbolic tree that a plan builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.script import paths
from lintpack.script.plan import Archive, Change, Directory, Link, Removal, Transfer, WrittenFile
from lintpack.script.values import Wildcard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.plan import Effect
    from lintpack.script.values import Text


class Stage:
    """What is where after the effects so far. It follows a list that grows: each question reads what is new in it."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        self._effects = effects
        self._seen = 0
        self._kinds: dict[Text, str] = {}

    def kind(self, path: Text) -> str | None:
        """directory, file or link, as the plan made `path`; None where it did not."""
        self._follow()
        return self._kinds.get(paths.canonical(path))

    def _follow(self) -> None:
        while self._seen < len(self._effects):
            self._apply(self._effects[self._seen])
            self._seen += 1

    def _apply(self, effect: Effect) -> None:
        match effect:
            case Directory(path=path):
                self._folder(paths.canonical(path))
            case Transfer(destination=path, recursive=recursive):
                self._put(path, "directory" if recursive and paths.is_contents(effect.source) else "file")
            case Link(path=path):
                self._put(path, "link")
            case WrittenFile(path=path) | Archive(action="create", path=path):
                self._put(path, "file")
            case Change(kind="touch", path=path):
                self._put(path, "file")
            case Removal(path=path):
                self._remove(paths.canonical(path))
            case _:
                pass

    def _put(self, path: Text, kind: str) -> None:
        path = paths.canonical(path)
        if not any(isinstance(piece, Wildcard) for piece in path):
            self._kinds.setdefault(path, kind)
        self._folder(paths.dirname(path))

    def _folder(self, path: Text) -> None:
        while path not in {paths.HERE, ("/",), ()} and self._kinds.get(path) != "directory":
            self._kinds[path] = "directory"
            path = paths.dirname(path)

    def _remove(self, path: Text) -> None:
        for known in [k for k in self._kinds if paths.inside(k, path) is not None]:
            del self._kinds[known]
