"""The parser's loop over the tables, for a whole text or a substitution's commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lintpack.bash import kinds, tree
from lintpack.bash.actions import BUILDERS
from lintpack.bash.errors import UnreadableError
from lintpack.bash.tables import Tables

if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader


def run(r: Reader, opener: int) -> list[tree.Statement]:
    """The statements from the reader's place on.

    `opener`: where the parenthesis stands that has to be closed, or -1 for commands up to the text's end.
    """
    tables = r.tables
    action = tables.action
    default = tables.default
    goto = tables.goto
    length = tables.length
    left = tables.left
    builders = tables.builders or _bind(tables)
    absorbs = tables.absorbs
    states = [0]
    values: list[Any] = []
    found: list[tree.Statement]
    state = 0
    kind = -1
    token = r.token
    while True:
        by = default[state]
        if not by:
            if kind < 0:
                kind = token()
            then = action[state][kind]
            if then > 0:
                if then == Tables.ACCEPT:
                    found = values[0]
                    return found
                if kind == kinds.WORD and absorbs[state]:
                    values[-1].append(r.value)
                    kind = r.arguments(values[-1])
                    continue
                states.append(then)
                values.append(r.value)
                state = then
                kind = -1
                continue
            if not then:
                if opener >= 0 and kind == kinds.RIGHT_PAREN:
                    then = action[state][kinds.END]
                    if then == Tables.ACCEPT:
                        r.pos = r.value[1]
                        found = values[0]
                        return found
                    if not then:
                        kind = kinds.RIGHT_PAREN
                        raise UnreadableError(r.start, r.start + 1, "unexpected `)`")
                else:
                    raise UnreadableError(r.start, r.pos, f"unexpected {kinds.NAMES[kind]}")
            by = -then
        count = length[by]
        builder = builders[by]
        if count == 1:
            if builder:
                values[-1] = builder(r, values[-1])
            states.pop()
        elif count:
            values[-count:] = [builder(r, values[-count:])]
            del states[-count:]
        else:
            values.append(None)
        state = goto[states[-1]][left[by]]
        states.append(state)


def _bind(tables: Tables) -> list[Any]:
    made = [None, *(BUILDERS[key] for key in tables.keys)]
    tables.builders = [made[key] for key in tables.key]
    return tables.builders
