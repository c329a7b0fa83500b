"""Scopes, and how two runs become one again."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.values import Choice, Choices
from lintpack.script.variables import Array, Positionals, Variables


def branch(number: int, condition: int = 1) -> Choices:
    return frozenset((Choice(condition, number),))


def shown(variables: Variables, name: str) -> list[str | None]:
    return [None if case.text is None else texts.shown(case.text) for case in variables.value(name)]


def test_a_local_variable_hides_and_goes() -> None:
    variables = Variables()
    variables.assign("x", ("outer",))
    variables.push([("first",)])
    variables.declare("x", local=True)
    assert variables.text("x") is None
    variables.assign("x", ("inner",))
    variables.assign("y", ("global",))
    variables.push([])
    assert variables.text("x") == ("inner",)  # a function called from here sees it
    variables.pop()
    assert variables.positionals == Positionals((("first",),))
    variables.pop()
    assert variables.text("x") == ("outer",)
    assert variables.text("y") == ("global",)


def test_a_fork_does_not_touch_where_it_came_from() -> None:
    variables = Variables()
    variables.assign("x", ("1",))
    fork = variables.fork()
    fork.assign("x", ("2",))
    fork.set_element("a", 0, ("e",))
    variables.assign("z", ("3",))
    assert (shown(variables, "x"), shown(fork, "x")) == (["1"], ["2"])
    assert variables.get("a") is None
    assert fork.get("z") is None


def test_a_join_keeps_what_each_branch_left() -> None:
    variables = Variables()
    variables.assign("same", ("s",))
    variables.assign("x", ("old",))
    one, other = variables.fork(), variables.fork()
    one.assign("x", ("new",))
    one.assign("both", ("b",))
    other.assign("both", ("b",))
    other.unset("same")
    variables.join([(one, branch(0)), (other, branch(1))])
    assert [(case.text, case.when) for case in variables.value("x")] == [(("new",), branch(0)), (("old",), branch(1))]
    assert [(case.text, case.when) for case in variables.value("both")] == [(("b",), frozenset())]
    assert shown(variables, "same") == ["s", None]


def test_branches_that_exclude_each_other_do_not_mix() -> None:
    variables = Variables()
    one, other = variables.fork(), variables.fork()
    one.assign("x", ("a",))
    other.assign("x", ("b",))
    variables.join([(one, branch(0)), (other, branch(1))])
    # The same condition again: what held then holds now.
    again, not_again = variables.fork(), variables.fork()
    again.assign("y", ("y",))
    not_again.assign("y", ("z",))
    variables.join([(again, branch(0)), (not_again, branch(1))])
    assert len(variables.value("x")) == 2
    text = texts.concat(variables.text("x") or (), variables.text("y") or ())
    assert [texts.shown(option) for option, _ in texts.alternatives(text)] == ["ay", "bz"]


def test_too_many_alternatives_become_a_hole() -> None:
    told: list[str] = []
    variables = Variables(report=told.append)
    for number in range(40):
        one, other = variables.fork(), variables.fork()
        one.assign("x", (str(number),))
        variables.join([(one, branch(0, number)), (other, branch(1, number))])
    assert "ALTERNATIVES" in told
    assert len(variables.value("x")) <= 16


def test_arrays_join_as_wholes() -> None:
    variables = Variables()
    variables.set_array("a", Array({0: ("x",)}))
    one, other = variables.fork(), variables.fork()
    one.set_element("a", 5, ("y",))
    variables.join([(one, branch(0)), (other, branch(1))])
    found = variables.get("a")
    assert found is not None
    assert [list(case.array.items) for case in found.arrays] == [[0, 5], [0]]


def test_parameters_that_differ_become_open() -> None:
    variables = Variables()
    variables.positionals = Positionals((("a",), ("b",)))
    one, other = variables.fork(), variables.fork()
    one.positionals = Positionals((("a",),))
    variables.join([(one, branch(0)), (other, branch(1))])
    assert variables.positionals.open
    assert variables.positionals.known == (("a",),)


def test_keys_come_in_the_order_of_bash() -> None:
    keys = ["k", "key2", "lib/x.so", "k2", "a", "b", "c", "key"]
    array = Array({key: (key,) for key in keys}, associative=True)
    assert array.ordered() == ["lib/x.so", "k", "c", "b", "a", "k2", "key", "key2"]
