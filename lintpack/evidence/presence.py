"""Whether a repository may have anything of what a source path names: asked before `build_tree`, which looks closer and
takes longer to load than most scripts to be read. Most paths begin in a build folder that is not there.

And whether the table of well-known libraries may have one: most that scripts name without a version are none of them.
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


# For each name of the table the bit that is its remainder; `tools/make_wellknown.py` writes it with the table.
NAMES_FILE = os.path.join(os.path.dirname(__file__), "wellknown_names.dat")
NAMES_BITS = 262_139
_names: list[bytes] = []


def bit_of(dev_name: str) -> int:
    """Which bit stands for `libfoo.so`, and for a few names that the table does not have."""
    return int.from_bytes(dev_name[3:-3].encode("utf-8", "surrogateescape"), "little") % NAMES_BITS


def may_be_known(dev_name: str) -> bool:
    """Whether the table may have `libfoo.so`; without a list of its names it may have all."""
    if not _names:
        try:
            with open(NAMES_FILE, "rb", 0) as file:
                _names.append(file.read())
        except OSError:
            _names.append(b"")
    bit = bit_of(dev_name)
    return bit >> 3 >= len(_names[0]) or bool(_names[0][bit >> 3] >> (bit & 7) & 1)


def _there(folder: str, name: str) -> bool:
    return name == ".." or os.path.lexists(f"{folder}/{name}")
