"""Words that are made of little, expanded without the machinery of expand_parts.

Nearly every word is literals, quoted strings, plain `$name`s, or one substitution. What such a word consists of is
worked out once, when it is first met: a word in a function or a loop is expanded many times. `argument` and `whole`
give None for any other word, and where only expand_parts can tell; nothing has been run then.
"""

from __future__ import annotations

from lintpack.bash.tree import (
    AnsiQuoted,
    CommandSubstitution,
    DoubleQuoted,
    Escaped,
    Literal,
    Parameter,
    SingleQuoted,
)
from lintpack.script import segments, texts
from lintpack.script.values import Alternative, Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Part, Word
    from lintpack.script.expand import Host
    from lintpack.script.values import Piece, Text

# Parts of a word, and of a quoted string in it; expand_parts bounds what longer ones come to.
_PARTS = 30


class _Name:
    """`$name`, of which no more is asked than its value. `rank`: of a positional parameter, else 0."""

    __slots__ = ("name", "quoted", "rank", "shown")

    def __init__(self, name: str, quoted: bool) -> None:
        self.name = name
        self.quoted = quoted
        self.rank = int(name) if name.isdigit() and len(name) < 3 else 0
        self.shown = f"${{{name}}}"


_Step = str | _Name | CommandSubstitution


class Recipe:
    """How one word is expanded: `steps`, None for a word that is not for here.

    `constant`: the text that it always is. `bracketed`: a `[` that does not stand alone may begin a pattern.
    `substituted`: a substitution is among the steps, and else nothing that might not work out; `split`: unquoted.
    `all`: the word is `$*` or `$@`, or `"$@"` (then `split` is False), and nothing else."""

    __slots__ = ("all", "bracketed", "constant", "split", "steps", "substituted", "word")

    def __init__(self, word: Word) -> None:
        # Kept, so that no other word gets its id.
        self.word = word
        self.bracketed = self.substituted = self.split = self.all = False
        self.constant: Text | None = None
        steps: list[_Step] = []
        self.steps: list[_Step] | None = steps
        if len(word.parts) == 1 and type(word.parts[0]) is Literal:
            # Most words are that.
            self.constant = texts.literal(word.parts[0].text)
            return
        if not self._add(word.parts, steps, False):
            self.steps = None
        if self.steps is None:
            self._list(word.parts)
            return
        names = [step for step in steps if type(step) is not str]
        if not names:
            self.constant = texts.normal(steps)  # type: ignore[arg-type]
        elif self.substituted and len(names) > 1:
            self.steps = None

    def _list(self, parts: tuple[Part, ...]) -> None:
        quoted = len(parts) == 1 and type(parts[0]) is DoubleQuoted
        if quoted:
            parts = parts[0].parts  # type: ignore[union-attr]
        if len(parts) == 1 and isinstance(parts[0], Parameter):
            only = parts[0]
            self.all = only.name in ("@" if quoted else "@*") and not (only.form or only.operator)
            self.split = not quoted

    def _add(self, parts: tuple[Part, ...], steps: list[_Step], quoted: bool) -> bool:
        """Add the steps for `parts`; False where one of them is not for here."""
        if len(parts) > _PARTS:
            return False
        for part in parts:
            kind = type(part)
            if kind is Literal or kind is Escaped or ((kind is SingleQuoted or kind is AnsiQuoted) and not quoted):
                steps.append(part.text)  # type: ignore[union-attr]
                if kind is Literal and not quoted and len(parts) > 1 and "[" in part.text:  # type: ignore[union-attr]
                    self.bracketed = True
            elif isinstance(part, Parameter):
                if part.form or part.operator or part.index is not None or part.name in "@*":
                    return False
                steps.append(_Name(part.name, quoted))
            elif isinstance(part, CommandSubstitution):
                self.substituted = True
                self.split = self.split or not quoted
                steps.append(part)
            elif not (isinstance(part, DoubleQuoted) and not quoted and self._add(part.parts, steps, True)):
                return False
        return True


_recipes: dict[int, Recipe] = {}


def recipe(word: Word) -> Recipe:
    found = _recipes.get(id(word))
    if found is None:
        if len(_recipes) > 20_000:
            _recipes.clear()
        found = _recipes[id(word)] = Recipe(word)
    return found


def argument(word: Word, host: Host) -> Text | None:
    """The text of a command's word that surely is one field and names no files."""
    return field(recipe(word), host)


def field(recipe: Recipe, host: Host) -> Text | None:
    """As `argument`, for the word that `recipe` is of."""
    if recipe.bracketed or recipe.split:
        return None
    return recipe.constant if recipe.constant is not None else _made(recipe, host, False)


def arguments(word: Word, host: Host) -> tuple[Text, ...] | None:
    """The texts of a word that is all positional parameters, where they are known and each is one field."""
    found = recipe(word)
    positionals = host.variables.positionals
    if not found.all or positionals.open or len(positionals.known) > _PARTS:
        return None
    if found.split and (host.variables.own_ifs() or not all(map(_is_field, positionals.known))):
        return None
    return positionals.known


def whole(word: Word, host: Host) -> Text | None:
    """The text of a word that is not split."""
    found = recipe(word)
    return found.constant if found.constant is not None else _made(found, host, True)


def _made(recipe: Recipe, host: Host, whole: bool) -> Text | None:
    steps = recipe.steps
    if steps is None:
        return None
    only = steps[0] if len(steps) == 1 else ""
    if type(only) is _Name:
        return _value(only, host) if only.quoted or whole else _field(only, host)
    pieces: list[Piece] = []
    for step in steps:
        if type(step) is str:
            pieces.append(step)
            continue
        if type(step) is CommandSubstitution:
            text: Text | None = texts.without_newlines(host.substitute(step))
        elif step.quoted or whole:  # type: ignore[union-attr]
            text = _value(step, host)  # type: ignore[arg-type]
        else:
            text = _field(step, host)  # type: ignore[arg-type]
        if text is None:
            return None
        if len(steps) == 1:
            return host.variables.bounded("…", text) if recipe.substituted else text
        pieces += text
    text = texts.normal(pieces)
    return host.variables.bounded("…", text) if recipe.substituted else text


def _value(step: _Name, host: Host) -> Text | None:
    """The text of `$name` where it is set for sure."""
    if step.rank:
        positionals = host.variables.positionals
        if step.rank > len(positionals.known):
            return None
        text = positionals.known[step.rank - 1]
        if not text or (len(text) == 1 and type(text[0]) is str):
            return text
        return texts.from_value(step.shown, (Alternative(text),))
    variables = host.variables
    found = variables.get(step.name)
    if found is None:
        return _never_set(step, host)
    if found.arrays or "n" in found.attributes:
        return None
    value = found.value
    if len(value) == 1:
        only = value[0].text
        if not only or (len(only) == 1 and type(only[0]) is str):
            return only
    else:
        value = texts.possible(value, host.choices)
        if None in [case.text for case in value]:
            return None
    return variables.symbol(step.shown, value)


def _never_set(step: _Name, host: Host) -> Text | None:
    """The text of a variable of the environment, of `$#` and `$?`."""
    name = step.name
    if name == "#":
        positionals = host.variables.positionals
        return None if positionals.open else (str(len(positionals.known)),)
    if not (name[0].isalpha() or name == "?"):
        return None
    found = host.special(name)
    if found is None:
        return (Hole(step.shown),)
    value = found.value
    if len(value) == 1 and not found.arrays:
        return value[0].text
    return texts.from_value(step.shown, texts.possible(value, host.choices)) if name == "?" else None


def _field(step: _Name, host: Host) -> Text | None:
    """The text of `$name` outside quotes, where that is surely one field and names no files."""
    variables = host.variables
    if step.rank:
        known = variables.positionals.known
        text = known[step.rank - 1] if step.rank <= len(known) else None
    else:
        text = _value(step, host)
    return text if text and not variables.own_ifs() and _is_field(text) else None


def _is_field(text: Text) -> bool:
    """Whether `text` outside quotes, with IFS as it is by default, stays one field of literal characters."""
    for piece in text:
        if isinstance(piece, str):
            if not segments.SPECIAL.isdisjoint(piece):
                return False
        elif isinstance(piece, Wildcard) or (isinstance(piece, Reference) and not segments.is_field(piece)):
            return False
    return bool(text)
