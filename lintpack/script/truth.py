"""Conditions of which the outcome may be unknown, and what has been chosen on the way to a place.

A `Truth` lists what may come out, each with the choices under which it does: a test on a variable that holds `a`
in one branch and `b` in the other is True under the first branch's choices and False under the second's. Where
nothing is known a fresh condition is made up, so that both outcomes have a choice of their own.
"""

from __future__ import annotations

from lintpack.script import limits
from lintpack.script.texts import branches, consistent
from lintpack.script.values import ALWAYS, Choice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from lintpack.script.values import Choices, Text

# At least one case; of several, those with the same outcome are different ways to it.
Truth = tuple[tuple[bool, "Choices"], ...]
TRUE: Truth = ((True, ALWAYS),)
FALSE: Truth = ((False, ALWAYS),)

# A disjunction: one of these sets of choices holds.
Either = tuple["Choices", ...]
# What is chosen by going one way: choices, a disjunction (or nothing), and the branch of the condition that it is.
Way = tuple["Choices", Either, int]


class Conditions:
    """Gives each condition a number: the same one where the same question is asked of the same values."""

    __slots__ = ("_known", "_splits", "_truths", "fresh", "number")

    def __init__(self, number: Callable[[], int]) -> None:
        self.number = number
        # Those that nobody can ask again.
        self.fresh: set[int] = set()
        self._known: dict[Hashable, int] = {}
        self._truths: dict[Hashable, Truth] = {}
        self._splits: dict[Truth, tuple[int, Way, Way]] = {}

    def of(self, key: Hashable) -> int:
        """The number of the condition `key`."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.number()
        return found

    def unknown(self, key: Hashable = None) -> Truth:
        """A condition that may be true or false; the same each time for the same `key`."""
        if key is None:
            number = self.number()
            self.fresh.add(number)
            return _either(number)
        found = self._truths.get(key)
        if found is None:
            found = self._truths[key] = _either(self.of(key))
        return found

    def equal(self, subject: Text, value: str) -> Truth:
        """Whether `subject`, which is not known, is `value`: a condition of its own, which where it holds excludes that
        `subject` is any other value."""
        key = ("=", subject, value)
        found = self._truths.get(key)
        if found is None:
            number = self.of(key)
            yes = frozenset((Choice(number, 1), self.value(subject, value)))
            found = self._truths[key] = ((True, yes), (False, frozenset((Choice(number, 0),))))
        return found

    def value(self, text: Text, value: str) -> Choice:
        """The choice that `text`, which is not known, is `value`; it excludes all other values."""
        return Choice(self.of(("value", text)), self.of(("is", value)))

    def partition(self, ways: dict[int, list[Choices]]) -> tuple[int, dict[int, Way]]:
        """The number of the condition that tells `ways` apart, and for each what is chosen by taking it.

        A way lists the choices under which it is taken, each list entry sufficient. Where one condition tells them
        all apart already it is that one, else a new one."""
        alone = [way[0] for way in ways.values() if len(way) == 1]
        if len(alone) == len(ways):
            for number in sorted([choice.condition for choice in alone[0]]):
                branches = [next((c.branch for c in way if c.condition == number), None) for way in alone]
                if None not in branches and len(set(branches)) == len(branches):
                    taken = zip(ways, alone, branches, strict=True)
                    return number, {rank: (way, (), branch or 0) for rank, way, branch in taken}
        number = self.of(tuple([(rank, frozenset(way)) for rank, way in sorted(ways.items())]))
        return number, {rank: gathered(way, Choice(number, rank)) for rank, way in ways.items()}

    def split(self, truth: Truth) -> tuple[int, Way, Way]:
        """The number of `truth`, which has both outcomes, what is chosen where it is true, and where it is false."""
        found = self._splits.get(truth)
        if found is not None:
            return found
        if len(truth) == 2:
            (first, one), (_, other) = truth
            if len(one) == len(other) == 1:
                (this,), (that,) = one, other
                if this.condition == that.condition and this.branch != that.branch:
                    # One condition, asked as such: most are.
                    ways = (one, (), this.branch), (other, (), that.branch)
                    found = self._splits[truth] = (this.condition, *(ways if first else ways[::-1]))
                    return found
        number, taken = self.partition(
            {1: [when for outcome, when in truth if outcome], 0: [when for outcome, when in truth if not outcome]}
        )
        found = self._splits[truth] = (number, taken[1], taken[0])
        return found


def _either(number: int) -> Truth:
    return ((True, frozenset((Choice(number, 1),))), (False, frozenset((Choice(number, 0),))))


def gathered(ways: list[Choices], own: Choice) -> Way:
    """What holds where any of `ways` does, `own` being the choice that says so."""
    common = frozenset.intersection(*ways) | {own}
    return common, tuple(ways) if len(ways) > 1 and all(ways) else (), own.branch


def negated(truth: Truth) -> Truth:
    return tuple([(not outcome, when) for outcome, when in truth])


def combined(one: Truth, other: Truth, conjunction: bool, conditions: Conditions) -> Truth:
    """`one && other` where `conjunction`, else `one || other`."""
    cases: dict[tuple[bool, Choices], None] = {}
    for first, when in one:
        if first is not conjunction:
            cases[first, when] = None
            continue
        for second, then in other:
            if consistent(when, then):
                cases[second, when | then] = None
    if len(cases) > limits.ALTERNATIVES:
        return conditions.unknown(tuple(cases))
    return tuple(cases) or TRUE


def allowed(when: Choices, path: Choices, either: tuple[Either, ...]) -> bool:
    """Whether `when` can hold where `path` and one of each of `either` do."""
    if not when:
        return True
    if not consistent(when, path):
        return False
    if not either:
        return True
    both = path | when
    for ways in either:
        for way in ways:
            if consistent(way, both):
                break
        else:
            return False
    return True


def under(truth: Truth, path: Choices, either: tuple[Either, ...]) -> Truth:
    """The cases that are still possible, without what is chosen already."""
    if len(truth) == 1:
        return truth
    if either:
        kept = [case for case in truth if allowed(case[1], path, either)]
    elif path:
        taken = branches(path)
        kept = []
        for case in truth:
            for condition, branch in case[1]:
                if taken.get(condition, branch) != branch:
                    break
            else:
                kept.append(case)
    else:
        return truth
    return tuple(kept) if 0 < len(kept) < len(truth) else truth


def outcomes(truth: Truth) -> tuple[bool, bool]:
    """Whether it can be true, and whether it can be false."""
    can = cannot = False
    for outcome, _ in truth:
        if outcome:
            can = True
        else:
            cannot = True
    return can, cannot


def shared(paths: Iterable[Choices]) -> Choices:
    """The choices that all paths made."""
    return frozenset.intersection(*paths)
