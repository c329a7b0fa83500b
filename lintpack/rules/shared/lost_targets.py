"""Links whose files go after they were made, or that count the folders above them wrongly.

ln -s "$tmp/lib/libfoo.so.1" "$tmp/lib/libfoo.so"; mv "$tmp/lib" "$prefix/"
cp -a build/libfoo.so* "$root/lib/"; rm "$root"/lib/libfoo.so.*.*
ln -s ../../lib/libfoo.so.1 "$root/lib/prog/plugins/libfoo.so.1"
"""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.record import Record
from lintpack.rules.shared.links import leads_to, relative, stage
from lintpack.rules.shared.wording import written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Link, Removal, Transfer
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Effect, Origin
    from lintpack.script.values import Text
    from lintpack.source import Place


class LostTarget(Record):
    """Where links lose what they lead to, in the words of the finding."""

    origin: Origin
    place: Place
    message: str
    label: str
    help: str


def lost_targets(context: Context) -> Iterator[LostTarget]:
    for effect in context.plan.effects:
        if isinstance(effect, Link) and effect.symbolic and _of_libraries(effect):
            found = _moved_away(effect, context) or _wrong_depth(effect, context)
            if found is not None:
                yield found
        elif isinstance(effect, Removal) and (lost := _files_removed(effect, context)):
            yield lost


def _of_libraries(link: Link) -> bool:
    return (libname.parse_text(link.path) or libname.parse_text(link.target)) is not None


def _moved_away(link: Link, context: Context) -> LostTarget | None:
    """The target is named by its whole path in a folder that is moved or removed afterwards."""
    if relative(link) is True or "/" not in texts.shown(link.target):
        return None
    target, path = paths.canonical(link.target), paths.canonical(link.path)
    if len(paths.components(target)) < 2:
        return None
    gone: Effect | None = None
    for effect in context.plan.effects:
        if effect.origin.number <= link.origin.number or not texts.consistent(effect.origin.when, link.origin.when):
            continue
        if isinstance(effect, Transfer) and effect.moves and effect.recursive:
            if paths.inside(target, effect.source) is not None:
                gone = effect
        elif isinstance(effect, Removal):
            if covers(effect, path) and gone is None:
                return None
            # Only what is surely removed: not by a handler of failures, nor for some option.
            sure = effect.recursive and not effect.origin.guards and not texts.has_wildcard(effect.path)
            if sure and gone is None and paths.inside(target, effect.path) is not None:
                gone = effect
        elif isinstance(effect, Link) and paths.canonical(effect.path) == path:
            return None
    if gone is None:
        return None
    place = written_at(link.origin)
    # What the link's own name follows to a new place keeps its target as it is written.
    what = "moved" if isinstance(gone, Transfer) else "removed"
    return LostTarget(
        link.origin,
        place,
        f"links `{texts.shown(link.path)}` to `{texts.shown(link.target)}`, in a folder that is {what} in line "
        f"{gone.origin.command.line}",
        "leads nowhere then",
        "make it relative: name the file as it lies from the link's folder",
    )


def covers(removal: Removal, path: Text) -> bool:
    """Whether the file at `path` is surely removed."""
    from lintpack.script.patterns import match

    return paths.inside(path, removal.path) is not None or match(path, removal.path) is True


def _files_removed(removal: Removal, context: Context) -> LostTarget | None:
    """`rm libfoo.so.*.*` takes the files, and leaves the links that were copied with them."""
    name = libname.parse_text(removal.path)
    if name is None or name.depth < 2 or not any(isinstance(piece, Wildcard) for piece in paths.basename(removal.path)):
        return None
    if name.suffix.strip("*?.") or not name.base.strip("*"):
        return None
    folder = paths.canonical(paths.dirname(removal.path))
    copied = None
    for effect in context.plan.effects:
        if not isinstance(effect, (Transfer, Link)) or not texts.consistent(effect.origin.when, removal.origin.when):
            continue
        into = effect.destination if isinstance(effect, Transfer) else effect.path
        other = libname.parse_text(into)
        if other is None or other.base != name.base or paths.canonical(paths.dirname(into)) != folder:
            continue
        if effect.origin.number > removal.origin.number:
            return None
        if isinstance(effect, Transfer) and effect.links == "keep" and other.suffix[:1] in ("*", "."):
            copied = effect
    if copied is None:
        return None
    place = written_at(removal.origin)
    return LostTarget(
        removal.origin,
        place,
        f"removes `{texts.shown(paths.basename(removal.path))}`: the files that the links lead to which line "
        f"{copied.origin.command.line} has copied",
        "the links stay, and lead nowhere",
        "leave the files: what may go are names without a version, for the link editor",
    )


def _wrong_depth(link: Link, context: Context) -> LostTarget | None:
    """A relative target with `..` leads to a folder that nothing makes, and the file of that name is in another."""
    if not relative(link) or (("..",) not in paths.components(link.target)):
        return None
    # -r counts the folders itself.
    if re.search(r"\s(?:-[a-zA-Z]*r|--relative)", link.origin.command.text):
        return None
    path, own = leads_to(link), paths.canonical(link.path)
    name, folder = paths.basename(path), paths.dirname(path)
    tree = context.shared(stage)
    if texts.known(name) is None or tree.provides(path) is not False or tree.made(folder) or tree.names(folder):
        return None
    first = paths.components(own)[0]
    for effect in context.plan.effects:
        if not isinstance(effect, (Transfer, Link)):
            continue
        there = paths.canonical(effect.destination if isinstance(effect, Transfer) else effect.path)
        if isinstance(effect, Link) and leads_to(effect) == path:
            return None
        if there in (own, path) or paths.basename(there) != name or paths.components(there)[0] != first:
            continue
        meant = paths.relative(there, paths.dirname(own))
        if meant is None or tree.provides(there) is not True:
            continue
        place = written_at(link.origin)
        return LostTarget(
            link.origin,
            place,
            f"links `{texts.shown(link.path)}` to `{texts.shown(link.target)}`, which leads to `{texts.shown(path)}`, "
            f"but the script puts it in `{texts.shown(paths.dirname(there))}`",
            "leads nowhere",
            f"from the link's folder it is `{texts.shown(meant)}`",
        )
    return None
