"""Tests that ask for another name than what hangs on them takes: LP104 for another library, LP101 for the dev name."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said, warned

# Blocks that agree, and room for one more.
BLOCKS = """d=/opt/server/modules
if [ -f $d/rowbloom.so ]; then
  args="$args --load $d/rowbloom.so $BLOOM_ARGS"
fi
if [ -f $d/rowgears.so ]; then
  args="$args --load $d/rowgears.so $GEARS_ARGS"
fi
{}
exec server $args
"""
GRAPH = 'if [ -f $d/rowgraph.so ]; then\n  args="$args --load $d/{}.so $GRAPH_ARGS"\nfi\n'
LINES = "[ -f $d/a.so ] && cp $d/a.so out/\n[ -f $d/b.so ] && cp $d/b.so out/\n"
CALLED = 'with() {\n  [ -e "$1" ] || return 0\n  shift\n  "$@"\n}\n'

OTHERS = {
    "blocks": (BLOCKS.format(GRAPH.format("rowgears")), "rowgears.so"),
    "one that no other block has": (BLOCKS.format(GRAPH.format("rowsearch")), "rowsearch.so"),
    "braces and quotes": (BLOCKS.format(GRAPH.replace("$d/{}", '"${{d}}"/{}').format("rowgears")), "rowgears.so"),
    "test": (BLOCKS.format(GRAPH.replace("[ -f $d/rowgraph.so ]", "test -e $d/rowgraph.so").format("rowgears")), ""),
    "double brackets": (
        BLOCKS.format(GRAPH.replace("[ -f $d/rowgraph.so ]", "[[ -r $d/rowgraph.so ]]").format("x")),
        "",
    ),
    "a list of commands": (LINES + "[ -f $d/c.so ] && cp $d/b.so out/\n", "b.so"),
    "in a function": (f"put() {{\n{LINES}[ -f $d/c.so ] && cp $d/b.so out/\n}}\nd=x put\n", "b.so"),
    "the negation": (LINES.replace("[ -f", "[ ! -f").replace("&&", "||") + "[ ! -f $d/c.so ] || cp $d/b.so out/\n", ""),
    "a function that tests": (
        f"{CALLED}with $d/a.so cp $d/a.so out/\nwith $d/b.so cp $d/b.so out/\nwith $d/c.so cp $d/b.so out/\n",
        "b.so",
    ),
    "with messages": (BLOCKS.format(GRAPH.replace("then\n", "then\n  echo graph\n").format("rowgears")), "rowgears.so"),
    "an array": (
        LINES.replace("cp $d/", 'args+=("--load=1" "$d/').replace(" out/", '")')
        + 'if [[ -f "$d/c.so" ]]; then args+=("--load=1" "$d/b.so"); fi\nexec server "${args[@]}"\n',
        "b.so",
    ),
    "without a folder": (LINES.replace("cp $d/", "load ") + "[ -f $d/c.so ] && load b.so out/\n", "b.so"),
    "what is not there": (
        LINES.replace("&& cp", "|| make") + "[ -f $d/b.so ] || make $d/c.so out/\n",
        "c.so",
    ),
}
AGREE = {
    "the same": BLOCKS.format(GRAPH.format("rowgraph")),
    "of another shape": BLOCKS.format('[ -f $d/rowgraph.so ] && args="--plain $d/rowgears.so"\n'),
    "of a plug-in": BLOCKS.format(GRAPH.format("rowgraph_tools")),
    "of another folder": BLOCKS.format(GRAPH.replace("$d/{}", "$e/{}").format("rowgears")),
    "both": LINES + "[ -f $d/c.so ] && cp $d/b.so $d/c.so out/\n",
    "too few": "[ -f $d/a.so ] && cp $d/a.so out/\n[ -f $d/c.so ] && cp $d/b.so out/\n",
    "to another name": LINES + "[ -f $d/c.so ] && cp $d/b.so out/c.so\n",
    "two tests": LINES + "[ -f $d/c.so -a -f $d/b.so ] && cp $d/b.so out/\n",
    "in its place": LINES.replace("&& cp", "|| make") + "[ -f $d/c.so ] || make $d/x.so out/\n",
    "a module of another": LINES.replace("cp $d/", "load ") + "[ -f $d/c.so ] && load x.so out/\n",
    "the number alone": LINES + "[ -f $d/c1.so ] && cp $d/c2.so out/\n",
}


@pytest.mark.parametrize(("script", "text"), OTHERS.values(), ids=OTHERS.keys())
def test_a_test_for_another_library(script: str, text: str) -> None:
    ((_, found),) = warned("LP104", script)
    assert not text or found == text


@pytest.mark.parametrize("script", AGREE.values(), ids=AGREE.keys())
def test_a_test_for_what_is_taken(script: str) -> None:
    assert warned("LP104", script) == []


def test_both_libraries_are_named() -> None:
    (one,) = said("LP104", BLOCKS.format(GRAPH.format("rowgears")))
    assert one.message == "uses `rowgears.so` where the test is about `rowgraph.so`"


ELSE = "if [ -f {0}/libssl.so ]; then\n  cp -P {0}/libssl.so.1* app/\nelse\n  cp -P {1}/libssl.so.1* app/\nfi\n"
TAKE = 'take() {\n  if [ -f "$1/libssl.so" ]; then\n    cp -P "$1"/libssl.so.1* app/\n  fi\n}\n'
THEN = "then cp /lib/$n.3 app/; else cp /usr/lib/$n.3 app/; fi"
LOOP = f"for n in libssl.so libcrypto.so; do\n  if test -e /lib/$n; {THEN}\ndone\n"

DEV_NAMES = {
    "another folder": ELSE.format("/lib/$HOST", "/usr/lib/$HOST"),
    "two slashes": ELSE.format("/lib/$HOST/", "/usr/lib/$HOST"),
    "a folder in a variable": ELSE.format('"$LIBS"', "/usr/lib"),
    "one or nothing": "[ -f /usr/lib64/libssl.so ] && cp -L /usr/lib64/libssl.so.3 app/\n",
    "elif": ELSE.format("/lib", "/usr/lib").replace("else\n", "elif [ -d /usr/lib ]; then\n"),
    "a function": TAKE + "take /usr/lib/x86_64-linux-gnu\n",
    "a wrapper": 'put() { cp -d "$@"; }\n[[ -e /lib/libssl.so ]] && put /lib/libssl.so.1* app/\n',
    "a loop over names": LOOP,
    "a loop over files": "if [ -e /lib/libz.so ]; then for f in /lib/libz.so.1*; do cp -d $f app/; done; fi\n",
    "the negation": "if [ ! -e /lib/libz.so ]; then cp /usr/lib/libz.so.1 app/\nelse cp /lib/libz.so.1 app/; fi\n",
    "a variable": "lib=/usr/lib/libz.so\nif [ -f $lib ]; then cp -L $lib.1 app/; fi\n",
    "a root": "[ -e $SYSROOT/usr/lib/libz.so ] && cp -L $SYSROOT/usr/lib/libz.so.1 app/\n",
}
MEANT = {
    "the dev name too": ELSE.format("/lib", "/usr/lib").replace("/lib/libssl.so.1* app", "/lib/libssl.so app"),
    "and its version": ELSE.format("/lib", "/usr/lib").replace("/libssl.so.1* app", "/libssl.so /lib/libssl.so.1* app"),
    "the version is tested": ELSE.format("/lib", "/usr/lib").replace("libssl.so ]", "libssl.so.1 ]"),
    "one of both": "[ -f /lib/libz.so ] || [ -f /lib/libz.so.1 ] && cp /lib/libz.so.1 app/\n",
    "any name": "[ -f /lib/libssl.so ] && cp -d /lib/libssl.so* app/\n",
    "links as well": "[ -f /lib/libz.so ] && { cp /lib/libz.so.1 app/; ln -s libz.so.1 app/libz.so; }\n",
    "with its package": "apt-get install -y libssl-dev\n" + ELSE.format("/lib", "/usr/lib"),
    "its own build": "make -C deps\n" + ELSE.format("$OUT/lib", "$OUT/lib64"),
    "a prefix": "[ -f $PREFIX/lib/libz.so ] && cp $PREFIX/lib/libz.so.1 app/\n",
    "a link that it makes": "ln -s libz.so.1 /lib/libz.so\n[ -f /lib/libz.so ] && cp /lib/libz.so.1 app/\n",
    "it is told": "if [ -f /lib/libz.so ]; then cp /lib/libz.so.1 app/; else echo none; exit 1; fi\n",
    "to compile": "if [ -f /lib/libz.so ]; then cc x.c -lz; fi\ncp /lib/libz.so.1 app/\n",
    "another folder": "[ -f /lib/libz.so ] && cp /opt/z/libz.so.1 app/\n",
}


@pytest.mark.parametrize("script", DEV_NAMES.values(), ids=DEV_NAMES.keys())
def test_a_test_for_the_dev_name(script: str) -> None:
    (one,) = said("LP101", f"set -e\n{script}")
    assert one.message.startswith("tests for `lib")
    assert one.level == "warning"


@pytest.mark.parametrize("script", MEANT.values(), ids=MEANT.keys())
def test_a_dev_name_that_is_meant(script: str) -> None:
    assert [one for one in said("LP101", f"set -e\n{script}") if one.message.startswith("tests for")] == []
