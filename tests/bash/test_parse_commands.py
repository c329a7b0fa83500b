"""The structure of commands, as bash's grammar gives it."""

from __future__ import annotations

import pytest

from lintpack.bash import parse, tree
from tests.bash import shapes

COMMANDS = {
    # nothing
    "": "",
    "\n\n": "",
    "# only a comment": "",
    "\n  # one\n# two\n\n": "",
    # simple commands
    "cp a b": "(cp a b)",
    "A=1 B= cp $A": "(<assign A=1> <assign B=> cp <var A>)",
    "A=1": "(<assign A=1>)",
    "a+=b": "(<assign a+=b>)",
    "a[1]=b c[$i]+=d": "(<assign a[1]=b> <assign c[<var i>]+=d>)",
    "a[1 + 2]=b": "(<assign a[1 + 2]=b>)",
    "a=(b 'c d' [3]=e $f)": "(<assign a=(b <single c d> [3]=e <var f>)>)",
    "a+=(\n  b # why\n  c\n)": "(<assign a+=(b c)>)",
    "a=({b,c}.so *.a)": "(<assign a=(<brace b,c>.so <glob *>.a)>)",
    "a=()": "(<assign a=()>)",
    "a={b,c}": "(<assign a={b,c}>)",
    "P=~/a:~/b": "(<assign P=<tilde >/a:<tilde >/b>)",
    "cp a=b": "(cp a=b)",
    "declare -A m=\\\n([a]=b)": "(declare -A <assign m=([a]=b)>)",
    "a=\\\n\\\n(1 2) b": "(<assign a=(1 2)> b)",
    "declare -A m=([a]=b [c d]=e) n=1 o": "(declare -A <assign m=([a]=b [c d]=e)> <assign n=1> o)",
    "export P=$HOME/lib:$P Q": "(export <assign P=<var HOME>/lib:<var P>> Q)",
    "local x=${1:-{a,b}}": "(local <assign x=<var 1 :- {a,b>}>)",
    "readonly -a x=(1) y": "(readonly -a <assign x=(1)> y)",
    "alias a=b": "(alias a=b)",
    "let x=(1+2)*3": "(let x=(1+2)<glob *>3)",
    "[ -f a ]": "([ -f a ])",
    "a; b": "(a); (b)",
    "a & b &": "(a) &; (b) &",
    "echo if then { } ! in": "(echo if then { } ! in)",
    "a \\\n  b": "(a b)",
    # redirections
    "a >b 2>&1 <c": "(a >b 2>&1 <c)",
    ">b a": "(a >b)",
    ">b": "(>b)",
    ">b A=1 c": "(<assign A=1> c >b)",
    "a &>b": "(a &>b)",
    "a &>>b >|c <>d": "(a &>>b >|c <>d)",
    "a 3<&- >&2": "(a 3<&- >&2)",
    "a {fd}>b": "(a fd>b)",
    "a 2 >b": "(a 2 >b)",
    "a2>b": "(a2 >b)",
    "a <<<b$c": "(a <<<b<var c>)",
    "a <<E\nb $c `d`\nE\ne": r"(a <<E <here E: 'b <var c> <backquoted (d)>\n'>); (e)",
    "a <<'E'\nb $c\nE": r"(a <<<single E> <quoted E: 'b $c\n'>)",
    'a <<E"F"\nb $c\nEF': r"(a <<E<double F> <quoted EF: 'b $c\n'>)",
    "a <<\\E\nb $c\nE": r"(a <<<esc E> <quoted E: 'b $c\n'>)",
    "a <<-E\n\tb\n\t\tc\n\tE\nd": r"(a <<-E <here E: 'b\nc\n'>); (d)",
    "a <<E <<F; b\n1\nE\n2\nF\nc": r"(a <<E <here E: '1\n'> <<F <here F: '2\n'>); (b); (c)",
    "a <<E | b\n1\nE": r"((a <<E <here E: '1\n'>) | (b))",
    "a <<E\nE": "(a <<E <here E: ''>)",
    "a <<E\nb\\\nE\nE": r"(a <<E <here E: 'bE\n'>)",
    "a <<E\nb": "(a <<E <here E: 'b'>)",
    'a <<E\n\\$b \\c "d"\nE': "(a <<E <here E: '$b \\\\c \"d\"\\n'>)",
    'a <<E\n${b:-"c"}\nE': r"(a <<E <here E: '<var b :- <double c>>\n'>)",
    "a <<E\n${b:-$'c'}\nE": "(a <<E <here E: \"<var b :- $'c'>\\n\">)",
    "a <<E\n$(b\nE": r"(a <<E <here E: '$(b\n'>)",
    "x=$(a <<E\nb\nE\n)": r"(<assign x=<command (a <<E <here E: 'b\n'>)>>)",
    "x=$(a <<E\nb\nE)\nc": r"(<assign x=<command (a <<E <here E: 'b\n'>)>>); (c)",
    "if a <<E; then\n1\nE\nb; fi": r"(if (a <<E <here E: '1\n'>) then (b))",
    # pipelines and lists
    "a | b |& c": "((a) | (b) |& (c))",
    "! a | b": "(! (a) | (b))",
    "! ! a": "(! (! (a)))",
    "time a | b": "(time (a) | (b))",
    "time -p -- a": "(time (a))",
    "time": "(time)",
    "! time a": "(time ! (a))",
    "a | time b": "((a) | (time b))",
    "a && time b": "((a) && (time (b)))",
    "a && b || c": "((a) && (b) || (c))",
    "a &&\n\n# why\n b": "((a) && (b))",
    "a && b & c; d || e": "((a) && (b)) &; (c); ((d) || (e))",
    "! a && b": "((! (a)) && (b))",
    "a |\nb": "((a) | (b))",
    # compound commands
    "(a; b)": "(subshell (a); (b))",
    "( (a) )": "(subshell (subshell (a)))",
    "{ a; b; } >c 2>d": "(group (a); (b) >c 2>d)",
    "{ a\n}": "(group (a))",
    "{ { a; } || b; }": "(group ((group (a)) || (b)))",
    "if a; then b; fi": "(if (a) then (b))",
    "if a\nthen b\nelif c; d; then e; elif f; then g; else h; fi >i": (
        "(if (a) then (b) elif (c); (d) then (e) elif (f) then (g) else (h) >i)"
    ),
    "for x in a $b *.c; do d; done": "(for x in a <var b> <glob *>.c do (d))",
    "for x; do a; done": "(for x do (a))",
    "for x do a; done": "(for x do (a))",
    "for x in; do a; done": "(for x in do (a))",
    "for x\nin a\ndo b\ndone": "(for x in a do (b))",
    "for x in a; { b; }": "(for x in a do (b))",
    "for ((i = 0; i < ${#a[@]}; i++)); do b; done": "(for ((i = 0;  i < <length a[@]>;  i++)) do (b))",
    "for ((;;)) { a; }": "(for ((; ; )) do (a))",
    "select x in a b; do c; done": "(select x in a b do (c))",
    "while a; do b; done <c": "(while (a) do (b) <c)",
    "while a\ndo b\ndone": "(while (a) do (b))",
    "until a && b; do c; done": "(until ((a) && (b)) do (c))",
    "while read -r x; do a; done < <(b)": "(while (read -r x) do (a) <<process< (b)>)",
    "case $x in a|b) c;; (d) e;& f*) ;;& *) g; esac": (
        "(case <var x> in a | b) (c) ;; d) (e) ;& f<glob *>)  ;;& <glob *>) (g))"
    ),
    "case x in\n# why\na)\n b\n;;\n\nesac": "(case x in a) (b) ;;)",
    "case x in esac": "(case x in)",
    "case x\nin\nin) a;; esac": "(case x in in) (a) ;;)",
    "case if in if) b;; {a,b}) c;; esac": "(case if in if) (b) ;; {a,b}) (c) ;;)",
    "((a + b))": "(arithmetic a + b)",
    "((a))\nb": "(arithmetic a); (b)",
    "((a); (b))": "(subshell (subshell (a)); (subshell (b)))",
    "if ((a > 1)); then b; fi": "(if (arithmetic a > 1) then (b))",
    "[[ -f $a ]]": "(test -f <var a>)",
    "[[ a ]]": "(test a)",
    "[[ $a == *.so* && ! -d b || ( c = d ) ]]": "(test [[<var a> == <glob *>.so<glob *> && ! [-d b]] || c = d])",
    "[[ $a =~ ^(a b|c)[0-9]+$ ]] && b": "((test <var a> =~ ^(a b|c)[0-9]+$) && (b))",
    '[[ $a =~ \\.so"x"$b ]]': "(test <var a> =~ <esc .>so<double x><var b>)",
    "[[ a < b && c -nt d ]]": "(test [a < b && c -nt d])",
    "[[ -n a\n&& b = c\n]]": "(test [-n a && b = c])",
    "[[ {a,b} == {a,b} ]]": "(test {a,b} == {a,b})",
    "[[ $x != @(a|b) ]]": "(test <var x> != <@( a|b>)",
    "f() { a; }": "(function f (group (a)))",
    "f ()\n{\n a\n}": "(function f (group (a)))",
    "function f { a; }": "(function f (group (a)))",
    "function f() (a) >b": "(function f (subshell (a) >b))",
    "a-b.c() if a; then b; fi": "(function a-b.c (if (a) then (b)))",
    "f() [[ a ]]": "(function f (test a))",
    "coproc a b": "(coproc COPROC (a b))",
    "coproc X { a; } >b": "(coproc X (group (a)) >b)",
    "coproc while a; do b; done": "(coproc COPROC (while (a) do (b)))",
}


@pytest.mark.parametrize("text", COMMANDS)
def test_structure_of_a_script(text: str) -> None:
    script = parse(text)
    assert script.problems == ()
    assert shapes.statements(script.body) == COMMANDS[text]


def test_comments_are_collected_wherever_they_stand() -> None:
    text = "#!/bin/bash\na # one\nx=$(\n  # two\n  b)\ny=(c # three\n)\n[[ d # four\n]]\necho a#b '# no' # five"
    comments = parse(text).comments
    assert [comment.text for comment in comments] == ["#!/bin/bash", "# one", "# two", "# three", "# four", "# five"]
    assert [comment.own_line for comment in comments] == [True, False, True, False, False, False]
    assert [text[comment.start : comment.end] for comment in comments] == [comment.text for comment in comments]


def test_a_function_knows_where_its_name_stands() -> None:
    text = "function pack_it {\n cp a b\n}"
    function = parse(text).body[0].command
    assert isinstance(function, tree.Function)
    assert text[function.name_start : function.name_end] == "pack_it"
