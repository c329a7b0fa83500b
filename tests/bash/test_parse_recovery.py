"""What cannot be parsed is said, and all the rest is still in the tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.bash import parse, tree
from tests.bash import shapes
from tests.bash.acceptance import accepted
from tests.bash.agreement import nodes
from tests.bash.test_parse_commands import COMMANDS
from tests.bash.test_parse_places import faults

# Script; its problems as (what is marked, message); the tree.
BROKEN = {
    # a keyword too few
    "a\nif b; then c\nd": ([("if", "`if` is not closed")], "(a); (if (b) then (c); (d))"),
    "f() {\n a\n if x; then\n  b\n}\ng() { c; }": (
        [("}", "unexpected `}` while `if` of line 3 is not closed")],
        "(function f (group (a); (if (x) then (b)))); (function g (group (c)))",
    ),
    "while a; do b; if c; then d; done; e": (
        [("done", "unexpected `done` while `if` of line 1 is not closed")],
        "(while (a) do (b); (if (c) then (d))); (e)",
    ),
    "if x\n y\nfi; z": ([("fi", "unexpected `fi`")], "(if (x); (y) then ()); (z)"),
    "for i in 1 2\n echo $i\ndone; z": (
        [("echo", "unexpected `echo`")],
        "(for i in 1 2 do (echo <var i>)); (z)",
    ),
    "(a; b": ([("(", "`(` is not closed")], "(subshell (a); (b))"),
    "case x in a) b;; c) d": ([("case", "`case` is not closed")], "(case x in a) (b) ;; c) (d))"),
    # a keyword too many
    "a; fi; b": ([("fi", "unexpected `fi`")], "(a); (b)"),
    "{ a; }; }\nb": ([("}", "unexpected `}`")], "(group (a)); (b)"),
    "a )\nb": ([(")", "unexpected `)`")], "(a); (b)"),
    "a ;; b": ([(";;", "unexpected `;;`")], "(a); (b)"),
    "if a; then then b; fi": ([("then", "unexpected `then`")], "(if (a) then (); (b))"),
    # something else in between
    "echo a ( b ) c; d\ne": ([("(", "unexpected `(`")], "(echo a); (d); (e)"),
    "if a; then b; fi c\nd": ([("c", "unexpected `c`")], "(if (a) then (b)); (d)"),
    "a | | b": ([("|", "unexpected `|`")], "((a) | () | (b))"),
    "a &&": ([("", "unexpected end of the text")], "((a) && ())"),
    "a >\nb": ([("", "unexpected line end")], "(a); (b)"),
    "if; then a; fi": ([(";", "unexpected `;`")], "(if () then (a))"),
    "[[ a b ]] && c\nd": ([("b", "unexpected `b` in `[[`")], "(); (d)"),
    "[[ a\nb": ([("", "unexpected line end in `[[`")], "(); (b)"),
    "x=(a ; b)\nc": ([(";", "unexpected `;`")], "(); (c)"),
    "for ((a; b)); do c; done\nd": (
        [("((a; b))", "`for ((` takes three expressions with semicolons between them")],
        "(); (d)",
    ),
    "case a in\nb c) d;;\ne) f;;\nesac\ng": ([("c", "unexpected `c`")], "(case a in e) (f) ;;); (g)"),
    # quotes and substitutions
    'a "b\nc': ([('"', '`"` is not closed')], "(a); (c)"),
    "a 'b\nc": ([("'", "`'` is not closed")], "(a); (c)"),
    "a ${b\nc": ([("${", "`${` is not closed")], "(a); (c)"),
    "a `b\nc": ([("`", "the backquote is not closed")], "(a); (c)"),
    "a\nx=$(b; c\nd": ([("$(", "`$(` is not closed")], "(a); (); (d)"),
    "a <(b\nc": ([("<(", "`<(` is not closed")], "(a); (c)"),
    "a=(b\nc": ([("(", "`(` is not closed")], "(); (c)"),
    "[[ a\t&&\nb": ([("[[", "`[[` is not closed")], "(); (b)"),
    "x=$(if a; then b) c": ([("if", "`if` is not closed")], "(<assign x=<command (if (a) then (b))>> c)"),
    "x=$(\n a ( b\n c\n)\nd": ([("b", "unexpected `b`")], "(<assign x=<command (a); (c)>>); (d)"),
    "a `b; fi`; c": ([("fi", "unexpected `fi`")], "(a <backquoted (b)>); (c)"),
    r"a `b \`c; fi\``; d": ([("fi", "unexpected `fi`")], "(a <backquoted (b <backquoted (c)>)>); (d)"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_the_rest_is_understood(text: str) -> None:
    script = parse(text)
    problems, structure = BROKEN[text]
    assert [(text[p.start : p.end], p.message) for p in script.problems] == problems
    assert shapes.statements(script.body) == structure


def test_every_other_command_of_a_long_script_is_kept() -> None:
    lines = [f"cp lib{i}.so out/" for i in range(100)]
    lines[50] = "cp (oops"
    lines[70] = "fi"
    script = parse("f() {\n" + "\n".join(lines) + "\n}\n")
    commands = [node for node in nodes(script) if isinstance(node, tree.SimpleCommand) and len(node.words) == 3]
    assert len(commands) == 98
    assert len(script.problems) == 2
    assert isinstance(script.body[0].command, tree.Function)


def test_the_list_of_problems_ends() -> None:
    problems = parse("fi\n" * 500).problems
    assert len(problems) == 101
    assert problems[-1].message == "more problems follow from here on, which are not listed"


TEXTS = {
    "\ufeff#!/bin/sh\ncp a b": ("byte order mark: bash reads it as part of the first word", "(cp a b)"),
    "cp a\0b c": ("NUL character: bash leaves it out", "(cp ab c)"),
    "if a\r\nthen b\r\nfi\r\n": ("line ends are CRLF: bash reads \\r as part of words", "(if (a) then (b))"),
}


@pytest.mark.parametrize("text", TEXTS, ids=["mark", "nul", "crlf"])
def test_texts_that_bash_would_stumble_over(text: str) -> None:
    script = parse(text)
    message, structure = TEXTS[text]
    assert [problem.message for problem in script.problems] == [message]
    assert shapes.statements(script.body) == structure
    assert faults(text) == []


def test_carriage_returns_in_comments_do_no_harm() -> None:
    assert parse("# a\r\ncp a b\n# c\r\n").problems == ()


def test_a_carriage_return_within_a_line_is_part_of_a_word() -> None:
    script = parse("cp a\rb c")
    assert script.problems == ()
    assert shapes.statements(script.body) == "(cp a\rb c)"


_PIECES = st.sampled_from(
    "( ) { } if fi then do done esac case in ; ;; && || | & \n ! a b= x=(1 2) for while < > <<< function f() "
    "elif else until select time (( )) 'q' \"d\" ${x} `c` $(d)".split(" ")
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.sampled_from([text for text in COMMANDS if text and "((" not in text and "[[" not in text]),
    st.integers(0, 60),
    _PIECES,
    st.booleans(),
)
def test_a_script_has_a_problem_where_bash_rejects_it(text: str, place: int, piece: str, replaces: bool) -> None:
    """A script in which something was put in, or took the place of something."""
    words = text.split(" ")
    place %= len(words)
    words[place : place + replaces] = [piece]
    changed = " ".join(words)
    assert (not parse(changed).problems) == accepted(changed), changed
