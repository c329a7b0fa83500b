"""LP319 for options that never reach the link editor: `-WL,-rpath,DIR`, `-Wl,-rapth,DIR`, `gcc -rpath DIR`.

The compiler hands on what stands behind `-Wl,`, split at its commas (GCC manual, 3.16); all else it takes for its own.
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import line_before
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_OPTIONS = ("rpath", "soname")
_OURS = r"-{0,2}(?:rpath|soname)\b"
# `-WL,`, `-W,`: no letter but `l` hands on to the link editor.
_LETTER = r"(?<![\w-])-(?:WL|wl|wL|WI|W1|Wi|W|Wp|Wa)(?=,-)"
_COMMA = r"(?<![\w-])-Wl-{1,2}(?:rpath|soname)\b"
_DASH = r"(?<![\w-])-Wl,(?:rpath|soname)(?=[,=])"
_BLANK = r"(?<![\w-])-Wl,[ \t]+-+(?:rpath|soname)\b"
_VALUE = r"(?<![\w-])-Wl,-{1,2}(?:rpath|soname)[,=][ \t]+(?=[/$])"
_SPELT = r"(?<![\w-])-Wl,(?:[^\s\"']*,)?-{1,2}([a-zA-Z]{4,7})(?=[,=])"
_ALONE = r"(?:^|(?<=[\s\"'=(]))-{1,2}rpath,(?=[/$\w.\\])"
_DRIVER = (
    r"(?<![\w/.$-])(?:[\w]+-)*(?:gcc|g\+\+|gfortran)(?:-\d+)?[ \t][^|;&#\n]*?[ \t](-rpath(?:=|[ \t]+)(?=[/$.\"'\w]))"
)
_LINKS = r"(?m)^[ \t]*\w*LD(?:XX)?=[\"']?(?:eval[ \t]+)?\$\{?\w*(?:CC|CXX)\b"
_BY_LD = r"(?m)^[ \t]*\w*LD=[\"']?(?:/[\w/]+/)?ld\b"
_GIVEN = r"(?m)^[ \t]*(?:export[ \t]+)?\w+=[\"'](-rpath[ \t]+)(?=[/$])"
# Where such words are looked for, changed or spoken of, and linked by what knows them.
_SAID = (
    r"(?:^|\s)#|\b(?:sed|grep|awk|echo|printf|libtool|slibtool|ld|lld|ghc|rustc|go|swiftc|ifort|ocamlfind|ocamlopt)\b"
    r"|LIBTOOL|ibtool"
)


class Lost(Record):
    """What is written at `place`, what was `meant`, and `why` it is lost."""

    place: Place
    meant: str
    why: str


def lost(context: Context) -> Iterator[Lost]:
    for script in context.plan.scripts:
        text = script.source.text
        for at, end, meant, why in sorted(_found(text)):
            if not re.search(_SAID, line_before(text, at)):
                yield Lost(script.source.place(at, end), meant, why)


def _found(text: str) -> Iterator[tuple[int, int, str, str]]:
    unknown = "the compiler has no option `{}`, and hands nothing on to the link editor"
    for one in re.finditer(_LETTER, text):
        rest = text[one.end() + 1 : one.end() + 12]
        if one[0].lower() in ("-wl", "-wi", "-w1") or re.match(_OURS, rest):
            yield one.start(), one.end(), "-Wl", unknown.format(one[0] + ",")
    for pattern in (_COMMA, _DASH):
        for one in re.finditer(pattern, text):
            option = one[0][3:].lstrip(",-")
            why = unknown.format(one[0]) if pattern is _COMMA else f"the link editor takes `{option}` for a file"
            yield one.start(), one.end(), f"-Wl,-{option}", why
    for one in re.finditer(_BLANK, text):
        option = one[0].rpartition("-")[2]
        yield one.start(), one.end(), f"-Wl,-{option}", "the blank ends what is handed on to the link editor"
    for one in re.finditer(_VALUE, text):
        yield one.start(), one.end(), one[0].rstrip(), "the blank ends the option, so that its value is empty"
    for one in re.finditer(_SPELT, text):
        for option in _OPTIONS:
            if slip_kind(one[1], option) and one[1] != "path":
                yield one.start(1), one.end(1), option, f"the link editor has no option `-{one[1]}`"
    for one in re.finditer(_ALONE, text):
        if not text[: one.start()].rstrip().endswith("-Wl,"):
            yield one.start(), one.end(), "-Wl,-rpath,", "commas part the words behind `-Wl,` only"
    # bash's shobj-conf links by the compiler on one system, and by `ld` on the next.
    driven = re.search(_LINKS, text) and not re.search(_BY_LD, text)
    taken = [_DRIVER, *([_GIVEN] if driven else [])]
    for pattern in taken if "-rpath" in text else []:
        for one in re.finditer(pattern, text):
            why = "the compiler, which links here, has no option `-rpath`"
            yield one.start(1), one.end(1), "-Wl,-rpath,", why
