"""Glob patterns over known text, and what they say where a part of the text is not known."""

from __future__ import annotations

import itertools
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.script import patterns, texts
from lintpack.script.automaton import STEPS, Automaton
from lintpack.script.globs import TooLargeError
from lintpack.script.values import Hole, Text, Wildcard

HOLE = Hole("${x}")
SUBJECTS = st.text("ab/.", max_size=5)
PIECES = st.sampled_from(
    ["a", "b", "/", ".", "*", "?", "[a/]", "[!a]", "@(a|b/)", "*(ab)", "+(a)", "?(/)", "!(a)", "!(*b)"]
)
PATTERNS = st.lists(PIECES, max_size=4).map("".join)
FILLINGS = ["".join(letters) for size in range(4) for letters in itertools.product("ab/.", repeat=size)]


def active(pattern: str) -> Text:
    return (Wildcard(pattern),) if pattern else ()


@settings(derandomize=True, max_examples=150, deadline=None)
@given(SUBJECTS, SUBJECTS, PATTERNS)
def test_what_is_said_of_a_hole_holds_for_all_that_may_fill_it(before: str, after: str, pattern: str) -> None:
    said = patterns.match(texts.normal((before, HOLE, after)), active(pattern))
    found = {patterns.match(texts.literal(before + filling + after), active(pattern)) for filling in FILLINGS}
    assert None not in found
    if said is not None:
        assert found == {said}
    elif len(found) == 1:
        # Longer fillings, or other letters, may tell: then at least the pattern can count.
        assert len(pattern) > 1


@settings(derandomize=True, max_examples=150, deadline=None)
@given(SUBJECTS, SUBJECTS, PATTERNS, st.booleans(), st.booleans())
def test_a_removal_around_a_hole_holds_for_all_that_may_fill_it(
    before: str, after: str, pattern: str, longest: bool, prefix: bool
) -> None:
    cut = patterns.without_prefix if prefix else patterns.without_suffix
    rest = cut(texts.normal((before, HOLE, after)), active(pattern), longest)
    if rest is None:
        return
    for filling in FILLINGS[:30]:
        wanted = cut(texts.literal(before + filling + after), active(pattern), longest)
        filled = texts.normal([filling if piece == HOLE else piece for piece in rest])
        assert wanted == filled


def test_bash_agrees_on_known_text() -> None:
    subjects = ["", "a", "b", "ab", "ba", "a/b", "lib.so.1", "a.b", "]", "-", "A", "é", "a\\b", "[a]"]
    wanted = (
        "* ? a* *b [ab] [!a] [^a] [a-c]* *.so* lib*.so.[0-9] []] [!]] [a-] [[:alpha:]] [[:upper:]]* *[[:digit:]] ??"
        " @(a|b) !(a) !(a|b)* *(a|b) +(a) ?(a)b a!(x)b a@(/|.)b *\\* [\\]] [[.a.]] [a é \\[a\\] *\\\\*"
    ).split()
    script = "shopt -s extglob\n" + "".join(
        [f"case '{s}' in {p}) printf 1;; *) printf 0;; esac\n" for s in subjects for p in wanted]
    )
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, env={"LC_ALL": "C.UTF-8"})
    for (subject, pattern), answer in zip(itertools.product(subjects, wanted), run.stdout, strict=True):
        # What a case statement sees after quote removal is what a wildcard holds.
        assert patterns.match(texts.literal(subject), (Wildcard(pattern),)) == (answer == "1"), (subject, pattern)


def test_a_file_that_a_glob_found_has_no_slash() -> None:
    found = ("d/", Wildcard("*"), ".jar")
    assert patterns.match(found, (Wildcard("*/*.jar"),)) is True
    assert patterns.match(found, (Wildcard("*/*/*"),)) is False
    assert patterns.match(found, (Wildcard("*.so"),)) is False
    assert patterns.match(found, (Wildcard("d/a*"),)) is None


def test_hostile_patterns_end_soon() -> None:
    subject = ("a" * 5_000,)
    assert patterns.match(subject, (Wildcard("*a" * 30 + "b"),)) is False
    assert patterns.match(subject, (Wildcard("*(*(*(a)))b"),)) is False
    assert patterns.match(subject, (Wildcard("!(!(!(a*b)*)*)*c"),)) in {False, None}
    assert patterns.replaced("ab" * 5_000, (Wildcard("*(ab|ba)c"),), lambda match: "x", everywhere=True) in {
        "ab" * 5_000,
        None,
    }


def test_where_a_hole_may_lead_is_kept() -> None:
    """A pattern that was asked before answers as it did, and gives up where it did."""
    subject = (Hole("$a"), ":Linux:", Hole("$b"))
    pattern = (Wildcard("*"), ":", Wildcard("[LN]"), "inux:", Wildcard("*"), ":", Wildcard("?"))
    assert [patterns.match(subject, pattern) for _ in range(3)] == [None] * 3
    automaton = Automaton(patterns.pattern_items(pattern)[0])
    first = automaton.closure({0})
    read = automaton.read
    assert automaton.closure({0}) == first
    assert automaton.read == 2 * read
    automaton.read = STEPS
    with pytest.raises(TooLargeError):
        automaton.closure({0})
