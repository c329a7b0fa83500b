"""LP135: a search for the RPATH in what readelf or objdump prints, which passes over a RUNPATH.

`readelf -d` prints `(RPATH) Library rpath: […]` for DT_RPATH and `(RUNPATH) Library runpath: […]` for DT_RUNPATH, the
one that most systems' linkers write (ld(1), --enable-new-dtags).
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_SEARCH = (
    r"(?m)^(?![ \t]*#)[^\n]*\b(?:readelf|objdump)\b[^|\n]*\|[^\n]*?"
    r"(?P<search>\b[ef]?grep\b(?P<words>[^|\n;&)#]*)|\b[gm]?awk\s+'(?P<code>[^'\n]*)')"
)
_ASKS = r"(?<![A-Z])RPATH|[Ll]ibrary rpath|(?<![a-z])rpath(?![a-z=])"


def lone_searches(context: Context) -> Iterator[tuple[Place, str]]:
    """Where such a search stands, and its text; in scripts that know of no RUNPATH."""
    for script in context.plan.scripts:
        text = script.source.text
        if ("RPATH" not in text and "rpath" not in text) or "runpath" in text.lower():
            continue
        for match in re.finditer(_SEARCH, text):
            words = match["words"] or match["code"] or ""
            # `R.*PATH`, `R(UN)?PATH` match both.
            if re.search(_ASKS, words) and not re.search(r"(?i)R\S{0,4}[.?*|\])]\S{0,4}PATH", words):
                yield script.source.place(*match.span("search")), match["search"].strip()
