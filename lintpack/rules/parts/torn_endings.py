"""LP106: names of libraries whose `.so` has lost a sign, or has another in its place, wherever they stand.

[ -f lib/libfoo.so2 ]    libfooso.2    libfoo,so.2    libfoo.os.2    libfoo.s0.2    libfoo-so.2    libfoo/so.2
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_VERSION = r"\d+(?:\.\d+)*"
_NAME = (
    r"(?<![\w.*\\%$-])(?P<base>(?:lib|ld-)[\w+-]*(?:\$\{?\w+\}?[\w+-]*)*|\$\{\w*[lL](?:ib|IB)\w*\})"
    rf"(?P<end>\.so{_VERSION}|(?<=[\w}}])so\.{_VERSION}|,so(?:\.{_VERSION})?|\.(?:os|s0|sp|si|ao|sos)(?:\.{_VERSION})"
    rf"|[-/]so\.{_VERSION}|\.so,\.?{_VERSION}|\.s\.o(?:\.{_VERSION})?|\.s0)(?![\w.*$-])"
)
# What a `-`, a `/`, a comma or an object file's ending may be on purpose.
_LISTED = r"[{(,][^{}\s]*$"


def torn_endings(context: Context) -> Iterator[tuple[Place, str, str]]:
    """The place of such a name, what it is, and what was meant."""
    for script in context.plan.scripts:
        text = script.source.text
        for match in re.finditer(_NAME, text):
            before = line_before(text, match.start())
            base, end = match["base"], match["end"]
            if re.search(r"(?:^|\s)#", before) or ("," in end and re.search(_LISTED, before)):
                continue
            # Folders, and `libfooso` of a library called so.
            if base.strip("lib6432") in ("", "d-") or (end[:2] == "so" and f"{base}so.so" in text):
                continue
            version = re.search(rf"(?:^\.so|[.,])({_VERSION})$", end)
            right = f"{base}.so.{version[1]}" if version else f"{base}.so"
            yield script.source.place(match.start(), match.end()), match[0], right
