"""`for`, `select`, `while`, `until`, `for (( ))`.

A loop over words that are known is run word by word. One over unknown words, or with a condition that cannot be
told, is run once, for a round that stands for all.
"""

from __future__ import annotations

from lintpack.script import limits, texts
from lintpack.script.assign import assign_value
from lintpack.script.branching import both_ways, chosen
from lintpack.script.expand import evaluate, expand_words
from lintpack.script.redirects import redirected
from lintpack.script.truth import outcomes
from lintpack.script.values import Alternative, Choice, Hole
from lintpack.script.variables import Variable
from lintpack.script.walk import run_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.bash import tree
    from lintpack.script.interpreter import Run
    from lintpack.script.state import Scope, State
    from lintpack.script.values import Choices, Text


def for_(run: Run, node: tree.For) -> None:
    run.step()
    run.command = run.locator.place(node.start, node.words[-1].end if node.words else node.start + 3)
    redirected(run, node.redirects, lambda: _for(run, node))


def _for(run: Run, node: tree.For) -> None:
    if node.words is None:
        known = run.variables.positionals
        words: tuple[Text, ...] = known.known
        if known.open:
            words = (*words, (Hole("$@", str(known.shifted)),))
        lists = [(words, frozenset[Choice]())]
    else:
        lists = [(arguments.texts, arguments.when) for arguments in expand_words(node.words, run)]
    if not run.live:
        return
    if len(lists) == 1:
        _over(run, node, _revealed(run, lists[0][0]))
        return
    # The words are one of several lists: each in its turn, under the choices that make it that one.
    ways = {rank: [when] for rank, (_, when) in enumerate(lists)}
    _, taken = run.conditions.partition(ways)
    parent, ended = run.state, []
    for rank, way in taken.items():
        run.switch(chosen(run, parent, way))
        run.live = True
        _over(run, node, _revealed(run, lists[rank][0]))
        if run.live:
            ended.append(run.state)
    run.meet(parent, ended)


def _revealed(run: Run, words: tuple[Text, ...]) -> tuple[Text, ...]:
    if not run.holes:
        return words
    from lintpack.script.locator import reveal

    return tuple([reveal(word, run.holes) for word in words])


def _over(run: Run, node: tree.For, words: tuple[Text, ...]) -> None:
    """One round for each word; a word that is a hole may be any number of words."""
    if node.select:
        words = (_any_of(run, node.name, words),) if words else ()
    run.state.status = 0
    outer, scope = run.enter("loop")
    for rank, word in enumerate(words):
        if rank >= limits.LOOP_ROUNDS:
            run.limit("LOOP_ROUNDS")
            break
        parent = run.state
        before = _names(parent)
        unknown = bool(word) and all(isinstance(piece, Hole) for piece in word) and node.words is not None
        run.switch(parent.fork())
        if unknown:
            number = run.variables.number()
            run.state.choose(frozenset((Choice(number, 1),)))
        text = _element(run, node.name, word) if unknown else word
        assign_value(node.name, (Alternative(text),), run)
        run_body(run, node.body)
        ended = _rounds_end(run, scope)
        if unknown:
            ended.append(parent.fork().choose(frozenset((Choice(number, 0),))))
        run.meet(parent, ended)
        if unknown and run.live:
            loosen(run, parent, before)
        if not run.live:
            break
    run.finish(outer, scope)


def _rounds_end(run: Run, scope: Scope) -> list[State]:
    """The states in which a round may end and another begin."""
    ended = [scope.level(state) for state in scope.next]
    scope.next = []
    if run.live:
        ended.append(run.state)
    return ended


def _element(run: Run, name: str, word: Text) -> Text:
    """One of the words that the hole `word` stands for."""
    key = run.key(("element", word))
    run.traces.setdefault(key, ((word,),))
    return (Hole(f"${{{name}}}", key),)


def _any_of(run: Run, name: str, words: tuple[Text, ...]) -> Text:
    if len(words) == 1:
        return words[0]
    number = run.variables.number()
    cases = [Alternative(word, frozenset((Choice(number, rank),))) for rank, word in enumerate(words)]
    return (texts.reference(f"${{{name}}}", tuple(cases[: limits.ALTERNATIVES])),)


# Conditions of loops that only what is inside can end.
_ENDLESS = frozenset(("true", ":", "[ 1 ]", "[[ 1 ]]", "((1))", "(( 1 ))", "[ true ]", "/bin/true", "false"))

# --- while ---------------------------------------------------------------------------------------


def while_(run: Run, node: tree.While) -> None:
    from lintpack.script.statements import test

    def condition() -> None:
        test(run, node.condition)

    def body() -> None:
        run_body(run, node.body)

    start, end = node.condition[0].start, node.condition[-1].end
    endless = run.locator.text[start:end].strip() in _ENDLESS
    redirected(run, node.redirects, lambda: _rounds(run, condition, body, start, end, not node.until, endless=endless))


def arithmetic_for(run: Run, node: tree.ArithmeticFor) -> None:
    run.step()

    def condition() -> None:
        run.step()
        value = evaluate(node.condition, run) if node.condition.parts else 1
        run.state.status = None if value is None else int(value == 0)

    def body() -> None:
        run_body(run, node.body)

    def step() -> None:
        evaluate(node.step, run)

    def loop() -> None:
        evaluate(node.initial, run)
        endless = not node.condition.parts
        _rounds(run, condition, body, node.condition.start, node.condition.end, True, step, endless)

    redirected(run, node.redirects, loop)


def _rounds(
    run: Run,
    condition: Callable[[], None],
    body: Callable[[], None],
    start: int,
    end: int,
    wanted: bool,
    step: Callable[[], None] | None = None,
    endless: bool = False,
) -> None:
    """Rounds while the condition surely holds; where it may hold, one round, and both ways on. `endless`: only what is
    inside ends the loop."""
    outer, scope = run.enter("loop")
    rounds = 0
    before: tuple[object, ...] = ()
    while True:
        now = _snapshot(run.state)
        if now == before:
            # A round like the one before: it stands for all, and the loop ends in a way that is not understood.
            break
        before = now
        condition()
        if not run.live:
            break
        truth = run.status()
        can, cannot = outcomes(truth)
        if can and cannot:
            _maybe(run, truth, scope, body, start, end, wanted)
            break
        if can is not wanted:
            run.state.status = 0
            break
        if rounds >= (limits.ENDLESS_ROUNDS if endless else limits.LOOP_ROUNDS):
            run.limit("ENDLESS_ROUNDS" if endless else "LOOP_ROUNDS")
            break
        parent, names = run.state, _names(run.state)
        run.switch(parent.fork())
        left = len(scope.left)
        others = sum([len(other.left) for other in run.scopes])
        body()
        run.meet(parent, _rounds_end(run, scope))
        if not run.live:
            break
        rounds += 1
        if step:
            step()
        if endless and sum([len(other.left) for other in run.scopes]) > others and len(scope.left) == left:
            # A function or the script was left from it on a condition that cannot be told: nothing else leaves it.
            run.live = False
            break
        if len(scope.left) > left:
            # Left on a condition that cannot be told: the round stands for all. Where the loop's own condition may end
            # it as well, that is another way on.
            run.live = run.live and not endless
            for state in scope.left[left:]:
                _of_other_rounds(state, run.state, names)
            for state in (*scope.left, *([run.state] if run.live else [])):
                loosen(run, state, _names(outer))
            break
    run.finish(outer, scope)


def _of_other_rounds(left: State, other: State, before: tuple[dict[str, Variable], ...]) -> None:
    """What a round that did not leave the loop has set, one that leaves it later finds, if it does not set it itself:
    `while true; do case $1 in --with-x) x=1 ;; --) break ;; esac; shift; done`."""
    frames = zip(other.variables.frames, left.variables.frames, before, strict=False)
    for depth, (names, mine, old) in enumerate(frames):
        if names is mine or names is old:
            continue
        for name, found in names.items():
            here = mine.get(name)
            if found is here or here is not old.get(name) or found.arrays or not found.value:
                continue
            value = found.value
            if here is not None:
                known = {case.text for case in value}
                value = (*value, *[case for case in here.value if case.text not in known])
            if len(value) > 1 and len(value) <= limits.ALTERNATIVES:
                left.variables.put(depth, name, Variable(value, (), found.attributes))


def _maybe(run: Run, truth: object, scope: Scope, body: Callable[[], None], start: int, end: int, wanted: bool) -> None:
    parent = run.state
    before = _names(parent)

    def round_() -> None:
        body()
        ended = _rounds_end(run, scope)
        if len(ended) > 1 or (ended and not run.live):
            base = parent.fork()
            run.meet(base, ended)

    def skip() -> None:
        run.state.status = 0

    both_ways(run, truth, start, end, *((round_, skip) if wanted else (skip, round_)))  # type: ignore[arg-type]
    if run.live:
        loosen(run, parent, before)


def _snapshot(state: State) -> tuple[object, ...]:
    """What a round may change and the next one notice."""
    names = tuple([tuple(frame.values()) for frame in state.variables.frames])
    return (names, state.variables.positionals, state.ins, state.cwd)


def _names(state: State) -> tuple[dict[str, Variable], ...]:
    """The variables of each scope now; what a fork changes later is not in these."""
    return state.variables.frames


def loosen(run: Run, state: State, before: tuple[dict[str, Variable], ...]) -> None:
    """A round that stands for many has set variables: what one round chose does not bind another.

    Each variable that has alternatives since `before` gets a condition of its own; those set together share it."""
    fresh: dict[frozenset[frozenset[Choices]], int] = {}
    variables = state.variables
    for depth, old in enumerate(before):
        names = variables.frames[depth]
        if names is old:
            continue
        for name, found in list(names.items()):
            if found is old.get(name) or found.arrays or len(found.value) < 2:
                continue
            ways: dict[Text | None, list[Choices]] = {}
            for case in found.value:
                ways.setdefault(case.text, []).append(case.when)
            kinds = {text: frozenset(way) for text, way in ways.items()}
            together = frozenset(kinds.values())
            if len(together) < 2:
                continue
            number = fresh.get(together)
            if number is None:
                number = fresh[together] = variables.number()
            ranks = {kind: rank for rank, kind in enumerate(sorted(together, key=_order))}
            value = tuple([Alternative(t, frozenset((Choice(number, ranks[kind]),))) for t, kind in kinds.items()])
            variables.put(depth, name, Variable(value, (), found.attributes))


def _order(kind: frozenset[Choices]) -> list[list[Choice]]:
    return sorted([sorted(choices) for choices in kind])
