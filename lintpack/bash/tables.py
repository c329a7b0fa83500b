"""The parser's tables: loaded from the package, or built anew where bashlex's grammar is another."""

from __future__ import annotations

from typing import Any, ClassVar


class Tables:
    """LALR tables. States, productions (from 1) and nonterminals are numbers."""

    ACCEPT: ClassVar[int] = 30000

    __slots__ = ("absorbs", "action", "builders", "default", "goto", "key", "keys", "left", "length", "names")

    def __init__(
        self,
        names: list[str],
        keys: list[str],
        length: list[int],
        left: list[int],
        key: list[int],
        default: list[int],
        action: list[list[int]],
        goto: list[list[int]],
    ) -> None:
        """`names`: nonterminals. `keys`: builders. For each production its `length`, its `left` side and its
        `key` (from 1; 0 where its only symbol's value is handed on). For each state the production it reduces
        whatever follows (`default`, or 0), its `action` by terminal (state to shift to, minus the production
        to reduce, ACCEPT, or 0: error) and its `goto` by nonterminal. `absorbs`: 1 for a state in which a WORD
        only makes the list on top of the stack longer."""
        self.names = names
        self.keys = keys
        self.length = length
        self.left = left
        self.key = key
        self.default = default
        self.action = action
        self.goto = goto
        self.absorbs: list[int] = []
        self.builders: list[Any] = []  # by production; driver.py fills it in


_loaded: list[Tables] = []


def load() -> Tables:
    from lintpack.bash.grammar import build

    if not _loaded:
        _loaded.append(build())
    return _loaded[0]
