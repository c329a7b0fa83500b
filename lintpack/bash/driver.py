"""The parser's loop over the tables, for a whole text or a substitution's commands."""

from __future__ import annotations

from lintpack.bash import kinds
from lintpack.bash.actions import BUILDERS
from lintpack.bash.errors import UnexpectedError, UnreadableError, unclosed
from lintpack.bash.tables import Tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lintpack.bash import tree
    from lintpack.bash.tokens import Reader


def run(r: Reader, opener: int) -> list[tree.Statement]:
    """The statements from the reader's place on.

    `opener`: where the parenthesis stands that has to be closed, or -1 for commands up to the text's end.
    What cannot be parsed becomes a problem of the reader, and the parse goes on behind it.
    """
    states = [0]
    values: list[Any] = []
    kind = -1
    limit, depth, closing, level = r.end, r.depth, r.closing, r.level
    trouble: Exception | None = None
    while True:
        try:
            if trouble:
                from lintpack.bash.recovery import recover

                r.end, r.closing, r.level = limit, closing, level
                kind = recover(r, states, values, trouble)
                r.depth = depth + sum(1 for value in values if type(value) is tuple and value[2] in kinds.OPENERS)
            return _loop(r, states, values, kind, opener)
        except UnexpectedError as error:
            if opener >= 0 and error.kind == kinds.END:
                raise unclosed(opener, r.text[opener : opener + 2]) from None
            trouble = error
        except UnreadableError as error:
            if opener >= 0 and error.lost:
                raise
            trouble = error
        except RecursionError:
            if level:
                raise
            # The caller had used up most of the stack.
            trouble = UnreadableError(r.start, r.start + 1, "nested too deeply", lost=True)


def _loop(r: Reader, states: list[int], values: list[Any], kind: int, opener: int) -> list[tree.Statement]:
    """Parses until all is accepted. `kind`: of the token at hand (`r.value` is its value), or -1."""
    tables = r.tables
    action = tables.action
    default = tables.default
    goto = tables.goto
    steps = tables.steps or bind(tables)
    absorbs = tables.absorbs
    accept = Tables.ACCEPT
    token = r.token
    word = kinds.WORD
    state = states[-1]
    while True:
        by = default[state]
        if not by:
            if kind < 0:
                kind = token()
            then = action[state][kind]
            if then > 0:
                if then == accept:
                    if opener >= 0:
                        raise UnexpectedError(kind)
                    break
                if kind == word and absorbs[state]:
                    values[-1].append(r.value)
                    kind = -1  # whatever happens, the word is taken
                    kind = r.arguments(values[-1])
                    continue
                states.append(then)
                values.append(r.value)
                state = then
                kind = -1
                continue
            if not then:
                # The parenthesis that ends a substitution ends its text.
                then = action[state][kinds.END] if kind == kinds.RIGHT_PAREN and opener >= 0 else 0
                if not then:
                    raise UnexpectedError(kind)
                if then == accept:
                    r.pos = r.value[1]
                    break
            by = -then
        count, builder, left = steps[by]
        if count == 1:
            if builder:
                values[-1] = builder(r, values[-1])
            states[-1] = state = goto[states[-2]][left]
            continue
        if count:
            values[-count:] = [builder(r, values[-count:])]
            del states[-count:]
            state = goto[states[-1]][left]
        else:
            values.append(None)
            state = goto[state][left]
        states.append(state)
    found: list[tree.Statement] = values[0]
    return found


def bind(tables: Tables) -> list[tuple[int, Any, int]]:
    """What to do for each production: its length, its builder, its left side."""
    made = [None, *[BUILDERS[key] for key in tables.keys]]
    tables.steps = list(zip(tables.length, [made[key] for key in tables.key], tables.left, strict=True))
    return tables.steps
