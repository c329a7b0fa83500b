"""No words make a model fail: holes, wildcards, references and odd options in any place."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lintpack.script import texts
from lintpack.script.commands.registry import MODULES
from lintpack.script.streams import ArchiveStream, Found, Member
from lintpack.script.values import Alternative, Choice, Hole, Piece, Text, Wildcard
from lintpack.source import Source
from tests.script.commands.fake_shell import FakeShell

PLACE = Source("any.sh", "").place(0, 0)
HOLE = Hole("$x")
LETTERS = """-a -r -rL -t -T -C -C/x -f -xf cf czf -o -p -i -I{} -n 1 -0 -e -d -c -- - -exec {} ; + ( ) ! -name -type f
-print0 --target-directory=/d --strip-components=1 --exclude=*.a --set-rpath --force-rpath --output --mode=install
--foo""".split()
OTHER = [
    "",
    "a",
    "lib/liba.so.1",
    "/usr/lib/libb.so",
    "out/",
    ".",
    "..",
    "a=b",
    "X=1",
    "host:a",
    "s,a,b,",
    "run",
    "exec",
    "cp",
    "sh",
    "image",
]
REFERENCES = st.builds(
    lambda one, other: texts.reference(
        "${v}",
        (
            Alternative((one,) if one else (), frozenset({Choice(1, 0)})),
            Alternative((other,), frozenset({Choice(1, 1)})),
            Alternative(None, frozenset({Choice(1, 2)})),
        ),
    ),
    st.sampled_from(["", "-a", "x/libc.so", "d"]),
    st.sampled_from(["-L", "y/libd.so.2", "d/e"]),
)
STREAM = ArchiveStream("$(tar)", "", ("b",), (Member(("b/x",), ("x",), PLACE), Member(("b", HOLE), (HOLE,), PLACE)))
PIECES: st.SearchStrategy[Piece] = st.one_of(
    st.sampled_from([*LETTERS, *OTHER]),
    st.sampled_from([HOLE, Hole("$OPTS"), Wildcard("*"), Wildcard("[0-9]"), Found("**", ("-type f",))]),
    REFERENCES,
)
TEXTS = st.one_of(
    st.sampled_from([*LETTERS, *OTHER]).map(texts.literal),
    st.lists(PIECES, max_size=3).map(texts.normal),
)


@settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(sorted(MODULES)),
    st.lists(TEXTS, max_size=6),
    st.one_of(st.none(), st.just((STREAM,)), st.lists(TEXTS, max_size=3).map(lambda found: texts.concat(*found))),
)
def test_a_model_takes_any_words(name: str, words: list[Text], stdin: Text | None) -> None:
    shell = FakeShell()
    given = ((name,), *words)
    shell.execute(given, (PLACE,) * len(given), stdin=stdin)
    for effect in shell.effects:
        shell.stage.names(getattr(effect, "path", ()))
        shell.stage.provides(getattr(effect, "destination", None) or ("a",))
    assert shell.shown() == shell.shown(*{type(effect) for effect in shell.effects}) or not shell.effects
