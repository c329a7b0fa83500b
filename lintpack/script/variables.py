"""The variables of a shell: what each may hold, in which scope, and how two runs of a condition are joined.

A variable that the script never set is not here: `get` gives None for it, and its value is a hole, since it may
come from the environment. One that the script unset, or declared without a value, holds the alternative None.
"""

from __future__ import annotations

from lintpack.lazy import Lazy
from lintpack.record import Record, replace
from lintpack.script import limits, texts
from lintpack.script.values import ALWAYS, Alternative, Choices, Hole, Text, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lintpack.script import joining
else:
    joining = Lazy("lintpack.script.joining")

UNSET: Value = (Alternative(None),)


class Array(Record):
    """The elements by index (int), sorted, or by key (str), as they were added; `ordered` has bash's order.

    `items` is never changed in place. `complete` is False where there may be more, as in `a=($(ls))`."""

    items: Mapping[int | str, Text]
    associative: bool = False
    complete: bool = True

    def ordered(self) -> list[int | str]:
        """The indexes or keys in the order that bash walks them: for keys that of its hash table (bash 5, hashlib.c:
        FNV-1, 1024 buckets, the newest of a bucket first)."""
        if not self.associative:
            return list(self.items)
        newest = list(self.items)[::-1]
        return sorted(newest, key=_bucket)

    def elements(self) -> list[Text]:
        return [self.items[key] for key in self.ordered()]


def _bucket(key: int | str) -> int:
    value = 2166136261
    for byte in str(key).encode("utf-8", "replace"):
        value = (value * 16777619 & 0xFFFFFFFF) ^ byte
    return value & 1023


class ArrayCase(Record):
    """One array that a variable may hold, and the choices under which it does."""

    array: Array
    when: Choices = ALWAYS


class Variable(Record):
    """A scalar with its `value`, or an array where `arrays` is not empty.

    `attributes` are letters as `declare` has them: x exported, r readonly, i integer, n name reference, l, u, A, a."""

    value: Value = UNSET
    arrays: tuple[ArrayCase, ...] = ()
    attributes: str = ""

    @property
    def exported(self) -> bool:
        return "x" in self.attributes


class Positionals(Record):
    """`$1 $2 …`: those known, and whether more may follow (`open`: the parameters of the script itself).

    `shifted` counts what `shift` took of the open ones, so that `$1` before and after it are not the same."""

    known: tuple[Text, ...] = ()
    open: bool = False
    shifted: int = 0


class Variables:
    """The scopes, the innermost last, and the positional parameters.

    `given` are values from outside (`--set`, configuration). `report` is told which bound was reached.
    """

    __slots__ = ("_counter", "_symbols", "frames", "given", "owned", "positionals", "report", "saved")

    def __init__(self, given: Mapping[str, str] | None = None, report: Callable[[str], None] | None = None) -> None:
        # What is shared with a fork is copied before it is changed; `owned` are the numbers of the scopes that are not.
        self.frames: tuple[dict[str, Variable], ...] = ({},)
        self.owned: tuple[int, ...] = (0,)
        self.given = given or {}
        self.positionals = Positionals(open=True)
        self.saved: tuple[Positionals, ...] = ()
        self.report: Callable[[str], None] = report or (lambda what: None)
        # Numbers given out, characters kept, whether IFS was ever set; shared by all forks.
        self._counter = [0, 0, int("IFS" in self.given)]
        self._symbols: dict[int, tuple[Value, str, Text]] = {}

    # --- reading ---

    def get(self, name: str, depth: int | None = None) -> Variable | None:
        """The variable that `name` means here (or in the first `depth` scopes); None for one that was never set."""
        frames = self.frames if depth is None else self.frames[:depth]
        found = frames[-1].get(name)
        if found is not None:
            return found
        for frame in frames[-2::-1]:
            if name in frame:
                return frame[name]
        if name in self.given:
            return Variable((Alternative(texts.literal(self.given[name])),), attributes="x")
        return None

    def own_ifs(self) -> bool:
        """Whether IFS was given a value; asked for each word that might be split."""
        return self._counter[2] != 0 and self.get("IFS") is not None

    def value(self, name: str) -> Value:
        """What `$name` may be; for an array its element 0. A hole `${name}` for a variable never set."""
        found = self.get(name)
        if found is None:
            return (Alternative((Hole(f"${{{name}}}"),)),)
        return scalar(found)

    def text(self, name: str) -> Text | None:
        """What a word holds that asks for `$name`: characters, or a reference. None if it is surely unset."""
        value = self.value(name)
        return None if value == UNSET else texts.from_value(f"${{{name}}}", value)

    def symbol(self, shown: str, value: Value) -> Text:
        """As `texts.from_value`; the same object each time, so that what it became stays quick to compare."""
        found = self._symbols.get(id(value))
        if found is None or found[0] is not value or found[1] != shown:
            found = self._symbols[id(value)] = (value, shown, texts.from_value(shown, value))
        return found[2]

    def number(self) -> int:
        """A fresh number, shared by all forks: for a condition's run, or to tell two holes apart."""
        self._counter[0] += 1
        return self._counter[0]

    def names(self, prefix: str = "") -> list[str]:
        """The names of all variables that the script set and that start with `prefix`, sorted."""
        found = {name for frame in self.frames for name in frame if name.startswith(prefix)}
        return sorted([name for name in found if not is_unset(self.get(name))])

    # --- changing ---

    def set(self, name: str, variable: Variable) -> None:
        """Give `name`, in the scope where it is visible, all of `variable`."""
        depth = len(self.frames) - 1
        while depth and name not in self.frames[depth]:
            depth -= 1
        self.put(depth, name, variable)

    def put(self, depth: int, name: str, variable: Variable) -> None:
        """Give `name` in the scope number `depth` all of `variable`."""
        if depth not in self.owned:
            self.replace(depth, self.frames[depth].copy())
        self.frames[depth][name] = variable
        if name == "IFS":
            self._counter[2] = 1

    def replace(self, depth: int, frame: dict[str, Variable]) -> None:
        """Make `frame` the scope number `depth`."""
        self.frames = (*self.frames[:depth], frame, *self.frames[depth + 1 :])
        self.owned = (*self.owned, depth)

    def assign(self, name: str, text: Text) -> None:
        """`name=text` as far as the value goes: the attributes stay, an array gets element 0."""
        old = self.get(name)
        if old is None:
            self.set(name, Variable((Alternative(self.bounded(name, text)),)))
        elif old.arrays:
            self.set_element(name, "0" if old.arrays[0].array.associative else 0, text)
        else:
            self.set(name, Variable((Alternative(self.bounded(name, text)),), (), old.attributes))

    def set_array(self, name: str, array: Array) -> None:
        old = self.get(name)
        self.set(name, Variable(UNSET, (ArrayCase(array),), old.attributes if old else ""))

    def set_element(self, name: str, key: int | str, text: Text) -> None:
        """`name[key]=text`, in each array that `name` may be; a scalar becomes an array."""
        old = self.get(name) or Variable()
        cases = []
        for case in as_arrays(old):
            items = dict(case.array.items)
            fresh = key not in items
            items[key] = self.bounded(name, text)
            if fresh and isinstance(key, int) and len(items) > 1:
                items = {index: items[index] for index in sorted(items, key=_rank)}
            cases.append(ArrayCase(replace(case.array, items=items), case.when))
        self.set(name, Variable(UNSET, tuple(cases), old.attributes))

    def unset(self, name: str, key: int | str | None = None) -> None:
        """`unset name`, or one element of it."""
        old = self.get(name)
        if key is None:
            self.set(name, Variable())
        elif old is not None and old.arrays:
            cases = [
                ArrayCase(replace(c.array, items={k: v for k, v in c.array.items.items() if k != key}), c.when)
                for c in old.arrays
            ]
            self.set(name, Variable(UNSET, tuple(cases), old.attributes))

    def declare(self, name: str, add: str = "", remove: str = "", local: bool = False) -> None:
        """Make `name` known, in the innermost scope if `local`, and change its attributes (letters of `declare`)."""
        old = self.frames[-1].get(name) if local else self.get(name)
        if old is None:
            old = Variable() if local or "x" not in add else Variable(self.value(name))
        letters = "".join(sorted((set(old.attributes) | set(add)) - set(remove)))
        arrays = old.arrays
        if not arrays and ("a" in add or "A" in add):
            arrays = as_arrays(old, "A" in add)
        changed = Variable(UNSET if arrays else old.value, arrays, letters)
        if local:
            self.put(len(self.frames) - 1, name, changed)
        else:
            self.set(name, changed)

    def bounded(self, name: str, text: Text) -> Text:
        """`text`, or a hole where it is too large to keep in `name` ("…": it is not kept)."""
        if len(text) == 1 and (type(text[0]) is not str or len(text[0]) <= 1_000):
            return text
        size = texts.length(text)
        what = "TEXT_LENGTH" if len(text) > limits.WEIGHT or size > limits.TEXT_LENGTH else ""
        if size > 1_000 and name != "…":
            self._counter[1] += size
            if self._counter[1] > limits.KEPT:
                what = "KEPT"
        if what:
            self.report(what)
            return (Hole(f"${{{name}}}", f"limit {self.number()}"),)
        return text

    # --- scopes ---

    def push(self, arguments: Sequence[Text]) -> None:
        """Enter a function that is called with `arguments`."""
        self.owned = (*self.owned, len(self.frames))
        self.frames = (*self.frames, {})
        self.saved = (*self.saved, self.positionals)
        self.positionals = Positionals(tuple(arguments))

    def pop(self) -> None:
        """Leave it."""
        self.leave(len(self.frames) - 1)

    def leave(self, depth: int) -> None:
        """Leave all scopes but the first `depth`."""
        if len(self.frames) > depth:
            self.positionals = self.saved[depth - 1]
            self.frames, self.saved = self.frames[:depth], self.saved[: depth - 1]
            self.owned = tuple([number for number in self.owned if number < depth])

    def fork(self) -> Variables:
        """A copy that may go its own way; cheap, since nothing is copied before it is changed."""
        other = Variables.__new__(Variables)
        other.given = self.given
        other.report = self.report
        other._counter = self._counter
        other._symbols = self._symbols
        other.frames = self.frames
        self.owned = other.owned = ()
        other.positionals = self.positionals
        other.saved = self.saved
        return other

    def join(self, forks: Iterable[tuple[Variables, Choices]]) -> None:
        """Become what one of `forks` (all made from here, at the same depth of scopes) ended as, whichever it was.

        Each fork comes with the choices that led to it. A variable that differs holds the alternatives of all."""
        ended = list(forks)
        if not ended:
            return
        only = ended[0][0]
        if len(ended) == 1:
            self.frames = only.frames[: len(self.frames)]
            self.owned = only.owned = ()
            self.positionals = only.positionals
            return
        for depth, before in enumerate(self.frames):
            for fork, _ in ended:
                if fork.frames[depth] is not before:
                    joining.join_frames(self, depth, ended)
                    break
        self.positionals = only.positionals
        for fork, _ in ended:
            if fork.positionals is not only.positionals:
                self.positionals = joining.join_positionals([fork.positionals for fork, _ in ended])
                break


def _rank(key: int | str) -> int:
    return key if isinstance(key, int) else 0


def is_unset(variable: Variable | None) -> bool:
    """Whether the variable is known to have no value."""
    return variable is not None and not variable.arrays and variable.value == UNSET


def scalar(variable: Variable) -> Value:
    """What `$name` may be: the value, or element 0 of the array."""
    if not variable.arrays:
        return variable.value
    cases = []
    for case in variable.arrays:
        array = case.array
        found = array.items.get("0" if array.associative else 0)
        cases.append(Alternative(found, case.when))
    return tuple(cases)


def as_arrays(variable: Variable, associative: bool = False) -> tuple[ArrayCase, ...]:
    """The variable as an array: a scalar is its own element 0, one that is not set has none."""
    if variable.arrays:
        return variable.arrays
    key: int | str = "0" if associative else 0
    return tuple(
        [
            ArrayCase(Array({} if case.text is None else {key: case.text}, associative), case.when)
            for case in variable.value
        ]
    )
