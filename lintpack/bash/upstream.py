"""The only place that touches bashlex: its tokenizer and its grammar, of which tables are built.

A run looks only whether they are those that the shipped tables were made of. `import bashlex` builds LALR tables,
90 ms; its tokenizer does not need them, so only that module is loaded: a bare package stands in while its imports run,
and is taken away again.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_NAME = "bashlex"


def _folder() -> str:
    """Where bashlex is installed."""
    package = sys.modules.get(_NAME)
    if package:
        return str(package.__path__[0])
    for finder in sys.meta_path:
        spec = finder.find_spec(_NAME, None)
        if spec is not None and spec.submodule_search_locations:
            return str(spec.submodule_search_locations[0])
    raise ModuleNotFoundError(f"No module named {_NAME!r}", name=_NAME)


def load_tokenizer() -> Any:
    """The module of bashlex's tokenizer, without the package around it."""
    module = _NAME + ".tokenizer"
    if _NAME in sys.modules:
        __import__(module)
        return sys.modules[module]
    package = type(sys)(_NAME)
    package.__path__ = [_installed]
    sys.modules[_NAME] = package
    try:
        __import__(module)
        return sys.modules[module]
    finally:
        del sys.modules[_NAME]


_installed = _folder()


def digest() -> int:
    """Tells one version of bashlex's grammar and tokenizer from another, by their sizes; 0 where they are not there."""
    try:
        return os.stat(_installed + "/parser.py").st_size << 32 | os.stat(_installed + "/tokenizer.py").st_size
    except OSError:
        return 0


def grammar_functions() -> list[Callable[..., Any]]:
    """The grammar rules (docstrings of these), in the order of its file. Builds its tables: slow."""
    from bashlex import parser  # type: ignore[import-untyped]

    found = [f for name, f in vars(parser).items() if name.startswith("p_") and name != "p_error"]
    return sorted(found, key=lambda function: function.__code__.co_firstlineno)


def lalr_tables(
    productions: list[tuple[str, list[str]]], terminals: list[str], start: str
) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """The action and goto rows of every state, made by the yacc that bashlex carries.

    Actions are as in PLY: n > 0 shifts to state n, n < 0 reduces production -n (from 1, in the order
    given), 0 accepts.
    """
    from bashlex import parser, yacc

    grammar = yacc.Grammar(terminals)
    for level, (associativity, *names) in enumerate(parser.precedence, 1):
        for name in names:
            grammar.set_precedence(name, associativity, level)
    for line, (name, symbols) in enumerate(productions):
        grammar.add_production(name, list(symbols), name, "", line)
    grammar.set_start(start)
    table = yacc.LRTable(grammar, yacc.NullLogger())
    count = len(table.lr_action)
    actions = [{k: v for k, v in table.lr_action[state].items() if v is not None} for state in range(count)]
    return actions, [table.lr_goto[state] for state in range(count)]
