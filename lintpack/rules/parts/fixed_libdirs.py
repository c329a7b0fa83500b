"""LP203 for links in a folder of libraries that a variable names, to a file in the one of some systems.

./configure --libdir=/usr/lib$LIBDIRSUFFIX
ln -s /usr/lib/libfoo.so.1 "$PKG/usr/lib$LIBDIRSUFFIX/libfoo.so"     where the suffix is 64, the file is in lib64
ln -s /usr/lib64/libfoo.so.1 "$D/usr/$(get_libdir)/libfoo.so"
"""

from __future__ import annotations

import re

from lintpack.rules.shared.lost_targets import LostTarget
from lintpack.rules.shared.wording import line_of
from lintpack.script import texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

# How recipes write the folder of libraries of the system at hand.
LIBDIR = (
    r"(?:usr/)?(?:lib(?:\$\{?\w*(?i:suffix|bits)\w*\}?|@\w*SUFFIX@)"
    r"|\$\(get_libdir\)|%\{_lib\}|@lib@)"
    r"|%\{_libdir\}|\$\{?_?(?i:libdir)\}?(?!\w)|@(?i:libdir)@"
)
_LINK = (
    r"\bln[ \t]+-\w*s\w*[ \t]+(?:-\w+[ \t]+)*[\"']?(?P<target>/usr/(?P<lib>lib(?:64)?)(?P<below>/(?:[^\s\"';|&/]+/)*)"
    rf"(?P<name>[^\s\"';|&/]*\.so[^\s\"';|&/]*))[\"']?[ \t]+\\?\s*[\"']?[^\s;|&]*?(?P<libdir>{LIBDIR})[\"']?"
    r"(?P<rest>/(?:[^\s\"';|&/]+/)*)?[^\s;|&]*"
)
_MACHINE = r"(?i)arch|suffix|uname|x86|64|lib(?:dir)?\b"


def fixed_libdirs(context: Context) -> Iterator[LostTarget]:
    for link in context.each(Link):
        command = link.origin.command
        match = re.search(_LINK, command.text) if "/usr/lib" in command.text else None
        if match is None or not link.symbolic or any(re.search(_MACHINE, guard.shown) for guard in link.origin.guards):
            continue
        # Its own folder of libraries, and nothing else in the script that goes into, or comes from, the other.
        if (match["rest"] or "/") != match["below"] or _elsewhere(match["lib"], command.text, context):
            continue
        start = command.start + match.start("target")
        yield LostTarget(
            link.origin,
            command.source.place(start, command.start + match.end("target")),
            f"links `{texts.shown(link.path)}` to `{match['target']}`, but the folder of libraries is "
            f"`{match['libdir']}` here, which is not `{match['lib']}` on every system",
            "leads nowhere on others",
            f"leave out the folder: `{match['name']}` lies beside the link",
        )


def _elsewhere(lib: str, own: str, context: Context) -> bool:
    """Whether another line speaks of `/usr/lib` as a folder that is there."""
    for script in context.plan.scripts:
        text = script.source.text
        for found in re.finditer(rf"usr/{lib}(?![\w${{@%*-])", text):
            line = line_of(text, found.start(), found.end())
            if not (line.lstrip().startswith("#") or re.search(_LINK, line) or line.strip() in own):
                return True
    return False
