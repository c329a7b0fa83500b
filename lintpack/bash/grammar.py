"""The grammar: bashlex's productions, what it lacks, and the tables made of them.

Nothing here runs when a script is read: tables.py loads what was made of it. No rule of bashlex's is
repeated here; its docstrings are read from the installed package.
"""

from __future__ import annotations

from lintpack.bash import kinds
from lintpack.bash.answers import fill_in
from lintpack.bash.tables import Tables

# Reads a whole text with one parse; bashlex's own start symbol stops after each top-level command.
START = "script"
_ADDED = """
script : newline_list
       | compound_list
timespec : TIME TIMEIGN
"""
# Productions with one symbol on the right, whose value needs work. All others hand it on as it is.
_UNITS = {
    ("case_clause", "pattern_list"),
    ("command", "simple_command"),
    ("list1", "pipeline_command"),
    ("pattern", "WORD"),
    ("pipeline_command", "pipeline"),
    ("redirection_list", "redirection"),
    ("script", "newline_list"),
    ("simple_command", "simple_command_element"),
    ("word_list", "WORD"),
}
_LISTS = {"simple_command", "word_list"}


def _rules(text: str) -> list[tuple[str, list[str]]]:
    """Productions as `name : a b` with `| c d` lines below."""
    found = []
    name = ""
    for line in text.splitlines():
        symbols = line.split()
        if not symbols:
            continue
        if symbols[0] != "|":
            name = symbols[0]
            symbols = symbols[1:]
        found.append((name, symbols[1:]))
    return found


def _mended(name: str, symbols: list[str]) -> list[tuple[str, list[str]]]:
    """bash 5.1 lets a subshell be the body of `function name`: where line ends may follow the name, their rule
    is taken apart, so that none of them has to be assumed before the parenthesis is seen."""
    if name == "function_def" and symbols[:1] == ["FUNCTION"] and symbols[2] == "newline_list":
        return [(name, symbols[:2] + symbols[3:]), (name, [*symbols[:2], "NEWLINE", *symbols[2:]])]
    return [(name, symbols)]


def productions() -> list[tuple[str, list[str]]]:
    """All that can be reached from the start symbol, bashlex's first."""
    from lintpack.bash import upstream

    rules = [rule for function in upstream.grammar_functions() for rule in _rules(function.__doc__ or "")]
    rules = [mended for rule in rules for mended in _mended(*rule)] + _rules(_ADDED)
    reached = {START}
    todo = [START]
    while todo:
        wanted = todo.pop()
        for name, symbols in rules:
            if name == wanted:
                new = set(symbols) - reached
                reached |= new
                todo += new
    return [rule for rule in rules if rule[0] in reached]


def build() -> Tables:
    """The tables of the completed grammar."""
    from lintpack.bash import upstream

    rules = productions()
    names = sorted({name for name, _ in rules})
    actions, gotos = upstream.lalr_tables(rules, list(kinds.NAMES[1:]), START)
    number = {name: index for index, name in enumerate(kinds.NAMES)}
    keys = sorted({_key(name, symbols) for name, symbols in rules if _key(name, symbols)})
    tables = Tables(names, keys)
    tables.length = [0] + [len(symbols) for _, symbols in rules]
    tables.left = [0] + [names.index(name) for name, _ in rules]
    tables.key = [0] + [keys.index(_key(*rule)) + 1 if _key(*rule) else 0 for rule in rules]
    for row in actions:
        values = set(row.values())
        only = next(iter(values)) if len(values) == 1 else 0
        tables.default.append(-only if only < 0 else 0)
        line = [0] * len(number)
        for name, value in row.items() if only >= 0 else ():
            line[number[name]] = value or Tables.ACCEPT
        tables.action.append(line)
    tables.goto = [[row.get(name, 0) for name in names] for row in gotos]
    _skip_units(tables)
    _drop_unreached(tables)
    fill_in(tables)
    for line in tables.action:
        then = line[kinds.WORD]
        by = tables.default[then] if then > 0 else 0
        tables.absorbs.append(int(bool(by) and tables.length[by] == 2 and names[tables.left[by]] in _LISTS))
    return tables


def _key(name: str, symbols: list[str]) -> str:
    """Which builder a production's value comes from; "" where its only symbol's value is handed on."""
    if len(symbols) > 1:
        return name
    return f"{name}:{symbols[0]}" if symbols and (name, symbols[0]) in _UNITS else ""


def _skip_units(tables: Tables) -> None:
    """Go straight to the state behind a chain of reductions that only rename a symbol."""

    def beyond(state: int, then: int) -> int:
        while 0 < then < Tables.ACCEPT:
            by = tables.default[then]
            if not by or tables.length[by] != 1 or tables.key[by]:
                break
            then = tables.goto[state][tables.left[by]]
        return then

    for row in (tables.goto, tables.action):
        for state, line in enumerate(row):
            line[:] = [beyond(state, then) for then in line]


def _drop_unreached(tables: Tables) -> None:
    """Leave out the states that nothing leads to any more, and number the others anew."""
    order = {0: 0}
    todo = [0]
    while todo:
        state = todo.pop(0)
        for then in (*tables.action[state], *tables.goto[state]):
            if 0 < then < Tables.ACCEPT and then not in order:
                order[then] = len(order)
                todo.append(then)
    tables.default = [tables.default[state] for state in order]
    tables.action = [[order.get(then, then) for then in tables.action[state]] for state in order]
    tables.goto = [[order.get(then, then) for then in tables.goto[state]] for state in order]
