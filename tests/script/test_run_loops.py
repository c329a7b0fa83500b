"""Loops: over known words word by word, over unknown ones once."""

from __future__ import annotations

import pytest

from tests.script.plans import guarded, line, lines, plan, together


@pytest.mark.parametrize(
    "script",
    [
        "for l in a b; do cp lib$l.so d/; done",
        "for l in {a,b}; do cp lib$l.so d/; done",
        "list='a b'; for l in $list; do cp lib$l.so d/; done",
        'list=(a b); for l in "${list[@]}"; do cp lib$l.so d/; done',
        "set -- a b; for l; do cp lib$l.so d/; done",
        'f() { for l in "$@"; do cp lib$l.so d/; done; }; f a b',
        "set -- a b; while [ $# -gt 0 ]; do cp lib$1.so d/; shift; done",
        "for ((i = 0; i < 2; i++)); do l=(a b); cp lib${l[i]}.so d/; done",
        "l=x; until [ $l = b ]; do case $l in x) l=a;; a) l=b;; esac; cp lib$l.so d/; done",
        "while read l; do cp lib$l.so d/; done <<EOF\na\nb\nEOF",
        "while read -r l rest; do cp lib$l.so d/; done <<< $'a 1\\nb 2'",
        "for l in a b c; do if [ $l = c ]; then break; fi; cp lib$l.so d/; done",
        "for l in a b c; do [ $l = c ] && continue; cp lib$l.so d/; done",
        "for l in a b; do for m in 1 2; do if [ $m = 2 ]; then continue 2; fi; cp lib$l.so d/; done; done",
        "while true; do for l in a b; do cp lib$l.so d/; done; break; done",
        "mapfile -t list <<< $'a\\nb'; for l in \"${list[@]}\"; do cp lib$l.so d/; done",
        "IFS=: read x y <<< a:b; cp lib$x.so d/; cp lib$y.so d/",
        "i=0; while (( i < 2 )); do l=ab; cp lib${l:i:1}.so d/; i=$((i + 1)); done",
    ],
)
def test_known_rounds(script: str) -> None:
    assert lines(script) == ["cp liba.so -> d/liba.so", "cp libb.so -> d/libb.so"]


def copies(script: str) -> list[str]:
    return [text for text in lines(script) if text.startswith("cp")]


def test_a_glob_is_one_round() -> None:
    assert guarded("for f in lib/*.so*; do cp $f d/; done") == ["cp lib/*.so* -> d/*.so*"]


def test_unknown_words_are_one_round() -> None:
    assert lines('for f in $LIBS; do cp "$f" d/; done')[0].startswith("cp ${f} -> d/")


def test_a_word_that_is_partly_known_keeps_that() -> None:
    assert lines("for f in $D/liba.so $D/libb.so; do cp $f d/; done") == [
        "cp ${D}/liba.so -> d/liba.so",
        "cp ${D}/libb.so -> d/libb.so",
    ]


def test_a_list_that_depends_on_a_branch() -> None:
    script = "libs='a b'\nif [ $x = 1 ]; then libs='c'; fi\nfor l in $libs; do cp lib$l.so d/; done"
    assert sorted(lines(script)) == [
        "cp liba.so -> d/liba.so",
        "cp libb.so -> d/libb.so",
        "cp libc.so -> d/libc.so",
    ]
    one, two, three = sorted(plan(script).effects, key=line)
    assert together(one, two)
    assert not together(one, three)


def test_options_of_a_loop_do_not_exclude_each_other() -> None:
    script = """
jemalloc=false; separate=false
while [[ $# -gt 0 ]]; do
    case $1 in
        -j) jemalloc=true;;
        -s) separate=true;;
        *) exit 1;;
    esac
    shift
done
if [ $jemalloc = true ]; then cp j.so d/; else cp t.so d/; fi
if [ $separate = true ]; then cp s.so d/; fi
if [ $jemalloc = true ]; then cp p.so d/; fi
"""
    j, t, s, p = plan(script).effects
    assert guarded(script) == [
        "cp j.so -> d/j.so | [ $jemalloc = true ]",
        "cp t.so -> d/t.so | not [ $jemalloc = true ]",
        "cp s.so -> d/s.so | [ $separate = true ]",
        "cp p.so -> d/p.so | [ $jemalloc = true ]",
    ]
    assert together(j, s)
    assert together(j, p)
    assert not together(j, t)
    assert not together(t, p)
    assert lines(script, arguments=["-s"]) == ["cp t.so -> d/t.so", "cp s.so -> d/s.so"]
    assert lines(script, arguments=["-s", "-j"]) == ["cp j.so -> d/j.so", "cp s.so -> d/s.so", "cp p.so -> d/p.so"]


def test_getopts() -> None:
    script = 'while getopts "p:j" o; do case $o in p) dir=$OPTARG;; j) cp j.so d/;; esac; done\ncp a.so $dir/'
    assert lines(script, arguments=["-p", "out", "-j"]) == ["cp j.so -> d/j.so", "cp a.so -> out/a.so"]
    assert len(lines(script)) == 2


def test_variables_set_together_in_a_loop_stay_together() -> None:
    script = """
lib=a.so; dir=x
while [ $# -gt 0 ]; do
    case $1 in --el7) lib=b.so; dir=y;; esac
    shift
done
cp $dir/$lib d/
"""
    assert len(lines(script)) == 2


def test_the_first_that_exists() -> None:
    script = "for l in a b; do if [ -f $l.so ]; then cp $l.so d/; break; fi; done"
    a, b = plan(script).effects
    assert not together(a, b)


def test_a_loop_that_is_left_on_an_unknown_condition() -> None:
    script = "while true; do read x || break; cp $x.so d/; done\ncp end d/"
    first, *_, last = lines(script)
    assert first.startswith("cp ${x}.so -> d/")
    assert last == "cp end -> d/end"


def test_options_that_are_read_before_the_one_that_ends_the_loop() -> None:
    options = "while true; do case $1 in --x) x=1; y=b ;; --to) to=$2 ;; --) break ;; esac; shift; done\n"
    found = lines(f'x=0 to=d y=a\n{options}if [ "$x" = 1 ]; then cp $y.so $to/; fi')
    assert found == ["cp b.so -> ${to}/b.so"]


def test_a_loop_that_may_be_left_may_also_end() -> None:
    """`while read … break` over a text: below it, nothing need have been found."""
    found = 'bad=0; while read -r m; do if [ "$m" = x ]; then bad=1; break; fi; done <<< "$(list)"\n'
    assert copies(f"{found}if [ $bad -ne 0 ]; then exit 1; fi\ncp end d/") == ["cp end -> d/end"]
    assert copies(f"{found}[ $bad = 1 ] && cp bad d/\ncp end d/") == ["cp bad -> d/bad", "cp end -> d/end"]


def test_what_the_last_round_sets_itself_is_of_no_other_round() -> None:
    script = "x=a; while true; do x=b; if [ -e y ]; then break; fi; x=c; done; cp $x.so d/"
    assert lines(script) == ["cp b.so -> d/b.so"]


def test_after_an_endless_loop() -> None:
    assert lines("while true; do cp a d/; sleep 5; done") == ["cp a -> d/a"]


def test_unknown_lines_of_a_pipe() -> None:
    found = copies('ldd bin/x | while read -r name arrow path rest; do cp "$path" d/; done')
    assert len(found) == 1
    assert found[0].startswith("cp ${path} -> d/")


def test_variables_of_a_pipe_are_lost() -> None:
    assert lines("x=a; printf 'b\\n' | while read x; do :; done; cp $x d/") == ["cp a -> d/a"]


def test_select_offers_each_word() -> None:
    assert sorted(lines("select l in a b; do cp $l d/; break; done")) == ["cp a -> d/a", "cp b -> d/b"]


def test_an_array_of_unknown_length() -> None:
    script = 'libs=($(ls lib)); for l in "${libs[@]}"; do cp "lib/$l" d/; done'
    assert len(copies(script)) == 1


def test_an_endless_loop_that_only_a_return_leaves() -> None:
    script = 'ask() { while true; do read a; [ "$a" = y ] && return 0; [ "$a" = n ] && return 1; cp q d/; done; }\n'
    found = guarded(script + "if ask; then cp a d/; else cp b d/; fi")
    assert found[0].startswith("cp q -> d/q")
    assert len(found) == 3


def test_an_endless_loop_that_counts() -> None:
    assert lines("i=0; while :; do cp lib$i.so d/; i=$((i + 1)); [ $i -ge 2 ] && break; done") == [
        "cp lib0.so -> d/lib0.so",
        "cp lib1.so -> d/lib1.so",
    ]


@pytest.mark.parametrize("end", ["{} \\;", "{} +", "{} \\; | grep ELF | cut -d: -f1"])
def test_what_a_program_prints_that_find_runs_is_one_round(end: str) -> None:
    found = copies(f'for f in $(find lib -type f -exec file {end}); do cp "$f" liba.so d/; done')
    assert "cp liba.so -> d/liba.so" in found


def test_what_find_runs_without_output_is_no_round() -> None:
    assert copies("for f in $(find lib -name '*.so' -exec chmod 755 {} \\;); do cp liba.so d/; done") == []
    names = "for f in $(find lib -name 'lib*.so' -exec basename {} \\;); do cp up/$f d/; done"
    assert copies(names) == ["cp up/lib*.so -> d/lib*.so"]
