"""What a repository has for lintpack: scripts that pack, launchers, archives, and where packed files are built.

Scripts are run over unknown values, as in a check; nothing is executed. Archives are told by their names alone: reading
them is what a check does.
"""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING

from lintpack.discover import discover
from lintpack.parallel import spread
from lintpack.record import Record
from lintpack.repository import SKIPPED
from lintpack.rules.shared.packed import packed
from lintpack.script import interpret, texts
from lintpack.script.plan import Archive, Export
from lintpack.script.values import Hole
from lintpack.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.discover import Exclusion
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text

_ARCHIVES = (".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tar.zst", ".tar", ".deb", ".rpm", ".AppImage", ".whl")
# Folders that builds make, below which shared libraries are looked for.
_BUILT = re.compile(r"(?i)(build|out|output|dist|target|install|cmake-build|_build)([-_.].*)?")
_LOADER = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH")
_FILES = 200_000
_SHELL = frozenset({"PATH", "HOME", "PWD", "OLDPWD", "USER", "IFS", "TMPDIR", "RANDOM", "HOSTNAME", "SHELL", "UID"})


class Script(Record):
    """`libraries` that it packs; `archives`: patterns of those that it makes, as far as their names are known, and how
    many it `makes`; `sets`: it sets the loader's environment itself. `sources` are the folders that it packs libraries
    from, and `variables` what these depend on and the script does not set."""

    path: str
    libraries: int = 0
    archives: tuple[str, ...] = ()
    makes: int = 0
    sets: bool = False
    sources: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


class Survey(Record):
    """All paths are relative to the working directory. `read` is how many scripts were looked at; `problems`: a line
    for each that could not be."""

    scripts: tuple[Script, ...]
    archives: tuple[str, ...]
    builds: tuple[str, ...]
    read: int
    problems: tuple[str, ...]


def survey(folder: str, jobs: int, exclusions: tuple[Exclusion, ...] = ()) -> Survey:
    """Look at all scripts below `folder`."""
    found = discover([folder], exclusions)
    workspace = Workspace()

    def look(number: int) -> Script | str:
        path = found.scripts[number]
        try:
            repository, inner = workspace.locate(path)
            script = _script(path, interpret(inner, repository))
            repository.trim()
        except Exception as error:
            from lintpack.examine import internal

            return f"{path}: {internal(error)}"
        return script

    results = list(spread(len(found.scripts), look, jobs))
    scripts = [one for one in results if isinstance(one, Script)]
    lost = [one if isinstance(one, str) else "a script could not be read" for one in results]
    problems = [line for one, line in zip(results, lost, strict=True) if not isinstance(one, Script)]
    # A folder without any script is no problem here: that is what is to be found out.
    others = [line for line in found.problems if not line.endswith("no shell scripts in this folder")]
    archives, builds = _built(folder)
    kept = tuple([one for one in scripts if one.libraries or one.makes or one.sets])
    return Survey(kept, archives, builds, len(scripts), (*others, *problems))


def _script(path: str, plan: Plan) -> Script:
    libraries = [one for one in packed(plan) if not one.name.python_extension]
    made = [effect for effect in plan.effects if isinstance(effect, Archive) and effect.action == "create"]
    patterns = dict.fromkeys(pattern for effect in made if (pattern := _pattern(effect.path)))
    own = plan.scripts[0].source if plan.scripts else None
    sets = any(
        isinstance(effect, Export) and effect.name in _LOADER and effect.origin.place.source is own
        for effect in plan.effects
    )
    folders: dict[str, None] = {}
    names: dict[str, None] = {}
    for one in libraries:
        folders.update(dict.fromkeys(_folders(one.source)))
        names.update(dict.fromkeys(_variables(one.source)))
    return Script(
        path,
        len({one.name.text for one in libraries}),
        tuple(patterns),
        len(made),
        sets,
        tuple(folders),
        tuple(names),
    )


def _pattern(path: Text) -> str:
    """The name of an archive as a pattern, "" where too little of it is known."""
    out = ""
    for piece in texts.opened(path):
        out += re.sub(r"([\[*?])", r"[\1]", piece) if isinstance(piece, str) else "*"
    # The next version is to be found as well.
    name = re.sub(r"\*+", "*", re.sub(r"\d+(\.\d+)+(-SNAPSHOT)?", "*", posixpath.basename(out)))
    known = name
    for suffix in (*_ARCHIVES, ".zip"):
        known = known.removesuffix(suffix)
    return name if sum(c.isalpha() for c in known) >= 3 and name != known else ""


def _folders(source: Text) -> Iterator[str]:
    """The known folder that a library is packed from, relative to the repository."""
    path = texts.known(source)
    if path and not path.startswith(("/", "../")) and "/" in path:
        yield posixpath.dirname(posixpath.normpath(path))


def _variables(source: Text) -> Iterator[str]:
    """The variables of the environment that a path depends on."""
    for piece in texts.opened(source):
        if isinstance(piece, Hole):
            found = re.fullmatch(r"\$\{?([A-Za-z_]\w*)\}?", piece.shown)
            if found and found[1] not in _SHELL:
                yield found[1]


def _built(folder: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The archives below `folder`, and the folders of builds that have shared libraries; what git ignores included, as
    what is built mostly is."""
    archives: list[str] = []
    builds: dict[str, None] = {}
    count = 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        shown = posixpath.normpath(place.replace(os.sep, "/"))
        parts = shown.split("/")
        archives += [posixpath.normpath(f"{shown}/{name}") for name in sorted(files) if name.endswith(_ARCHIVES)]
        top = next((n for n, part in enumerate(parts, 1) if _BUILT.fullmatch(part)), 0)
        if top and any(re.search(r"\.so(\.\d+)*$", name) for name in files):
            builds["/".join(parts[:top])] = None
        count += len(files)
        if count > _FILES:
            break
    return tuple(archives), tuple(builds)


def common(folders: Sequence[str]) -> tuple[str, ...]:
    """Of folders, those that lie in no other one of them."""
    ordered = sorted(set(folders))
    return tuple([one for one in ordered if not any(one != o and one.startswith(o + "/") for o in ordered)])
