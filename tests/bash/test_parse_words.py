"""What a word is made of: how each piece is quoted, and what is expanded."""

from __future__ import annotations

import pytest

from lintpack.bash import parse, tree
from tests.bash import shapes


def argument(text: str) -> tree.Word:
    """The first argument of a command with `text` behind its name."""
    script = parse(f"cp {text}")
    assert script.problems == ()
    command = script.body[0].command
    assert isinstance(command, tree.SimpleCommand)
    assert len(command.words) == 2
    found = command.words[1]
    assert isinstance(found, tree.Word)
    assert found.raw == text
    return found


WORDS = {
    # quoting
    "plain-file.so.1": "plain-file.so.1",
    r"a\ b\$c": "a<esc  >b<esc $>c",
    "'a $b'c": "<single a $b>c",
    "''": "<single >",
    '""': "<double >",
    r'"a\"b\$c\d"': r'<double a"b$c\d>',
    '"a$b c"d': "<double a<var b> c>d",
    r"$'a\n\x41\'b\u00e9\101'": r"""<ansi "a\nA'béA">""",
    '$"hello $x"': "<double hello <var x>>",
    '"a\\\nb"c\\\nd': "<double ab>cd",
    # parameters
    "$x$1$10$?$$": "<var x><var 1><var 1>0<var ?><var $>",
    "$@": "<var @>",
    "${x}y": "<var x>y",
    "${10}": "<var 10>",
    "$x.so": "<var x>.so",
    "a$": "a$",
    '"$"': "<double $>",
    "${#x}": "<length x>",
    "${#}": "<var #>",
    "${##}": "<length #>",
    "${#-}": "<length ->",
    "${#:-a}": "<var # :- a>",
    "${#x[@]}": "<length x[@]>",
    "${x:-a}": "<var x :- a>",
    "${x-}": "<var x - >",
    "${x:=$y}": "<var x := <var y>>",
    "${x:?no x}": "<var x :? no x>",
    "${x:+'a b'}": "<var x :+ <single a b>>",
    "${x:-$(a)}": "<var x :- <command (a)>>",
    "${x:-${y:-z}}": "<var x :- <var y :- z>>",
    "${x:-{a,b}}": "<var x :- {a,b>}",
    "${x:-<(a)}": "<var x :- <process< (a)>>",
    "${x:-<a>}": "<var x :- <a>>",
    "${x#*/}": "<var x # <glob *>/>",
    "${x##*/}": "<var x ## <glob *>/>",
    "${x##*(}": "<var x ## <glob *>(>",
    "${x%+(a}b": "<var x % +(a>b",
    "${x%%@(a|*(b)}": "<var x %% @(a|<*( b>>",
    "${x%.*}": "<var x % .<glob *>>",
    "${x%%[0-9 ]*}": "<var x %% <glob [0-9 ]><glob *>>",
    "${x/a/b}": "<var x / a | b>",
    "${x//a}": "<var x // a>",
    "${x/#a/}": "<var x /# a | >",
    "${x/%a/$b}": "<var x /% a | <var b>>",
    r"${x//\//_}": "<var x // <esc /> | _>",
    "${x/a/b/c}": "<var x / a | b/c>",
    "${x:1}": "<var x : 1>",
    "${x:1:2}": "<var x : 1 | 2>",
    "${x: -1}": "<var x :  -1>",
    "${x:(-1):$n}": "<var x : (-1) | <var n>>",
    "${x^}${x^^}${x,}${x,,[A-C]}": "<var x ^ ><var x ^^ ><var x , ><var x ,, <glob [A-C]>>",
    "${x@Q}": "<var x @ Q>",
    "${x[1]}": "<var x[1]>",
    "${x[$i]}": "<var x[<var i>]>",
    "${x[@]}": "<var x[@]>",
    "${x[*]%.so}": "<var x[*] % .so>",
    "${x[a b]}": "<var x[a b]>",
    "${x[y[1]]}": "<var x[y[1]]>",
    "${!x}": "<indirect x>",
    "${!x:-y}": "<indirect x :- y>",
    "${!x@}": "<names x @>",
    "${!x*}": "<names x *>",
    "${!x[@]}": "<keys x[@] @>",
    "${!x[1]}": "<indirect x[1]>",
    "${!}": "<var !>",
    "${!#}": "<indirect #>",
    "${a b}": "<bad a b>",
    "${a[[b}": "<bad a[[b>",
    "${}": "<bad >",
    # inside of double quotes
    "\"${x:-'a'}\"": "<double <var x :- 'a'>>",
    "\"${x:+$'a\\tb'}\"": "<double <var x :+ <ansi 'a\\tb'>>>",
    '"${x:-"a b"}"': "<double <var x :- <double a b>>>",
    r'"${x:-a\}b}"': "<double <var x :- a}b>>",
    "\"${x#'a'}\"": "<double <var x # <single a>>>",
    "\"${x/'a'/'b'}\"": "<double <var x / <single a> | <single b>>>",
    '"${x:-~}*"': "<double <var x :- ~>*>",
    '"${x[@]}"': "<double <var x[@]>>",
    # substitutions
    "$(a b | c)": "<command ((a b) | (c))>",
    "$()": "<command >",
    '"$(a "b")"': "<double <command (a <double b>)>>",
    "$(case x in a) b;; esac)": "<command (case x in a) (b) ;;)>",
    "$(a # ) '\n)": "<command (a)>",
    "$((1+2))": "<arithmetic 1+2>",
    "$((x+$y*(2)))": "<arithmetic x+<var y>*(2)>",
    '$(("$x"+1))': "<arithmetic <double <var x>>+1>",
    "$[1+$x]": "<arithmetic 1+<var x>>",
    "$((a); (b))": "<command (subshell (a)); (subshell (b))>",
    "$((a | b) )": "<command (subshell ((a) | (b)))>",
    "`a b`": "<backquoted (a b)>",
    r"`a \`b\``": "<backquoted (a <backquoted (b)>)>",
    r"`a \$x \\$y`": "<backquoted (a <var x> <esc $>y)>",
    '"`a "b c"`"': "<double <backquoted (a <double b c>)>>",
    r'"`a \"b\"`"': "<double <backquoted (a <double b>)>>",
    "<(a)": "<process< (a)>",
    "--x=>(a b)": "--x=<process> (a b)>",
    # patterns
    "*.so?": "<glob *>.so<glob ?>",
    "[!a-c]*": "<glob [!a-c]><glob *>",
    "[]a]": "<glob []a]>",
    "[[:digit:]]": "<glob [[:digit:]]>",
    "[a": "[a",
    "a]": "a]",
    "'*'\\*\"?\"": "<single *><esc *><double ?>",
    "lib!(*.a)": "lib<!( <glob *>.a>",
    "@(a|b*)": "<@( a|b<glob *>>",
    "+([0-9]).@(so|$x)": "<+( <glob [0-9]>>.<@( so|<var x>>",
    "?(a)*(b|?(c))": "<?( a><*( b|<?( c>>",
    # tilde
    "~": "<tilde >",
    "~/x": "<tilde >/x",
    "~user/x": "<tilde user>/x",
    "~+/x": "<tilde +>/x",
    "a~": "a~",
    '~"x"': "~<double x>",
    "P=~/x:~/y": "P=<tilde >/x:<tilde >/y",
    "--p=~/x": "--p=~/x",
    # braces
    "{a,b}": "<brace a,b>",
    "x{a,{b,c}}y": "x<brace a,<brace b,c>>y",
    "{a,$x,'b c'}": "<brace a,<var x>,<single b c>>",
    "lib{x,y}.so{,.1}": "lib<brace x,y>.so<brace ,.1>",
    "{1..3}": "<range 1 3 >",
    "{01..9..2}": "<range 01 9 2>",
    "{a..e}": "<range a e >",
    "{a}": "{a}",
    "{}": "{}",
    "{a,b": "{a,b",
    "a,b}": "a,b}",
    r"{a\,b}": "{a<esc ,>b}",
    '{"a,b"}': "{<double a,b>}",
    "{a,b}{": "<brace a,b>{",
    "{$x..3}": "{<var x>..3}",
    "x{a\\\n,b}": "x<brace a,b>",
    # characters that are special elsewhere
    "a=b": "a=b",
    "a#b": "a#b",
    "a!b": "a!b",
    "é\u00a0x": "é\u00a0x",
    "-": "-",
}


@pytest.mark.parametrize("text", WORDS)
def test_parts_of_a_word(text: str) -> None:
    assert shapes.word(argument(text)) == WORDS[text]


def test_a_line_continuation_behind_a_word_is_not_part_of_it() -> None:
    script = parse("cp a\\\n b")
    command = script.body[0].command
    assert isinstance(command, tree.SimpleCommand)
    assert [word.raw for word in command.words] == ["cp", "a", "b"]


def test_places_inside_of_escaped_backquotes_point_into_the_file() -> None:
    text = r"x=`a \`cp \$y\``"
    places = [text[node.start : node.end] for node in _nodes(parse(text)) if isinstance(node, tree.Word)]
    assert places == [r"`a \`cp \$y\``", "a", r"\`cp \$y\`", "cp", r"\$y"]


def _nodes(script: tree.Script) -> list[tree.Node]:
    from tests.bash.agreement import nodes

    return sorted(nodes(script), key=lambda node: (node.start, -node.end))


def test_a_reserved_word_before_a_line_continuation_and_a_blank() -> None:
    """`fi\\` and a line that begins with a blank: bash takes the line's end away first."""
    script = parse("if a; then b; fi\\\n && for i in x; do c; done\\\n | d\n")
    assert not script.problems
    assert parse("echo fi\\\nx\n").problems == ()
