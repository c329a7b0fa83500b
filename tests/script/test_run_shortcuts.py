"""What the interpreter works out once or leaves out: nothing of it may be missed where it matters after all."""

from __future__ import annotations

import pytest

from lintpack.script.plan import Limit
from tests.script.plans import lines, plan

CASES = {
    "a default given in an echo stays": ('unset dir\necho "${dir:=out}"\ncp a.so "$dir/"', ["cp a.so -> out/a.so"]),
    "a substitution in an echo runs": ('echo "$(cp a.so d/)"', ["cp a.so -> d/a.so"]),
    "printf -v prints into a variable": ('printf -v dir %s out\ncp a.so "$dir/"', ["cp a.so -> out/a.so"]),
    "so does a quoted -v": ('printf "-v" dir %s out\ncp a.so "$dir/"', ["cp a.so -> out/a.so"]),
    "a function called echo is called": ("echo() { cp a.so d/; }\necho x", ["cp a.so -> d/a.so"]),
    "set -u ends at an echo": ("set -u\nunset x\ncp a.so d/\necho $x\ncp b.so d/", ["cp a.so -> d/a.so"]),
    "a digit is no descriptor after >": ("echo x > 2", ["write 2: 'x\\n'"]),
    "words of a function change from call to call": (
        'f() { cp "$1" "$2"; }\nf a.so d/\nf b.so e/',
        ["cp a.so -> d/a.so", "cp b.so -> e/b.so"],
    ),
    "elements of $* are split where they have spaces": (
        'f() { cp $*; }\nf "a.so b.so" d/',
        ["cp a.so -> d/a.so", "cp b.so -> d/b.so"],
    ),
    "elements of $@ in quotes are not": ('f() { cp "$@"; }\nf "a b.so" d/', ["cp a b.so -> d/a b.so"]),
    "IFS splits $* elsewhere": ("f() { IFS=:; cp $*; }\nf a.so:b.so d/", ["cp a.so -> d/a.so", "cp b.so -> d/b.so"]),
}


@pytest.mark.parametrize(("script", "expected"), CASES.values(), ids=CASES)
def test_nothing_that_matters_is_left_out(script: str, expected: list[str]) -> None:
    assert lines(script) == expected


def test_ways_out_that_nothing_follows_reach_no_bound() -> None:
    exits = "\n".join([f"v={number}\n[ -e f{number} ] || exit 1" for number in range(40)])
    assert not [effect for effect in plan(exits).effects if isinstance(effect, Limit)]


def test_what_is_trapped_for_the_end_sees_all_ways_out() -> None:
    script = "trap 'cp a.so \"$dir/\"' EXIT\ndir=one\n[ -e x ] && exit 1\ndir=two"
    assert lines(script) == ["cp a.so -> ${dir}/a.so"]
