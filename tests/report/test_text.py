"""The report for people, whole: each case is a file in snapshots/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lintpack.findings import Edit, Fact, Finding, Fix, Label
from lintpack.record import replace
from lintpack.report import Report, render
from lintpack.report.style import width_of
from lintpack.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.source import Place

    Snapshot = Callable[[str, str], None]


SCRIPTS = ("a.sh", "b.sh")


def at(source: Source, text: str, until: str = "") -> Place:
    """The place of `text` in a source, or from it to the end of `until`."""
    start = source.text.index(text)
    end = source.text.index(until, start) + len(until) if until else start + len(text)
    return source.place(start, end)


def finding(place: Place, **fields: object) -> Finding:
    label, message = "dev name, not the SONAME", "packs `libz.so`, but `libz.so.1`"
    plain = Finding("LP101", "dropped-version-suffix", "warning", "medium", message, place.path, place, label)
    return replace(plain, **fields)


def test_through_the_call_stack(snapshot: Snapshot) -> None:
    script = Source("scripts/pack_server.sh", "\n" * 121 + "    copy_file ./lib/libtcmalloc.so ${pack}/bin\n")
    common = Source("scripts/pack_common.sh", "\n" * 77 + "    cp -Lrv $*\n")
    one = finding(
        at(script, "libtcmalloc.so"),
        level="error",
        message="packs `libtcmalloc.so`, but the loader asks for `libtcmalloc.so.4`",
        related=(Label(at(common, "cp -Lrv $*"), "`copy_file` follows links, so the packed file keeps this name"),),
        facts=(Fact("server.tar.gz!bin/server", ("NEEDED   libtcmalloc.so.4    resolves to /lib64 (system)",)),),
        notes=("script and archive agree",),
        help="copy `libtcmalloc.so.4`",
    )
    snapshot("call_stack.txt", render("text", Report((one,), SCRIPTS[:2])))
    snapshot("call_stack_coloured.txt", render("text", Report((one,), SCRIPTS[:2]), colour=True))


def test_several_spans_of_one_file(snapshot: Snapshot) -> None:
    lines = ["cp lib/libz.so.1 out", "", "", "cp lib/libz.so out # the bad one", "tar cf out.tar out"]
    script = Source("pack.sh", "\n".join(lines))
    one = finding(
        at(script, "libz.so out").source.place(script.text.index("libz.so out"), script.text.index("libz.so out") + 7),
        related=(
            Label(at(script, "libz.so.1"), "the same library, with its version"),
            Label(
                at(script, "out # the").source.place(
                    script.text.index("out # the"), script.text.index("out # the") + 3
                ),
                "goes here",
            ),
            Label(at(script, "out.tar"), ""),
        ),
    )
    snapshot("one_file.txt", render("text", Report((one,), SCRIPTS[:1])))


def test_three_labels_on_one_line(snapshot: Snapshot) -> None:
    script = Source("pack.sh", "install -m 755 lib/libz.so $out/lib\n")
    one = finding(
        at(script, "lib/libz.so"),
        label="second",
        related=(Label(at(script, "install"), "first"), Label(at(script, "$out/lib"), "third")),
    )
    snapshot("three_labels.txt", render("text", Report((one,), SCRIPTS[:1])))


def test_overlapping_spans_keep_the_carets(snapshot: Snapshot) -> None:
    script = Source("pack.sh", "cp lib/libz.so $out\n")
    one = finding(at(script, "libz.so"), related=(Label(at(script, "cp lib/libz.so $out"), "this command"),))
    snapshot("overlap.txt", render("text", Report((one,), SCRIPTS[:1])))


def test_tabs_wide_and_control_characters(snapshot: Snapshot) -> None:
    script = Source("pack.sh", '\tcp "日本/e\u0301/libz.so"\t$out # \x1b[31mred\x07\n')
    one = finding(
        at(script, "libz.so"), message="a \x1b[31mmessage\x1b[0m", related=(Label(at(script, "$out"), "there"),)
    )
    text = render("text", Report((one,), SCRIPTS[:1]))
    assert "\x1b" not in text
    snapshot("characters.txt", text)


def test_long_lines_are_cut_around_the_span(snapshot: Snapshot) -> None:
    words = " ".join(f"lib/lib{n:03}.so.1" for n in range(60))
    script = Source("pack.sh", f"cp {words} out\n")
    middle = finding(at(script, "lib030.so.1"), related=(Label(at(script, "lib059.so.1"), "out of sight"),))
    start = finding(at(script, "lib000.so.1"))
    end = finding(at(script, " out"))
    text = render("text", Report((start, middle, end), SCRIPTS[:1]))
    assert max(map(len, text.splitlines())) < 180
    snapshot("long_lines.txt", text)


def test_spans_over_several_lines(snapshot: Snapshot) -> None:
    short = Source("short.sh", "cp \\\n    lib/libz.so \\\n    out\n")
    long = Source("long.sh", "cp \\\n" + "".join(f"    lib/lib{n}.so.1 \\\n" for n in range(9)) + "    out\n")
    two = (finding(at(short, "cp", "out")), finding(at(long, "cp", "out")))
    snapshot("several_lines.txt", render("text", Report(two, SCRIPTS)))


def test_a_finding_without_a_place(snapshot: Snapshot) -> None:
    fact = Fact("server.tar.gz!lib/libz.so", ("SONAME   libz.so.1",))
    one = Finding("LP999", "some-name", "note", "high", "is not readable", "server.tar.gz", facts=(fact,))
    snapshot("no_place.txt", render("text", Report((one,))))


def test_a_narrow_screen(snapshot: Snapshot) -> None:
    """Nothing is wider than the screen but words that are; what has no room beside a span stands below it."""
    script = Source(
        "pack.sh", '\tinstall -D -m 755 "$thirdparty/lib/日本/libz.so" "$out/lib/libz.so" # and more of it\n'
    )
    one = finding(
        at(script, "$thirdparty/lib/日本/libz.so"),
        message="packs `libz.so` without a version, but `libjemalloc.so.2`, `librocksdb.so.8` with one",
        related=(
            Label(at(script, "install"), "this copies it"),
            Label(at(script, "$out/lib/libz.so"), "and a label that is longer than the screen is wide goes on below"),
        ),
        help="copy the file that its SONAME names (`readelf -d libz.so` prints it)",
    )
    text = render("text", Report((one,), SCRIPTS[:1]), columns=50)
    assert max(width_of(line) for line in text.splitlines()) <= 50
    snapshot("narrow.txt", text)
    plain = render("text", Report((one,), SCRIPTS[:1]))
    assert render("text", Report((one,), SCRIPTS[:1]), columns=200) == plain


@pytest.mark.parametrize("columns", [1, 20, 40, 60, 160])
def test_any_width_shows_all_words(columns: int) -> None:
    script = Source("pack.sh", "cp lib/libz.so $out/" + "x" * 200 + "\n")
    one = finding(at(script, "libz.so"), related=(Label(at(script, "cp"), "this command"),), help="copy `libz.so.1`")
    text = render("text", Report((one,), SCRIPTS[:1]), columns=columns)
    words = render("text", Report((replace(one, place=None, label="", related=()),), SCRIPTS[:1])).split()
    assert [word for word in words if "=" not in word and word not in text and "|" not in word] == []
    assert "dev name," in text
    assert "command" in text


def test_totals() -> None:
    assert render("text", Report((), SCRIPTS[:1])) == "no findings in 1 script\n"
    place = Source("a.sh", "cp $x").place(0, 2)
    one = finding(place)
    report = Report((), SCRIPTS, suppressed=(one,), unsure=(one, one, one), unresolved=(place,))
    text = "(1 suppressed, 3 below --min-confidence, 1 copy not resolvable: see `lintpack plan`)"
    assert render("text", report) == f"no findings in 2 scripts {text}\n"


def test_concise_and_json(snapshot: Snapshot) -> None:
    script = Source("pack.sh", "cp lib/libz.so $out\n")
    place = at(script, "libz.so")
    one = finding(
        place,
        related=(Label(at(script, "$out"), "there"),),
        fixes=(Fix("copy `libz.so.1`", "display", (Edit(place, "libz.so.1"),)),),
    )
    none = Finding("LP999", "some-name", "note", "high", "is not readable", "server.tar.gz")
    report = Report((one, none), SCRIPTS[:1], (one,), (), (place, place))
    snapshot("concise.txt", render("concise", report))
    snapshot("report.json", render("json", report))
    assert render("concise", Report(())) == ""
