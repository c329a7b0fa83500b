"""A link's target that is a slip for a library which the script does put there.

ln -s libvideo.so.$VERSION libvideo.so.1
ln -s libvideov.so.$VERSION libvideo.so
"""

from __future__ import annotations

from lintpack import libname
from lintpack.script.plan import Link
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context

# Letters of the shortest name in which a slip shows; shorter ones are near to too many others.
_LONG = 7


def misspelt(link: Link, context: Context) -> str:
    """The name that was meant, where the target's stands nowhere else in the scripts and is but a letter away from the
    link's own, of which the script packs or links one of the target's version; else ""."""
    name, target = libname.parse_text(link.path), libname.parse_text(link.target)
    if name is None or target is None or name.base == target.base or len(target.base) < _LONG:
        return ""
    # A link has another name than its target's now and then (`libcurses.so`): the slip shows beside the right name.
    if not _slip(target.base, name.base):
        return ""
    if sum(_times(target.base, script.source.text) for script in context.plan.scripts) != 1:
        return ""
    meant = [
        other.text
        for other in context.shared(_there)
        if other.suffix == target.suffix and other.text != name.text and other.base == name.base
    ]
    return meant[0] if meant and len(set(meant)) == 1 else ""


def _there(context: Context) -> tuple[LibraryName, ...]:
    """What the script packs and links, and what it links to."""
    found = [one.placed or one.name for one in context.packed]
    for link in context.each(Link):
        found += [name for name in (libname.parse_text(link.path), libname.parse_text(link.target)) if name is not None]
    return tuple({name.text: name for name in found}.values())


def _slip(word: str, meant: str) -> bool:
    """Whether it is one of letters: libraries are told apart by digits."""
    if not slip_kind(word, meant):
        return False
    return [char for char in word if not char.isalpha()] == [char for char in meant if not char.isalpha()]


def _times(word: str, text: str) -> int:
    times, at = 0, text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        times += not (before.isalnum() or before in ("_", "-") or after.isalnum() or after in ("_", "-"))
        at = text.find(word, at + 1)
    return times
