"""Launchers that a packer writes without a word of the loader, though libraries go into a `lib` that nothing names."""

from __future__ import annotations

import posixpath
import re

from lintpack.record import Record
from lintpack.script import texts
from lintpack.script.plan import WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.repository import Repository
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Plan
    from lintpack.source import Place

# What lets a program find its libraries without a launcher.
_OTHERWISE = (
    r"(?i)rpath|ORIGIN|patchelf|chrpath|ldconfig|ld\.so|ld-linux|LD_RUN|LD_LIBRARY|install_name|linuxdeploy|appimagetool"
    r"|quick-sharun|lib4bin|auditwheel"
)
_OWN = r"\$\{?0\b|BASH_SOURCE"
# What the launcher starts from its own folder, with the caller's words.
_STARTS = r"(?m)^[ \t]*(?:exec[ \t]+)?[\"']?\$\{?(\w+)\}?[\"']?/[\w./-]+[\"']?[ \t][^\n]*\$@"
_OTHER_PROGRAMS = r"\b(?:java|python\d?|perl|ruby|node|mono|dotnet|wine|electron)\b"
_BUILD_FILES = ("CMakeLists.txt", "meson.build", "Makefile.am", "configure.ac", "Makefile", "wscript", "SConstruct")
# One library may be opened by path.
_LEAST = 2


class Silent(Record):
    """`place`: the launcher's text; `folder`: where the libraries go, from the launcher's own folder."""

    place: Place
    folder: str
    ones: tuple[Packed, ...]


def silent(plan: Plan, into: dict[str, list[Packed]], context: Context) -> Iterator[Silent]:
    if not into or any(re.search(_OTHERWISE, script.source.text) for script in plan.scripts):
        return
    for effect in plan.effects:
        if not isinstance(effect, WrittenFile) or effect.append or not effect.spans:
            continue
        text = texts.shown(effect.text)
        found = re.search(_STARTS, text)
        if not text.startswith("#!") or found is None or re.search(_OTHER_PROGRAMS, text):
            continue
        own = re.search(rf"(?m)\b{found[1]}=[^\n]*(?:{_OWN})", text)
        if own is None or not re.search(r"(?m)^[ \t]*(?:export[ \t]+)?[A-Z]\w*=", text):
            continue
        at = posixpath.dirname(texts.shown(effect.path))
        for where, ones in into.items():
            names = {one.name.text for one in ones}
            if len(names) < _LEAST or posixpath.normpath(where) not in _beside(at):
                continue
            if context.repository is not None and _told(context.repository):
                return
            last = effect.spans[-1][1]
            place = last.source.place(effect.spans[0][1].start, last.end)
            yield Silent(place, posixpath.relpath(where, at or "."), tuple(ones))


def _beside(folder: str) -> set[str]:
    return {posixpath.normpath(posixpath.join(folder, below)) for below in ("lib", "lib64", "../lib", "../lib64")}


def _told(repository: Repository) -> bool:
    """Whether a build file of the repository speaks of an RPATH."""
    for path in repository.files():
        if path.rpartition("/")[2] in _BUILD_FILES or path.endswith((".cmake", ".pro", ".pri")):
            text = repository.glance(path)
            if "RPATH" in text or "rpath" in text:
                return True
    return False
