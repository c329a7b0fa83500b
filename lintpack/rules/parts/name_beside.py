"""Links to a name that nothing puts beside them, where a link of nearly that name is made there.

ln -s /opt/gl/libEGL.so.1.0.0 out/lib/libEGL.so.1.1.0
ln -s libEGL.so.1.0.0 out/lib/libEGL.so.1
"""

from __future__ import annotations

from lintpack import libname
from lintpack.rules.shared.links import relative, stage
from lintpack.rules.shared.lost_targets import LostTarget
from lintpack.rules.shared.wording import written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Link
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context


def names_beside(context: Context) -> Iterator[LostTarget]:
    """Each name once, at the link that has the wrong one as far as can be told."""
    folders: dict[str, dict[str, Link]] = {}
    asked: dict[tuple[str, str], Link] = {}
    for link in context.each(Link):
        name = texts.known(paths.basename(link.path))
        target = texts.known(paths.basename(link.target))
        if not (link.symbolic and name and target and ".so" in name and ".so" in target):
            continue
        folder = texts.shown(paths.dirname(paths.canonical(link.path)))
        folders.setdefault(folder, {})[name] = link
        if relative(link) and "/" not in texts.shown(link.target):
            asked.setdefault((folder, target), link)
    for (folder, target), link in asked.items():
        made = folders[folder]
        if target in made:
            continue
        near = [name for name in made if name != texts.known(paths.basename(link.path)) and _near(name, target)]
        # Those that lead to a file elsewhere stand for the file here.
        near = [name for name in near if not relative(made[name]) and (folder, name) not in asked]
        path = paths.concat(paths.dirname(paths.canonical(link.path)), "/", paths.basename(link.target))
        if len(near) != 1 or context.shared(stage).provides(path) is True:
            continue
        yield _lost(link, made[near[0]], near[0], target)


def _near(name: str, target: str) -> bool:
    """Whether two full names of libraries differ in one number, or in one letter."""
    one, other = libname.parse(name), libname.parse(target)
    if one is None or other is None or not (one.exact and other.exact) or len(one.version) < 2:
        return False
    if one.base == other.base:
        return len(one.version) == len(other.version) and slip_kind(name, target) == "replaced"
    return one.version == other.version and slip_kind(one.base, other.base) in ("replaced", "swapped", "doubled")


def _lost(link: Link, other: Link, name: str, target: str) -> LostTarget:
    wrong = texts.known(paths.basename(other.target)) == target
    place = written_at((other if wrong else link).origin)
    return LostTarget(
        (other if wrong else link).origin,
        place,
        f"the links beside it lead to `{target}`, but the name that is made here is `{name}`"
        if wrong
        else f"links to `{target}`, which nothing puts there: the link that is made beside it is called `{name}`",
        f"`{target}`?" if wrong else f"`{name}`?",
        f"give it the name `{target}`" if wrong else f"write `{name}` in both places",
    )
