"""Which words are reserved, and where: bashlex's answer, with what it lacks."""

from __future__ import annotations

from lintpack.bash import kinds
from lintpack.bash.upstream import Token, Tokenizer, reserved_words, token_types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NUMBER = {name: number for number, name in enumerate(kinds.NAMES)}
_BEFORE_TIME = frozenset((
    kinds.NEWLINE, kinds.SEMICOLON, kinds.AND_AND, kinds.OR_OR, kinds.AMPERSAND, kinds.WHILE, kinds.UNTIL, kinds.DO,
    kinds.IF, kinds.THEN, kinds.ELIF, kinds.ELSE, kinds.LEFT_CURLY, kinds.LEFT_PAREN, kinds.RIGHT_PAREN, kinds.BANG,
    kinds.TIME, kinds.TIMEOPT, kinds.TIMEIGN,
))  # fmt: skip
_tokens: dict[int, Token] = {}
_accepting: dict[int, bool] = {}


def _as_token(kind: int) -> Token:
    """The token of a kind, as bashlex looks back at it."""
    found = _tokens.get(kind)
    if found is None:
        name = kinds.NAMES[kind]
        type_ = token_types["EOF" if kind == kinds.END else name]
        value = {kinds.LEFT_CURLY: "{", kinds.RIGHT_CURLY: "}"}.get(kind, type_.value)
        found = _tokens[kind] = Token(type_, value)
    return found


def bracket_word(text: str, start: int, limit: int) -> str:
    """The reserved word at `start`, of those that do not consist of letters; "" where none is."""
    for found in ("{", "}", "!", "[["):
        if text.startswith(found, start):
            end = start + len(found)
            if end >= limit or text[end] in " \t\n()<>;&|" or text.startswith("\\\n", end):
                return found
    return ""


class _Flags(set["Any"]):
    """bashlex's parser state, whose `&` asks for one flag."""

    def __and__(self, flag: Any) -> bool:  # type: ignore[override]
        return flag in self


class ReservedWords(Tokenizer):
    """bashlex's tokenizer, as far as it looks back to see whether a word is reserved.

    `last` and `before` are the kinds of the last two tokens.
    """

    def __init__(self) -> None:
        self.last = self.before = kinds.NEWLINE
        self.head = 0  # FOR, CASE or SELECT whose word was read and whose `in` may follow
        self.patterns = False  # in the patterns of a case clause
        self._parserstate = _Flags()
        self._esacs_needed_count = self._open_brace_count = 0

    def acceptable(self) -> bool:
        """Whether a reserved word may stand here."""
        last = self.last
        if last == kinds.WORD:
            return self.before in (kinds.FUNCTION, kinds.COPROC)
        found = _accepting.get(last)
        if found is None:
            self._last_read_token = self._token_before_that = token = _as_token(last)
            found = last in (kinds.ARITH_FOR_EXPRS, kinds.ARITH_CMD, kinds.COND_END)
            found = _accepting[last] = found or self._reserved_word_acceptable(token)
        return found

    def _time_command_acceptable(self) -> bool:
        """Whether `time` is reserved here: not in the middle of a pipeline (parse.y of bash; bashlex has a stub)."""
        return self.last in _BEFORE_TIME and not (self.last == kinds.NEWLINE and self.before == kinds.BAR)

    def reserved(self, found: str) -> int:
        """The kind of `found` where it is a reserved word; 0 where it is a word like others."""
        type_: Any = None
        if self.patterns:
            if found == "esac" and (self.last == kinds.IN or self.acceptable()):
                type_ = token_types.ESAC
        elif self.head and found in ("in", "do") and (self.last == kinds.NEWLINE or self.before == self.head):
            type_ = reserved_words[found] if found == "in" or self.head != kinds.CASE else None
        else:
            self._last_read_token = _as_token(self.last)
            self._token_before_that = _as_token(self.before)
            type_ = self._specialcasetokens(found)
            if type_ is None and self.acceptable() and (found != "time" or self._time_command_acceptable()):
                type_ = reserved_words.get(found)
        return 0 if type_ is None else NUMBER[type_.name]
