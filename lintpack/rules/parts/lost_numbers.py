"""A library of the system without the number that its name has: see misspelt_library.

find /usr/lib -maxdepth 1 -name 'libfido.so*'       the library is libfido2.so.1
cp /usr/lib64/libbz.so.1 out/lib/                   libbz2.so.1
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

_NAME = r"(?P<base>lib[A-Za-z][\w+-]*[A-Za-z])\.so(?=[.*\d\s\"');|`?\[]|$)"
_FOLDER = r"/(?:usr/)?lib(?:32|64|/(?:\*|[\w-]+-linux-gnu\w*))?"
_SOUGHT = (
    rf"\bfind\s+(?:-L\s+)?[\"']?(?:/|/usr|{_FOLDER})/?[\"']?(?:\s+{_FOLDER}/?)*\s[^\n|;]*?-name\s+[\"']?{_NAME}",
    rf"(?<![\w$}}/.]){_FOLDER}/{_NAME}",
)


class Numberless(Record):
    """`name`, at `place`, is no known library, but `meant` is, which the script speaks of at `there`."""

    place: Place
    name: str
    meant: str
    there: Place


def numberless(context: Context) -> Iterator[Numberless]:
    table = context.evidence.table
    if table is None:
        return
    for script in context.plan.scripts:
        text = script.source.text
        for pattern in _SOUGHT:
            for match in re.finditer(pattern, text):
                base = match["base"]
                if line_before(text, match.start()).lstrip().startswith("#") or table.sonames(f"{base}.so"):
                    continue
                known = [base + digit for digit in "123456789" if table.sonames(f"{base}{digit}.so")]
                if len(known) != 1:
                    continue
                # `libbz2-dev` and `fido2` speak of it; `bz2.sh` and `-lbz2` do.
                spoken = re.search(rf"(?<![A-Za-z\d])(?:lib)?(?:-l)?{re.escape(known[0][3:])}(?![A-Za-z\d])", text)
                if spoken is not None:
                    yield Numberless(
                        script.source.place(match.start("base"), match.end("base")),
                        f"{base}.so",
                        f"{known[0]}.so",
                        script.source.place(spoken.start(), spoken.end()),
                    )
