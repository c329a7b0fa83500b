"""A glob pattern as a finite automaton, made while it is used.

Partial derivatives (Antimirov 1996): a state is a set of item lists, any of which the rest of the subject has to
match; `!(…)` is a state to be refused. That needs no backtracking, so no pattern can make it hang, and it can
run through text that is not known: the states after a hole are all that any text leads to.
"""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script.globs import ANY, ONE, Bracket, Extended, Items, TooLargeError

# States of one automaton, and characters read by one, before it gives up.
STATES = 400
STEPS = 400_000
# And what is kept of where a hole may lead.
CLOSURES = 100
_OTHER = "\ue000"  # stands for all characters that the pattern does not tell apart


class Refused(Record):
    """An item of a state: any text that `state` does not match."""

    state: State


Rest = tuple["str | bool | Bracket | Extended | Refused | None", ...]
State = frozenset[Rest]
_EVERYTHING: State = frozenset({(ANY,)})


class Automaton:
    """States are numbers; 0 is the start."""

    def __init__(self, items: Items, fold: bool = False) -> None:
        """`fold`: letters match in either case (nocasematch). `read` counts characters; set it to 0 before a use."""
        self._fold = fold
        self._characters: set[str] = set()
        self._brackets: list[Bracket] = []
        self._collect(items)
        self._symbols: dict[str, str] = {}
        self._signatures: dict[tuple[bool, ...], str] = {}
        self._states: list[State] = []
        self._numbers: dict[State, int] = {}
        self._steps: dict[tuple[int, str], int] = {}
        self._accepting: list[bool] = []
        self._alphabets: dict[str, set[str]] = {}
        self._closures: dict[tuple[frozenset[int], str], set[int]] = {}
        self.read = 0
        self._number(_simplified({items}))

    # --- the alphabet ---

    def _collect(self, items: Items) -> None:
        for item in items:
            if isinstance(item, str):
                self._characters.update(item)
            elif isinstance(item, Bracket):
                self._brackets.append(item)
            elif isinstance(item, Extended):
                for pattern in item.patterns:
                    self._collect(pattern)

    def symbol(self, character: str) -> str:
        """A character that the pattern treats as it does this one."""
        found = self._symbols.get(character)
        if found is None:
            if character in self._characters or self._fold:
                found = character
            else:
                signature = tuple([bracket.holds(character) for bracket in self._brackets])
                found = self._signatures.setdefault(signature, character if signature else _OTHER)
            self._symbols[character] = found
        return found

    def alphabet(self, without: str = "") -> set[str]:
        """A symbol for every kind of character but those in `without`."""
        found = self._alphabets.get(without)
        if found is None:
            found = self._alphabets[without] = self._alphabet(without)
        return found

    def _alphabet(self, without: str) -> set[str]:
        candidates = self._characters | set("aA0_-./ \n~é" + _OTHER)
        if self._fold:
            candidates |= {c.swapcase() for c in candidates if len(c.swapcase()) == 1}
        for bracket in self._brackets:
            for low, high in bracket.ranges:
                candidates |= {low, high, chr(max(ord(low) - 1, 1)), chr(min(ord(high) + 1, 0x10FFFF))}
        return {self.symbol(character) for character in candidates if character not in without}

    # --- states ---

    def _number(self, state: State) -> int:
        number = self._numbers.get(state)
        if number is None:
            number = len(self._states)
            if number >= STATES:
                raise TooLargeError
            self._numbers[state] = number
            self._states.append(state)
            self._accepting.append(_nullable(state))
        return number

    def step(self, number: int, character: str) -> int:
        """The state after one character."""
        self.read += 1
        if self.read > STEPS:
            self.read = 0
            raise TooLargeError
        symbol = self._symbols.get(character) or self.symbol(character)
        after = self._steps.get((number, symbol))
        if after is None:
            after = self._number(_derived(self._states[number], symbol, self._fold))
            self._steps[number, symbol] = after
        return after

    def accepts(self, number: int) -> bool:
        return self._accepting[number]

    def dead(self, number: int) -> bool:
        """Whether nothing that follows can match."""
        return not self._states[number]

    def everything(self, number: int) -> bool:
        """Whether all that follows matches."""
        return self._states[number] == _EVERYTHING

    def closure(self, numbers: set[int], without: str = "") -> set[int]:
        """All states that some text (without the characters in `without`) leads to from one of `numbers`."""
        symbols = self.alphabet(without)
        asked = (frozenset(numbers), without)
        known = self._closures.get(asked)
        if known is not None:
            # What was read for it counts as before, so that a bound is reached whoever has asked earlier.
            self.read += len(known) * len(symbols)
            if self.read > STEPS:
                self.read = 0
                raise TooLargeError
            return known
        reached, todo = set(numbers), list(numbers)
        while todo:
            number = todo.pop()
            for symbol in symbols:
                after = self.step(number, symbol)
                if after not in reached:
                    reached.add(after)
                    todo.append(after)
        if len(self._closures) < CLOSURES:
            self._closures[asked] = reached
        return reached


def _simplified(rests: set[Rest]) -> State:
    return _EVERYTHING if (ANY,) in rests else frozenset(rests)


def _nullable(state: State) -> bool:
    return any(_all_nullable(rest) for rest in state)


def _all_nullable(rest: Rest) -> bool:
    for item in rest:
        if item is ANY:
            continue
        if isinstance(item, Extended):
            if not _extended_nullable(item):
                return False
        elif isinstance(item, Refused):
            if _nullable(item.state):
                return False
        else:
            return False
    return True


def _extended_nullable(item: Extended) -> bool:
    if item.operator in "?*":
        return True
    inner = any(_all_nullable(pattern) for pattern in item.patterns)
    return not inner if item.operator == "!" else inner


def _derived(state: State, character: str, fold: bool) -> State:
    found: set[Rest] = set()
    for rest in state:
        _derive(rest, character, fold, found)
    return _simplified(found)


def _derive(rest: Rest, character: str, fold: bool, found: set[Rest]) -> None:
    """Add to `found` what has to match after `character`, for `rest` to match from it on."""
    at = 0
    while at < len(rest):
        item, after = rest[at], rest[at + 1 :]
        at += 1
        if isinstance(item, str):
            if item[0] == character or (fold and item[0].casefold() == character.casefold()):
                found.add((item[1:], *after) if len(item) > 1 else after)
            return
        if item is ANY:
            found.add((ANY, *after))
        elif item is ONE:
            found.add(after)
            return
        elif isinstance(item, Bracket):
            if item.holds(character) or (fold and item.holds(character.swapcase())):
                found.add(after)
            return
        elif isinstance(item, Refused):
            found.add((Refused(_derived(item.state, character, fold)), *after))
            if _nullable(item.state):
                return
        elif isinstance(item, Extended):
            if item.operator == "!":
                inner = _derived(_simplified(set(item.patterns)), character, fold)
                found.add((Refused(inner), *after))
            else:
                again: Rest = (Extended("*", item.patterns), *after) if item.operator in "*+" else after
                for pattern in item.patterns:
                    heads: set[Rest] = set()
                    _derive(pattern, character, fold, heads)
                    found.update([(*head, *again) for head in heads])
            if not _extended_nullable(item):
                return
