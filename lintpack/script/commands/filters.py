"""What the models of pure programs share: their input, and changing text of which alternatives are known."""

from __future__ import annotations

from lintpack.script import limits, texts
from lintpack.script.invocation import UNKNOWN, Outcome
from lintpack.script.values import Alternative, Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lintpack.script.commands.options import Operand
    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Choices, Text

    # Characters in, characters and exit status out; None where the program is not modelled that far.
    Filter = Callable[[str], tuple[str, int] | None]


def known_words(call: Invocation) -> list[str] | None:
    """The arguments, if all of them are known."""
    words = []
    for text in call.arguments:
        options = call.shell.alternatives(text)
        word = texts.known(options[0][0]) if len(options) == 1 else None
        if word is None:
            return None
        words.append(word)
    return words


def known_operand(call: Invocation, operand: Operand | None) -> str | None:
    """The one string that an operand is; None where it is not known."""
    if operand is None:
        return None
    options = call.shell.alternatives(operand.text)
    return texts.known(options[0][0]) if len(options) == 1 else None


def source(call: Invocation, operands: Sequence[Operand]) -> Text | None:
    """What a filter reads: its files one after the other, or standard input; None where that cannot be told."""
    if not operands:
        return call.stdin
    parts = []
    for operand in operands:
        text = call.stdin if operand.text == ("-",) else call.shell.read(call.shell.path(operand.text))
        if text is None:
            return None
        parts.append(text)
    return texts.concat(*parts)


def known_source(call: Invocation, operands: Sequence[Operand]) -> Text | None:
    """As `source`; None also where an alternative of it is not known in full, so that no filter can tell more."""
    text = source(call, operands)
    return None if text is None or not known_in_full(call, text) else text


def is_blind(call: Invocation) -> bool:
    """Whether all words are options, so that a filter reads its standard input, and that is not known in full: a look
    at what it is asked to do tells no more."""
    if call.stdin is not None and not _has_hole(call.stdin):
        return False
    for word in call.arguments:
        first = word[0] if word else ""
        if type(first) is not str or len(first) < 2 or first[0] != "-":
            return False
    return True


def known_in_full(call: Invocation, text: Text) -> bool:
    """Whether each alternative of `text` is known."""
    if _has_hole(text):
        return False
    return all(texts.known(option) is not None for option, _ in call.shell.alternatives(text))


def _has_hole(text: Text) -> bool:
    """Whether a piece of `text` is a hole, whatever else is chosen."""
    for piece in text:
        if isinstance(piece, Reference):
            if len(piece.alternatives) == 1 and _has_hole(piece.alternatives[0].text or ()):
                return True
        elif isinstance(piece, Hole):
            return True
    return False


def filtered(call: Invocation, text: Text | None, change: Filter) -> Outcome:
    """The outcome of a filter over `text`, for each of its alternatives; unknown where one is not known in full."""
    if text is None:
        return UNKNOWN
    results: list[tuple[Text, Choices]] = []
    statuses = set()
    for option, when in call.shell.alternatives(text):
        characters = texts.known(option)
        changed = None if characters is None else change(characters)
        if changed is None or len(changed[0]) > limits.TEXT_LENGTH:
            return UNKNOWN
        results.append((texts.literal(changed[0]), when))
        statuses.add(changed[1])
    return Outcome(statuses.pop() if len(statuses) == 1 else None, joined(call, results))


def joined(call: Invocation, results: Sequence[tuple[Text, Choices]]) -> Text:
    """The results as one text: a reference shown as the command where there are several."""
    cases = texts.merged(results)
    if len(cases) == 1:
        return cases[0][0]
    return (texts.reference(f"$({call.command.text})", tuple([Alternative(text, when) for text, when in cases])),)


def narrowed(call: Invocation, text: Text | None) -> Outcome:
    """What a program leaves that passes on some of its lines, where those are wildcards: a glob, or what find printed.

    They stay, and the command is one more test that the files passed. Unknown where there is no wildcard.
    """
    if text is None or not any(isinstance(piece, Wildcard) for piece in text):
        return UNKNOWN
    from lintpack.script.streams import Found

    words = " ".join([texts.shown(word) for word in call.words])
    pieces = [
        Found(piece.text, (*(piece.filters if isinstance(piece, Found) else ()), words))
        if isinstance(piece, Wildcard)
        else piece
        for piece in text
    ]
    return Outcome(None, tuple(pieces))


def lines_of(text: str) -> tuple[list[str], bool]:
    """The lines, and whether the last one ends in a newline."""
    if not text:
        return [], True
    ended = text.endswith("\n")
    return (text[:-1] if ended else text).split("\n"), ended


def text_of(lines: Sequence[str], ended: bool = True) -> str:
    return "\n".join(lines) + ("\n" if ended and lines else "")


def hole(call: Invocation, key: str = "") -> Text:
    """What the command prints, unknown, shown as a substitution of it."""
    return (Hole(f"$({call.command.text})", key),)
