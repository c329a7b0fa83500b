"""How the variables of two or more runs become one again."""

from __future__ import annotations

from _operator import is_not
from itertools import compress, islice, repeat

from lintpack.script import limits, texts
from lintpack.script.values import Alternative, Hole
from lintpack.script.variables import Array, ArrayCase, Positionals, Variable, as_arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from lintpack.script.values import Choices
    from lintpack.script.variables import Variables

    _Content = TypeVar("_Content")


def join_frames(variables: Variables, depth: int, forks: Sequence[tuple[Variables, Choices]]) -> None:
    """Set in the scope number `depth` each name that a fork changed there to what it may be now."""
    before = variables.frames[depth]
    changed: set[str] = set()
    for fork, _ in forks:
        names = fork.frames[depth]
        if names is not before:
            # A scope only ever grows, so that those of its forks begin with the same names in the same order.
            changed.update(compress(names, map(is_not, names.values(), before.values())))
            changed.update(islice(names, len(before), None))
    for name in sorted(changed):
        ended = [(fork.frames[depth].get(name) or fork.get(name, depth + 1), when) for fork, when in forks]
        first = ended[0][0]
        for found, _ in ended:
            if found is not first and found != first:
                variables.put(depth, name, join_variables(variables, name, ended))
                break
        else:
            variables.put(depth, name, first or _unknown(name))


def join_variables(variables: Variables, name: str, ended: Sequence[tuple[Variable | None, Choices]]) -> Variable:
    """The variable that `name` is, being one of `ended`; None stands for one that was never set."""
    cases = []
    attributes = ""
    arrays_too = False
    for found, when in ended:
        variable = found or _unknown(name)
        cases.append((variable, when))
        if variable.attributes != attributes:
            attributes = "".join(sorted({*attributes, *variable.attributes}))
        if variable.arrays:
            arrays_too = True
    if arrays_too:
        associative = any(case.array.associative for variable, _ in cases for case in variable.arrays)
        arrays = _united(
            [(c.array, c.when, when) for variable, when in cases for c in as_arrays(variable, associative)]
        )
        if len(arrays) > limits.ALTERNATIVES:
            variables.report("ALTERNATIVES")
            hole = (Hole(f"${{{name}[@]}}", f"limit {variables.number()}"),)
            arrays = [(Array({"0" if associative else 0: hole}, associative, False), frozenset())]
        return Variable(arrays=tuple([ArrayCase(a, w) for a, w in arrays]), attributes=attributes)
    values = _united([(text, own, when) for variable, when in cases for text, own in variable.value])
    if len(values) > limits.ALTERNATIVES:
        variables.report("ALTERNATIVES")
        values = [((Hole(f"${{{name}}}", f"limit {variables.number()}"),), frozenset())]
    # As Alternative(text, when) of each, without a call of Python's.
    return Variable(tuple(map(tuple.__new__, repeat(Alternative), values)), (), attributes)


def _unknown(name: str) -> Variable:
    """What the environment may have set."""
    return Variable((Alternative((Hole(f"${{{name}}}"),)),))


# Up to so many cases of one variable, equal contents stay apart by their choices.
_APART = 8


def _united(cases: Sequence[tuple[_Content, Choices, Choices]]) -> list[tuple[_Content, Choices]]:
    """Each content with the choices that it needs: its own and its branch's. A content that two branches have is there
    twice, so that each goes with what else its branch set; of many it is there once, and needs what all needed. No more
    than one too many."""
    apart: list[tuple[_Content, Choices]] = []
    for content, own, branch in cases:
        if not own:
            when = branch
        elif texts.consistent(own, branch):
            when = own | branch
        else:
            continue
        for rank, (other, needed) in enumerate(apart):
            if other == content and (needed <= when or when <= needed):
                apart[rank] = (other, needed & when)
                break
        else:
            apart.append((content, when))
            if len(apart) > _APART:
                return _merged(cases)
    return apart


def _merged(cases: Sequence[tuple[_Content, Choices, Choices]]) -> list[tuple[_Content, Choices]]:
    result: list[tuple[_Content, Choices]] = []
    for content, own, branch in cases:
        if not texts.consistent(own, branch):
            continue
        when = own | branch
        for rank, (other, needed) in enumerate(result):
            if other == content:
                result[rank] = (other, needed & when)
                break
        else:
            result.append((content, when))
            if len(result) > limits.ALTERNATIVES:
                break
    return result


def join_positionals(ended: Sequence[Positionals]) -> Positionals:
    """Equal ones stay; others are open: any number, unknown."""
    first = ended[0]
    if all(other == first for other in ended):
        return first
    shortest = min([len(other.known) for other in ended])
    kept = 0
    while kept < shortest and all(other.known[kept] == first.known[kept] for other in ended):
        kept += 1
    return Positionals(first.known[:kept], True, max([other.shifted for other in ended]) + 1)
