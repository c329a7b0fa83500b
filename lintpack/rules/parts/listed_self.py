"""LP204: a command that lists names also lists the link itself, and picks it in the second run.

ln -sf "$(ls -rt /usr/lib/libfoo.* | tail -n1)" /usr/lib/libfoo.so     the link is the newest then
ln -sf $(ls libfoo.so* | head -1) libfoo.so                            its name is the shortest
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.rules.shared.written_values import stated
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.plan import Link

# `ls -rt PATTERN | tail -n1`, with nothing between that leaves names out.
_ONE_OF = (
    r"(?:\$\(|`)\s*(?P<what>ls|echo|find)\s+(?P<words>[^|;&<>]*?)(?:\s*2>\s*/dev/null)?"
    r"(?:\s*\|\s*(?P<sort>sort(?:\s+-\w+)*))?"
    r"\s*\|\s*(?P<end>head|tail)\s+-(?:n\s*)?1\s*(?:\)|`)"
)
# A target that is all of a variable.
_FROM = r"(?:sudo\s+)?ln\s+(?:-\w+\s+)*[\"']?\$\{?(\w+)\}?[\"']?\s"
_WORD = r"\"[^\"]*\"|'[^']*'|\S+"


def picks_itself(link: Link) -> str:
    """What is wrong, or ""."""
    if not (link.symbolic and link.force) or link.origin.guards:
        return ""
    command = link.origin.command
    found = re.search(_ONE_OF, command.text)
    read = re.match(_FROM, command.text)
    if found is None and read is not None:
        values = stated(read[1], command.source.text)
        found = re.match(rf"[\"']?{_ONE_OF}", values[0]) if len(values) == 1 else None
    if found is None:
        return ""
    words = re.findall(_WORD, found["words"])
    options = "".join([word[1:] for word in words if word[:1] == "-" and word[1:2] != "-"])
    names = [word.strip("\"'") for word in words if word[:1] != "-"]
    path = texts.shown(link.path).removeprefix("./")
    if len(names) != 1 or found["what"] != "ls" or not _matches(path, names[0].removeprefix("./")):
        return ""
    if _newest(options, found) or _first(options, found):
        listing = found[0].strip("\"'$()`").strip()
        return (
            f"`{listing}` lists the link `{path}` as well, and picks it once it is there: the "
            "second run links it to itself"
        )
    return ""


def _newest(options: str, found: re.Match[str]) -> bool:
    """Whether the one that was made last is picked, which is the link: `ls -t | head -1`, `ls -rt | tail -1`."""
    if "t" not in options or found["sort"]:
        return False
    return (found["end"] == "head") != ("r" in options)


def _first(options: str, found: re.Match[str]) -> bool:
    """Whether the first by name is picked. The link's is the beginning of all others (see `_matches`)."""
    if not found["sort"] and set(options) & set("tSUcuX"):
        return False
    backwards = ("r" in (found["sort"] or "").partition("-")[2]) if found["sort"] else "r" in options
    return (found["end"] == "head") != backwards and str(found["words"]).rstrip("\"'").endswith(".so*")


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern with a star at its end matches the path, as they are written."""
    head, star, rest = pattern.replace('"', "").partition("*")
    if not star or rest or "?" in head or "[" in head:
        return False
    return path.startswith(head) and "/" not in path[len(head) :] and path.endswith(".so")
