"""LP109 where the caller says for which machine a package is: it is asked for, and tools are fetched by it.

[ -n "$ARCH" ] || exit 1; wget https://…/tool-"$ARCH".AppImage; cp -r /usr/lib/x86_64-linux-gnu/nss AppDir/usr/lib/
"""

from __future__ import annotations

import re

from lintpack.rules.parts.other_architecture import TRIPLET, OfAnother
from lintpack.rules.parts.spoken_machines import WORD, code_of
from lintpack.rules.shared.wording import find_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_SYSTEM = rf"/(?:usr/)?lib/({TRIPLET})(?=/|$)"
_NAMES = r"(?:ARCH|arch|MACHINE|machine|TARGET_ARCH|TARGETARCH|target_arch|DEB_ARCH|CPU_ARCH)"
_FETCHES = rf"\b(?:wget|curl|aria2c)\b[^\n]*\$\{{?({_NAMES})\b"


def of_one_machine(context: Context) -> Iterator[OfAnother]:
    """What is copied out of one machine's folder. Not under a condition, which may ask for the machine."""
    asked = _asked(context)
    if asked is None:
        return
    for copy, source, _ in context.copies:
        folder = re.match(_SYSTEM, source)
        if folder is not None and not copy.origin.guards:
            place = find_name(folder[1], copy.origin, context.plan)
            yield OfAnother(folder[1], place, f"the caller says which it is, by `{asked.text}`", asked)


def _asked(context: Context) -> Place | None:
    """Where the script ends without a variable for the machine, by which it fetches programs, and which it does not
    set itself."""
    for script in context.plan.scripts:
        text = code_of(script.source.text)
        fetched = re.search(_FETCHES, text)
        if fetched is None or re.search(rf"(?<![\w$]){WORD}(?!-linux-gnu)(?![\w-])", text):
            continue
        name = fetched[1]
        value = rf"\"?\$\{{?{name}\b\}}?\"?"
        ends = (
            rf"\[\[?[ \t]+(?:-z[ \t]+{value}|{value}[ \t]+==?[ \t]+(?:\"\"|''))[ \t]+\]"
            rf"|\[\[?[ \t]+-n[ \t]+{value}[ \t]+\]\]?[ \t]*\|\||\$\{{{name}:?\?"
        )
        if not re.search(ends, text) or re.search(rf"(?<![\w$]){name}=", text):
            continue
        found = re.search(rf"\$\{{?{name}\b\}}?", script.source.text)
        if found is not None:
            return script.source.place(*found.span())
    return None
