"""`case`."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.branching import chosen
from lintpack.script.expand import expand_pattern, expand_word
from lintpack.script.plan import Guard
from lintpack.script.redirects import redirected
from lintpack.script.truth import allowed
from lintpack.script.values import ALWAYS, Choice
from lintpack.script.walk import run_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.bash.tree import Case, CaseClause
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Choices, Text


def case(run: Run, node: Case) -> None:
    run.step()
    run.command = run.locator.place(node.start, node.word.end)
    redirected(run, node.redirects, lambda: _case(run, node))


def _case(run: Run, node: Case) -> None:
    word = expand_word(node.word, run)
    if not run.live:
        return
    run.state.status = 0
    _dispatch(run, node, word, 0)


def _dispatch(run: Run, node: Case, word: Text, first: int) -> None:
    """Run the clauses from number `first` on that `word` may match, and go on with what is left of all of them."""
    clauses = node.clauses
    ways = _ways(run, node, word, first)
    if len(ways) == 1:
        (rank,) = ways
        if rank < len(clauses):
            _run_clause(run, node, word, rank)
        return
    parent, guards = run.state, run.guards
    number, taken = run.conditions.partition(ways)
    ended = []
    for rank, way in taken.items():
        run.switch(chosen(run, parent, way))
        run.live = True
        if rank < len(clauses):
            clause = clauses[rank]
            run.guards = (*guards, _guard(run, node, clause, number, way[2]))
            _run_clause(run, node, word, rank)
        else:
            run.guards = guards
        if run.live:
            ended.append(run.state)
    run.guards = guards
    run.meet(parent, ended)


def _guard(run: Run, node: Case, clause: CaseClause, number: int, branch: int) -> Guard:
    start, end = clause.patterns[0].start, clause.patterns[-1].end
    shown = f"case {run.source_text(node.word.start, node.word.end, 50)} in {run.source_text(start, end, 50)}"
    return Guard(shown, True, run.locator.place(start, end), number, branch)


def _run_clause(run: Run, node: Case, word: Text, rank: int) -> None:
    """The commands of clause `rank`, and of those that its end lets run as well (bash manual, 3.2.5.2)."""
    while True:
        clause = node.clauses[rank]
        run_body(run, clause.body)
        rank += 1
        if not run.live or rank == len(node.clauses) or clause.terminator not in {";&", ";;&"}:
            return
        if clause.terminator == ";;&":
            _dispatch(run, node, word, rank)
            return


def _ways(run: Run, node: Case, word: Text, first: int) -> dict[int, list[Choices]]:
    """The clauses that may match, by number (the number of clauses: none does), and under which choices each does."""
    patterns: dict[int, list[Text]] = {}
    ways: dict[int, list[Choices]] = {}
    state = run.state
    for text, when in run.alternatives(word):
        for rank, choices in _matches(run, node, text, first, patterns):
            both = when | choices
            if allowed(both, state.path, state.either):
                ways.setdefault(rank, []).append(both)
    return dict(sorted(ways.items())) or {len(node.clauses): [ALWAYS]}


def _matches(
    run: Run, node: Case, text: Text, first: int, patterns: dict[int, list[Text]]
) -> list[tuple[int, Choices]]:
    """The clauses that `text`, which has no references, may match, each with the choice that says so."""
    known = texts.known(text)
    possible: list[int] = []
    for rank in range(first, len(node.clauses)):
        if rank not in patterns:
            patterns[rank] = [expand_pattern(pattern, run) for pattern in node.clauses[rank].patterns]
        answer = _match(run, text, known, patterns[rank])
        if answer is not False:
            possible.append(rank)
        if answer:
            break
    else:
        possible.append(len(node.clauses))
    if len(possible) == 1:
        return [(possible[0], ALWAYS)]
    number = run.conditions.of(
        ("case", text, tuple([p.raw for clause in node.clauses[first:] for p in clause.patterns]))
    )
    name = plain_name(node.word.raw)
    values = {rank: _literals(patterns[rank]) for rank in possible if rank < len(node.clauses)}
    asked = [value for found in values.values() for value in found]
    result = []
    for rank in possible:
        choices = {Choice(number, rank)}
        own = values.get(rank, ())
        if len(own) == 1:
            choices |= run.conditions.equal(text, own[0])[0][1]
            if name:
                run.told[Choice(number, rank)] = ((name, text, patterns[rank][0]),)
        if len(asked) <= _ASKED:
            # What another clause asks for it is not, as a test later on may ask again.
            for value in asked:
                if value not in own:
                    choices |= run.conditions.equal(text, value)[1][1]
        result.append((rank, frozenset(choices)))
    return result


# Values of one `case` that are kept in mind as what the word is not.
_ASKED = 8


def _literals(patterns: Sequence[Text]) -> tuple[str, ...]:
    """The patterns of a clause, if they are plain strings."""
    known = [texts.known(pattern) for pattern in patterns]
    return tuple([value for value in known if value]) if all(known) else ()


def plain_name(raw: str) -> str:
    """The variable that a word asks for, if it is nothing else: `$x`, `"${x}"`."""
    if "$" not in raw:
        return ""
    name = raw.strip('"').removeprefix("$").removeprefix("{").removesuffix("}")
    return name if name.isidentifier() and raw.lstrip('"')[:1] == "$" else ""


def _match(run: Run, text: Text, known: str | None, patterns: Sequence[Text]) -> bool | None:
    from lintpack.script import patterns as matching

    unsure = False
    for pattern in patterns:
        plain = texts.known(pattern)
        if plain is not None and known is not None:
            answer: bool | None = plain == known
        elif plain == "" and known is None:
            answer = texts.is_empty(text)
        else:
            answer = matching.match(text, pattern, fold=run.option("nocasematch"))
        if answer:
            return True
        unsure = unsure or answer is None
    return None if unsure else False
