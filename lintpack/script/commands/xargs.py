"""xargs and parallel: run a command with words from standard input (GNU findutils manual, 8.4)."""

from __future__ import annotations

from lintpack.script import limits, texts
from lintpack.script.commands.options import Operand, Spec, call_operands, sort
from lintpack.script.commands.wild import replaced
from lintpack.script.invocation import SILENT, Outcome
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.commands.options import Arguments
    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Piece, Text

XARGS = Spec(
    "0a:d:E:e::I:i::L:l::n:P:prs:tx",
    "null=0 arg-file:=a delimiter:=d eof?=e replace?=i max-lines?=l max-args:=n max-procs:=P interactive=p"
    " no-run-if-empty=r max-chars:=s verbose=t exit=x open-tty show-limits process-slot-var: help version",
    inorder=True,
)
# What stands for input of which nothing is known.
UNKNOWN_INPUT = Hole("$(cat)", "stdin")


def xargs(call: Invocation) -> Outcome:
    found = sort(call_operands(call), XARGS)
    words = found.operands or [Operand(("echo",), call.command)]
    stdin = call.stdin
    listed = found.value("a")
    if listed is not None:
        stdin = call.shell.read(call.shell.path(listed.text))
    replace = found.last("I", "i")
    items = _items(stdin, found, bool(replace))
    command = tuple([word.text for word in words])
    places = tuple([word.place for word in words])
    output: list[Text | None] = []
    if replace:
        given = found.value("I", "i")
        mark = (texts.known(given.text) if given else None) or "{}"
        for item in items[: limits.LOOP_ROUNDS]:
            ran = tuple([replaced(word, mark, item) for word in command])
            output.append(call.shell.execute(ran, places).output)
    else:
        for batch in _batches(items, found):
            ends = places[-1:] * len(batch)
            output.append(call.shell.execute((*command, *batch), places + ends).output)
    return _joined(output)


def _joined(output: Sequence[Text | None]) -> Outcome:
    """The output of all runs; unknown where one is."""
    parts = [text for text in output if text is not None]
    return Outcome(None, texts.concat(*parts)) if len(parts) == len(output) else Outcome(None, None)


def _items(stdin: Text | None, found: Arguments, whole_lines: bool) -> list[Text]:
    """The words that xargs reads."""
    if stdin is None:
        return [(UNKNOWN_INPUT,)]
    stdin = texts.opened(stdin)
    if found.has("0"):
        return [item for item in texts.split(stdin, "\0") if item]
    delimiter = found.value("d")
    if delimiter is not None:
        mark = {"\\n": "\n", "\\0": "\0", "\\t": "\t"}.get(texts.shown(delimiter.text), texts.shown(delimiter.text))
        return [item for item in texts.split(stdin, mark[:1] or "\n") if item]
    if whole_lines:
        return [item for item in map(_trimmed, texts.split(stdin, "\n")) if item]
    return _words(stdin)


def _trimmed(line: Text) -> Text:
    """A line without its leading blanks, and without quotes around it."""
    head = texts.head(line)
    line = texts.normal((head.lstrip(" \t"), *line[1:])) if head else line
    whole = texts.known(line)
    if whole and len(whole) > 1 and whole[0] == whole[-1] and whole[0] in "'\"":
        return texts.literal(whole[1:-1])
    return line


def _words(text: Text) -> list[Text]:
    """Words as xargs splits them: at blanks and newlines, with quotes and backslashes (8.4.1)."""
    items: list[Text] = []
    current: list[Piece] = []
    started, quote = False, ""
    for piece in text:
        if not isinstance(piece, str):
            current.append(piece)
            started = True
            continue
        escaped = False
        for char in piece:
            if escaped or (quote and char != quote):
                current.append(char)
                escaped = False
            elif quote:
                quote = ""
            elif char == "\\":
                escaped = started = True
            elif char in "'\"":
                quote, started = char, True
            elif char in " \t\n":
                if started:
                    items.append(texts.normal(current))
                current, started = [], False
            else:
                current.append(char)
                started = True
    if started:
        items.append(texts.normal(current))
    return items


def _batches(items: list[Text], found: Arguments) -> list[list[Text]]:
    """Which words go into one run: all, or -n (-L: that many lines, taken for words) at a time."""
    if not items:
        return [] if found.has("r") else [[]]
    most = found.value("n", "L", "l")
    count = texts.known(most.text) if most else None
    size = int(count) if count and count.isdigit() and 0 < len(count) < 6 else 0
    if found.last("L", "l") and not most:
        size = 1
    if not size:
        return [items]
    return [items[at : at + size] for at in range(0, len(items), size)][: limits.LOOP_ROUNDS]


def parallel(call: Invocation) -> Outcome:
    """GNU parallel: `{}` in the command, words after `:::` or from standard input, one run a word."""
    words = call_operands(call)
    at = 0
    while at < len(words) and texts.head(words[at].text).startswith("-"):
        at += 2 if texts.known(words[at].text) in {"-j", "-P", "--jobs", "-I", "--delay", "--retries"} else 1
    end = next((i for i in range(at, len(words)) if words[i].text in {(":::",), ("::::",)}), len(words))
    command, items = words[at:end], [word.text for word in words[end + 1 :]]
    if end == len(words):
        items = [(UNKNOWN_INPUT,)] if call.stdin is None else texts.split(call.stdin, "\n")
    if not command:
        return SILENT
    places = tuple([word.place for word in command])
    for item in [item for item in items if item][: limits.LOOP_ROUNDS]:
        ran = tuple([replaced(word.text, "{}", item) for word in command])
        if ran == tuple([word.text for word in command]):
            ran, places = (*ran, item), (*places, places[-1])
        call.shell.execute(ran, places[: len(ran)])
    return SILENT


MODELS = {"xargs": xargs, "gxargs": xargs, "parallel": parallel}
