"""Libraries that a script puts into one folder, while it makes the loader search another one of the same package.

cp $libs "$STAGE/lib/private/"; export LD_LIBRARY_PATH=$STAGE/lib       in the script itself
$ROOT/opt/x-$VERSION/lib; a launcher with LD_LIBRARY_PATH=/opt/x/lib    in one that it writes
"""

from __future__ import annotations

import posixpath
import re

from lintpack.libname import LibraryName
from lintpack.record import Record
from lintpack.rules.shared.packed import Packed
from lintpack.rules.shared.wording import lines_with
from lintpack.script import texts
from lintpack.script.plan import Archive, Directory, Link, Transfer, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text

# What fills folders without saying with what: a word, and what stands there with it.
_FILLS = {
    "install": r"\b(?:make|ninja|meson|cmake|scons|b2|waf|pip3?|conda|npm|cargo)\b[^\n]*install|--install\b",
    "linuxdeploy": "linuxdeploy",
    "--prefix": "--prefix",
    "DESTDIR=": r"\bDESTDIR=",
    "tar": r"tar(?:(?<=\btar)|(?<=\bbsdtar))\s+-?\w*x",
    "unzip": r"\bunzip\b",
    "cpio": r"\bcpio\b",
    "rsync": r"\brsync\b",
    "dpkg": r"dpkg(?:-deb)?\s+-x",
    "clone": r"\bgit\s+clone\b",
    "docker": r"\bdocker\b",
}
_LIB = r"/lib(?:32|64)?(?:/|$)"


class Elsewhere(Record):
    """`wanted` is searched by `setting`, but the libraries, `one` and others, go to `where`."""

    setting: Setting
    wanted: str
    where: str
    one: Packed


def listed_by_ldd(plan: Plan) -> Iterator[Packed]:
    """Copies of what `ldd` lists, whose names nobody knows, into a folder of libraries."""
    for effect in plan.effects:
        if not isinstance(effect, Transfer) or effect.resolved or effect.recursive:
            continue
        folder = posixpath.dirname(texts.shown(effect.destination))
        source = effect.origin.command.source
        if re.search(_LIB + "?$", folder) and re.search(r"\bldd\b", source.text[: effect.origin.command.start]):
            name = LibraryName("what `ldd` lists", "")
            yield Packed(name, ".", None, folder, effect.origin, effect.origin.when, effect)


def elsewhere(plan: Plan, settings: tuple[Setting, ...], into: Mapping[str, list[Packed]]) -> Iterator[Elsewhere]:
    """`settings`: of LD_LIBRARY_PATH, with their whole value. `into`: the libraries by the folder that they go to, as
    shown."""
    if any(_fills(script.source.text) for script in plan.scripts):
        return
    filled = tuple(_filled(plan))
    for setting in settings:
        elements = [texts.opened(element.text) for way in setting.lists for element in way.elements if element.text]
        searched = {
            texts.shown(text).rstrip("/"): texts.shown(text[:1]) if not isinstance(text[0], str) else ""
            for text in elements
        }
        written = setting.program.written
        found = _of_launcher(written[0].path, searched, into) if written else _of_itself(searched, into)
        if found is not None and not any(_filled_by(other, found[0]) for other in filled):
            wanted, where = found
            yield Elsewhere(setting, wanted, where, into[where][0])


def _fills(text: str) -> bool:
    if any(re.search(_FILLS["install"], line) for _, line in lines_with("install", text)):
        return True
    return any(word in text and re.search(_FILLS[word], text) for word in _FILLS if word != "install")


def _of_itself(searched: dict[str, str], into: Mapping[str, list[Packed]]) -> tuple[str, str] | None:
    """The folder that is searched, and that which all libraries of the package go to: one is below the other, or they
    lie side by side. `searched`: the folders, each with what it begins with that is not known."""
    opened = {
        texts.shown(texts.opened(ones[0].transfer.destination)): where
        for where, ones in into.items()
        if ones[0].transfer
    }
    folders = {posixpath.dirname(path): where for path, where in opened.items()}
    if len(folders) != 1 or searched.keys() & folders.keys():
        return None
    folder, where = next(iter(folders.items()))
    for wanted, root in searched.items():
        if not root or not re.search(_LIB, wanted.removeprefix(root)) or not folder.startswith(root + "/"):
            continue
        if posixpath.dirname(wanted) in (posixpath.dirname(folder), folder) or posixpath.dirname(folder) == wanted:
            return wanted, where
    return None


def _of_launcher(launcher: Text, searched: dict[str, str], into: Mapping[str, list[Packed]]) -> tuple[str, str] | None:
    """`/opt/x/lib`, where libraries go to `$ROOT/opt/x-$VERSION/lib`, and the program is started from there."""
    if not launcher or isinstance(launcher[0], str):
        return None
    root, opened = texts.shown(launcher[:1]), texts.shown(texts.opened(launcher[:1]))
    for where, ones in into.items():
        if ones[0].transfer is None or not where.startswith(root):
            continue
        full = texts.shown(texts.opened(ones[0].transfer.destination))
        inner = "/" + posixpath.dirname(full).removeprefix(opened).lstrip("/")
        if inner in searched:
            return None
        for wanted in searched:
            if wanted.startswith("/") and _with_a_version(wanted, inner):
                return f"{root}{wanted}", where
    return None


def _with_a_version(path: str, other: str) -> bool:
    """Whether the paths are the same but for a version behind one component: `/opt/x/lib`, `/opt/x-${VERSION}/lib`."""
    one, two = path.split("/"), other.split("/")
    if len(one) != len(two):
        return False
    odd = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    return len(odd) == 1 and any(
        long.startswith(short) and re.match(r"[-_.]?(?:\$|\d|v\d)", long[len(short) :]) is not None
        for short, long in (odd[0], odd[0][::-1])
        if short
    )


def _filled(plan: Plan) -> Iterator[str]:
    """The folders that something is put into; with a `/` at the end where all of a tree is."""
    for effect in plan.effects:
        if isinstance(effect, Transfer):
            shown = texts.shown(texts.opened(effect.destination))
            yield shown + "/" if effect.recursive else posixpath.dirname(shown)
        elif isinstance(effect, (WrittenFile, Link)):
            yield posixpath.dirname(texts.shown(texts.opened(effect.path)))
            if isinstance(effect, Link):
                yield texts.shown(texts.opened(effect.path)) + "/"
        elif isinstance(effect, Directory):
            yield texts.shown(texts.opened(effect.path))
        elif isinstance(effect, Archive) and effect.action == "extract":
            yield texts.shown(texts.opened(effect.base)) + "/"


def _filled_by(folder: str, wanted: str) -> bool:
    """Whether what goes to `folder` lies in the searched one, or may."""
    if folder.endswith("/"):
        return f"{wanted}/".startswith(posixpath.dirname(folder.rstrip("/")))
    return folder == wanted
