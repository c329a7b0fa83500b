"""What a shell is at one moment; two of them where it may be either way."""

from __future__ import annotations

from lintpack.script import limits, texts
from lintpack.script.values import ALWAYS, Alternative, Hole
from lintpack.script.variables import Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Command
    from lintpack.script.locator import Locator
    from lintpack.script.plan import Guard
    from lintpack.script.truth import Conditions, Either, Truth
    from lintpack.script.values import Choices, Text
    from lintpack.script.variables import Variables
    from lintpack.source import Place

OPTIONS: frozenset[str] = frozenset(("braceexpand", "hashall"))


class State:
    """Forked where a condition is unknown and joined after it; each fork goes its own way.

    `path` are the choices made on the way here, `either` disjunctions that hold as well. `outs` and `ins` are what
    standard output and input are bound to, the innermost last: what has been written so far, or None where nobody
    reads it; what is left to read, or None where that is unknown. `refined` are variables that a test has told.
    """

    __slots__ = (
        "acted",
        "cwd",
        "dirs",
        "either",
        "functions",
        "ins",
        "options",
        "outs",
        "path",
        "refined",
        "status",
        "traps",
        "variables",
    )

    def __init__(self, variables: Variables) -> None:
        self.variables = variables
        self.cwd: Text = ()
        self.path: Choices = ALWAYS
        self.either: tuple[Either, ...] = ()
        self.options = OPTIONS
        self.status: int | Truth | None = 0
        # The last command does something, and is taken to succeed where others follow it with `&&`.
        self.acted = False
        self.outs: tuple[Text | None, ...] = (None,)
        self.ins: tuple[Text | None, ...] = (None,)
        self.dirs: tuple[Text, ...] = ()
        self.functions: dict[str, tuple[Command, Locator]] = {}
        self.traps: dict[str, tuple[Text, Place, tuple[Guard, ...]]] = {}
        self.refined: dict[str, tuple[Variable, Variable | None]] = {}

    def fork(self) -> State:
        other = State.__new__(State)
        other.variables = self.variables.fork()
        other.acted = self.acted
        other.cwd = self.cwd
        other.dirs = self.dirs
        other.either = self.either
        other.functions = self.functions
        other.ins = self.ins
        other.options = self.options
        other.outs = self.outs
        other.path = self.path
        other.refined = self.refined
        other.status = self.status
        other.traps = self.traps
        return other

    def choose(self, choices: Choices, either: Either = ()) -> State:
        """Take `choices` as made from here on."""
        self.path |= choices
        if either:
            self.either = (*self.either[-7:], either)
        return self

    def refine(self, name: str, text: Text) -> None:
        """A test has shown that the variable holds `text`; `merge` takes that back where the ways meet again."""
        old = self.variables.get(name)
        if old is not None and (old.arrays or "r" in old.attributes):
            return
        new = Variable((Alternative(text),), (), old.attributes if old else "")
        self.refined = {**self.refined, name: (new, self.refined.get(name, (None, old))[1])}
        self.variables.set(name, new)

    def add_output(self, text: Text) -> None:
        """Write `text` to standard output, if somebody reads it."""
        out = self.outs[-1]
        if out is not None and text:
            joined = texts.concat(out, text) if out else text
            if texts.length(joined) <= limits.TEXT_LENGTH:
                self.outs = (*self.outs[:-1], joined)


class Scope:
    """What can be left early, and the states in which it was: a loop, a function or sourced file, a shell."""

    __slots__ = ("depth", "ins", "kind", "left", "next", "outs")

    def __init__(self, kind: str, state: State) -> None:
        """`kind`: loop, function, source or shell. `left`: by break, return or exit; `next`: by continue."""
        self.kind = kind
        self.left: list[State] = []
        self.next: list[State] = []
        self.depth = len(state.variables.frames)
        self.outs = len(state.outs)
        self.ins = len(state.ins)

    def level(self, state: State) -> State:
        """`state`, which left from further in, without the scopes and redirections that it left."""
        state.variables.leave(self.depth)
        state.outs = state.outs[: self.outs]
        state.ins = state.ins[: self.ins]
        return state


def merge(parent: State, ended: list[State], conditions: Conditions, variables: bool = True) -> None:
    """Make `parent` what one of `ended` is, whichever it was; all are forks of it, at its depth of scopes. Without
    `variables` these stay as they are: nobody asks for a subshell's."""
    if len(ended) == 1:
        if ended[0] is not parent:
            _become(parent, ended[0], conditions)
        return
    first, others = ended[0], ended[1:]
    path = frozenset.intersection(*[state.path for state in ended])
    extras = [state.path - path for state in ended]
    refined = parent.refined
    if variables:
        for state in ended:
            if state.refined is not refined:
                _restore(state, parent)
        parent.variables.join([(state.variables, extra) for state, extra in zip(ended, extras, strict=True)])
    parent.path = path
    if refined:
        parent.refined = {n: r for n, r in refined.items() if all(s.refined.get(n) is r for s in ended)}
    either, cwd, options, dirs, outs, ins = first.either, first.cwd, first.options, first.dirs, first.outs, first.ins
    functions, traps = first.functions, first.traps
    acted = first.acted or first.status == 0
    moved = printed = read = False
    for state in others:
        if either:
            either = tuple([e for e in either if e in state.either])
        moved = moved or state.cwd is not cwd
        if state.options is not options:
            options &= state.options
        if state.dirs != dirs:
            dirs = ()
        acted = acted and (state.acted or state.status == 0)
        printed = printed or (state.outs is not outs and state.outs != outs)
        read = read or (state.ins is not ins and state.ins != ins)
        if state.functions is not functions:
            functions = {**state.functions, **functions}
        if state.traps is not traps:
            traps = {**state.traps, **traps}
    parent.either, parent.options, parent.dirs, parent.acted = either, options, dirs, acted
    if moved:
        ways = [(state.cwd or (".",), extra) for state, extra in zip(ended, extras, strict=True)]
        found = _either_text("$PWD", ways)
        cwd = () if found == (".",) else found
    parent.cwd = cwd
    parent.status = _status(ended, extras, acted, conditions)
    parent.outs, parent.ins = outs, ins
    if printed:
        parent.outs = tuple([_stream("$(…)", w, extras) for w in zip(*[s.outs for s in ended], strict=False)])
    if read:
        parent.ins = tuple([_stream("", w, extras) for w in zip(*[s.ins for s in ended], strict=False)])
    parent.functions = functions
    parent.traps = traps


def _become(parent: State, only: State, conditions: Conditions) -> None:
    """Go on as `only`, a fork of `parent`."""
    parent.variables.join([(only.variables, ALWAYS)])
    before, path = parent.path, only.path
    if len(path) > len(before):
        # That a command succeeded which nobody asks about again need not be kept.
        fresh = conditions.fresh
        added = path - before
        kept = [choice for choice in added if choice[0] not in fresh]
        if len(kept) < len(added):
            path = before.union(kept) if kept else before
    parent.path = path
    parent.acted = only.acted
    parent.cwd = only.cwd
    parent.dirs = only.dirs
    parent.either = only.either
    parent.functions = only.functions
    parent.ins = only.ins
    parent.options = only.options
    parent.outs = only.outs
    parent.refined = only.refined
    parent.status = only.status
    parent.traps = only.traps


def _restore(state: State, parent: State) -> None:
    """Take back what tests in one branch told about variables, unless it held before the branch."""
    for name, (told, original) in state.refined.items():
        if parent.refined.get(name, (None,))[0] is told or state.variables.get(name) is not told:
            continue
        # One that was never set is a hole named so.
        hole = Hole(f"${{{name}}}")
        state.variables.set(name, original or Variable((Alternative((hole,)),)))


def _either_text(shown: str, ways: list[tuple[Text, Choices]]) -> Text:
    """One text that is any of `ways`, under its choices."""
    first = ways[0][0]
    if all(text == first for text, _ in ways):
        return first
    return (texts.reference(shown, tuple([Alternative(text, extra) for text, extra in ways])),)


def _stream(shown: str, ways: tuple[Text | None, ...], extras: list[Choices]) -> Text | None:
    """What was written (or is left to read) where each branch has its own; the common beginning stays as it is."""
    first = ways[0]
    if all(text is first or text == first for text in ways):
        return first
    filled = [text for text in ways if text is not None]
    if len(filled) < len(ways) or not shown:
        return None
    common = 0
    shortest = min(map(len, filled))
    while common < shortest and all(text[common] == filled[0][common] for text in filled):
        common += 1
    rest = [(text[common:], extra) for text, extra in zip(filled, extras, strict=True)]
    start = filled[0][:common]
    if not start and texts.head(filled[0]).startswith("#!"):
        lines = _common_lines([texts.head(text) for text in filled])
        start = texts.literal(lines)
        rest = [(texts.between(text, len(lines), texts.length(text)), extra) for text, extra in rest]
    return texts.concat(start, _either_text(shown, rest))


def _common_lines(ways: list[str]) -> str:
    """The lines that all of them begin with."""
    first, last = min(ways), max(ways)
    size = next((n for n, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[: first.rfind("\n", 0, size) + 1]


def _status(ended: list[State], extras: list[Choices], acted: bool, conditions: Conditions) -> int | Truth | None:
    first = ended[0].status
    for state in ended:
        if state.status != first:
            break
    else:
        return first
    if acted:
        return None
    cases: list[tuple[bool, Choices]] = []
    for state, extra in zip(ended, extras, strict=True):
        status = state.status
        if status is None:
            status = conditions.unknown()
        if isinstance(status, int):
            cases.append((status == 0, extra))
        else:
            cases.extend([(outcome, when | extra) for outcome, when in status if texts.consistent(when, extra)])
    return tuple(cases) if 0 < len(cases) <= limits.ALTERNATIVES else None
