"""Word expansion: from words to the arguments that a command gets, in bash's order (bash manual, 3.5).

`expand_words` is for a command's words, `expand_word` for what is not split (assignments, redirections, the word of
`case`, operands of `[[ ]]`), `expand_quoted` for here-documents, `expand_pattern` for patterns.
"""

from __future__ import annotations

from lintpack.bash.tree import Assignment, DoubleQuoted, Escaped, Literal, Parameter, SingleQuoted
from lintpack.record import Record
from lintpack.script import limits, segments, texts
from lintpack.script.values import ALWAYS, Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from typing import Protocol

    from lintpack.bash.tree import CommandSubstitution, Part, ProcessSubstitution, Word
    from lintpack.script.values import Choices, Piece, Text
    from lintpack.script.variables import Variable, Variables
else:
    Protocol = object


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
    for word in words:
        # Most words are one literal, or a quoted string of literals and variables.
        if not isinstance(word, Assignment):
            parts = word.parts
            if len(parts) == 1:
                part = parts[0]
                if isinstance(part, Literal):
                    done.append((part.text,))
                    continue
            text = simple(parts, host, False)
            if text is not None:
                done.append(text)
                continue
        return _expand_rest(words, done, host)
    return (Arguments(tuple(done), tuple(words)),)


def _expand_rest(words: Sequence[Word | Assignment], done: list[Text], host: Host) -> tuple[Arguments, ...]:
    """As `expand_words`, where all words before number `len(done)` are one text each."""
    from lintpack.script.expand_parts import assignment_text, word_fields

    lists: list[tuple[list[Text], list[Word | Assignment], Choices]] = [(done, list(words[: len(done)]), ALWAYS)]
    for word in words[len(done) :]:
        if isinstance(word, Assignment):
            options: list[tuple[list[Text], Choices]] = [([assignment_text(word, host)], ALWAYS)]
        else:
            options = word_fields(word, host)
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


def simple(parts: tuple[Part, ...], host: Host, whole: bool) -> Text | None:
    """The text of a word that is made of literals, quoted strings and plain variables, and surely is one field; None
    for any other word. `whole`: it is not split, so that variables outside quotes are plain as well."""
    if len(parts) > 30:
        return None
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, Literal):
            if "[" in part.text and not whole and len(parts) > 1:
                return None
            pieces.append(part.text)
        elif isinstance(part, (SingleQuoted, Escaped)):
            pieces.append(part.text)
        elif isinstance(part, DoubleQuoted):
            if len(part.parts) > 30:
                return None
            for inner in part.parts:
                if isinstance(inner, (Literal, Escaped)):
                    pieces.append(inner.text)
                elif isinstance(inner, Parameter):
                    text = _variable(inner, host)
                    if text is None:
                        return None
                    pieces.extend(text)
                else:
                    return None
        elif isinstance(part, Parameter):
            text = _variable(part, host) if whole else _unsplit(part, host)
            if text is None:
                return None
            pieces.extend(text)
        else:
            return None
    return texts.normal(pieces)


def _variable(node: Parameter, host: Host) -> Text | None:
    """The text of `$name`, where no more than that is asked and it is set for sure; else None."""
    if node.form or node.operator or node.index is not None:
        return None
    found = host.variables.get(node.name)
    if found is None:
        return _never_set(node.name, host)
    if found.arrays or "n" in found.attributes:
        return None
    value = found.value
    if len(value) == 1:
        text = value[0].text
        if text is None or (len(text) == 1 and isinstance(text[0], str)) or not text:
            return text
    else:
        path = host.choices
        value = tuple([case for case in value if texts.consistent(case.when, path)]) or value
        if any(case.text is None for case in value):
            return None
    return texts.from_value(f"${{{node.name}}}", value)


def _never_set(name: str, host: Host) -> Text | None:
    """The text of a variable of the environment, of `$#` and `$?`."""
    if name == "#":
        positionals = host.variables.positionals
        return None if positionals.open else (str(len(positionals.known)),)
    if not (name[0].isalpha() or name == "?"):
        return None
    found = host.special(name)
    if found is None:
        return (Hole(f"${{{name}}}"),)
    value = found.value
    return value[0].text if len(value) == 1 and not found.arrays else None


def _unsplit(node: Parameter, host: Host) -> Text | None:
    """The text of `$name` outside quotes, where that is surely one field and names no files; else None."""
    variables = host.variables
    name = node.name
    if name.isdigit() and name != "0" and not (node.form or node.operator or node.index is not None):
        known = variables.positionals.known
        text = known[int(name) - 1] if len(name) < 3 and 0 < int(name) <= len(known) else None
    else:
        text = _variable(node, host)
    if not text or variables.get("IFS") is not None:
        return None
    for piece in text:
        if isinstance(piece, str):
            if not segments.SPECIAL.isdisjoint(piece):
                return None
        elif isinstance(piece, Wildcard) or (isinstance(piece, Reference) and not segments.is_field(piece)):
            return None
    return text


def expand_word(word: Word, host: Host) -> Text:
    """One text, not split: the value of an assignment, a redirection's target, the subject of `case` …"""
    text = simple(word.parts, host, True)
    if text is None:
        from lintpack.script.expand_parts import word_text

        text = word_text(word, host)
    holes = getattr(host, "holes", None)
    if holes:
        # The word is of a script in a string, in which placeholders stand for what is not known.
        from lintpack.script.locator import reveal

        text = reveal(text, holes)
    return text


def expand_quoted(word: Word, host: Host) -> Text:
    """As between double quotes: a here-document's body."""
    from lintpack.script.expand_parts import quoted_text

    return quoted_text(word, host)


def expand_pattern(word: Word, host: Host, extended: bool | None = None) -> Text:
    """A pattern for `patterns.match`: what was quoted is in strings, what is active in wildcards. `extended`: whether
    extended globs count in what variables hold, as in `[[ ]]`; None: where `shopt -s extglob` is on."""
    parts = word.parts
    if len(parts) == 1 and isinstance(parts[0], Literal):
        return texts.literal(parts[0].text)
    from lintpack.script.expand_parts import pattern_text

    return pattern_text(word, host, host.option("extglob") if extended is None else extended)


def expand_regex(word: Word, host: Host) -> Text:
    """The right side of `=~`: what was quoted in it stands for itself, by a backslash before what means more."""
    from lintpack.script.expand_parts import regex_text

    return regex_text(word, host)


def evaluate(expression: Word, host: Host) -> int | None:
    """The value of an arithmetic expression, with its assignments done; None where it cannot be told."""
    from lintpack.script.expand_arithmetic import evaluate_word

    return evaluate_word(expression, host)
