"""Expansion of what is not known: what can be told is told, and the rest stays readable."""

from __future__ import annotations

import itertools

import pytest

from lintpack.script import texts
from lintpack.script.expand import expand_word, expand_words
from lintpack.script.values import ALWAYS, Alternative, Choice, Hole, Text, Value, Wildcard
from lintpack.script.variables import Positionals, Variable
from tests.script.small_shell import SmallShell


class OpenShell(SmallShell):
    """What was never set may come from the environment, the parameters from the caller."""

    def __init__(self) -> None:
        super().__init__()
        self.variables.positionals = Positionals(open=True)
        self.ways: list[tuple[str, ...]] = []

    def special(self, name: str) -> Variable | None:
        return None


def as_value(value: Text | Value) -> Value:
    cases = tuple([case for case in value if isinstance(case, Alternative)])
    return cases or (Alternative(tuple([piece for piece in value if not isinstance(piece, Alternative)])),)


def shell_with(script: str, **variables: Text | Value) -> OpenShell:
    shell = OpenShell()
    for name, value in variables.items():
        shell.variables.set(name, Variable(as_value(value)))
    shell.script(script)
    return shell


def fields(words: str, script: str = "", **variables: Text | Value) -> list[tuple[str, ...]]:
    """Each list of arguments that `words` may be, references opened where they have one alternative."""
    from lintpack.bash import parse, tree

    shell = shell_with(script, **variables)
    command = parse("probe " + words).body[0].command
    assert isinstance(command, tree.SimpleCommand)
    ways = expand_words(command.words, shell)
    return [tuple([texts.shown(text) for text in way.texts[1:]]) for way in ways]


def text(word: str, script: str = "", **variables: Text | Value) -> Text:
    from lintpack.bash import parse, tree

    shell = shell_with(script, **variables)
    command = parse("probe " + word).body[0].command
    assert isinstance(command, tree.SimpleCommand) and isinstance(command.words[1], tree.Word)
    return expand_word(command.words[1], shell)


def either(*options: Text) -> tuple[Alternative, ...]:
    return tuple([Alternative(option, frozenset((Choice(7, branch),))) for branch, option in enumerate(options)])


def test_a_variable_of_the_environment_stays_a_symbol() -> None:
    assert fields('$ROOT/lib "$1" ${10} "$@"') == [("${ROOT}/lib", "${1}", "${10}", "$@")]


def test_a_value_with_holes_is_shown_by_its_name() -> None:
    assert fields("${pack}/bin", "pack=pegasus-$version") == [("${pack}/bin",)]
    assert texts.shown(texts.opened(text("${pack}/bin", "pack=pegasus-$version"))) == "pegasus-${version}/bin"


def test_equal_expansions_are_equal() -> None:
    assert text("$a/$b", "a=x-$V b=y") == text('"${a}/y"', "a=x-$V")
    assert text("$a", "a=1-$V") != text("$a", "a=2-$V")


def test_alternatives_stay_one_argument_where_they_need_no_splitting() -> None:
    assert fields("lib/$x.so", x=either(("a",), ("b",))) == [("lib/${x}.so",)]
    options = texts.alternatives(text("lib/$x-$x.so", x=either(("a",), ("b",))))
    assert [texts.shown(option) for option, _ in options] == ["lib/a-a.so", "lib/b-b.so"]


def test_alternatives_that_split_give_lists_of_their_own() -> None:
    assert fields("$x end", x=either(("a b",), ("c",), ())) == [("a", "b", "end"), ("c", "end"), ("end",)]
    assert fields('"$x" end', x=either(("a b",), ("c",))) == [("${x}", "end")]


def test_choices_already_made_leave_one_alternative() -> None:
    shell = shell_with("", x=either(("a b",), ("c",)))
    shell.choices = frozenset((Choice(7, 1),))
    shell.script("probe $x")
    assert shell.probes == [(("c",),)]


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("${path##*/}", "libz.so.1"),
        ("${path%/*}", "${ROOT}/lib"),
        ("${path%.*}", "${ROOT}/lib/libz.so"),
        ("${path%.so*}", "${ROOT}/lib/libz"),
        ("${path%%.*}", "${path%%.*}"),
        ("${path#*/}", "${path#*/}"),
        ("${path/%.1/.2}", "${ROOT}/lib/libz.so.2"),
        ("${path: -2}", ".1"),
        ("${path:0:-2}", "${ROOT}/lib/libz.so"),
        ("${path:0:3}", "${path:0:3}"),
        ("${#path}", "${#path}"),
        ("${tail:0:3}", "lib"),
        ("${tail#lib}", "${V}"),
        ("${tail##*/}", "${tail##*/}"),
        ("${tail^^}", "${tail^^}"),
        ("${tail^}", "Lib${V}"),
        ("${path:-x}", "${path}"),
        ("${path:+x}", "x"),
        ("${ROOT:+x}", "${ROOT:+x}"),
        ("$((N+1))", "$((N+1))"),
        ("${file##*/}", "*.jar"),
        ("${file%.jar}", "d/*"),
        ("${!NAME}", "${!NAME}"),
        ("~/x", "${HOME}/x"),
    ],
)
def test_operators_on_what_is_partly_known(word: str, shown: str) -> None:
    found = text(
        word,
        path=(Hole("${ROOT}"), "/lib/libz.so.1"),
        tail=("lib", Hole("${V}")),
        file=("d/", Wildcard("*"), ".jar"),
    )
    assert texts.shown(found) == shown


def test_a_default_of_an_unknown_variable_is_one_of_two() -> None:
    found = text("${PREFIX:-/usr}/lib")
    assert texts.shown(found) == "${PREFIX:-/usr}/lib"
    assert [texts.shown(option) for option, _ in texts.alternatives(found)] == ["${PREFIX}/lib", "/usr/lib"]


def test_set_and_unset_agree_within_a_word() -> None:
    found = text("${V:-none}${V:+:}")
    assert [texts.shown(option) for option, _ in texts.alternatives(found)] == ["${V}:", "none"]


def test_an_assigned_default_stays() -> None:
    shell = shell_with(': "${DEST:=/opt}"')
    value = shell.variables.value("DEST")
    assert [texts.shown(case.text or ()) for case in value] == ["${DEST}", "/opt"]


def test_a_missing_value_ends_the_script_or_may() -> None:
    shell = OpenShell()
    shell.script(': "${DEST:?say where}"')
    assert shell.messages == ["DEST: say where"]
    shell.script("probe ${DEST?}")
    assert texts.shown(shell.probes[0][0]) == "${DEST}"


def test_an_array_with_alternatives_gives_lists_of_arguments() -> None:
    shell = shell_with("a=(x y)")
    first, second = shell.variables.fork(), shell.variables.fork()
    shell.variables, kept = first, shell.variables
    shell.script("a+=('z 1')")
    kept.join([(first, frozenset((Choice(1, 0),))), (second, frozenset((Choice(1, 1),)))])
    shell.variables = kept
    from lintpack.bash import parse, tree

    command = parse('probe "${a[@]}"').body[0].command
    assert isinstance(command, tree.SimpleCommand)
    ways = expand_words(command.words, shell)
    assert [[texts.shown(text) for text in way.texts[1:]] for way in ways] == [["x", "y", "z 1"], ["x", "y"]]
    assert [len(way.when) for way in ways] == [1, 1]


def test_a_glob_stays_active_outside_quotes_only() -> None:
    assert text("lib/*.so") == ("lib/*.so",)  # where no files are looked for
    shell = shell_with('x="*.so"; probe lib/*.so "$x" $x lib"*" [a-c]')
    assert shell.probes[0] == (
        ("lib/", Wildcard("*"), ".so"),
        ("*.so",),
        (Wildcard("*"), ".so"),
        ("lib*",),
        (Wildcard("[a-c]"),),
    )


def test_doubling_again_and_again_stays_bounded() -> None:
    pairs = list(itertools.pairwise("abcdefghijklmn"))
    lines = ["a=$HOLE-x", *[f"{after}=${before}-${before}-${before}" for before, after in pairs]]
    shell = shell_with("\n".join(lines))
    assert len(texts.shown(texts.opened(shell.variables.text("n") or ()))) < 100_000
    lines = ["a=0123456789", *[line.replace("-", "") for line in lines[1:]]]
    shell = shell_with("\n".join(lines))
    assert "TEXT_LENGTH" in shell.messages


def test_many_alternatives_become_a_hole_and_a_message() -> None:
    options = either(*[(f"v{number} w",) for number in range(10)])
    shell = shell_with("", x=options, y=tuple([Alternative(case.text, ALWAYS) for case in options]))
    from lintpack.bash import parse, tree

    command = parse("probe $x$y").body[0].command
    assert isinstance(command, tree.SimpleCommand)
    ways = expand_words(command.words, shell)
    assert len(ways) <= 16
    assert "ALTERNATIVES" in shell.messages


def test_a_brace_range_is_cut_and_said_so() -> None:
    shell = shell_with("probe {1..100000}")
    assert len(shell.probes[0]) <= 1_000
    assert "FIELDS" in shell.messages


def test_hostile_scripts_take_little() -> None:
    """A long value doubled, repeated in one word, kept under many names, passed through filters."""
    double = "x=0123456789\n" + "x=$x$x$x$x\n" * 7
    for script in (
        double + "probe " + "$x" * 20_000,
        double + 'probe "' + "$x" * 20_000 + '"',
        double + "".join([f"a{number}=$x.\n" for number in range(2_000)]),
        double + "probe $x{1..1000}",
        "probe $(echo aaaaaaaa" + " | sed 's/./&&&&&&&&&&/g' | cat" * 4 + ")",
        "a=({1..1000})\n" + "a+=(${a[@]} ${a[@]})\n" * 12 + "for_=${#a[@]}",
        "x=" + "a" * 20_000 + "\nprobe ${x//*a*a*b/} ${x##*(a|aa)} ${x/+(aa)b/}",
        "probe $((" + "(" * 2_000 + "1" + ")" * 2_000 + "))",
        "a=b b=a\nprobe $((a))",
    ):
        shell = shell_with(script)
        kept = [case for frame in shell.variables.frames for one in frame.values() for case in one.value]
        assert sum([texts.length(case.text or ()) for case in kept]) < 25_000_000
        assert sum([texts.length(field) for fields in shell.probes for field in fields]) < 25_000_000


@pytest.mark.parametrize("word", ["${x#}", "${x##}", "${x%}", "${x%%}", "${x//}", "${x/%}"])
def test_nothing_for_a_pattern(word: str) -> None:
    """It takes nothing away."""
    assert fields(word, x=("a.so",)) == [("a.so",)]
