"""The line on which a quote is missing is found, whichever quote of a script is taken away or doubled."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintpack.bash import parse_mended
from lintpack.bash.tree import SimpleCommand
from lintpack.bash.walk import each

SCRIPT = """\
#!/bin/bash
# it's made by hand
out="$PWD/out"
mkdir -p "$out/lib"
for lib in "$build/lib/libfoo.so.1" "$build/lib/libbar.so.2"; do
    if [ ! -e "$lib" ]; then
        echo "there is no $lib" >&2
        exit 1
    fi
    cp -P "$lib" "$out/lib"
done
if [ "$ARCH" = "x86_64" ]; then
    export LD_PRELOAD="$LD_PRELOAD:$out/lib/libbaz.so"
fi
sed 's/@PREFIX@/x/' "$build/run.in" > "$out/run"
tar -C "$out" -czf "$name.tar.gz" .
"""
QUOTES = [match.start() for match in re.finditer(r"[\"']", SCRIPT) if match.start() > SCRIPT.index("out=")]


def line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


@pytest.mark.parametrize("offset", QUOTES, ids=lambda offset: f"line {line(SCRIPT, offset)}, {offset}")
@pytest.mark.parametrize("change", ["taken away", "doubled"])
def test_the_line_of_the_quote(offset: int, change: str) -> None:
    doubled = SCRIPT[offset] if change == "doubled" else ""
    text = SCRIPT[:offset] + doubled * 2 + SCRIPT[offset + 1 :]
    (problem,) = parse_mended(text).problems
    assert problem.message == f"a `{SCRIPT[offset]}` is missing on this line, or one too many"
    assert text[problem.start : problem.end] == SCRIPT[offset]
    assert line(text, problem.start) == line(SCRIPT, offset)


def test_what_follows_is_read_as_it_was_meant() -> None:
    text = 'cp "$a" "$out"\nexport LD_PRELOAD="$LD_PRELOAD:"$b/liba.so"\ncp "$lib" "$out/lib"\n'
    script = parse_mended(text)
    copies = [command for command in each(script, SimpleCommand) if text[command.start : command.end].startswith("cp")]
    assert [text[command.start : command.end] for command in copies] == ['cp "$a" "$out"', 'cp "$lib" "$out/lib"']


def test_a_string_over_lines_is_not_taken_for_it() -> None:
    text = 'usage="pack [-x]\n  -x  don\'t\n"\ncp "$lib lib/\nexport A="$b"\n'
    assert [line(text, problem.start) for problem in parse_mended(text).problems] == [4]


def test_what_is_wrong_otherwise_has_no_quote_to_blame() -> None:
    for text in ('if [ "$a" ]; then\n  cp "$b" c\n', 'cp "$a" "$b"\n}\n', "cp a b |\n"):
        assert "missing on this line" not in parse_mended(text).problems[0].message


@given(st.text(alphabet="\"'\\$(){}` \nax", max_size=40))
def test_the_quote_is_a_quote(text: str) -> None:
    for problem in parse_mended(text).problems:
        if "missing on this line" in problem.message:
            assert text[problem.start : problem.end] == problem.message[3]
