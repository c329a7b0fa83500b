"""Which words are reserved, and where: bashlex's answers (answers.py), with what it lacks."""

from __future__ import annotations

from lintpack.bash import kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tables import Tables

_BEFORE_TIME = frozenset((
    kinds.NEWLINE, kinds.SEMICOLON, kinds.AND_AND, kinds.OR_OR, kinds.AMPERSAND, kinds.WHILE, kinds.UNTIL, kinds.DO,
    kinds.IF, kinds.THEN, kinds.ELIF, kinds.ELSE, kinds.LEFT_CURLY, kinds.LEFT_PAREN, kinds.RIGHT_PAREN, kinds.BANG,
    kinds.TIME, kinds.TIMEOPT, kinds.TIMEIGN,
))  # fmt: skip


def bracket_word(text: str, start: int, limit: int) -> str:
    """The reserved word at `start`, of those that do not consist of letters; "" where none is."""
    for found in ("{", "}", "!", "[["):
        if text.startswith(found, start):
            end = start + len(found)
            if end >= limit or text[end] in " \t\n()<>;&|" or text.startswith("\\\n", end):
                return found
    return ""


class ReservedWords:
    """Looks back to see whether a word is reserved. `last` and `before` are the kinds of the last two tokens."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.last = self.before = kinds.NEWLINE
        self.head = 0  # FOR, CASE or SELECT whose word was read and whose `in` may follow
        self.patterns = False  # in the patterns of a case clause

    def acceptable(self) -> bool:
        """Whether a reserved word may stand here."""
        if self.last == kinds.WORD:
            return self.before in (kinds.FUNCTION, kinds.COPROC)
        return self.last in self.tables.accepting

    def _time_command_acceptable(self) -> bool:
        """Whether `time` is reserved here: not in the middle of a pipeline (parse.y of bash; bashlex has a stub)."""
        return self.last in _BEFORE_TIME and not (self.last == kinds.NEWLINE and self.before == kinds.BAR)

    def reserved(self, found: str) -> int:
        """The kind of `found` where it is a reserved word; 0 where it is a word like others."""
        tables = self.tables
        if self.patterns:
            return kinds.ESAC if found == "esac" and (self.last == kinds.IN or self.acceptable()) else 0
        if self.head and found in ("in", "do") and (self.last == kinds.NEWLINE or self.before == self.head):
            return tables.reserved[found] if found == "in" or self.head != kinds.CASE else 0
        kind = tables.special.get((found, self.last), 0)
        if not kind and self.acceptable() and (found != "time" or self._time_command_acceptable()):
            kind = tables.reserved.get(found, 0)
        return kind
