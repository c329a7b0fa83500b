"""The symbolic tree that a plan builds, and from which archives are made.

Paths are compared in their canonical form (paths.canonical): `$pack/bin` is the same place under every name for it.
Answers are True, False, or None where it may be so: behind a condition, through a wildcard, out of a folder whose
contents nobody told.
"""

from __future__ import annotations

from lintpack.record import replace
from lintpack.script import paths, texts
from lintpack.script.entries import Entry, Packed, excluded
from lintpack.script.plan import Archive, Change, Directory, Link, Removal, Transfer, WrittenFile
from lintpack.script.streams import filters_in
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.plan import Effect
    from lintpack.script.values import Text

# Links behind each other, as the kernel bounds them (path_resolution(7)).
LINKS = 40
# Names in one tree, and names that come with copied folders: copies of folders into each other could double them
# with each line. More are not told.
ENTRIES = 20_000
COPIED = 10_000
# Characters of a path that the kernel takes (PATH_MAX); longer ones are nowhere.
LENGTH = 4096
_NOWHERE = {paths.HERE, ("/",), ("..",), ()}


class Stage:
    """What is where after the effects so far. It follows a list that grows: each question reads what is new in it."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        self._effects = effects
        self._seen = 0
        self._entries: dict[Text, Entry] = {}
        self._children: dict[Text, dict[Text, None]] = {}
        # Folders into which something of unknown contents went, and what did it.
        self._open: dict[Text, Effect] = {}
        self._made: set[Text] = set()
        self._packed: dict[Text, Packed] = {}
        self._copied = 0
        # Whether there ever was a link that may lead on.
        self._links = False

    # --- questions -----------------------------------------------------------------------------------

    def kind(self, path: Text) -> str | None:
        """directory, file or link, as the plan made `path`; None where it did not, or it cannot be told."""
        self._follow()
        entry = self._entries.get(self._real(path))
        return entry.kind or None if entry else None

    def made(self, path: Text) -> bool:
        """Whether the plan made the directory `path` itself, so that what it did not put there is likely not there."""
        self._follow()
        return paths.canonical(path) in self._made

    def resolve(self, path: Text) -> Text:
        """The file behind `path`, as far as the plan made the links on the way."""
        self._follow()
        path = self._real(path)
        for _ in range(LINKS):
            entry = self._entries.get(path)
            if entry is None or entry.target is None:
                break
            path = self._real(entry.target)
        return path

    def entry(self, path: Text) -> Entry | None:
        """What is at `path`, where exactly that name was put there."""
        self._follow()
        return self._entries.get(self._real(path))

    def names(self, directory: Text) -> tuple[Entry, ...]:
        """What the plan put into `directory`, in order; names may have wildcards."""
        self._follow()
        found = self._children.get(self.resolve(directory), {})
        return tuple([self._entries[path] for path in found if path in self._entries])

    def provides(self, path: Text) -> bool | None:
        """Whether `path` exists at the end: True, None for perhaps, False where nothing makes it."""
        self._follow()
        path = self._real(path)
        entry = self._entries.get(path)
        if entry is not None:
            return True if entry.certain else None
        folder, name = _above(path), paths.split(path)[1]
        from lintpack.script.patterns import match

        for other in self._children.get(folder, ()):
            if texts.known(other) is None and match(name, paths.split(other)[1]) is not False:
                return None
        return None if self._is_open(folder) else False

    def archives(self) -> tuple[Packed, ...]:
        """What each archive that the plan makes holds, by the time it is made."""
        self._follow()
        return tuple(self._packed.values())

    def _is_open(self, folder: Text) -> bool:
        while folder not in self._open:
            above = _above(folder)
            if folder in _NOWHERE or above == folder:
                return False
            folder = above
        return True

    def _real(self, path: Text) -> Text:
        """`path` in its canonical form, with the links to folders on the way followed."""
        path = paths.canonical(path)
        if not self._links or texts.length(path) > LENGTH:
            return path
        for _ in range(LINKS):
            above = _above(path)
            entry = None
            while above not in _NOWHERE:
                entry = self._entries.get(above)
                if entry is not None:
                    break
                above = _above(above)
            if entry is None or entry.target is None:
                return path
            below = paths.inside(path, above)
            path = paths.canonical(paths.join(entry.target, below or paths.HERE))
        return path

    # --- effects -------------------------------------------------------------------------------------

    def cut(self, count: int) -> None:
        """The list is down to `count` effects: those that went said what others say that stayed."""
        self._seen = min(self._seen, count)

    def _follow(self) -> None:
        while self._seen < len(self._effects):
            self._seen += 1
            self._apply(self._effects[self._seen - 1])

    def _apply(self, effect: Effect) -> None:
        match effect:
            case Directory(path=path):
                path = self._real(path)
                if texts.length(path) <= LENGTH:
                    self._folder(path, effect)
                    self._made_by(path)
            case Transfer():
                self._transfer(effect)
            case Link(path=path, target=target):
                where = self._real(path)
                aim = paths.join(paths.parent(where), target) if effect.symbolic else None
                self._put(where, "link" if effect.symbolic else "file", effect, aim)
            case WrittenFile(path=path):
                self._put(self._real(path), "file", effect)
            case Change(kind="touch", path=path):
                self._put(self._real(path), "file", effect)
            case Removal(path=path):
                self._remove(self._real(path), _certain(effect))
            case Archive():
                self._archive(effect)
            case _:
                pass

    def _made_by(self, path: Text) -> None:
        """mkdir made `path`, and most likely what is above it but for a place that the script was given."""
        while path not in self._made and path not in _NOWHERE and any(isinstance(piece, str) for piece in path):
            self._made.add(path)
            if paths.absolute(path) is True:
                break
            path = _above(path)

    def _transfer(self, effect: Transfer) -> None:
        source, target = paths.canonical(effect.source), self._real(effect.destination)
        if effect.recursive and paths.is_contents(effect.source):
            source = paths.canonical(paths.strip_slashes(effect.source))
            self._folder(target, effect)
            self._graft(source, target, effect)
            return
        known = self._entries.get(self._real(source))
        kind = known.kind if known else "file"
        if known is None and effect.recursive and not _is_library(source):
            # A file or a folder: nothing tells.
            kind = ""
        if kind in {"directory", ""} and effect.recursive:
            self._put(target, kind, effect)
            self._graft(self._real(source), target, effect)
        elif kind == "link" and known is not None and effect.links == "keep" and known.target is not None:
            written = known.effect.target if isinstance(known.effect, Link) else known.target
            self._put(target, "link", effect, paths.join(paths.parent(target), written))
        elif not (kind == "link" and effect.links == "skip"):
            self._put(target, "file" if kind == "link" else kind, effect)
        if effect.moves:
            self._remove(self._real(source), _certain(effect))

    def _graft(self, source: Text, target: Text, effect: Effect) -> None:
        """What is known below `source` is below `target` as well; if there may be more, `target` is open."""
        if source not in self._made or self._is_open(source):
            self._open[target] = effect
        if paths.inside(target, source) is not None:
            return
        certain = _certain(effect)
        entries = self._descendants(source)
        self._copied += len(entries)
        if self._copied > COPIED:
            self._open[target] = effect
            return
        for entry in entries:
            copy = paths.join(target, paths.inside(entry.path, source) or paths.HERE)
            written = entry.effect.target if isinstance(entry.effect, Link) else entry.target
            aim = None
            if entry.target is not None and written is not None:
                aim = paths.join(paths.parent(copy), written)
            self._put(copy, entry.kind, effect, aim, certain and entry.certain)

    def _descendants(self, folder: Text) -> list[Entry]:
        """All entries below `folder`, folders before what is in them."""
        found: list[Entry] = []
        waiting = list(self._children.get(folder, ()))[::-1]
        while waiting:
            entry = self._entries.get(waiting.pop())
            if entry is not None:
                found.append(entry)
                waiting += list(self._children.get(entry.path, ()))[::-1]
        return found

    def _put(
        self, path: Text, kind: str, effect: Effect | None, target: Text | None = None, certain: bool | None = None
    ) -> None:
        if texts.length(path) > LENGTH or (len(path) < 2 and path in _NOWHERE):
            return
        if len(self._entries) >= ENTRIES and path not in self._entries:
            if effect is not None:
                self._open[_above(path)] = effect
            return
        if certain is None:
            certain = effect is None or _certain(effect)
        if texts.has_wildcard(path):
            certain = False
        old = self._entries.get(path)
        if old is not None and old.kind == "directory" and kind in {"", "directory"}:
            kind = "directory"
        if old is not None and old.certain and not certain:
            certain = True
        self._links = self._links or target is not None
        self._entries[path] = Entry(path, kind, effect, certain, None if target is None else paths.canonical(target))
        above = _above(path)
        self._children.setdefault(above, {})[path] = None
        self._folder(above, effect)

    def _folder(self, path: Text, effect: Effect | None) -> None:
        """`path` is a directory, and so is all above it."""
        while (len(path) > 1 or path not in _NOWHERE) and texts.length(path) <= LENGTH:
            old = self._entries.get(path)
            if old is not None and old.kind == "directory":
                if old.certain or effect is None or not _certain(effect):
                    return
                self._entries[path] = replace(old, certain=True)
            elif old is not None and old.kind == "link":
                return
            else:
                self._entries[path] = Entry(path, "directory", effect, effect is None or _certain(effect))
            above = _above(path)
            self._children.setdefault(above, {})[path] = None
            path = above

    def _remove(self, path: Text, certain: bool) -> None:
        """Take `path`, and what is below it, away; where that is not certain, it may still be there."""
        if texts.has_wildcard(path):
            for found in self._matching(path):
                # What only a wildcard names may stay in part.
                self._take(found, certain and texts.known(found) is not None)
        else:
            self._take(path, certain)

    def _take(self, path: Text, certain: bool) -> None:
        """Take one entry away, whose name may have wildcards itself."""
        entries = self._descendants(path)
        if path in self._entries:
            entries.append(self._entries[path])
        for entry in entries:
            if certain:
                self._entries.pop(entry.path, None)
                self._children.get(_above(entry.path), {}).pop(entry.path, None)
                self._open.pop(entry.path, None)
                self._made.discard(entry.path)
            else:
                self._entries[entry.path] = replace(entry, certain=False)
        if certain:
            self._open.pop(path, None)

    def _matching(self, pattern: Text) -> list[Text]:
        """The entries that a path with wildcards names: in its folder, or below it where `**` is in it."""
        from lintpack.script.patterns import match

        parts = paths.components(pattern)
        fixed = next(at for at, part in enumerate(parts) if any(isinstance(piece, Wildcard) for piece in part))
        folders = [paths.normalise(paths.from_components(parts[:fixed])) if fixed else paths.HERE]
        for part in parts[fixed:-1]:
            if len(part) == 1 and isinstance(part[0], Wildcard) and part[0].text == "**":
                folders += [
                    entry.path
                    for folder in list(folders)
                    for entry in self._descendants(folder)
                    if entry.kind == "directory"
                ]
            else:
                inside = [child for folder in folders for child in self._children.get(folder, ())]
                folders = [child for child in inside if match(paths.split(child)[1], part)]
        children = [child for folder in folders for child in self._children.get(folder, ())]
        kinds = _kinds(pattern)
        names = [(child, paths.split(child)[1]) for child in children if self._entries[child].kind in kinds]
        return [child for child, name in names if name == parts[-1] or match(name, parts[-1]) is True]

    # --- archives ------------------------------------------------------------------------------------

    def _archive(self, effect: Archive) -> None:
        where = self._real(effect.path)
        base = self._real(effect.base)
        if effect.action == "extract":
            packed = self._packed.get(where)
            self._folder(base, effect)
            for member in effect.members:
                self._put(self._real(member), "", effect)
            if packed is None:
                if not effect.members:
                    self._open[base] = effect
                return
            if not packed.complete:
                self._open[base] = effect
            for name, entry in packed.entries if not effect.members else ():
                self._put(paths.join(base, name), entry.kind, effect, None, entry.certain and _certain(effect))
            return
        self._put(where, "file", effect)
        packed = self._packed.get(where) if effect.action == "append" else None
        entries = list(packed.entries) if packed else []
        complete = packed.complete if packed else effect.action == "create"
        names = effect.names or tuple([paths.inside(self._real(member), base) or member for member in effect.members])
        for member, name in zip(effect.members, names, strict=False):
            found, whole = self._member(member, name)
            complete = complete and whole
            entries += found
        kept = [(name, entry) for name, entry in entries if not excluded(name, effect.excludes)]
        self._packed[where] = Packed(effect, tuple(kept), complete)

    def _member(self, member: Text, name: Text) -> tuple[list[tuple[Text, Entry]], bool]:
        """The entries that one member, called `name` inside, stands for, and whether they are all."""
        contents = paths.is_contents(member)
        path = self._real(paths.strip_slashes(member))
        if texts.has_wildcard(path):
            roots = [self._entries[found] for found in self._matching(path)]
            if not roots:
                return [(name, Entry(path, "", None, False))], False
        elif path in self._entries or contents:
            roots = [self._entries[path]] if path in self._entries and not contents else []
        else:
            return [(name, Entry(path, "", None, True))], _is_library(path)
        if len(roots) == 1 and roots[0].path == path:
            found = [(name, roots[0])]
        else:
            found = [(paths.join(_above(name), root.name), root) for root in roots]
        for folder, inside in [(path, name)] if contents else [(root.path, at) for at, root in found]:
            for entry in self._descendants(folder):
                found.append((paths.join(inside, paths.inside(entry.path, folder) or paths.HERE), entry))
        folders = [root.path for root in roots] or [path]
        complete = not any(
            self._is_open(folder) or (folder not in self._made and folder in self._children) for folder in folders
        )
        return found, complete


def _kinds(path: Text) -> set[str]:
    """The kinds of what a path with wildcards names: find may have asked for one."""
    for test in filters_in(path):
        if test.startswith("-type "):
            names = {"f": "file", "l": "link", "d": "directory"}
            return {"", *[names[letter] for letter in test[6:] if letter in names]}
    return {"", "file", "link", "directory"}


def _above(path: Text) -> Text:
    """The folder of `path`; () where it is not spelled out, so that going up always ends."""
    above = paths.parent(path)
    return () if above == paths.HERE and texts.known(path) is None else above


def _certain(effect: Effect) -> bool:
    return not effect.origin.guards and not effect.origin.when


def _is_library(path: Text) -> bool:
    """Whether the last component has a library's name, and so is no folder."""
    return any(isinstance(piece, str) and ".so" in piece for piece in paths.split(path)[1])
