"""Scripts that would run for ever, or eat all memory, end soon, and the plan says that they were cut."""

from __future__ import annotations

import sys

import pytest

from lintpack.script import limits
from lintpack.script.plan import Limit
from tests.script.plans import line, plan

HOSTILE = {
    "fork bomb": ":(){ :|:& };:",
    "recursion": "f() { cp a d/; f; }; f",
    "mutual recursion": "f() { g; }; g() { f; }; f",
    "recursion that branches": "f() { f; f; f; f; }; f",
    "endless loop": "while true; do cp a d/; done",
    "endless loop that counts": "i=0; while true; do i=$((i+1)); cp $i d/; done",
    "endless for": "for ((;;)); do cp a d/; done",
    "endless until": "until false; do x=x$x; done",
    "nested loops": "".join([f"for v{i} in {{1..1000}}; do " for i in range(4)]) + "cp a d/; " + "done; " * 4,
    "billion laughs": "a=ha\n" + "\n".join(['a="$a$a$a$a$a$a$a$a$a$a"' for _ in range(12)]) + "\ncp $a d/",
    "billion unknown laughs": "a=$X\n" + "\n".join(['a="$a$a$a$a$a$a$a$a$a$a"' for _ in range(12)]) + "\ncp $a d/",
    "laughs in an array": "a=(x)\n"
    + "\n".join(['a=("${a[@]}" "${a[@]}" "${a[@]}")' for _ in range(20)])
    + '\ncp "${a[@]}" d/',
    "brace range": "cp {1..1000000000} d/",
    "brace product": "cp {a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b} d/",
    "alternatives": "\n".join([f"if [ $c{i} = 1 ]; then x=$x.{i}; fi" for i in range(40)]) + "\ncp $x d/",
    "alternatives of names": "\n".join([f"if [ $c{i} = 1 ]; then x{i}=a; else x{i}=b; fi" for i in range(30)])
    + "\ncp "
    + "".join([f"$x{i}" for i in range(30)])
    + " d/",
    "nested ifs": "".join([f"if [ $c{i} = 1 ]; then " for i in range(100)]) + "cp a d/; " + "fi; " * 100,
    "deep groups": "{ " * 400 + "cp a d/; " + "}; " * 400,
    "deep subshells": "(" * 300 + "cp a d/" + ")" * 300,
    "deep substitutions": "cp " + "$(echo " * 200 + "a" + ")" * 200 + " d/",
    "deep eval": 'x=\'eval "$x"\'; eval "$x"',
    "eval that doubles": 'x=\'x="$x;$x"; eval "$x"\'; eval "$x"',
    "bash of itself": "cp a d/; bash pack.sh; ./pack.sh",
    "source of itself": ". ./pack.sh; . ./pack.sh",
    "long elif": "if [ $a = 0 ]; then :; "
    + "".join([f"elif [ $a = {i} ]; then cp {i} d/; " for i in range(500)])
    + "fi",
    "long and": " && ".join([f"[ $c{i} = 1 ]" for i in range(500)]) + " && cp a d/",
    "long condition": "if [[ " + " && ".join([f"$c{i} = 1" for i in range(300)]) + " ]]; then cp a d/; fi",
    "long case": "case $x in " + " ".join([f"{i}) y=$y{i};;" for i in range(500)]) + " esac; cp $y d/",
    "many ifs": "\n".join([f"if [ $a{i} = 1 ]; then cp {i} d/; fi" for i in range(2_000)]),
    "xargs": "echo {1..1000} | xargs -n1 sh -c 'cp $0 d/'",
    "long pipe": " | ".join(["cat x"] * 500),
    "long regular expression": "[[ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab =~ (a+)+$ ]] && cp a d/",
    "arithmetic": "x='x+1'; cp $((x)) d/; cp $((9**9**9**9)) d/; cp $((1<<99999)) d/",
    "printf width": "x=$(printf '%1000000000d' 1); cp $x d/",
    "read loop": "while read l; do cp $l d/; done < <(for i in {1..100000}; do echo $i; done)",
    "trap": "trap 'trap \"cp a d/\" EXIT; exit' EXIT; exit",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends(name: str) -> None:
    found = plan(HOSTILE[name])
    assert len(found.effects) <= limits.PLAN_SIZE + 20


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("fork bomb", "RECURSION"),
        ("recursion", "RECURSION"),
        ("endless loop that counts", "ENDLESS_ROUNDS"),
        ("brace range", "FIELDS"),
        ("deep eval", "CALL_DEPTH"),
        ("nested loops", "STEPS"),
    ],
)
def test_what_was_cut_is_said_once(name: str, bound: str) -> None:
    found = [line(effect) for effect in plan(HOSTILE[name]).effects if isinstance(effect, Limit)]
    assert [text for text in found if text.startswith(f"limit {bound}")] == [f"limit {bound} {getattr(limits, bound)}"]


def test_python_is_left_as_it_was() -> None:
    before = sys.getrecursionlimit()
    plan(HOSTILE["deep groups"])
    assert sys.getrecursionlimit() == before


def test_what_comes_before_a_cut_stays() -> None:
    assert line(plan("cp first d/\n" + HOSTILE["nested loops"]).effects[0]) == "cp first -> d/first"
