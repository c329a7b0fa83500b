"""Whether a repository may have anything of what a source path names: asked before `build_tree`, which looks closer and
takes longer to load than most scripts to be read. Most paths begin in a build folder that is not there.
"""

from __future__ import annotations

import os.path

from lintpack.script import paths, texts
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.values import Text


def may_lie(source: Text, root: str, near: str) -> bool:
    """Whether the first component of `source` that is known, or may be anything, is in the folder `root`, or in that of
    the script `near` below it."""
    return any(_may_lie(text, root, near.rpartition("/")[0]) for text, _ in texts.alternatives(source))


def _may_lie(text: Text, root: str, folder: str) -> bool:
    parts = [part for part in paths.components(paths.normalise(text)) if part != (".",)]
    if not parts:
        return False
    first = texts.known(parts[0])
    if first == "":
        # An absolute path.
        return texts.head(text).startswith((os.path.abspath(root), os.path.realpath(root)))
    if first is None and parts[0] and isinstance(parts[0][0], Hole):
        # Below the root only, whatever the unknown text is.
        name = texts.known(parts[1]) if len(parts) > 2 else "\0"
        return name is None or _there(root, name)
    if first is None or len(parts) == 1:
        return True
    return _there(root, first) or (folder != "" and _there(f"{root}/{folder}", first))


def _there(folder: str, name: str) -> bool:
    return name == ".." or os.path.lexists(f"{folder}/{name}")
