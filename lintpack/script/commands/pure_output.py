"""echo, printf, yes, seq, and cat, which prints what it reads."""

from __future__ import annotations

from lintpack.script import limits, texts
from lintpack.script.commands.filters import known_words, source
from lintpack.script.commands.options import Spec, parse
from lintpack.script.invocation import FAILURE, UNKNOWN, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Piece, Text

_CAT = Spec("AbeEnstTuv", "number=n show-all=A squeeze-blank=s")


def echo(call: Invocation) -> Outcome:
    """bash's echo: -n, -e, -E and clusters of them (bash manual, 4.2)."""
    words = list(call.arguments)
    newline, escapes = True, False
    while words:
        option = texts.known(words[0])
        if not option or option[0] != "-" or len(option) == 1 or option[1:].strip("neE"):
            break
        newline = newline and "n" not in option
        for letter in option[1:]:
            escapes = {"e": True, "E": False}.get(letter, escapes)
        del words[0]
    parts: list[Text] = []
    for rank, word in enumerate(words):
        parts += [(" ",), word] if rank else [word]
    text = texts.concat(*parts)
    if escapes:
        from lintpack.script.quoting import decoded_echo

        out: list[Piece] = []
        for piece in text:
            if isinstance(piece, str):
                piece, stopped = decoded_echo(piece)  # noqa: PLW2901 (the decoded piece stands in its place)
                out.append(piece)
                if stopped:
                    return Outcome(0, texts.normal(out))
            else:
                out.append(piece)
        text = texts.normal(out)
    return Outcome(0, texts.concat(text, ("\n",)) if newline else text)


def printf(call: Invocation) -> Outcome:
    words = list(call.arguments)
    target = None
    if words[:1] == [("-v",)] and len(words) > 1:
        target = texts.known(words[1])
        if target is None:
            return UNKNOWN
        del words[:2]
    if words[:1] == [("--",)]:
        del words[0]
    if not words:
        return FAILURE
    options = call.shell.alternatives(words[0])
    pattern = options[0][0] if len(options) == 1 else words[0]
    from lintpack.script.commands.formats import Formatter

    formatter = Formatter(pattern, words[1:], call)
    text = formatter.run()
    if target is not None:
        from lintpack.script.values import Hole

        call.shell.assign(target, (Hole(f"${{{target}}}", "printf"),) if text is None else text)
        return Outcome(0, ())
    return UNKNOWN if text is None else Outcome(formatter.status, text)


def seq(call: Invocation) -> Outcome:
    words = known_words(call)
    if words is None:
        return UNKNOWN
    separator, wide = "\n", False
    while words and words[0].startswith("-") and not words[0][1:2].isdigit():
        option = words.pop(0)
        if option == "-w":
            wide = True
        elif option == "-s" and words:
            separator = words.pop(0)
        elif option.startswith("-s"):
            separator = option[2:]
        else:
            return UNKNOWN
    try:
        numbers = [int(word) for word in words]
    except ValueError:
        return UNKNOWN
    if not 1 <= len(numbers) <= 3:
        return FAILURE
    first, step, last = {1: (1, 1), 2: (numbers[0], 1), 3: tuple(numbers[:2])}[len(numbers)] + (numbers[-1],)
    if not step or abs((last - first) // step) > limits.FIELDS:
        return UNKNOWN
    values = [str(value) for value in range(first, last + (1 if step > 0 else -1), step)]
    if wide:
        width = max([len(value) for value in [str(first), *values]], default=0)
        values = [value.zfill(width) for value in values]
    return Outcome(0, texts.literal(separator.join(values) + "\n" if values else ""))


def yes(call: Invocation) -> Outcome:
    """It never ends: as much as anybody asks for."""
    words = known_words(call)
    return UNKNOWN if words is None else Outcome(None, texts.literal((" ".join(words or ["y"]) + "\n") * 100))


def cat(call: Invocation) -> Outcome:
    found = parse(call, _CAT)
    text = source(call, found.operands)
    if text is None or found.given or found.unknown:
        return UNKNOWN
    return Outcome(0, text)


MODELS = {"cat": cat, "echo": echo, "printf": printf, "seq": seq, "gseq": seq, "yes": yes}
