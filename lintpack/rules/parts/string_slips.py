"""LP312 for a string in double quotes that another shell gets: the first shell expands what only the second one has.

ssh "$host" "for lib in /opt/x/lib/*.so.1; do ln -sf $lib /usr/lib/; done"
su - app -c "ldd bin/x | awk '{print $3}' | xargs -I{} cp {} lib/"
"""

from __future__ import annotations

import re

from lintpack.rules.parts.document_slips import OF_LIBRARIES, Slip, own_variable
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.script.plan import ReadScript

_HANDED = (
    r"(?<![\w.-])(?:(?P<ssh>ssh)[ \t][^\n\"'#|;&]*(?:(?:\"\$[^\"\n]*\"|'[^'\n]*')[^\n\"'#|;&]*)?[ \t]"
    r"|(?P<su>su|runuser)[ \t][^\n\"'#|;&]*?(?:-c|--command)[ \t=][ \t]*"
    r"|(?P<sh>(?:ba|da|z|k)?sh)[ \t]+(?:-\w+[ \t]+)*-\w*c[ \t]+"
    r"|(?P<eval>eval)[ \t]+)\"(?P<text>(?:\\.|[^\"\\])*)\""
)
# A field of awk's, in single quotes that are none within double ones.
_FIELD = r"\bg?awk\b[^|;'\"]*'[^'\n\"]*?(?<![\\$])(\$(?:NF\b|[1-9]\b))"


def slips(script: ReadScript) -> Iterator[Slip]:
    source, text = script.source, script.source.text
    rest = re.sub(_HANDED, "", text)
    for match in re.finditer(_HANDED, text):
        said = match["text"]
        if "#" in line_before(text, match.start()) or not re.search(OF_LIBRARIES, said):
            continue
        start = match.start("text")
        shell = next(name for name in ("ssh", "su", "sh", "eval") if match[name])
        before = "before ssh gets it" if shell == "ssh" else f"before `{match[shell]}` sees it"
        field = re.search(_FIELD, said)
        if field is not None:
            why = f"{before}, though awk is to read it: single quotes protect nothing within double ones"
            yield Slip(field[1], source.place(start + field.start(1), start + field.end(1)), why)
            continue
        found = own_variable(said, rest)
        if found is not None:
            place = source.place(start + found.start(), start + found.end())
            yield Slip(found[0] + "}" * found[0].startswith("${"), place, f"{before}, though the string itself sets it")
