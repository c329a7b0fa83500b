"""What the stage holds: names in a tree, and archives of them."""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script import paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.plan import Archive, Effect
    from lintpack.script.values import Text


class Entry(Record):
    """One name in the tree. `kind`: file, link, directory, or "" where it may be a file or a folder. `effect` put it
    there; `certain`: on every way through the script. `target`: where a symbolic link leads, joined."""

    path: Text
    kind: str
    effect: Effect | None
    certain: bool
    target: Text | None = None

    @property
    def name(self) -> Text:
        return paths.split(self.path)[1]


class Packed(Record):
    """What one archive holds: entries by their names inside; `complete`: nothing else is in it."""

    archive: Archive
    entries: tuple[tuple[Text, Entry], ...]
    complete: bool


def excluded(name: Text, excludes: tuple[Text, ...]) -> bool:
    """Whether tar or zip leaves `name` out: a pattern matches it, or its end after a `/` (GNU tar manual, 6.5)."""
    from lintpack.script.patterns import match

    if not excludes:
        return False
    parts = [part for part in paths.components(name) if part]
    ends = [paths.from_components(parts[at:end]) for at in range(len(parts)) for end in range(at + 1, len(parts) + 1)]
    return any(match(end, pattern) is True for end in ends[:200] for pattern in excludes)
