"""Arithmetic over the shell's variables."""

from __future__ import annotations

from lintpack.script import arithmetic, texts
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Word
    from lintpack.script.expand import Host
    from lintpack.script.values import Text


class HostScope:
    """The host's variables, read and written as arithmetic does."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def read(self, name: str, index: str | None) -> str | None:
        from lintpack.script.expand_parameter import find
        from lintpack.script.variables import scalar

        variable = find(name, self._host)
        if variable is not None and "n" in variable.attributes:
            target = texts.known(texts.opened(variable.value[0].text or ()))
            if not target:
                return None
            name, _, inner = target.partition("[")
            index = inner[:-1] if inner else index
            variable = find(name, self._host)
        if variable is None:
            return None
        if index is None:
            cases = [case.text for case in scalar(variable) if texts.consistent(case.when, self._host.choices)]
        else:
            found = self._element(name, index)
            cases = [] if found is None else found
        values = {texts.known(texts.opened(text or ())) for text in cases}
        return values.pop() if len(values) == 1 else None

    def _element(self, name: str, index: str) -> list[Text | None] | None:
        from lintpack.script.expand_parameter import array_key, find
        from lintpack.script.variables import as_arrays

        variable = find(name, self._host)
        if variable is None:
            return None
        cases: list[Text | None] = []
        for case in as_arrays(variable):
            key = array_key(literal(index, case.array.associative), case.array, self._host)
            if key is None or (key not in case.array.items and not case.array.complete):
                return None
            cases.append(case.array.items.get(key))
        return cases

    def write(self, name: str, index: str | None, value: int | None) -> None:
        from lintpack.script.assign import assign_element, assign_value
        from lintpack.script.values import Alternative

        variables = self._host.variables
        text: Text = (Hole(f"${{{name}}}", f"{variables.number()}"),) if value is None else (str(value),)
        if index is None:
            assign_value(name, (Alternative(text),), self._host)
        else:
            found = variables.get(name)
            associative = bool(found and found.arrays and found.arrays[0].array.associative)
            assign_element(name, literal(index, associative), (Alternative(text),), self._host)


def literal(index: str, associative: bool) -> Word:
    """An index inside an expression, which was expanded with it."""
    from lintpack.bash.tree import Literal, Word

    text = index.replace('"', "").replace("'", "") if associative else index
    return Word(0, len(text), text, (Literal(0, len(text), text),))


def evaluate_word(expression: Word, host: Host) -> int | None:
    """The value; None where it cannot be told or bash would reject the expression."""
    from lintpack.script.expand import expand_quoted

    return evaluate_text(expand_quoted(expression, host), host)


def evaluate_text(text: Text, host: Host) -> int | None:
    options = texts.alternatives(text, host.choices)
    try:
        return arithmetic.evaluate(options[0][0] if len(options) == 1 else (Hole("?"),), HostScope(host))
    except (arithmetic.ArithmeticFault, RecursionError):
        return None
