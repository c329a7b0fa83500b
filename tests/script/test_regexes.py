"""POSIX regular expressions, held against grep, and against `re` where the two mean the same."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.script.regexes import Regex, RegexFault
from tests.script.plans import line, plan

SIMPLE = st.lists(
    st.sampled_from(["a", "b", ".", "a*", "b?", "[ab]", "[^a]+", "(ab)*", "^", "$", "a{1,2}", "(a+b)+"]), max_size=5
).map("".join)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(SIMPLE, st.text("abc", max_size=8))
def test_a_match_is_found_where_re_finds_one(pattern: str, text: str) -> None:
    try:
        mine = Regex(pattern).search(text)
    except RegexFault:
        return
    theirs = re.search(pattern, text)
    assert (mine is None) == (theirs is None)
    if mine is not None and theirs is not None and mine[0] is not None:
        assert mine[0][0] == theirs.start()
        assert mine[0][1] >= theirs.end()


def test_grep_agrees() -> None:
    lines = ["libz.so.1", "lib.so", "a+b", "(x)", "ab12", "", "a|b", "x{2}", "foo_bar baz", "a\\b", "[z]", "aab"]
    basic = [
        r"lib.*\.so$",
        r"a\+b",
        "a+b",
        r"\(x\)",
        "(x)",
        r"a\|b",
        "a|b",
        r"[0-9]\{2\}",
        "x{2}",
        r"\bbar",
        r"\<baz\>",
    ]
    basic += [
        r"^$",
        "^*ab",
        r"\w\+_",
        "[]z]",
        "[^a-z]",
        "[[:digit:]]",
        r"a\\b",
        r"[\]",
        "a*b",
        r"\(a\)*b",
        "^a*$",
        r"\.so\b",
    ]
    extended = [
        "a\\+b",
        "(lib|foo)",
        "^(a|b)+$",
        "x\\{2\\}",
        "[0-9]{2,}",
        "a{2}b",
        "()",
        "lib(z)?\\.so",
        "^[^.]+$",
        "\\[z\\]",
    ]
    for option, patterns in (("-G", basic), ("-E", extended)):
        for pattern in patterns:
            run = subprocess.run(
                ["grep", option, "-e", pattern],
                input="\n".join(lines) + "\n",
                capture_output=True,
                text=True,
                check=False,
            )
            regex = Regex(pattern, option == "-E")
            assert [line for line in lines if regex.found(line)] == run.stdout.splitlines(), pattern


def test_the_longest_of_alternatives_is_taken() -> None:
    assert Regex("(a|ab)(c|bcd)?").search("abcd") == [(0, 4), (0, 1), (1, 4)]


@pytest.mark.parametrize("pattern", ["(", "a)b(", "[a", "*a", "a{2,1", "(a)\\1", "+"])
def test_malformed_ones_are_refused(pattern: str) -> None:
    with pytest.raises(RegexFault):
        Regex(pattern)


def test_hostile_ones_end_soon() -> None:
    with pytest.raises(RegexFault):
        Regex("(" * 5_000)
    with pytest.raises(RegexFault):
        Regex("((a{200}){200}){200}")
    with pytest.raises(RegexFault):
        Regex("(a*)*b").search("a" * 50_000)


def test_quotes_take_the_meaning_from_the_right_side_of_a_match() -> None:
    """`[[ =~ ]]` (bash manual, 3.2.5.2), as bash has it."""
    conditions = [
        (r"[[ libz.so =~ ^lib.*\.so$ ]]", True),
        (r"[[ libzxso =~ ^lib.*\.so$ ]]", False),
        (r'[[ aXb =~ "a.b" ]]', False),
        (r"[[ a.b =~ 'a.b' ]]", True),
        (r"[[ 1.2.3 =~ ^[0-9]+(\.[0-9]+)*$ ]]", True),
        (r"r='^(a|b)+$'; [[ abab =~ $r ]]", True),
        (r"r='^(a|b)+$'; [[ abab =~ " '"$r"' " ]]", False),
        (r"[[ 'x y' =~ x\ y ]]", True),
        (r"[[ a+b =~ a\+b ]]", True),
    ]
    for condition, wanted in conditions:
        run = subprocess.run(["bash", "-c", condition], check=False)
        assert (run.returncode == 0) == wanted, condition
        name = "yes" if wanted else "no"
        found = plan(f"if {condition}; then cp yes d/; else cp no d/; fi")
        assert [line(effect) for effect in found.effects] == [f"cp {name} -> d/{name}"], condition


def test_groups_of_a_match_are_kept() -> None:
    found = plan('[[ libz.so.1.2 =~ ^(lib.*)\\.so\\.([0-9]+) ]]; cp "${BASH_REMATCH[1]}.so.${BASH_REMATCH[2]}" d/')
    assert [line(effect) for effect in found.effects] == ["cp libz.so.1 -> d/libz.so.1"]


def test_alternatives_are_asked_one_by_one() -> None:
    found = plan("if [ $X ]; then v=libz.so.1; else v=other; fi; [[ $v =~ \\.so ]] && cp $v d/")
    assert [line(effect) for effect in found.effects] == ["cp libz.so.1 -> d/libz.so.1"]
