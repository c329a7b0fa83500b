"""LP203 for links whose target has another number than the file that the script puts beside them, where what else lies
in the folder cannot be told.

    mv vendor/libfoo.so.1.0.7 "$pkgdir/usr/lib"
    ln -s libfoo.so.1.0.8 "$pkgdir/usr/lib/libfoo.so.1"
"""

from __future__ import annotations

from lintpack import libname
from lintpack.rules.shared.links import leads_to, stage
from lintpack.rules.shared.lost_targets import LostTarget
from lintpack.rules.shared.wording import written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.script.values import Text

# How many effects lie between the links of one chain.
_CHAIN = 2


def other_numbers(context: Context) -> Iterator[LostTarget]:
    for link in context.each(Link):
        name, target = libname.parse_text(link.path), libname.parse_text(link.target)
        if name is None or target is None or not (link.symbolic and link.resolved and name.exact and target.exact):
            continue
        path = leads_to(link)
        folder = paths.dirname(path)
        if name.base != target.base or not target.depth or folder != paths.dirname(paths.canonical(link.path)):
            continue
        # What a search prints, or another answer beside it, is no slip; and a slip stands there once.
        if "$(" in link.origin.command.text or "`" in link.origin.command.text:
            continue
        if sum(script.source.text.count(target.text) for script in context.plan.scripts) != 1:
            continue
        there = _there(link, target, folder, context)
        if there and there != target.text and context.shared(stage).provides(path) is not True:
            yield LostTarget(
                link.origin,
                written_at(link.origin),
                f"links `{name.text}` to `{target.text}`, which nothing else speaks of: what the script puts beside it "
                f"is `{there}`",
                "leads nowhere",
                f"link to `{there}`",
            )


def _there(link: Link, target: LibraryName, folder: Text, context: Context) -> str:
    """The one name with as many numbers that the script puts into the folder."""
    found = set()
    for effect in context.plan.effects:
        if not isinstance(effect, (Link, Transfer)):
            continue
        put = effect.path if isinstance(effect, Link) else effect.destination
        # All of a folder goes there, whatever it holds.
        if isinstance(effect, Transfer) and effect.recursive and paths.canonical(put) == folder:
            return ""
        if paths.dirname(paths.canonical(put)) != folder:
            continue
        other = libname.parse_text(put)
        if other is None or other.base != target.base or not other.exact:
            # `*` may be the file that is meant.
            if texts.has_wildcard(paths.basename(put)):
                return ""
            continue
        if other.depth != target.depth:
            continue
        if isinstance(effect, Transfer):
            # One number is that of another ABI, which may be there as well.
            if target.depth == 1:
                return ""
        elif not 0 < link.origin.number - effect.origin.number <= _CHAIN:
            continue
        found.add(other.text)
    return found.pop() if len(found) == 1 else ""
