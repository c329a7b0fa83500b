"""`find … -type l -delete`, of which the script says that it removes broken links: it removes all."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_ALL = (
    r"(?m)^(?P<before>[^\n#]*?)(?P<find>\bfind[ \t](?!-L)"
    r"(?:(?![;&]|-L\b|-xtype|-l?name|-path|-newer|test -e|! )[^\n])*?"
    r"-type l\b(?:(?!-xtype|-exec test|-l?name|-i?path|\[ )[^\n])*?"
    r"(?:-delete\b|-exec (?:rm|unlink)\b|xargs[^\n|;]*?\brm\b))(?P<rest>[^\n]*)$"
)
_BROKEN = (
    r"(?i)\b(?:broken|dangling|dead|stale)\b[^\n]*\b(?:sym)?links?|\b(?:sym)?links?\b[^\n]*\b(?:broken|dangling|dead)\b"
)


def removed(context: Context) -> Iterator[Place]:
    for script in context.plan.scripts:
        text = script.source.text
        if "-type l" not in text or ".so" not in text:
            continue
        for match in re.finditer(_ALL, text):
            if re.search(r"-xtype|test -e|\[ ", match["rest"]):
                continue
            above = text[: match.start()].rstrip("\n").rpartition("\n")[2].strip()
            said = above if above.startswith(("#", "echo", "printf", "info", "log", "msg")) else ""
            if re.search(_BROKEN, f"{said} {match['rest']}") and not re.search(r"\s-L\s", match["find"]):
                yield script.source.place(match.start("find"), match.end("find"))
