"""What runs where a condition holds, where it does not, and what conditions have to do with each other."""

from __future__ import annotations

import pytest

from tests.script.plans import guarded, lines, plan, together


def test_both_ways_of_an_unknown_condition_carry_it() -> None:
    script = "if [ -f /etc/debian_version ]; then cp a.so out/\nelse cp b.so out/\nfi\ncp c.so out/"
    assert guarded(script) == [
        "cp a.so -> out/a.so | [ -f /etc/debian_version ]",
        "cp b.so -> out/b.so | not [ -f /etc/debian_version ]",
        "cp c.so -> out/c.so",
    ]


def test_a_condition_that_can_be_told_leaves_one_way() -> None:
    assert guarded("x=1\nif [ $x = 1 ]; then cp a.so out/\nelse cp b.so out/\nfi") == ["cp a.so -> out/a.so"]


def test_elif_carries_the_conditions_that_failed_before_it() -> None:
    script = 'if [ "$os" = a ]; then cp 1 d/\nelif [ "$os" = b ]; then cp 2 d/\nelse cp 3 d/\nfi'
    assert guarded(script) == [
        'cp 1 -> d/1 | [ "$os" = a ]',
        'cp 2 -> d/2 | not [ "$os" = a ] and [ "$os" = b ]',
        'cp 3 -> d/3 | not [ "$os" = a ] and not [ "$os" = b ]',
    ]


def test_variables_set_in_one_branch_go_together() -> None:
    script = 'if [ $os = el7 ]; then lib=liba.so.1; dir=/x; else lib=libb.so.2; dir=/y; fi\ncp "$dir/$lib" out/'
    found = plan(script).effects
    assert len(found) == 2
    assert not together(found[0], found[1])


def test_the_same_question_twice_has_one_answer() -> None:
    script = 'if [ "$j" = true ]; then cp a.so d/; fi\nif [ "$j" = true ]; then cp b.so d/; else cp c.so d/; fi'
    a, b, c = plan(script).effects
    assert together(a, b)
    assert not together(a, c)


def test_the_same_question_after_a_change_has_another_answer() -> None:
    script = 'if [ "$j" = true ]; then cp a.so d/; fi\nj=$k\nif [ "$j" = true ]; then cp b.so d/; else cp c.so d/; fi'
    a, _, c = plan(script).effects
    assert together(a, c)


def test_one_value_excludes_another() -> None:
    script = 'if [ "$os" = a ]; then cp a.so d/; fi\nif [ "$os" = b ]; then cp b.so d/; fi'
    a, b = plan(script).effects
    assert not together(a, b)


def test_case_and_test_ask_the_same_value() -> None:
    script = 'case "$os" in el7) cp a.so d/;; el8) cp b.so d/;; esac\nif [ "$os" = el8 ]; then cp c.so d/; fi'
    a, b, c = plan(script).effects
    assert not together(a, b)
    assert not together(a, c)
    assert together(b, c)


def test_who_survives_an_exit_goes_on_without_a_guard() -> None:
    script = "if [ ! -f built ]; then echo no; exit 1; fi\ncp a.so d/"
    assert guarded(script) == ["cp a.so -> d/a.so"]


def test_who_survives_an_exit_keeps_what_it_chose() -> None:
    script = "if [ $os = el7 ]; then lib=a.so; else lib=b.so; exit 1; fi\ncp $lib d/"
    assert lines(script) == ["cp a.so -> d/a.so"]


def test_a_script_that_asks_for_its_own_folder_may_be_installed_elsewhere() -> None:
    moves = 'cp "$0" /tmp/run.sh; exec /tmp/run.sh "$@"'
    for own in ('"$(dirname "$0")"', '"${0%/*}"', '"$0"'):
        script = f"if [ {own} != /tmp/x ]; then {moves}; fi\ncp a.so d/"
        assert "cp a.so -> d/a.so" in lines(script), own
    assert lines('if [ "$(dirname "$0")" = other ]; then exit; fi\ncp a.so d/') == ["cp a.so -> d/a.so"]


def test_nothing_runs_after_exit() -> None:
    assert lines("exit 0\ncp a.so d/") == []
    assert lines("if [ -f x ]; then exit 0; else exit 1; fi\ncp a.so d/") == []


def test_default_of_an_unset_variable() -> None:
    script = 'if [ -z "$PREFIX" ]; then PREFIX=/usr; fi\nif [ "$PREFIX" = /usr ]; then cp a.so d/; fi'
    assert len(lines(script)) == 1
    assert lines(script, variables={"PREFIX": "/opt"}) == []


def test_a_test_tells_what_the_variable_holds() -> None:
    assert lines('if [ "$v" = 4 ]; then cp lib.so.$v d/; fi') == ["cp lib.so.4 -> d/lib.so.4"]
    assert lines('if [ "$v" = 4 ]; then :; fi\ncp lib.so.$v d/') == ["cp lib.so.${v} -> d/lib.so.${v}"]
    assert lines("case $v in 4) cp lib.so.$v d/;; esac") == ["cp lib.so.4 -> d/lib.so.4"]
    assert lines('[ "$v" = 4 ] || exit 1\ncp lib.so.$v d/') == ["cp lib.so.4 -> d/lib.so.4"]


def test_and_or_lists() -> None:
    assert guarded("[ -f a ] && cp a d/") == ["cp a -> d/a | [ -f a ]"]
    assert guarded("[ -f a ] || cp b d/") == ["cp b -> d/b | not [ -f a ]"]
    assert guarded("[ -f a ] && cp a d/ || cp b d/") == [
        "cp a -> d/a | [ -f a ]",
        "cp b -> d/b | not [ -f a ] && cp a d/",
    ]
    assert guarded("true && cp a d/; false || cp b d/; false && cp c d/; true || cp e d/") == [
        "cp a -> d/a",
        "cp b -> d/b",
    ]


def test_or_exit_leaves_one_way() -> None:
    assert guarded("cd build || exit 1\ncp a d/") == ["cp build/a -> build/d/a"]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("[ a = a ]", True),
        ("[ a != a ]", False),
        ("[ ! a = b ]", True),
        ("[ 2 -lt 10 ]", True),
        ("[ 2 -ge 10 ]", False),
        ("[ a = b -o c = c ]", True),
        ("[ a = b -a c = c ]", False),
        ("[ ]", False),
        ("[ x ]", True),
        ("[ -n '' ]", False),
        ("[ \\( a = a \\) ]", True),
        ("test a = a", True),
        ("[[ abc == a* ]]", True),
        ("[[ abc == 'a*' ]]", False),
        ("[[ abc != a?c ]]", False),
        ("[[ a < b ]]", True),
        ("[[ 10 > 0 ]]", True),
        ("[[ -z '' && ( 1 -eq 2 || x == x ) ]]", True),
        ("[[ ! x == x ]]", False),
        ("[[ el7 =~ ^el[0-9]+$ ]]", True),
        ("[[ deb =~ ^el[0-9]+$ ]]", False),
        ("(( 1 + 1 == 2 ))", True),
        ("(( 0 ))", False),
        ("! false", True),
        ("! [ a = a ]", False),
        ("true && false", False),
        ("(exit 3)", False),
        ("{ true; }", True),
    ],
)
def test_conditions_that_bash_can_tell(condition: str, holds: bool) -> None:
    script = f"if {condition}; then cp yes d/; else cp no d/; fi"
    assert lines(script) == ["cp yes -> d/yes" if holds else "cp no -> d/no"]


def test_nocasematch() -> None:
    assert lines("shopt -s nocasematch\n[[ ABC == abc ]] && cp a d/") == ["cp a -> d/a"]


def test_regular_expression_groups() -> None:
    script = '[[ libz.so.1.2 =~ ([a-z]+)\\.so\\.([0-9]) ]] && cp "${BASH_REMATCH[1]}-${BASH_REMATCH[2]}" d/'
    assert lines(script) == ["cp libz-1 -> d/libz-1"]


def test_affixes_do_not_hide_the_question() -> None:
    script = 'if [ "$a"x = "yesx" ]; then cp 1 d/; fi\nif [ "$a" = yes ]; then cp 2 d/; else cp 3 d/; fi'
    one, two, three = plan(script).effects
    assert together(one, two)
    assert not together(one, three)


def test_case_with_a_known_word() -> None:
    script = "case libz.so.1 in *.a) cp a d/;; *.so|*.so.*) cp b d/;; *) cp c d/;; esac"
    assert guarded(script) == ["cp b -> d/b"]


def test_case_with_an_unknown_word() -> None:
    script = "case $1 in -j|--jemalloc) cp a d/;; -t) cp b d/;; *) cp c d/;; esac"
    assert guarded(script) == [
        "cp a -> d/a | case $1 in -j|--jemalloc",
        "cp b -> d/b | case $1 in -t",
        "cp c -> d/c | case $1 in *",
    ]
    found = plan(script).effects
    assert not any(together(one, other) for one in found for other in found if one is not other)


def test_case_falls_through() -> None:
    assert lines("case a in a) cp 1 d/;& b) cp 2 d/;; c) cp 3 d/;; esac") == ["cp 1 -> d/1", "cp 2 -> d/2"]
    assert lines("case a in a) cp 1 d/;;& b) cp 2 d/;; *) cp 3 d/;; esac") == ["cp 1 -> d/1", "cp 3 -> d/3"]


def test_a_status_is_looked_at_later() -> None:
    script = "make\nif [ $? -ne 0 ]; then exit 1; fi\ncp a d/"
    assert guarded(script) == ["cp a -> d/a"]
    assert guarded("true\nif [ $? -ne 0 ]; then cp a d/; fi") == []


def test_what_a_command_ended_with_may_be_kept_in_a_variable() -> None:
    asked = "enter\nended={}\nif [ $ended == 99 ]; then cp a d/; fi"
    assert guarded(asked.format("$?")) == ["cp a -> d/a | [ $ended == 99 ]"]
    assert guarded(asked.format('"$?"')) == ["cp a -> d/a | [ $ended == 99 ]"]
    assert guarded(asked.format("0")) == []
    assert guarded("false\nr=$?\nif [ $r != 0 ]; then cp a d/; fi") == ["cp a -> d/a"]
    assert guarded("true\nr=$?\nif [ $r != 0 ]; then cp a d/; fi") == []
    assert guarded("enter\nr=$?\n[ $r -ne 0 ] && exit 1\ncp a d/") == ["cp a -> d/a"]


def test_set_e_ends_at_a_failure() -> None:
    assert lines("set -e\nfalse\ncp a d/") == []
    assert lines("set -e\nfalse || true\ncp a d/") == ["cp a -> d/a"]
    assert lines("set -e\nif false; then :; fi\ncp a d/") == ["cp a -> d/a"]
    assert lines("set -e\n[ $x = 1 ] && true\ncp a d/") == ["cp a -> d/a"]
    assert lines("set -e\nf() { false; cp a d/; }\nif f; then :; fi") == ["cp a -> d/a"]


def test_nothing_is_decided_by_files_of_this_machine() -> None:
    assert guarded("[ -e / ] && cp a d/") == ["cp a -> d/a | [ -e / ]"]


def test_a_file_test_after_a_change_is_another_question() -> None:
    script = "[ -d out ] || mkdir out\nif [ -d out ]; then cp a out/; fi"
    made, copied = plan(script).effects
    assert together(made, copied)


def test_commands_that_do_something_are_no_conditions() -> None:
    script = "apt-get update && ./configure && make -j8 && cp a.so d/ && sudo cp b.so d/ && cp c.so d/"
    assert guarded(script) == ["cp a.so -> d/a.so", "cp b.so -> d/b.so", "cp c.so -> d/c.so"]
    assert guarded("which gcc && cp a d/") == ["cp a -> d/a | which gcc"]
    assert guarded("grep -q x f && cp a d/") == ["cp a -> d/a | grep -q x f"]
    assert guarded("cp a d/ || cp b d/") == ["cp a -> d/a", "cp b -> d/b | not cp a d/"]


def test_three_branches_keep_what_goes_together() -> None:
    script = """
case $os in
    el7) lib=a; dir=x;;
    el8) lib=b; dir=x;;
    el9) lib=c; dir=y;;
    *) exit 1;;
esac
cp lib$lib-$dir.so out/
"""
    assert lines(script) == [
        "cp liba-x.so -> out/liba-x.so",
        "cp libb-x.so -> out/libb-x.so",
        "cp libc-y.so -> out/libc-y.so",
    ]


def test_what_a_case_told_is_not_asked_again() -> None:
    script = """
case $os in
    el7) lib=a.so;;
    el8) lib=b.so;;
    *) lib=c.so;;
esac
if [ "$os" != el7 ]; then cp $lib d/; fi
if [ "$os" = el8 ]; then cp $lib e/; fi
"""
    assert lines(script) == ["cp b.so -> d/b.so", "cp c.so -> d/c.so", "cp b.so -> e/b.so"]


def test_a_variable_that_is_run_as_true_or_false_has_both_ways() -> None:
    start = "found=false\nif [ -f a.so ]; then found=true; fi\n"
    for asked in ("$found", '"${found}"'):
        script = f"{start}if {asked}; then cp a.so d/; else cp b.so d/; fi"
        one, other = plan(script).effects
        assert not together(one, other)
        assert lines(script) == ["cp a.so -> d/a.so", "cp b.so -> d/b.so"]
    assert guarded(f"{start}$found || exit 1\n[ -f a.so ] && cp a.so d/") == ["cp a.so -> d/a.so"]
    assert lines("ok=true\n$ok || cp a.so d/\nno=false\n$no || cp b.so d/") == ["cp b.so -> d/b.so"]


def test_what_one_branch_sets_may_be_unset_after_it() -> None:
    script = "case $1 in --deps) only=yes ;; esac\nif [[ -v only ]]; then exit 0; fi\ncp a.so d/"
    assert lines(script) == ["cp a.so -> d/a.so"]
    assert lines("only=yes\nif [[ -v only ]]; then exit 0; fi\ncp a.so d/") == []
    assert lines("unset only\nif [[ -v only ]]; then exit 0; fi\ncp a.so d/") == ["cp a.so -> d/a.so"]


@pytest.mark.parametrize("test", ['[ "$1" = $n ]', '[ "$n" = "$1" ]', '[[ $1 == "$n" ]]'])
def test_a_file_that_a_loop_runs_over_is_no_pattern(test: str) -> None:
    """`*` stands for its name, which nobody knows: `$1` may be another."""
    script = f"for f in $d/*; do n=$(basename $f); if {test}; then cp a.so d/; else cp b.so d/; fi; done"
    assert lines(script) == ["cp a.so -> d/a.so", "cp b.so -> d/b.so"]
