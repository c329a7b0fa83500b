"""Word expansion: from words to the arguments that a command gets, in bash's order (bash manual, 3.5).

`expand_words` is for a command's words, `expand_word` for what is not split (assignments, redirections, the word of
`case`, operands of `[[ ]]`), `expand_quoted` for here-documents, `expand_pattern` for patterns.
"""

from __future__ import annotations

from lintpack.bash.tree import Assignment, Literal
from lintpack.lazy import Lazy
from lintpack.record import Record
from lintpack.script import limits, recipes, texts
from lintpack.script.values import ALWAYS, Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from typing import Protocol

    from lintpack.bash.tree import CommandSubstitution, ProcessSubstitution, Word
    from lintpack.script import expand_parts
    from lintpack.script.values import Choices, Text
    from lintpack.script.variables import Variable, Variables
else:
    expand_parts = Lazy("lintpack.script.expand_parts")


if TYPE_CHECKING:

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
            None: it is not known (a hole) or not special. Asked only for `0 ? $ ! - _` and names never set."""

        def substitute(self, node: CommandSubstitution) -> Text:
            """What the commands print; a hole (its `shown` the substitution as written) where that cannot be told.
            Newlines at the end are taken off by the caller."""

        def process(self, node: ProcessSubstitution) -> Text:
            """The file name that stands for `<(…)`: a hole."""

        def failed(self, node: object, name: str, message: Text | None, certain: bool) -> None:
            """`${name:?message}`, or an unset `name` under `set -u` (message None), would end the script here;
            `certain` where it surely does."""

        def condition(self, key: Hashable) -> int:
            """The number of the condition `key`, the same for the same key; branch 1 is where it holds. Keys asked for
            are `("nonempty", text)` and `("set", text)`."""

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
    done: list[Text] = []
    for rank, word in enumerate(words):
        text = None if type(word) is Assignment else recipes.argument(word, host)  # type: ignore[arg-type]
        if text is None:
            return expand_rest(words, rank, done, host)
        done.append(text)
    return (Arguments(tuple(done), tuple(words)),)


def expand_rest(words: Sequence[Word | Assignment], start: int, done: list[Text], host: Host) -> tuple[Arguments, ...]:
    """As `expand_words`, where the words before number `start` are one text each, those in `done`."""
    lists: list[tuple[list[Text], list[Word | Assignment], Choices]] = [(done, list(words[:start]), ALWAYS)]
    for word in words[start:]:
        options = _options(word, host)
        if len(options) == 1 and not options[0][1]:
            fields = options[0][0]
            for found, nodes, _ in lists:
                found.extend(fields)
                nodes.extend([word] * len(fields))
            if len(lists[0][0]) > limits.FIELDS:
                host.limit("FIELDS")
                for found, nodes, _ in lists:
                    del found[limits.FIELDS :], nodes[limits.FIELDS :]
            continue
        combined = [
            ([*found, *fields], [*nodes, *[word] * len(fields)], when | chosen)
            for found, nodes, when in lists
            for fields, chosen in options
            if texts.consistent(when, chosen)
        ]
        if 0 < len(combined) <= limits.ALTERNATIVES:
            lists = combined
        else:
            host.limit("ALTERNATIVES")
            for found, nodes, _ in lists:
                found.append((Hole(word.raw, f"limit {host.variables.number()}"),))
                nodes.append(word)
    return tuple([Arguments(tuple(found), tuple(nodes), when) for found, nodes, when in lists])


def _options(word: Word | Assignment, host: Host) -> Sequence[tuple[Sequence[Text], Choices]]:
    """The fields that one word gives, and the choices for each way it may."""
    if isinstance(word, Assignment):
        return [([expand_parts.assignment_text(word, host)], ALWAYS)]
    text = recipes.argument(word, host)
    if text is not None:
        return [([text], ALWAYS)]
    fields = recipes.arguments(word, host)
    if fields is not None:
        return [(fields, ALWAYS)]
    return expand_parts.word_fields(word, host)


def expand_word(word: Word, host: Host) -> Text:
    """One text, not split: the value of an assignment, a redirection's target, the subject of `case` …"""
    text = recipes.whole(word, host)
    if text is None:
        text = expand_parts.word_text(word, host)
    holes = getattr(host, "holes", None)
    if holes:
        # The word is of a script in a string, in which placeholders stand for what is not known.
        from lintpack.script.locator import reveal

        text = reveal(text, holes)
    return text


def expand_quoted(word: Word, host: Host) -> Text:
    """As between double quotes: a here-document's body."""
    return expand_parts.quoted_text(word, host)


def expand_pattern(word: Word, host: Host, extended: bool | None = None) -> Text:
    """A pattern for `patterns.match`: what was quoted is in strings, what is active in wildcards. `extended`: whether
    extended globs count in what variables hold, as in `[[ ]]`; None: where `shopt -s extglob` is on."""
    parts = word.parts
    if len(parts) == 1 and isinstance(parts[0], Literal):
        return texts.literal(parts[0].text)
    return expand_parts.pattern_text(word, host, host.option("extglob") if extended is None else extended)


def expand_regex(word: Word, host: Host) -> Text:
    """The right side of `=~`: what was quoted in it stands for itself, by a backslash before what means more."""
    return expand_parts.regex_text(word, host)


def evaluate(expression: Word, host: Host) -> int | None:
    """The value of an arithmetic expression, with its assignments done; None where it cannot be told."""
    raw = expression.raw
    if raw.isdecimal() and raw.isascii() and len(raw) < 10 and (raw[0] != "0" or raw == "0"):
        # Mostly it is that: `${x:0:7}`, `${a[0]}`.
        return int(raw)
    from lintpack.script.expand_arithmetic import evaluate_word

    return evaluate_word(expression, host)
