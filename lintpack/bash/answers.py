"""What bashlex's tokenizer says of operators and reserved words. It is asked for every token when the tables are built,
and its answers come with them: a run would pay more for loading it than for reading a short script."""

from __future__ import annotations

from lintpack.bash import kinds
from lintpack.bash.upstream import load_tokenizer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lintpack.bash.tables import Tables

# Behind these bash takes reserved words too; bashlex has no `((` nor `[[`.
_ADDED = (kinds.ARITH_FOR_EXPRS, kinds.ARITH_CMD, kinds.COND_END)
# No reserved words, but tokens of their own behind `time`.
_OPTIONS = ("-p", "--")


class _Flags(set["Any"]):
    """bashlex's parser state, whose `&` asks for one flag."""

    def __and__(self, flag: Any) -> bool:  # type: ignore[override]
        return flag in self


def fill_in(tables: Tables) -> None:
    """Ask bashlex, and put its answers into `tables`."""
    bashlex = load_tokenizer()
    number = {name: kind for kind, name in enumerate(kinds.NAMES)}
    tables.operators = {
        type_.value: number[type_.name]
        for type_ in bashlex.tokentype
        if isinstance(type_.value, str) and type_.name in number
    }
    tables.reserved = {word: number[type_.name] for word, type_ in bashlex.valid_reserved_first_command.items()}
    accepting = set(_ADDED)
    for last in range(len(kinds.NAMES)):
        # What stands behind a word hangs on what stands before it: keywords.py knows.
        if last == kinds.WORD:
            continue
        if _asked(bashlex, last)._reserved_word_acceptable(_token(bashlex, last)):
            accepting.add(last)
        for word in (*tables.reserved, *_OPTIONS):
            type_ = _asked(bashlex, last)._specialcasetokens(word)
            if type_ is not None:
                tables.special[word, last] = number[type_.name]
    tables.accepting = frozenset(accepting)


def _asked(bashlex: Any, last: int) -> Any:
    """A tokenizer that has just read a token of the kind `last`."""
    asked = object.__new__(bashlex.tokenizer)
    asked._parserstate = _Flags()
    asked._esacs_needed_count = asked._open_brace_count = 0
    asked._last_read_token = _token(bashlex, last)
    asked._token_before_that = _token(bashlex, kinds.NEWLINE)
    return asked


def _token(bashlex: Any, kind: int) -> Any:
    """The token of a kind, as bashlex looks back at it."""
    type_ = bashlex.tokentype["EOF" if kind == kinds.END else kinds.NAMES[kind]]
    return bashlex.token(type_, {kinds.LEFT_CURLY: "{", kinds.RIGHT_CURLY: "}"}.get(kind, type_.value))
