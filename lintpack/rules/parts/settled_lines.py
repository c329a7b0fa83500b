"""LP312 in environment files whose lines no shell of ours reads, or that are kept in a variable first.

cat > env.csh <<EOF                                         csh's own assignment
setenv LD_LIBRARY_PATH $top/lib:$LD_LIBRARY_PATH
EOF
line="export LD_LIBRARY_PATH=$top/lib:$LD_LIBRARY_PATH"; echo "$line" > env.sh
"""

from __future__ import annotations

import re

from lintpack.rules.shared.libpath import inherited
from lintpack.script import texts
from lintpack.script.plan import WrittenFile
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.values import Text
    from lintpack.source import Place

# Files that are made for others to read, but a user's own start-up files.
_FILES = (
    r"(?:.*/)?(?!\.)[^/]*(?:\.(?:ba|c|tc|z)?sh|\benv\w*|profile|setup\w*|activate)|(?:.*/)?bin/[^/]+|(?:.*/)?AppRun"
)
_SETS = r"[ \t]*(?:export[ \t]+|setenv[ \t]+)?((?:DY)?LD_LIBRARY_PATH)(?:=|[ \t]+(?=\S))[\"']?[^\n#]*"


def lines(context: Context) -> Iterator[tuple[str, Place]]:
    """Each list that a written line takes from the shell that writes it, and where that stands."""
    for file in context.each(WrittenFile):
        path = texts.shown(file.path)
        if not re.fullmatch(_FILES, path) or path.endswith("etc/environment"):
            continue
        kept = any(isinstance(piece, Reference) and _speaks(piece) for piece in file.text)
        if kept or path.endswith("csh"):
            for name in _taken(texts.opened(file.text)):
                yield name, _place(name, file.origin.command, kept)


def _place(name: str, command: Place, kept: bool) -> Place:
    """The line that is written: kept in a variable above, or in the command's own text."""
    source = command.source
    reads = rf"\b{name}(?:=|[ \t])[^\n]*?(?<!\\)\$(?:{name}\b|\{{{name}[^}}\n]*\}})"
    found = [match.span() for match in re.finditer(reads, source.text)]
    behind = [span for span in found if span[0] >= command.start]
    before = [span for span in found if span[0] < command.start]
    span = (before[-1:] or behind[:1]) if kept else (behind[:1] or before[-1:])
    return source.place(*span[0]) if span else command


def _speaks(piece: Reference) -> bool:
    return len(piece.alternatives) == 1 and "LD_LIBRARY_PATH=" in texts.shown(piece.alternatives[0].text or ())


def _taken(text: Text) -> Iterator[str]:
    line = ""
    for piece in text:
        if isinstance(piece, str):
            line = (line + piece).rpartition("\n")[2]
            continue
        found = re.fullmatch(_SETS, line)
        # A copy of the value as it is may be meant; what is put before or behind it makes it a list to add to.
        if found is not None and inherited(piece) == found[1] and re.search(r"[=\s\"'](?=\S)[^=\s\"']", line):
            yield found[1]
        line += texts.shown((piece,))
