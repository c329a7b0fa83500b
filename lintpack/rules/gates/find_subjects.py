"""The words of find, and lines in which they may stand in the wrong order (see `find_order`)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context

# What GNU find and those of the BSDs know: with an argument, and without.
FIND_ONE = frozenset(
    "-name -iname -path -ipath -wholename -iwholename -lname -ilname -regex -iregex -type -xtype -size -mtime -atime"
    " -ctime -mmin -amin -cmin -newer -anewer -cnewer -user -group -uid -gid -perm -links -inum -samefile -fstype"
    " -maxdepth -mindepth -printf -fprint -fls -fprint0 -used -regextype -files0-from -context -flags -f".split()
)
FIND_NONE = frozenset(
    "-print -print0 -ls -delete -prune -quit -depth -d -mount -xdev -follow -noleaf -daystart -empty -executable"
    " -readable -writable -true -false -nouser -nogroup -o -or -a -and -not -warn -nowarn -x -s -E -X -H -L -P -help"
    " --help --version -version -ignore_readdir_race -noignore_readdir_race".split()
)
_FIND_ENDS = frozenset("| ; && || ) & > >> \\".split())
_FIND_ACTS = ("-exec", "-print0", "-delete", "-printf", "-ok", "-ls")
_FIND_BARE = frozenset(("name", "iname", "type", "maxdepth"))
_FIND_OPERAND = frozenset("/$./\"'*~")


def doubtful(context: Context) -> bool:
    """Scripts with such a line."""
    return any(find_doubtful(script.source.text) for script in context.plan.scripts)


def find_doubtful(text: str) -> bool:
    """Whether find may be given a folder behind a test, a word that it does not know, or an `-exec` without an end."""
    at = text.find("find ")
    while at >= 0:
        if not text[at - 1 : at].isalnum() and text[at - 1 : at] not in ("-", "_"):
            end = text.find("\n", at)
            while text[end - 1 : end] == "\\" and end < at + 400:
                end = text.find("\n", end + 1)
            if _find_odd(text[at + 5 : end if end >= 0 else len(text)]):
                return True
        at = text.find("find ", at + 5)
    return False


def _find_odd(line: str) -> bool:
    before, tested = "", False
    for word in line.split():
        if word[0] == "-":
            if word[:5] == "-exec":
                return not (" \\;" in line or '";"' in line or "';'" in line or " +" in line) or "-o " in line
            if not tested and word not in FIND_NONE and before == "":
                return True
            if word not in FIND_ONE and word not in FIND_NONE and word[-1].isalnum():
                return True
            tested = True
            if word in _FIND_ACTS and " -o " in line:
                return True
        elif word in _FIND_ENDS or word[:2] in ("2>", "|\n"):
            return False
        elif word in _FIND_BARE or (tested and before[0] != "-" and word[0] in _FIND_OPERAND and word[:2] != "\\("):
            return True
        if word[-1] in ";)|`":
            return False
        before = word
    return False
