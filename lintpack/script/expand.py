"""Word expansion: from words to the arguments that a command gets, in bash's order (bash manual, 3.5).

`expand_words` is for a command's words, `expand_word` for what is not split (assignments, redirections, the word of
`case`, operands of `[[ ]]`), `expand_quoted` for here-documents, `expand_pattern` for patterns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lintpack.record import Record
from lintpack.script.values import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.bash.tree import Assignment, CommandSubstitution, ProcessSubstitution, Word
    from lintpack.script.values import Choices, Text
    from lintpack.script.variables import Variable, Variables


class Host(Protocol):
    """What expansion asks of the interpreter, and tells it."""

    @property
    def variables(self) -> Variables: ...

    @property
    def choices(self) -> Choices:
        """The choices that led here: alternatives that exclude them are left out."""

    def option(self, name: str) -> bool:
        """Whether an option of `set -o` or `shopt` is on: nounset, extglob, nocasematch, noglob …"""

    def special(self, name: str) -> Variable | None:
        """A parameter that the shell keeps: `0 ? $ ! - _`, BASH_SOURCE, FUNCNAME, LINENO, RANDOM, PIPESTATUS, UID …
        None: it is not known (a hole) or not special. Asked only for `0 ? $ ! - _` and names that were never set."""

    def substitute(self, node: CommandSubstitution) -> Text:
        """What the commands print; a hole (its `shown` the substitution as written) where that cannot be told.
        Newlines at the end are taken off by the caller."""

    def process(self, node: ProcessSubstitution) -> Text:
        """The file name that stands for `<(…)`: a hole."""

    def failed(self, node: object, name: str, message: Text | None, certain: bool) -> None:
        """`${name:?message}`, or an unset `name` under `set -u` (message None), would end the script here;
        `certain` where it surely does."""

    def limit(self, what: str) -> None:
        """The bound `limits.<what>` was reached."""


class Arguments(Record):
    """One list of arguments that the words may give: a text each, the word that each came from, and the choices."""

    texts: tuple[Text, ...]
    nodes: tuple[Word | Assignment, ...]
    when: Choices = ALWAYS


def expand_words(words: Sequence[Word | Assignment], host: Host) -> tuple[Arguments, ...]:
    """All expansions, splitting and quote removal; globs stay as wildcards. At least one list, at most
    `limits.ALTERNATIVES`. An `Assignment` among the words (an argument of `declare`) becomes one text `name=value`."""
    raise NotImplementedError


def expand_word(word: Word, host: Host) -> Text:
    """One text, not split: the value of an assignment, a redirection's target, the subject of `case` …"""
    raise NotImplementedError


def expand_quoted(word: Word, host: Host) -> Text:
    """As between double quotes: a here-document's body."""
    raise NotImplementedError


def expand_pattern(word: Word, host: Host) -> Text:
    """A pattern for `patterns.match`: what was quoted is in strings, what is active in wildcards."""
    raise NotImplementedError


def evaluate(expression: Word, host: Host) -> int | None:
    """The value of an arithmetic expression, with its assignments done; None where it cannot be told."""
    raise NotImplementedError
