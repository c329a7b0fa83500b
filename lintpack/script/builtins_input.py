"""read, mapfile."""

from __future__ import annotations

from lintpack.script import limits, texts
from lintpack.script.assign import assign_value
from lintpack.script.values import Alternative, Hole, Reference
from lintpack.script.variables import Array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.builtins import Builtin
    from lintpack.script.calls import Call
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Piece, Text


def _options(call: Call, taking: str) -> tuple[dict[str, Text], list[Text]]:
    """The options, by letter, with their arguments where they are in `taking`; and the words after them."""
    found: dict[str, Text] = {}
    words = list(call.words[1:])
    while words:
        word = texts.known(words[0]) or ""
        if word == "--":
            words.pop(0)
            break
        if len(word) < 2 or word[0] != "-":
            break
        words.pop(0)
        for at, letter in enumerate(word[1:], 1):
            if letter not in taking:
                found[letter] = ()
            else:
                rest = word[at + 1 :]
                found[letter] = (rest,) if rest else words.pop(0) if words else ()
                break
    return found, words


def read(run: Run, call: Call) -> None:
    """One line of the input into variables, split at IFS; the last gets the rest (bash manual, 4.2)."""
    found, words = _options(call, "adinNptu")
    names = [texts.known(word) or "" for word in words]
    names = [name for name in names if name.replace("[", "").replace("]", "").isidentifier()]
    state = run.state
    source = state.ins[-1] if "u" not in found else None
    limit = found.get("d")
    delimiter = "\n" if limit is None else (texts.known(limit) or "")[:1] or "\0"
    if source is None or "n" in found or "N" in found or "t" in found:
        _unknown(run, names, found)
        return
    line, rest, ended = _cut(source, delimiter)
    state.ins = (*state.ins[:-1], rest)
    state.status = 0 if ended else 1
    separators = _separators(run, call)
    if separators is None:
        _unknown(run, names, found)
        return
    if "r" not in found:
        line = _without_backslashes(line)
    if "a" in found:
        fields = _fields(line, separators, limits.FIELDS)
        name = texts.known(found["a"])
        if name and ":" in separators and any(_is_list(field) for field in fields):
            run.variables.set_array(
                name, Array({0: (Hole(f"${{{name}[@]}}", str(run.variables.number())),)}, False, False)
            )
        elif name:
            run.variables.set_array(name, Array(dict(enumerate(fields))))
    elif not names:
        run.variables.assign("REPLY", line)
    else:
        fields = _fields(line, separators, len(names))
        for rank, name in enumerate(names):
            text = fields[rank] if rank < len(fields) else ()
            assign_value(name, (Alternative(text),), run)


def _unknown(run: Run, names: Sequence[str], found: dict[str, Text]) -> None:
    number = str(run.variables.number())
    if "a" in found:
        name = texts.known(found["a"])
        if name:
            run.variables.set_array(name, Array({0: (Hole(f"${{{name}[@]}}", number),)}, False, False))
    for name in names or ["REPLY"]:
        assign_value(name, (Alternative((Hole(f"${{{name}}}", number),)),), run)
    run.state.status = None


def _separators(run: Run, call: Call) -> str | None:
    for name, value in call.environment:
        if name == "IFS":
            return texts.known(value)
    variable = run.variables.get("IFS")
    return " \t\n" if variable is None else texts.known(run.variables.text("IFS") or ())


def _cut(text: Text, delimiter: str) -> tuple[Text, Text, bool]:
    """The text up to the delimiter, what is after it, and whether it was found."""
    for at, piece in enumerate(text):
        if isinstance(piece, str):
            where = piece.find(delimiter)
            if where >= 0:
                return (
                    texts.normal((*text[:at], piece[:where])),
                    texts.normal((piece[where + 1 :], *text[at + 1 :])),
                    True,
                )
    return text, (), False


def _without_backslashes(line: Text) -> Text:
    pieces: list[Piece] = []
    for piece in line:
        if not isinstance(piece, str) or "\\" not in piece:
            pieces.append(piece)
            continue
        kept, quoted = "", False
        for character in piece:
            if character == "\\" and not quoted:
                quoted = True
                continue
            kept += character
            quoted = False
        pieces.append(kept)
    return texts.normal(pieces)


def _fields(line: Text, separators: str, most: int) -> list[Text]:
    """At most `most` fields, the last with all that is left (bash manual, 3.5.7)."""
    white = "".join([c for c in separators if c in " \t\n"])
    rest = _stripped(line, white)
    fields: list[Text] = []
    while rest and len(fields) < most - 1:
        cut = _next(rest, separators)
        if cut is None:
            break
        at, where = cut
        piece = rest[at]
        assert isinstance(piece, str)
        fields.append(texts.normal((*rest[:at], piece[:where])))
        mark = piece[where]
        rest = texts.normal((piece[where + 1 :], *rest[at + 1 :]))
        rest = _left_stripped(rest, white)
        head = texts.head(rest)
        if mark in white and head and head[0] in separators and head[0] not in white:
            rest = _left_stripped(texts.normal((head[1:], *rest[1:])), white)
    if rest:
        fields.append(rest)
    return fields


def _is_list(text: Text) -> bool:
    """Whether a field is the whole of a list, such as `$LD_LIBRARY_PATH`, which is several fields at `:`."""
    for piece in text:
        if isinstance(piece, Hole) and piece.shown.rstrip("}").endswith("PATH"):
            return True
        if isinstance(piece, Reference) and any(_has_more(case.text or ()) for case in piece.alternatives):
            return True
    return False


def _has_more(text: Text) -> bool:
    return any(isinstance(piece, str) and ":" in piece for piece in text) or _is_list(text)


def _next(text: Text, separators: str) -> tuple[int, int] | None:
    for at, piece in enumerate(text):
        if isinstance(piece, str):
            for where, character in enumerate(piece):
                if character in separators:
                    return at, where
    return None


def _left_stripped(text: Text, white: str) -> Text:
    head = texts.head(text)
    return texts.normal((head.lstrip(white), *text[1:])) if head and white else text


def _stripped(text: Text, white: str) -> Text:
    text = _left_stripped(text, white)
    tail = texts.tail(text)
    return texts.normal((*text[:-1], tail.rstrip(white))) if tail and white else text


def mapfile(run: Run, call: Call) -> None:
    """All lines of the input into an array."""
    found, words = _options(call, "dnOsuCc")
    name = (texts.known(words[0]) if words else None) or "MAPFILE"
    if not name.isidentifier():
        return
    state = run.state
    source = state.ins[-1]
    if source is None or set(found) - {"t", "d"}:
        hole: Text = (Hole(f"${{{name}[@]}}", str(run.variables.number())),)
        run.variables.set_array(name, Array({0: hole}, False, False))
        state.status = 0
        return
    limit = found.get("d")
    delimiter = "\n" if limit is None else (texts.known(limit) or "")[:1] or "\0"
    state.ins = (*state.ins[:-1], ())
    lines: list[Text] = []
    rest = source
    while rest and len(lines) < limits.FIELDS:
        line, rest, ended = _cut(rest, delimiter)
        lines.append(texts.concat(line, (delimiter,)) if ended and "t" not in found else line)
    run.variables.set_array(name, Array(dict(enumerate(lines))))
    state.status = 0


BUILTINS: dict[str, Builtin] = {"read": read, "mapfile": mapfile, "readarray": mapfile}
