"""LP106: names of libraries whose `.so` has lost a sign, or has another in its place, wherever they stand.

[ -f lib/libfoo.so2 ]    libfooso.2    libfoo,so.2    libfoo.os.2    libfoo.s0.2    libfoo-so.2    libfoo/so.2
libfoo.so.so.$V    [ -f libfoo.so. ]
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.record import Record
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
# Twice, whatever follows: `libfoo.so.so.1`, `libfoo.so.so*`, `$lib.so.so.$v`.
_TWICE = r"(?P<base>[\w+${}*?-]+)\.so\.so(?=[.*?$\[{}\"'\s/;)&|,:]|$)"
# The version is gone, its dot has stayed: `cp $lib/libfoo.so. .`, `[ -f libfoo.so. ]`. Prose ends so as well.
_ENDS = r"\.so\.(?=[\"'\s]|$)"
_DOT = (
    r"(?m)(?:^[ \t]*(?:sudo[ \t]+)?(?:cp|mv|ln|install|rm|rsync)\b[^\n#;&|]*?[ \t\"'/=]"
    r"|[ \t]-[efrsLhx][ \t]+[\"']?(?:\S*/)?)"
    r"(?P<name>[\w+${}-]+\.so\.)(?=[\"']?(?:\s|$))"
)
# What a `-`, a `/`, a comma or an object file's ending may be on purpose.
_LISTED = r"[{(,][^{}\s]*$"


class Torn(Record):
    """`what` is wrong at `place`; `meant`: the name as it was to be."""

    place: Place
    what: str
    meant: str


def torn_endings(context: Context) -> Iterator[Torn]:
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
            yield Torn(script.source.place(match.start(), match.end()), "its `.so` has come apart", right)
        for match in re.finditer(_TWICE, text) if ".so.so" in text else ():
            # What is only spoken of, or mended.
            if not re.search(
                r"(?:^|\s)#|\b(?:echo|printf|sed|rm|unlink|die|warn|error)\b", line_before(text, match.start())
            ):
                place = script.source.place(match.start(), match.end())
                yield Torn(place, "it has `.so` twice", f"{match['base']}.so")
        for match in re.finditer(_DOT, text) if re.search(_ENDS, text) else ():
            place = script.source.place(match.start("name"), match.end("name"))
            yield Torn(place, "the dot has no version behind it", match["name"][:-1])
