"""LP305 where the lists of folders beside a setting keep their old values, and the loader's alone does not.

export PATH=$top/bin:$PATH
export LD_LIBRARY_PATH=$top/lib
export PKG_CONFIG_PATH=$top/lib/pkgconfig:$PKG_CONFIG_PATH

Also in lines that are written to a file: `echo "MATLABPATH=$MATLABPATH:$top/m" >> "$GITHUB_ENV"`. What stands in
another branch is no neighbour.
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.launchers import purpose
from lintpack.rules.shared.wording import listed, word_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.source import Place

# Lines in which settings belong together.
_NEAR = 4
_LIST = r"(?<![\w$/{.-])([A-Z]\w*(?:PATH|_DIRS)|PATH|PERL5LIB|RUBYLIB)="
# What is called a path and is one folder mostly, such as `CUDA_PATH`, says nothing by having no old value.
_KNOWN = frozenset(
    "PATH PYTHONPATH MANPATH INFOPATH PKG_CONFIG_PATH PERL5LIB RUBYLIB CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH"
    " CLASSPATH LIBRARY_PATH MATLABPATH OCTAVE_PATH QT_PLUGIN_PATH XDG_DATA_DIRS GST_PLUGIN_PATH GI_TYPELIB_PATH"
    " ACLOCAL_PATH CMAKE_PREFIX_PATH CMAKE_MODULE_PATH QML2_IMPORT_PATH QML_IMPORT_PATH TCLLIBPATH NODE_PATH LUA_PATH"
    " LUA_CPATH GST_PLUGIN_SYSTEM_PATH FPATH".split()
)
# The shell and a desktop have values of their own there, which even those keep who want an environment of their own.
_ALWAYS = frozenset(("PATH", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS"))
# The loader's, which are set side by side for two systems.
_LOADERS = frozenset(("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "LD_RUN_PATH"))
# What may stand before an assignment on its line.
_BEFORE = frozenset(
    "export readonly local declare typeset -x -gx env exec echo -e -n printf %s\\n %s && ; then".split()
)
# Lines that settings may have between them: others end the block, for what they start gets what was set so far.
_QUIET = (
    r"[ \t]*(?:$|#|[\"']$|(?:export|readonly|local|declare|typeset|echo|printf|mkdir)\b|[A-Za-z_]\w*\+?="
    r"|(?:\w*(?:prepend|append|add)\w*|path_\w+|\w+_path)[ \t]+[\"']?[A-Z]\w*\b)(?!.*(?:;;|<<|[{(])[ \t]*$)"
)
# A function that adds a folder to the list that it is told: `prepend_path MANPATH "$top/man"`.
_ADDS = r"(?m)^[ \t]*(?:\w*(?:prepend|append|add)\w*|path_\w+|\w+_path)[ \t]+[\"']?([A-Z]\w*)\b"
# Words of those who mean it.
_MEANT = (
    r"(?i)\b(?:isolat\w*|clean\w*|only|not|\w+n't|never|ignor\w+|avoid\w*|over(?:rid|writ|rul)\w+|replac\w+|reset\w*|own"
    r"|instead|conflict\w*|pollut\w*|purge\w*|sanit\w+|exclusiv\w+|self-contained)\b"
)


class Kept(Record):
    """`told` goes on behind "`NAME` is overwritten"; `place` is a list that keeps its own."""

    told: str
    place: Place
    label: str


def kept(setting: Setting) -> Kept | None:
    """Lists beside `setting` that keep their old values, if all of them do, and they are two: or Python's alone, on the
    line above or below, in a launcher or a file that a shell reads."""
    if setting.name not in _LOADERS or not _may_lose(setting):
        return None
    found: dict[str, int] = {}
    line = setting.place.line
    for name, at, keeps in _beside(setting):
        if name in _LOADERS:
            continue
        if keeps:
            found.setdefault(name, at)
        elif name in _KNOWN:
            return None
    if not found:
        return None
    source = setting.place.source
    name = min(found, key=lambda one: found[one])
    place = source.place(found[name], word_end(source.text, found[name] + len(name)))
    told = [name for name in found if name not in _ALWAYS]
    if len(told) + bool(_ALWAYS & found.keys()) >= 2:
        return Kept(f", while {listed([*found])} keep theirs", place, "keeps its own")
    if list(found) == ["PYTHONPATH"] and abs(place.line - line) == 1 and purpose(setting.program) != "build":
        return Kept(", while `PYTHONPATH` beside it keeps its own", place, "keeps its own")
    return None


def _may_lose(setting: Setting) -> bool:
    """Whether there may be an old value here, and no word says that it is not wanted."""
    text, name = setting.place.source.text, setting.name
    raw = setting.raw.partition("=")[2].replace("\\", "").strip("\"'")
    # What one variable holds, or a command prints, may have the old value in it.
    if re.fullmatch(r"\$\{?\w+\}?|\$\(.*\)?|`.*`?", raw) and not re.search(rf"\b{raw.strip('${}')}=", text):
        return False
    above = text[: setting.place.start]
    gone = rf"\bunset\b[^\n]*\b{name}\b|\benv[ \t]+-i\b|\b{name}=(?:[\"']{{2}})?[ \t]*(?:$|;)"
    saved = rf"(?<![\w$])(?!{name})[A-Za-z_]\w*=[\"']?\\?\$\{{?{name}\b"
    return re.search(rf"(?m){gone}|{saved}", above) is None


def _beside(setting: Setting) -> Iterator[tuple[str, int, bool]]:
    """The other lists: each with its offset, and whether it keeps its old value."""
    source, place = setting.place.source, setting.place
    if setting.export.how == "command":
        start, end = setting.export.origin.command.start, setting.export.origin.command.end
    else:
        span = _block(source.text, place.start, place.end)
        if span is None:
            return
        start, end = span
    into = _into(source.text, place.start)
    at = start
    for line in source.text[start:end].split("\n"):
        comment = line.lstrip().startswith("#")
        if not comment and _into(source.text, at) == into:
            for found in re.finditer(_LIST, line):
                before = line[: found.start()]
                if _opens(before) and at + found.start() != place.start:
                    value = line[found.end() : word_end(line, found.end())]
                    # The end of a quoted text that `echo` gets is the end of the value.
                    if before.count('"') % 2 and '"' in line[found.end() :]:
                        value = line[found.end() : line.index('"', found.end())]
                    yield found[1], at + found.start(), _keeps(found[1], value)
            added = re.match(_ADDS, line)
            if added is not None and re.fullmatch(_LIST, f"{added[1]}="):
                yield added[1], at + added.start(1), True
        at += len(line) + 1


def _block(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The lines around an offset, up to the border of a branch; None where one of their comments says that the old
    value is not wanted."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end) % (len(text) + 1)
    for _ in range(_NEAR):
        above = text.rfind("\n", 0, max(first - 1, 0)) + 1
        if not first or not re.match(_QUIET, text[above : first - 1]):
            break
        first = above
    for _ in range(_NEAR):
        below = text.find("\n", last + 1) % (len(text) + 1)
        if last >= len(text) or not re.match(_QUIET, text[last + 1 : below]):
            break
        last = below
    comments = "\n".join(re.findall(r"(?m)(?:^|[ \t])#(.*)$", text[first:last]))
    return None if re.search(_MEANT, comments) else (first, last)


def _into(text: str, at: int) -> str:
    """Where a line with `echo` writes, "" for a line of the script itself."""
    start = text.rfind("\n", 0, at) + 1
    line = text[start : text.find("\n", at) % (len(text) + 1)]
    if not re.match(r"\s*(?:echo|printf)\b", line):
        return ""
    files = re.findall(r"(?<![\d<])>>?[ \t]*([^\s;&|<>]+)", line)
    return "echo" + re.sub(r"[\"'{}]", "", files[-1] if files else "")


def _opens(before: str) -> bool:
    """Whether what stands before an assignment leaves it one."""
    words = re.sub(r"[\"'\\]", " ", before.replace("%s\\n", "%s")).replace(";", " ; ").split()
    return all(word in _BEFORE or re.match(r"[A-Za-z_]\w*\+?=", word) or word[0] in "$:/" for word in words)


def _keeps(name: str, value: str) -> bool:
    """Whether the old value is an element of the list."""
    plain = re.sub(r"[\"'\\]", "", value)
    old = rf"\$(?:{name}(?!\w)|\{{{name}(?::?-[^}}]*)?\}})"
    return re.search(rf"{old}[: ]|[: ]{old}|\$\{{{name}:?\+[^}}]*\$\{{?{name}\b", plain) is not None
