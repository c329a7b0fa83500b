"""Reports to try formats on: a plain one, one of a run with archives and errors, and any that there can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from lintpack.findings import CONFIDENCES, LEVELS, Edit, Fact, Finding, Fix, Label
from lintpack.ordering import order, unique
from lintpack.report import Report
from lintpack.rules import MODULES
from lintpack.source import Source

if TYPE_CHECKING:
    from lintpack.source import Place

PACK = Source("scripts/pack.sh", 'set -e\ncopy lib/libz.so "$out"\ntar czf server.tar.gz \\\n    "$out"\n')
COMMON = Source("scripts/common.sh", 'copy() {\n\tcp -L "$@"\n}\n')


def at(source: Source, text: str) -> Place:
    start = source.text.index(text)
    return source.place(start, start + len(text))


DEV_NAME = Finding(
    "LP101",
    "dropped-version-suffix",
    "warning",
    "medium",
    "packs `libz.so`, but the loader asks for `libz.so.1`",
    PACK.path,
    at(PACK, "lib/libz.so"),
    "dev name, not the SONAME",
    (Label(at(COMMON, 'cp -L "$@"'), "`copy` [of 2] follows links"), Label(at(PACK, "set -e"), "")),
    (Fact("server.tar.gz!bin/server", ("NEEDED   libz.so.1   not there",)),),
    ("script and archive agree",),
    "copy `libz.so.1`",
    (
        Fix("copy `libz.so.1`", "unsafe", (Edit(at(PACK, "libz.so"), "libz.so.1"),)),
        Fix("look at it", "display", ()),
    ),
)
IN_ARCHIVE = Finding(
    "LP402",
    "needed-unresolved",
    "error",
    "high",
    "`bin/server` needs `libssl.so.3`, which is neither in the bundle nor on the target",
    "out/server-1.2.tar.gz!bin/server",
    facts=(Fact("out/server-1.2.tar.gz!bin/server", ("NEEDED   libssl.so.3   is not found",)),),
)
OVER_LINES = Finding(
    "LP206", "unchecked-copy", "note", "low", "may fail", PACK.path, at(PACK, 'tar czf server.tar.gz \\\n    "$out"')
)
HIDDEN = Finding("LP102", "real-name-packed", "warning", "medium", "is hidden", PACK.path, at(PACK, "copy"))
PLAIN = Report(
    (IN_ARCHIVE, DEV_NAME, OVER_LINES),
    (PACK.path,),
    (HIDDEN,),
    (HIDDEN,),
    (at(PACK, "copy"),),
    ("out/server-1.2.tar.gz",),
    ("scripts/gone.sh: no such file or directory",),
    status=2,
)

# --- any report

_NASTY = st.sampled_from(
    [
        *(
            "|",
            "<b>",
            "</details>",
            "`",
            "``",
            "```",
            "&amp;",
            '"',
            "'",
            "%0A",
            "::error::",
            "##[error]",
            "](1)",
            "]]>",
        ),
        *("[x](http://example.org)", "\\", "\t", "\r", "\n", "\x00", "\x1b[31m", "\x85", "\u2028", "\ufffe", "\udce9"),
        *("é", "日本", "😀", "e\u0301", ",", ":", "@nobody", "#1", "*", "_", "~~", " ", "a", "libz.so.1", "$HOME"),
    ]
)
TEXTS = st.lists(_NASTY, max_size=6).map("".join)
_PATHS = st.lists(_NASTY.filter(lambda t: "\0" not in t), min_size=1, max_size=3).map(lambda p: "dir/" + "".join(p))
_RULES = st.sampled_from([(module.RULE.code, module.RULE.name) for module in MODULES])


@st.composite
def _sources(draw: st.DrawFn) -> Source:
    return Source(draw(_PATHS), "cp " + draw(st.lists(_NASTY, max_size=30).map("".join)))


@st.composite
def _findings(draw: st.DrawFn, sources: list[Source]) -> Finding:
    def place() -> Place:
        source = draw(st.sampled_from(sources))
        start = draw(st.integers(0, len(source.text)))
        return source.place(start, draw(st.integers(start, len(source.text))))

    code, name = draw(_RULES)
    where = place() if draw(st.booleans()) else None
    return Finding(
        code,
        name,
        draw(st.sampled_from(LEVELS)),
        draw(st.sampled_from(CONFIDENCES)),
        "says " + draw(TEXTS),
        where.path if where is not None else draw(_PATHS) + "!lib/libz.so",
        where,
        draw(TEXTS),
        tuple(Label(place(), draw(TEXTS)) for _ in range(draw(st.integers(0, 2)))),
        tuple(Fact(draw(TEXTS), (draw(TEXTS),)) for _ in range(draw(st.integers(0, 1)))),
        tuple(draw(st.lists(TEXTS, max_size=1))),
        draw(TEXTS),
        (Fix(draw(TEXTS), "safe", (Edit(place(), draw(TEXTS)),)),) if draw(st.booleans()) else (),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report as a run gives it: sorted, and each finding once."""
    sources = list({source.path: source for source in draw(st.lists(_sources(), min_size=1, max_size=3))}.values())
    found = unique(draw(st.lists(_findings(sources), max_size=5)))
    return Report(
        tuple(sorted(found, key=order)),
        tuple(sorted(source.path for source in sources)),
        errors=tuple(sorted(set(draw(st.lists(TEXTS.map(lambda t: "x" + t), max_size=2))))),
    )
