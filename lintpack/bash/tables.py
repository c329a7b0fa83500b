"""The parser's tables: loaded from the package, or built anew where bashlex's grammar is another.

`tables.dat` holds them as numbers of 16 bits, `table_data.py` the names and words that go with them;
`python -m lintpack.bash.build_tables` writes both.
"""

from __future__ import annotations

import os
import sys

from lintpack.bash import kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar


DATA_FILE = "tables.dat"


class Tables:
    """LALR tables. States, productions (from 1) and nonterminals are numbers."""

    ACCEPT: ClassVar[int] = 30000

    __slots__ = (
        "absorbs",
        "accepting",
        "action",
        "default",
        "goto",
        "key",
        "keys",
        "left",
        "length",
        "names",
        "operators",
        "reserved",
        "special",
        "steps",
    )

    def __init__(self, names: list[str], keys: list[str]) -> None:
        """`names`: nonterminals. `keys`: names of builders."""
        self.names = names
        self.keys = keys
        # For each production its length, its left side, and its builder (from 1; 0 where its only symbol's
        # value is handed on).
        self.length: list[int] = []
        self.left: list[int] = []
        self.key: list[int] = []
        # For each state the production it reduces whatever follows (or 0), otherwise what a terminal does in it
        # (the state to shift to, minus the production to reduce, ACCEPT, or 0: an error), the state behind a
        # nonterminal, and 1 where a WORD only makes the list on top of the stack longer.
        self.default: list[int] = []
        self.action: list[list[int]] = []
        self.goto: list[list[int]] = []
        self.absorbs: list[int] = []
        # The kinds of operators and of reserved words; the kinds behind which a reserved word may stand; and where a
        # word behind a token of one kind has a kind of its own.
        self.operators: dict[str, int] = {}
        self.reserved: dict[str, int] = {}
        self.accepting: frozenset[int] = frozenset()
        self.special: dict[tuple[str, int], int] = {}
        # By production its length, the function of its builder, and its left side; driver.py fills it in.
        self.steps: list[tuple[int, Any, int]] = []


_loaded: Tables | None = None


def load() -> Tables:
    """The tables for the bashlex that is installed."""
    global _loaded  # noqa: PLW0603
    if _loaded is None:
        from lintpack.bash.table_data import DIGEST
        from lintpack.bash.upstream import digest

        _loaded = shipped() if digest() == DIGEST else _built()
    return _loaded


def _built() -> Tables:
    from lintpack.bash.grammar import build

    return build()


def shipped() -> Tables:
    """The tables that came with the package."""
    from lintpack.bash import table_data as data

    with open(os.path.join(os.path.dirname(__file__), DATA_FILE), "rb") as file:
        tables = unpack(data.NAMES.split(), data.KEYS.split(), file.read())
    number = {name: kind for kind, name in enumerate(kinds.NAMES)}
    tables.operators = {word: number[name] for word, name in data.OPERATORS}
    tables.reserved = {word: number[name] for word, name in data.RESERVED}
    tables.accepting = frozenset([number[name] for name in data.ACCEPTING.split()])
    tables.special = {(word, number[last]): number[name] for word, last, name in data.SPECIAL}
    return tables


def pack(tables: Tables) -> bytes:
    """All numbers of `tables`, two bytes each. Equal rows are kept once."""
    rows = sorted(set(map(tuple, tables.action)))
    gotos = sorted(set(map(tuple, tables.goto)))
    numbers = [len(tables.length), len(tables.default), len(rows), len(rows[0]), len(gotos), len(gotos[0])]
    numbers += tables.length + tables.left + tables.key + tables.default + tables.absorbs
    numbers += [rows.index(tuple(row)) for row in tables.action]
    numbers += [gotos.index(tuple(row)) for row in tables.goto]
    for row in rows + gotos:
        numbers += row
    return b"".join(number.to_bytes(2, "little", signed=True) for number in numbers)


def unpack(names: list[str], keys: list[str], data: bytes) -> Tables:
    """What `pack` packed."""
    if sys.byteorder == "big":
        swapped = bytearray(len(data))
        swapped[::2], swapped[1::2] = data[1::2], data[::2]
        data = bytes(swapped)
    numbers = memoryview(data).cast("h")
    productions, states, actions, width, gotos, breadth = numbers[:6].tolist()
    tables = Tables(names, keys)
    at = 6

    def take(count: int) -> list[int]:
        nonlocal at
        at += count
        return numbers[at - count : at].tolist()

    tables.length = take(productions)
    tables.left = take(productions)
    tables.key = take(productions)
    tables.default = take(states)
    tables.absorbs = take(states)
    action_rows = take(states)
    goto_rows = take(states)
    rows = [take(width) for _ in range(actions)]
    tables.action = [rows[row] for row in action_rows]
    rows = [take(breadth) for _ in range(gotos)]
    tables.goto = [rows[row] for row in goto_rows]
    return tables
