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


# Links behind each other, as the kernel bounds them (path_resolution(7)).
_LINKS = 40


_NOWHERE = {paths.HERE, ("/",), ("..",)}


class Stage:
    """What is where after the effects so far. It follows a list that grows: each question reads what is new in it."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        self._effects = effects
        self._seen = 0
        self._kinds: dict[Text, str] = {}
        self._made: set[Text] = set()
        self._targets: dict[Text, Text] = {}

    def kind(self, path: Text) -> str | None:
        """directory, file or link, as the plan made `path`; None where it did not."""
        self._follow()
        return self._kinds.get(paths.canonical(path))

    def made(self, path: Text) -> bool:
        """Whether the plan made the directory `path` itself, so that what it did not put there is likely not there."""
        self._follow()
        return paths.canonical(path) in self._made

    def resolve(self, path: Text) -> Text:
        """The file behind `path`, as far as the plan made the links on the way."""
        self._follow()
        path = paths.canonical(path)
        for _ in range(_LINKS):
            target = self._targets.get(path)
            if target is None:
                break
            path = target
        return path

    def _follow(self) -> None:
        while self._seen < len(self._effects):
            self._apply(self._effects[self._seen])
            self._seen += 1

    def _apply(self, effect: Effect) -> None:
        match effect:
            case Directory(path=path):
                path = paths.canonical(path)
                self._folder(path)
                while path not in self._made and any(isinstance(piece, str) for piece in path) and path not in _NOWHERE:
                    self._made.add(path)
                    if paths.absolute(path) is True:
                        break
                    path = paths.dirname(path)
            case Transfer(destination=path, recursive=recursive):
                self._put(path, "directory" if recursive and paths.is_contents(effect.source) else "file")
            case Link(path=path):
                self._put(path, "link")
                path = paths.canonical(path)
                if effect.symbolic:
                    self._targets[path] = paths.canonical(paths.join(paths.dirname(path), effect.target))
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
        self._targets.pop(path, None)
        if not any(isinstance(piece, Wildcard) for piece in path):
            self._kinds.setdefault(path, kind)
        self._folder(paths.dirname(path))

    def _folder(self, path: Text) -> None:
        while path not in _NOWHERE and path and self._kinds.get(path) != "directory":
            self._kinds[path] = "directory"
            path = paths.strip_slashes(paths.split(path)[0])

    def _remove(self, path: Text) -> None:
        for known in [k for k in self._kinds if paths.inside(k, path) is not None]:
            del self._kinds[known]
        self._made = {made for made in self._made if paths.inside(made, path) is None}
