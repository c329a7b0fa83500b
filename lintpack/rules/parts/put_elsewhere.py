"""LP203 for links to a bare name in a folder where the script never puts that file, though it puts it into another one.

install -D libfoo.so.1.2 "$pkgdir/usr/lib/prog/libfoo.so.1.2"
ln -s libfoo.so.1.2 "$pkgdir/usr/lib/libfoo.so.1"
mv "$PKG"/usr/lib/libbar.so.* "$PKG/lib"; ln -s libbar.so.2 "$PKG/usr/lib/libbar.so"
"""

from __future__ import annotations

from lintpack import libname
from lintpack.patterns import re
from lintpack.rules.shared.links import leads_to, relative, stage
from lintpack.rules.shared.lost_targets import LostTarget, covers
from lintpack.rules.shared.wording import written_at
from lintpack.script import paths, texts
from lintpack.script.patterns import match
from lintpack.script.plan import Link, Removal, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.script.values import Text

# What puts files into a package that no line names.
_INSTALLS = (
    r"\b(?:make|gmake|ninja|samu|meson|cmake|scons|waf|b2|bjam|setup\.py|pip3?|cargo|npm|go|emake|einstall|MAKE\}?)\b"
    r"[^\n#]*\binstall|--install\b|DESTDIR|INSTALL_?ROOT|DEST_?ROOT|\b(?:default_src|cmake_src|make_)install\b"
)
# -r counts from the working directory itself.
_RELATIVE = r"\s(?:-[a-zA-Z]*r|--relative)"


def put_elsewhere(context: Context) -> Iterator[LostTarget]:
    for link in context.each(Link):
        name, target = libname.parse_text(link.path), libname.parse_text(link.target)
        if name is None or target is None or not (link.symbolic and link.resolved and name.exact and target.exact):
            continue
        if not (target.suffix and relative(link)) or "/" in texts.shown(link.target):
            continue
        path = leads_to(link)
        if context.shared(stage).provides(path) is not False or re.search(_RELATIVE, link.origin.command.text):
            continue
        folder = paths.dirname(path)
        other = _other_folder(link, path, target, context)
        if other:
            yield LostTarget(
                link.origin,
                written_at(link.origin),
                f"links `{texts.shown(link.path)}` to `{target.text}` in its own folder, but the script puts that file "
                f"into `{texts.shown(other)}`, and none into `{texts.shown(folder)}`",
                "leads nowhere",
                f"from the link's folder it is `{texts.shown(seen)}`, or put the file there too"
                if (seen := paths.relative(paths.join(other, link.target), folder))
                else "name the file as it lies from the link's folder, or put it there too",
            )


def _other_folder(link: Link, path: Text, target: LibraryName, context: Context) -> Text:
    """The one folder of the same root that the script puts the file into; `()` where the link may go there as well."""
    own, folder = paths.canonical(link.path), paths.dirname(path)
    root = paths.components(folder)[0]
    found: set[Text] = set()
    moved = False
    for effect in context.plan.effects:
        if isinstance(effect, Removal) and covers(effect, own):
            return ()
        if not isinstance(effect, Transfer):
            continue
        source = paths.canonical(effect.source)
        if effect.moves and (paths.inside(own, source) is not None or _covers(source, own) is not False):
            return ()
        into = paths.canonical(effect.destination)
        there = paths.dirname(into)
        if there == folder or paths.components(there)[0] != root:
            continue
        # For certain: under no condition that the link is not made under.
        sure = set(effect.origin.guards) <= set(link.origin.guards)
        taken = effect.moves and sure and _covers(source, path) is True
        if texts.known(paths.basename(into)) == target.text or taken:
            moved = moved or taken
            found.add(there)
    if len(found) != 1:
        return ()
    # In a system's folder, and where a build installs, the file may be there all the same.
    if not moved and (
        texts.head(folder).startswith("/")
        or len(paths.components(folder)) < 2
        or any(re.search(_INSTALLS, script.source.text) for script in context.plan.scripts)
    ):
        return ()
    return found.pop()


def _covers(pattern: Text, path: Text) -> bool | None:
    """Whether a pattern in the folder of `path` takes it; None for a pattern that has folders of unknown names."""
    if texts.has_wildcard(paths.dirname(pattern)):
        return None
    if paths.dirname(pattern) != paths.dirname(path):
        return False
    return match(paths.basename(path), paths.basename(pattern))
