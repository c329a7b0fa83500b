"""What `test`, `[` and `[[ ]]` ask: one operator and its operands, answered as a Truth (bash manual, 6.4)."""

from __future__ import annotations

from lintpack.lazy import Lazy
from lintpack.script import limits, paths, texts
from lintpack.script.truth import FALSE, TRUE, negated
from lintpack.script.values import Choice, Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from lintpack.script import patterns
    from lintpack.script.interpreter import Run
    from lintpack.script.truth import Truth
    from lintpack.script.values import Choices, Text
else:
    patterns = Lazy("lintpack.script.patterns")

FILE_TESTS = frozenset(["-" + letter for letter in "abcdefghkprsuwxGLNOS"])
UNARY = FILE_TESTS | {"-n", "-z", "-t", "-v", "-o", "-R"}
# Each with the operator that is its opposite.
_NUMBERS = {"-eq": "-ne", "-lt": "-ge", "-gt": "-le"}
_OPPOSITES = {"-ne": "-eq", "-ge": "-lt", "-le": "-gt", "!=": "="}
BINARY = frozenset(("=", "==", "!=", "<", ">", "=~", "-nt", "-ot", "-ef", *_NUMBERS, *_NUMBERS.values()))


class Answers:
    """Collects what a question gives for each alternative of its operands."""

    __slots__ = ("cases", "run")

    def __init__(self, run: Run) -> None:
        self.run = run
        self.cases: dict[tuple[bool, Choices], None] = {}

    def add(self, answer: bool | None, when: Choices, key: Hashable) -> int | None:
        """`answer` where `when` holds. None, not known: the number of the condition called `key`, which decides."""
        if answer is not None:
            self.cases[answer, when] = None
            return None
        number = self.run.conditions.of(key)
        for branch in (1, 0):
            self.cases[bool(branch), when | {Choice(number, branch)}] = None
        return number

    def truth(self) -> Truth:
        outcomes = {outcome for outcome, _ in self.cases}
        if len(outcomes) == 1:
            return TRUE if True in outcomes else FALSE
        if len(self.cases) > 2 * limits.ALTERNATIVES:
            return self.run.conditions.unknown(tuple(self.cases))
        return self.run.truth(tuple(self.cases))


def nonempty(run: Run, text: Text, name: str = "") -> Truth:
    """Whether `text` is not the empty string. `name`: the variable that it is the value of."""
    known = texts.known(text)
    if known is not None:
        if known[-1:] == "@" and _filled_in(known):
            return run.truth(run.conditions.unknown(("nonempty", text)))
        return TRUE if text else FALSE
    only = text[0] if len(text) == 1 else ""
    if type(only) is Reference and len(only.alternatives) == 1:
        (case,) = only.alternatives
        if case.text is not None and not case.when and len(case.text) == 1 and type(case.text[0]) is Hole:
            return run.truth(run.conditions.unknown(("nonempty", case.text)))
    if type(only) is Hole:
        truth = run.conditions.unknown(("nonempty", text))
        if name:
            (choice,) = truth[1][1]
            run.told[choice] = ((name, text, ()),)
        return run.truth(truth)
    answers = Answers(run)
    for option, when in run.alternatives(text):
        empty = texts.is_empty(option)
        number = answers.add(None if empty is None else not empty, when, ("nonempty", option))
        if number is not None and name and option == text:
            run.told[Choice(number, 0)] = ((name, text, ()),)
    return answers.truth()


def _filled_in(word: str) -> bool:
    """`@NAME@`, `x@NAME@`: what `configure` puts a value for."""
    before, _, name = word.rstrip("@").partition("@")
    return word.count("@") == 2 and word[-1] == "@" and name.isidentifier() and (not before or before.isalnum())


def unary(run: Run, operator: str, text: Text, name: str = "") -> Truth:
    if operator == "-n":
        return nonempty(run, text, name)
    if operator == "-z":
        return negated(nonempty(run, text, name))
    if operator == "-v":
        return _is_set(run, texts.known(text))
    if operator == "-o":
        option = texts.known(text)
        return run.conditions.unknown(("option", text)) if option is None else _sure(run.option(option))
    if operator in FILE_TESTS:
        return _file(run, operator, text)
    return run.conditions.unknown((operator, text))


def _sure(answer: bool) -> Truth:
    return TRUE if answer else FALSE


def _is_set(run: Run, name: str | None) -> Truth:
    variable = run.variables.get(name.partition("[")[0]) if name else None
    if variable is None:
        return run.conditions.unknown(("set", name))
    if variable.arrays:
        return TRUE
    # A branch may have set what otherwise comes from the environment, or from nowhere.
    outside = (Hole(f"${{{name}}}"),)
    answers = Answers(run)
    for text, when in variable.value:
        answers.add(None if text == outside else text is not None, when, ("set", name))
    return answers.truth()


def _file(run: Run, operator: str, text: Text) -> Truth:
    """Files are there or not; the answer is the same while the script does not touch them."""
    if not text:
        return FALSE
    if operator == "-a":
        operator = "-e"
    elif operator == "-h":
        operator = "-L"
    if len(text) == 1 and type(text[0]) is Reference:
        answers = Answers(run)
        for option, when in run.alternatives(text):
            answers.add(None if option else False, when, ("file", operator, run.path(option)) if option else None)
        return answers.truth()
    return run.conditions.unknown(("file", operator, run.path(text), run.touched.get(paths.canonical(run.path(text)))))


def binary(
    run: Run, operator: str, left: Text, right: Text, names: tuple[str, str] = ("", ""), pattern: bool = False
) -> Truth:
    """`left operator right`. `pattern`: the right side of `=` may be one (in `[[ ]]`), so that its wildcards match;
    others stand for the names of files, of which nobody knows which they are. `names`: as for `nonempty`."""
    opposite = _OPPOSITES.get(operator)
    if opposite:
        return negated(binary(run, opposite, left, right, names, pattern))
    if operator in {"=", "=="}:
        return _equal(run, left, right, names, pattern)
    if operator in _NUMBERS or operator in {"<", ">"}:
        if operator in _NUMBERS and texts.known(left) is not None and texts.known(right) is not None:
            answer = _numbers(operator, left, right)
            if answer is not None:
                return _sure(answer)
        return _each(run, operator, left, right, _numbers if operator in _NUMBERS else _order)
    if operator == "=~":
        return _regular(run, left, right)
    return run.conditions.unknown((operator, left, right))


def _each(run: Run, operator: str, left: Text, right: Text, ask: Callable[[str, Text, Text], bool | None]) -> Truth:
    answers = Answers(run)
    for one, when in run.alternatives(left):
        for other, then in run.alternatives(right):
            if texts.consistent(when, then):
                answers.add(ask(operator, one, other), when | then, (operator, one, other))
    return answers.truth()


def _order(operator: str, left: Text, right: Text) -> bool | None:
    one, other = texts.known(left), texts.known(right)
    if one is None or other is None:
        return None
    return one < other if operator == "<" else one > other


def _numbers(operator: str, left: Text, right: Text) -> bool | None:
    one, other = _number(left), _number(right)
    if one is not None and other is not None:
        return one == other if operator == "-eq" else one < other if operator == "-lt" else one > other
    if operator == "-eq" and 0 in (one, other) and (_failed(left) or _failed(right)):
        return False
    return True if operator == "-eq" and left == right else None


def _failed(text: Text) -> bool:
    """Whether `text` is the `$?` of a command that failed."""
    return len(text) == 1 and isinstance(text[0], Hole) and text[0].shown == "$?"


def _number(text: Text) -> int | None:
    known = texts.known(text)
    if known is None or len(known) > 20:
        return None
    try:
        return int(known.strip() or "0", 10)
    except ValueError:
        return None


def _equal(run: Run, left: Text, right: Text, names: tuple[str, str], wild: bool) -> Truth:
    one, other = texts.known(left), texts.known(right)
    fold = run.option("nocasematch")
    if one is not None and other is not None and not fold:
        if one != other and "@" in (one[-1:], other[-1:]) and (_filled_in(one) or _filled_in(other)):
            return run.truth(run.conditions.equal(left, other))
        if one != other and (_own_path(run, one, other) or _own_path(run, other, one)):
            return run.truth(run.conditions.unknown(("=", left, right)))
        return _sure(one == other)
    if other and not fold and len(left) == 1 and type(left[0]) is Hole:
        truth = run.conditions.equal(left, other)
        if names[0]:
            _tell(run, truth, names[0], left, right)
        return run.truth(truth)
    answers = Answers(run)
    for subject, when in run.alternatives(left):
        for told, then in run.alternatives(right):
            if not texts.consistent(when, then):
                continue
            pattern = told if wild or not texts.has_wildcard(told) else _one_file(told)
            one, other = texts.known(subject), texts.known(pattern)
            if one is not None and other is not None and not fold:
                answers.add(one == other, when | then, None)
                continue
            answer = patterns.match(subject, pattern, fold)
            if answer is None or (not answer and _installed_elsewhere(subject, pattern)):
                _unknown_equal(run, answers, subject, pattern, when | then, names, (left, right))
            else:
                answers.add(answer, when | then, None)
    return answers.truth()


def _one_file(text: Text) -> Text:
    """`text` with its wildcards as what nobody knows: the name of a file that they matched."""
    return tuple([Hole(piece.text, "a file") if isinstance(piece, Wildcard) else piece for piece in text])


def _own_path(run: Run, own: str, other: str) -> bool:
    """Whether `own` is the script's path in the repository, or the folder of that, and `other` one of a machine on
    which it may be installed: `[ "$(dirname "$0")" != /tmp ]`."""
    if other[:1] != "/" or own[:1] == "/":
        return False
    path = texts.known(run.zero)
    return path is not None and own in (path, path.rpartition("/")[0] or ".")


def _installed_elsewhere(subject: Text, pattern: Text) -> bool:
    """Whether a script's own folder is asked about: in the repository it is another one than where it is installed."""
    if len(subject) < 2 or type(subject[0]) is not Hole or subject[0].shown != "$PWD":
        return False
    first = pattern[0] if pattern else ""
    return isinstance(first, Wildcard) or (isinstance(first, str) and first.startswith("/"))


def _unknown_equal(
    run: Run,
    answers: Answers,
    subject: Text,
    pattern: Text,
    when: Choices,
    names: tuple[str, str],
    whole: tuple[Text, Text],
) -> None:
    """Ask `subject = pattern` under a number of its own, and note what it tells about both where it holds."""
    name, text = names[0], whole[0]
    if texts.known(subject) is not None:
        subject, pattern, name, text = pattern, subject, names[1], whole[1]
    value = texts.known(pattern)
    if value is None:
        answers.add(None, when, ("=", subject, pattern))
        return
    subject, value = _without_common_ends(subject, value)
    if not value and all(isinstance(piece, Hole) for piece in subject):
        number = run.conditions.of(("nonempty", subject))
        answers.cases[True, when | {Choice(number, 0)}] = None
        answers.cases[False, when | {Choice(number, 1)}] = None
        if name and subject == text:
            run.told[Choice(number, 0)] = ((name, text, ()),)
        return
    truth = run.conditions.equal(subject, value)
    for outcome, choices in truth:
        answers.cases[outcome, when | choices] = None
    if name and subject == text:
        _tell(run, truth, name, text, texts.literal(value))


def _tell(run: Run, truth: Truth, name: str, before: Text, text: Text) -> None:
    """Where the first case of `truth` holds, the variable `name`, which is `before`, holds `text`."""
    for choice in truth[0][1]:
        run.told[choice] = ((name, before, text),)


def _without_common_ends(subject: Text, value: str) -> tuple[Text, str]:
    """`"${x}x" = "yesx"` asks the same as `"$x" = "yes"`."""
    first, last = subject[0], subject[-1]
    if len(subject) > 1 and isinstance(first, str) and value.startswith(first):
        subject, value = subject[1:], value[len(first) :]
    if len(subject) > 1 and isinstance(last, str) and value.endswith(last):
        subject, value = subject[:-1], value[: -len(last)]
    return subject, value


def _regular(run: Run, left: Text, right: Text) -> Truth:
    """`=~`, an extended regular expression, over each of the alternatives."""
    answers = Answers(run)
    options = [
        (one, other, when | then) for one, when in run.alternatives(left) for other, then in run.alternatives(right)
    ]
    for subject, expression, when in options:
        found = _groups(subject, expression)
        answers.add(None if found is None else bool(found), when, ("=~", subject, expression))
        if found and len(options) == 1:
            from lintpack.script.variables import Array

            items: dict[int | str, Text] = {at: texts.literal(text) for at, text in enumerate(found)}
            run.variables.set_array("BASH_REMATCH", Array(items))
    return answers.truth()


def _groups(subject: Text, expression: Text) -> list[str] | None:
    """The match and its groups, empty for no match; None where that cannot be told."""
    from lintpack.script.regexes import Regex, RegexFault

    characters, pattern = texts.known(subject), texts.known(expression)
    if characters is None or pattern is None:
        return None
    try:
        spans = Regex(pattern).search(characters)
    except RegexFault:
        return None
    return [characters[span[0] : span[1]] if span else "" for span in spans or ()]
