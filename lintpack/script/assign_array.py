"""`name=(…)` and `name+=(…)` (bash manual, 6.7)."""

from __future__ import annotations

from lintpack.bash.tree import CommandSubstitution, Parameter
from lintpack.script import limits, texts
from lintpack.script.assign import converted
from lintpack.script.expand import Arguments, expand_word, expand_words
from lintpack.script.values import ALWAYS, Hole
from lintpack.script.variables import UNSET, Array, ArrayCase, Variable, as_arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import ArrayElement, ArrayValue, Assignment, Word
    from lintpack.script.expand import Host
    from lintpack.script.values import Choices, Text


class _Building:
    """One array while its elements are added."""

    def __init__(self, array: Array, when: Choices) -> None:
        self.items: dict[int | str, Text] = dict(array.items)
        self.associative = array.associative
        self.complete = array.complete
        self.when = when
        self.next = max([key for key in self.items if isinstance(key, int)], default=-1) + 1
        self.key: str | None = None  # of `m=(key value …)`, until its value comes

    def fork(self, when: Choices) -> _Building:
        other = _Building(Array(self.items, self.associative, self.complete), self.when | when)
        other.next, other.key = self.next, self.key
        return other

    def add(self, text: Text) -> None:
        if self.associative:
            if self.key is None:
                self.key = texts.known(texts.opened(text))
                self.complete = self.complete and self.key is not None
            else:
                self.items[self.key] = text
                self.key = None
            return
        self.items[self.next] = text
        self.next += 1

    def finished(self) -> ArrayCase:
        if self.key is not None:
            self.items[self.key] = ()
        items = self.items
        if len(items) > limits.FIELDS:
            items = dict(list(items.items())[: limits.FIELDS])
            self.complete = False
        if not self.associative:
            items = {number: items[number] for number in sorted(items, key=lambda k: k if isinstance(k, int) else 0)}
        return ArrayCase(Array(items, self.associative, self.complete), self.when)


def assign_array(node: Assignment, value: ArrayValue, host: Host) -> None:
    variables = host.variables
    old = variables.get(node.name) or Variable()
    if "n" in old.attributes:
        target = texts.known(texts.opened(old.value[0].text or ()))
        if not target:
            return
        name, old = target, variables.get(target) or Variable()
    else:
        name = node.name
    if "r" in old.attributes:
        return
    associative = "A" in old.attributes or bool(old.arrays and old.arrays[0].array.associative)
    if node.append:
        started = [_Building(case.array, case.when) for case in as_arrays(old, associative)]
    else:
        started = [_Building(Array({}, associative), ALWAYS)]
    # All words are expanded before the first is assigned.
    ways = [_expanded(element, host) for element in value.elements]
    for element, way in zip(value.elements, ways, strict=True):
        if element.index is None:
            started = _added(name, element.value, way, started, old.attributes, host)
        else:
            _keyed(name, element, way[0].texts[0], started, old.attributes, host)
    if any(len(building.items) > limits.FIELDS for building in started):
        host.limit("FIELDS")
    variables.set(name, Variable(UNSET, tuple([building.finished() for building in started]), old.attributes))


def _expanded(element: ArrayElement, host: Host) -> tuple[Arguments, ...]:
    if element.index is None:
        return expand_words((element.value,), host)
    return (Arguments((expand_word(element.value, host),), (element.value,)),)


def _added(
    name: str,
    word: Word,
    ways: tuple[Arguments, ...],
    started: list[_Building],
    attributes: str,
    host: Host,
) -> list[_Building]:
    """Each array with what `word` may give at its end."""
    if len(ways) == 1:
        pairs = [(building, ways[0].texts) for building in started]
    else:
        pairs = [
            (building.fork(way.when), way.texts)
            for building in started
            for way in ways
            if texts.consistent(building.when, way.when)
        ]
        if len(pairs) > limits.ALTERNATIVES:
            host.limit("ALTERNATIVES")
            hole = (Hole(word.raw, f"limit {host.variables.number()}"),)
            pairs = [(building, (hole,)) for building in started]
    # A hole outside quotes may be any number of elements.
    split = any(isinstance(part, (Parameter, CommandSubstitution)) for part in word.parts)
    for building, found in pairs:
        for text in found:
            building.add(converted(name, attributes, text, host) or ())
            if split and any(isinstance(piece, Hole) for piece in text):
                building.complete = False
    return [building for building, _ in pairs]


def _keyed(name: str, element: ArrayElement, text: Text, started: list[_Building], attributes: str, host: Host) -> None:
    """`[index]=value`."""
    from lintpack.script.expand_parameter import array_key

    if element.index is None:
        return
    for building in started:
        array = Array(building.items, building.associative)
        key = array_key(element.index, array, host)
        if key is None or (isinstance(key, int) and key < 0):
            building.complete = False
            continue
        joined = texts.concat(building.items.get(key, ()), text) if element.append else text
        building.items[key] = converted(name, attributes, joined, host) or ()
        if isinstance(key, int):
            building.next = key + 1
