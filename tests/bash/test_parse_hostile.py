"""No text makes the parser raise, recurse without end or read the same things over and over."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lintpack.bash import parse, tree
from lintpack.bash.tokens import Reader
from tests.bash.agreement import nodes
from tests.bash.test_parse_places import faults

MANY = 10_000

NESTED = {
    "subshells": "(" * MANY,
    "closed subshells": "( " * MANY + "a" + " )" * MANY,
    "substitutions": "$(" * MANY,
    "closed substitutions": "a " + "$(" * MANY + "a" + ")" * MANY,
    "substitutions on lines": "a $(\n" * MANY,
    "substitutions in quotes": "a " + '"$(' * MANY + ')"' * MANY,
    "arithmetic": "a " + "$((" * MANY + "1" + "))" * MANY,
    "groups": "{ " * MANY + "a;" + " };" * MANY,
    "ifs": "if " * MANY,
    "cases": "case a in a) " * MANY,
    "loops": "while a; do " * MANY,
    "parameters": "a " + "${a:-" * MANY + "}" * MANY,
    "parameters in quotes": "a " + '"${a:-' * MANY,
    "conditions": "[[ " + "( " * MANY,
    "negated conditions": "[[ " + "! " * MANY,
    "negations": "! " * MANY + "a",
    "extended patterns": "a " + "@(a|" * MANY + ")" * MANY,
    "process substitutions": "a " + "<(" * MANY,
    "braces": "a " + "{a," * MANY + "}" * MANY,
    "open braces": "a " + "{," * MANY,
}


def depth(node: tree.Node) -> int:
    """How many nodes lie inside of each other."""
    deepest = 0
    todo = [(node, 1)]
    while todo:
        found, level = todo.pop()
        deepest = max(deepest, level)
        for name in type(found).__match_args__:
            value = getattr(found, name)
            for child in value if isinstance(value, tuple) else (value,):
                if isinstance(child, tree.Node):
                    todo.append((child, level + 1))
    return deepest


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_deep_nesting_is_a_problem_and_bounded(text: str) -> None:
    script = parse(text)
    messages = {problem.message for problem in script.problems}
    assert messages & {"nested too deeply", "too many braces in one word", "nested more than 50 levels deep"}
    assert depth(script) < sys.getrecursionlimit() / 2


def test_what_people_write_is_not_too_deep() -> None:
    assert parse("if a; then " * 40 + "b; " + "fi; " * 40).problems == ()
    assert parse("a " + "$(" * 20 + "b" + ")" * 20).problems == ()


def test_a_caller_deep_in_the_stack_gets_a_problem() -> None:
    def down(levels: int) -> tree.Script:
        return down(levels - 1) if levels else parse("a $(b $(c $(d)))\ne")

    frames = 0
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        frames += 1
    script = down(sys.getrecursionlimit() - frames - 60)
    assert [problem.message for problem in script.problems] in ([], ["nested too deeply"])
    assert script.body


UNCLOSED = {
    "quotes": '"\n' * (2 * MANY + 1),
    "single quotes": "'\n" * (2 * MANY + 1),
    "backquotes": "`\n" * (2 * MANY + 1),
    "quoted substitutions": 'a "$(b\n' * MANY,
    "substitutions with here-documents": "x=$(a <<A\n" * MANY,
    "arrays": "a=(\n" * MANY,
    "subscripts": "a[\n" * MANY,
    "conditions": "[[ a\n" * MANY,
    "here-documents": "a <<A\n" * MANY,
    "many on a line": "a" + " <<A" * MANY + "\n" + "A\n" * MANY,
    "brackets": "a " + "[a" * MANY,
    "functions": "f() {\n" * MANY,
    "keywords": "fi\n" * MANY,
    "pipes": "a | ( " * MANY,
}


@pytest.mark.parametrize("text", UNCLOSED.values(), ids=UNCLOSED)
def test_recovery_does_not_read_everything_again_and_again(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    token = Reader.token

    def counted(reader: Reader) -> int:
        nonlocal calls
        calls += 1
        return token(reader)

    monkeypatch.setattr(Reader, "token", counted)
    parse(text)
    assert calls < len(text) + 1_200_000


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.text(alphabet="\n\n  ;|&(){}[]\"'`$<>\\#!*~=ab0\r\0é", max_size=60))
@example("a\\")
@example("\ufeff")
@example("\ud800")
@example("x <<E\\\n")
def test_any_text_gives_a_tree_with_exact_places(text: str) -> None:
    assert faults(text) == []


_WORDS = "if then else elif fi case esac for in do done while until select function time coproc ! [[ ]] {".split()
_SIGNS = "} ( ) ; ;; & && | || << <<- <<< < > >& $( ${ $(( (( )) \" ' ` \\ # = a= a=( \n \n \n a b $x E *".split(" ")


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_WORDS + _SIGNS), max_size=25))
def test_any_sequence_of_tokens_gives_a_tree_with_exact_places(tokens: list[str]) -> None:
    assert faults(" ".join(tokens)) == []


def test_a_large_script() -> None:
    script = parse('if a; then cp "$x" b >c; fi\n' * 20_000)
    assert script.problems == ()
    assert len(script.body) == 20_000
    assert sum(isinstance(node, tree.SimpleCommand) for node in nodes(script)) == 40_000
