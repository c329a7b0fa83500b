"""LP121: libraries are copied to a folder of the package's tree that nothing makes, and one of nearly the same path is
made and stays empty.

mkdir pkg
mkdir -p pkg/usr/lib/painter/plugins
cp build/libblur.so build/libsharp.so pkg/usr/lib/paint/plugins/

Only where the script makes the whole tree itself, and nothing that it runs may put more into it.
"""

from __future__ import annotations

import re

from lintpack.bash.tree import SimpleCommand
from lintpack.bash.walk import each
from lintpack.findings import Label
from lintpack.record import Record
from lintpack.rules.shared.wording import calls, narrowed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Archive, Directory, Link, Removal, Transfer, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text
    from lintpack.source import Place

# What installs into a tree that no line names.
_INSTALLS = (
    r"(?m)^[^#\n]*(?:\b(?:make|gmake|ninja|samu|meson|cmake|scons|waf|b2|bjam|setup\.py|pip3?|cargo|npm|go|MAKE\}?)\b"
    r"[^\n#]*\binstall|--install\b|DESTDIR|INSTALL_?ROOT|DEST_?ROOT|--prefix\b|CMAKE_INSTALL_PREFIX|debootstrap)"
)
# Commands that make no folder in what they are given.
_HARMLESS = frozenset(
    "[ [[ test mkdir install cp mv rm rmdir ln chmod chown chgrp strip patchelf chrpath touch cat echo printf sed grep"
    " find ls du stat file readelf ldd dpkg dpkg-deb fakeroot fpm rpmbuild zip tar makepkg cd pushd export local sudo"
    " trap mksquashfs appimagetool desktop-file-validate gzip xz md5sum sha256sum return exit basename dirname".split()
)
# Options by which a copy makes its folder.
_MAKES = r"\s-[a-zA-Z]*D|--parents|--mkpath|--create-dirs|\brsync\b"
_PARENTS = r"\s(?:-\w*p\w*|--parents)\b"


class _Tree(Record):
    """The folders that a script makes below `root`, each with the effect that does."""

    root: str
    made: dict[str, Directory]


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    if not {"Unfollowed", "Unresolved", "Limit"}.isdisjoint(context.kinds):
        return
    trees = [tree for tree in _trees(context) if tree.made]
    if not trees or any(re.search(_INSTALLS, script.source.text) for script in context.plan.scripts):
        return
    into: dict[str, list[Transfer]] = {}
    for copy in context.each(Transfer):
        into.setdefault(_shown(paths.dirname(copy.destination)), []).append(copy)
    for folder, copies in into.items():
        for tree in trees:
            if folder.startswith(f"{tree.root}/") and not _may_be_there(folder, copies, tree, context):
                near = [
                    made for made in tree.made if _near(folder, made, tree.root) and _empty(folder, made, tree, context)
                ]
                if len(near) == 1:
                    yield _finding(folder, tree.made[near[0]], copies, rule)


def _finding(folder: str, made: Directory, copies: list[Transfer], rule: Rule) -> Finding:
    there = _shown(made.path)
    at = _apart(folder, there)
    odd, right = folder.split("/")[at], there.split("/")[at]
    copy = next(copy for copy in copies if _of_library(copy))
    place = _written(copy.origin, f"/{odd}/")
    return rule.finding(
        place,
        f"copies `{_shown(copy.source).rpartition('/')[2]}` to `{folder}`, which nothing makes, while the script makes "
        f"`{there}` and puts nothing there",
        label=f"`{right}`?",
        related=(*calls(copy.origin, place), Label(written_at(made.origin), "this one stays empty")),
        notes=("`cp` does not make the folder that it copies to",),
        help=f"copy to `{there}`, or make the folder before",
    )


def _written(origin: Origin, name: str) -> Place:
    """Where the folder is written: in the command, or in the call that passed it on."""
    places = (origin.command, *(frame.place for frame in reversed(origin.calls)))
    place = next((one for one in places if name in one.text), None)
    return origin.command if place is None else narrowed(place, name.strip("/"))


def _trees(context: Context) -> Iterator[_Tree]:
    """The trees that a script begins anew: by `mkdir` that fails where there is one, or behind `rm -rf`."""
    made = {_shown(one.path): one for one in context.each(Directory)}
    first = min((one.origin.number for one in context.each(Transfer)), default=0)
    gone = {_shown(one.path) for one in context.each(Removal) if one.recursive and one.origin.number < first}
    for root, effect in made.items():
        command = effect.origin.command.text
        anew = command.lstrip().startswith("mkdir") and not re.search(_PARENTS, command)
        # The lowest one that is new.
        if (root in gone or anew) and not any(
            root.startswith(f"{other}/") for other in (*gone, *made) if other != root
        ):
            yield _Tree(root, {path: one for path, one in made.items() if path.startswith(f"{root}/")})
    for root in gone - set(made):
        below = {path: one for path, one in made.items() if path.startswith(f"{root}/")}
        if below:
            yield _Tree(root, below)


def _shown(text: Text) -> str:
    return texts.shown(paths.canonical(text))


def _may_be_there(folder: str, copies: list[Transfer], tree: _Tree, context: Context) -> bool:
    """Whether anything may make the folder, or it is meant for the name of a file."""
    if not any(_of_library(copy) for copy in copies):
        return True
    name = folder.rpartition("/")[2]
    several = len({_shown(copy.source) for copy in copies}) > 1 or any("*" in _shown(copy.source) for copy in copies)
    said = any(f"{name}/" in place.text for copy in copies for place in _places(copy.origin))
    if not (several or said) or any(re.search(_MAKES, copy.origin.command.text) for copy in copies):
        return True
    for one in context.each(Directory):
        path = _shown(one.path)
        # What is in a variable alone may be any.
        if _meet(folder, path) or (path != tree.root and "/" not in path and path[:1] in ("$", "`")):
            return True
    for effect in context.plan.effects:
        if isinstance(effect, Transfer) and (effect.recursive or (effect.moves and ".so" not in _shown(effect.source))):
            put = _shown(effect.destination)
            if _meet(put, folder) or _meet(put.rpartition("/")[0], folder) or effect.parents:
                return True
        elif isinstance(effect, Archive) and effect.action == "extract":
            base = _shown(effect.base)
            if not base or base[:1] in "$`" or _meet(base, folder):
                return True
        elif isinstance(effect, Link) and _meet(_shown(effect.path), folder):
            return True
    return _runs_others(folder, tree, context)


def _places(origin: Origin) -> tuple[Place, ...]:
    return (origin.command, *(frame.place for frame in origin.calls))


def _of_library(copy: Transfer) -> bool:
    return ".so" in _shown(copy.source).rpartition("/")[2]


def _meet(one: str, folder: str) -> bool:
    """Whether `folder` is the one, or lies in it."""
    return folder == one or folder.startswith(f"{one}/")


def _runs_others(folder: str, tree: _Tree, context: Context) -> bool:
    """Whether a command that is not known gets the tree, or one of its folders."""
    names = {tree.root, *(_plain(one.origin.place.text) for one in tree.made.values())}
    names |= {_plain(one.origin.place.text) for one in context.each(Directory) if _shown(one.path) == tree.root}
    roots = {name if name.startswith(tree.root) else name.partition("/")[0] for name in names} | {tree.root}
    for script in context.plan.scripts:
        functions = set(re.findall(r"(?m)^[ \t]*(?:function[ \t]+)?([\w-]+)[ \t]*\(\)", script.source.text))
        for command in each(script.tree, SimpleCommand):
            words = [_plain(script.source.text[word.start : word.end]) for word in command.words]
            if not words or words[0].rpartition("/")[2] in _HARMLESS or words[0] in functions:
                continue
            if any(word == root or word.startswith(f"{root}/") for word in words[1:] for root in roots):
                return True
    return False


def _plain(text: str) -> str:
    return re.sub(r"\$\{(\w+)\}", r"$\1", text).replace('"', "").replace("'", "").removeprefix("./").rstrip("/")


def _apart(folder: str, made: str) -> int:
    """The number of the one folder that is called otherwise, where all else is the same; else -1."""
    one, other = folder.split("/"), made.split("/")
    apart = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return apart[0] if len(apart) == 1 and len(one) == len(other) else -1


def _near(folder: str, made: str, root: str) -> bool:
    """Whether a folder between the root and the last name is called otherwise, and all else is the same."""
    return root.count("/") < _apart(folder, made) < folder.count("/")


def _empty(folder: str, made: str, tree: _Tree, context: Context) -> bool:
    """Whether nothing is put into a folder, and no other line speaks of it."""
    for effect in context.plan.effects:
        if isinstance(effect, (Transfer, Link, WrittenFile, Directory)) and effect is not tree.made[made]:
            path = _shown(effect.destination if isinstance(effect, Transfer) else effect.path)
            if path.startswith(f"{made}/") or (path == made and not isinstance(effect, Directory)):
                return False
    tail = "/".join(made.split("/")[_apart(folder, made) :])
    for script in context.plan.scripts:
        for line in script.source.text.split("\n") if "$" not in tail else ():
            if tail in line and not re.search(r"#|\b(?:mkdir|install)\b", line):
                return False
    return True
