"""`# shellcheck source=FILE` and `source-path=FOLDER`: where sourced files lie, as people already tell ShellCheck.

After its wiki (Directive, SC1090, SC1091): a directive is about the command that follows, with all that is in it;
before the first command, about the whole file. Folders add up. SCRIPTDIR at the start of a path is the script's own
folder; other relative paths start where ShellCheck is started, taken here for the root of the repository, or the
script's folder; absolute paths are looked for below the folders. `source-path=` in the nearest .shellcheckrc counts as
well. Unlike there, a `source=` above the first command is not taken for other commands that name a file which is there:
it was hardly meant for them.
"""

from __future__ import annotations

import posixpath

from lintpack.bash.tree import Statement
from lintpack.bash.walk import each
from lintpack.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Script
    from lintpack.repository import Repository
    from lintpack.source import Place, Source

_DIRECTIVE = r"#\s*shellcheck\s+([^#]*)"
_SETTING = r"""(?<!\S)(source|source-path)=("[^"]*"|'[^']*'|\S+)"""
_RC = ".shellcheckrc"


class Told:
    """What directives say of one command. `file`: the file that it sources, "" where nothing says so; `usually`: the
    same of a directive for the whole file. `folders`: where files are looked for, relative to the root."""

    __slots__ = ("file", "folders", "usually")

    def __init__(self) -> None:
        self.file = ""
        self.usually = ""
        self.folders: list[str] = []


def told(place: Place, trees: list[tuple[Source, Script]], path: str, repository: Repository) -> Told:
    """What is said of the command at `place`, in the script at `path` of `repository`."""
    found = Told()
    here = posixpath.dirname(path)
    source = place.source
    if "shellcheck" in source.text:
        tree = next((tree for known, tree in trees if known is source), None)
        if tree is not None:
            _read(found, place, tree, here)
    for folder in _configured(repository, here):
        found.folders += _places(folder, here)
    found.folders = list(dict.fromkeys(found.folders))
    return found


def candidates(file: str, here: str) -> list[str]:
    """The paths, relative to the root, that `source=FILE` may mean in a script of the folder `here`."""
    return _places(file, here)


def _read(found: Told, place: Place, tree: Script, here: str) -> None:
    source = place.source
    line = place.line
    first = min((source.position(node.start)[0] for node in tree.body), default=0)
    for comment in reversed(tree.comments):
        directive = re.match(_DIRECTIVE, comment.text) if comment.own_line and comment.start < place.end else None
        if directive is None:
            continue
        at = source.position(comment.start)[0]
        whole = at < first
        if not whole and not _about(source, tree, at, line):
            continue
        for name, word in re.findall(_SETTING, directive[1]):
            value = word.strip("\"'")
            if name == "source-path":
                found.folders += _places(value, here)
            elif whole and not _about(source, tree, at, line):
                found.usually = found.usually or value
            else:
                found.file = found.file or value


def _about(source: Source, tree: Script, at: int, line: int) -> bool:
    """Whether the comment on line `at` is about a command on `line`: that is, or is in, the one that follows."""
    following = at + 1
    while following < line and ((text := source.line(following).strip()) == "" or text.startswith("#")):
        following += 1
    if following == line:
        return True
    spans = (source.lines(node.start, node.end) for node in each(tree, Statement))
    return any(first == following and line <= last for first, last in spans)


def _places(path: str, here: str) -> list[str]:
    """The paths relative to the root that a path of a directive stands for, the likeliest first; none is outside."""
    if path == "SCRIPTDIR" or path.startswith("SCRIPTDIR/"):
        options = [posixpath.join(here, path[len("SCRIPTDIR") :].lstrip("/"))]
    elif path.startswith("/"):
        return []
    else:
        options = [path, posixpath.join(here, path)]
    short = [posixpath.normpath(option or ".") for option in options]
    return [one for one in dict.fromkeys(short) if one != ".." and not one.startswith("../")]


def _configured(repository: Repository, here: str) -> list[str]:
    """The folders of the nearest .shellcheckrc, from the script's folder to the root."""
    folder = here
    while True:
        known = repository.read(posixpath.join(folder, _RC))
        if known is not None:
            lines = [line.partition("#")[0].strip() for line in known.text.split("\n")]
            return [value.strip("\"'") for line in lines for name, value in re.findall(_SETTING, line) if "-" in name]
        if not folder:
            return []
        folder = posixpath.dirname(folder)
