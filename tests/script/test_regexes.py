"""POSIX regular expressions, held against grep, and against `re` where the two mean the same."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.script.regexes import Regex, RegexFault

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
