"""Operations on texts: strings of which parts may be unknown.

A text is a tree: a `Reference` holds texts in turn. `weight` bounds that tree where it is built (`reference`),
so that nothing here can take more than a bounded time, whatever a script doubles and doubles again.
"""

from __future__ import annotations

from itertools import chain

from lintpack.script import limits
from lintpack.script.values import ALWAYS, Alternative, Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.script.values import Choices, Piece, Text, Value

# What is written once may be long; what is doubled again and again is cut here, and at `limits.TEXT_LENGTH` where it
# is kept in a variable.
_LONGEST = 5 * limits.TEXT_LENGTH
Opened = tuple[tuple["Text", "Choices"], ...]


def literal(characters: str) -> Text:
    """The text of known characters."""
    return (characters,) if characters else ()


def concat(*texts: Text) -> Text:
    """The texts one after the other."""
    filled = [text for text in texts if text]
    if len(filled) == 1:
        return filled[0]
    return normal(chain.from_iterable(filled))


def normal(pieces: Iterable[Piece]) -> Text:
    """A text of `pieces`: strings side by side become one, empty ones go. One far too long is cut, with a hole."""
    result: list[Piece] = []
    joined = ""
    size = 0
    for piece in pieces:
        if type(piece) is str:
            joined += piece
            continue
        if joined:
            size += len(joined)
            if size > _LONGEST:
                return (*result, Hole("…", "limit"))
            result.append(joined)
            joined = ""
        result.append(piece)
    if joined:
        if size + len(joined) > _LONGEST:
            return (*result, Hole("…", "limit"))
        result.append(joined)
    return tuple(result)


def known(text: Text) -> str | None:
    """The characters of a text that is known in full; None if it has a hole, wildcard or reference."""
    if not text:
        return ""
    first = text[0]
    return first if len(text) == 1 and isinstance(first, str) else None


def shown(text: Text) -> str:
    """The text as a message shows it: known characters, `${name}` for what is not."""
    return "".join([piece if isinstance(piece, str) else _shown_piece(piece) for piece in text])


def _shown_piece(piece: Hole | Wildcard | Reference) -> str:
    return piece.text if isinstance(piece, Wildcard) else piece.shown


def length(text: Text) -> int:
    """The number of known characters."""
    total = 0
    for piece in text:
        if isinstance(piece, str):
            total += len(piece)
    return total


def weight(text: Text) -> int:
    """The number of pieces when every reference is opened."""
    total = 0
    for piece in text:
        total += piece.weight if isinstance(piece, Reference) else 1
    return total


def has_reference(text: Text) -> bool:
    """Whether a piece of `text` is a reference."""
    for piece in text:  # noqa: SIM110 (asked thousands of times, and a generator costs more)
        if isinstance(piece, Reference):
            return True
    return False


def has_wildcard(text: Text) -> bool:
    """Whether a piece of `text` is a wildcard."""
    for piece in text:  # noqa: SIM110 (as above)
        if isinstance(piece, Wildcard):
            return True
    return False


def reference(name: str, value: Value, key: str = "") -> Piece:
    """The value as one symbol, shown as `name`. One too heavy to keep is a hole, equal to holes of the same `key`."""
    total = 1
    for case in value:
        total += weight(case.text) if case.text else 0
    if total > limits.WEIGHT:
        return Hole(name, key or "limit")
    return Reference(name, value, total)


def from_value(name: str, value: Value, key: str = "") -> Text:
    """What a word holds that asks for a variable: its characters where they are known, else a reference.

    A value with a wildcard (one of the files that a loop runs over) reads better in full than as `${f}`."""
    if len(value) == 1:
        text = value[0].text or ()
        if not text or Wildcard in map(type, text):
            return text
        first = text[0]
        if len(text) == 1 and isinstance(first, str):
            return text
        if type(first) is Hole and len(text) == 1 and first.shown == name and not first.key:
            return text  # a variable of the environment is its own symbol
        if isinstance(first, Reference) and (len(text) == 1 or (len(text) == 2 and str(text[1])[:1] == "/")):
            # Another name for a symbol, or a path below it: `${pack}/bin` says more than `${destination}`.
            return text
    return (reference(name, value, key),)


# --- choices --------------------------------------------------------------------------------------


# The longer of two sets of choices is mostly the way to where the run stands, or to another end of the same branch: the
# same few are asked again and again. Each is kept with its branches, so that no other gets its id.
_asked: dict[int, tuple[Choices, dict[int, int]]] = {}
_MOST_ASKED = 256


def consistent(one: Choices, other: Choices) -> bool:
    """Whether both can hold: no condition went two ways."""
    if not one or not other or one is other:
        return True
    if len(one) > len(other):
        one, other = other, one
    if one <= other:
        return True
    taken = branches(other)
    for condition, branch in one:  # noqa: SIM110 (asked thousands of times, and a generator costs more)
        if taken.get(condition, branch) != branch:
            return False
    return True


def branches(choices: Choices) -> dict[int, int]:
    """The branch that each condition took."""
    known = _asked.get(id(choices))
    if known is None:
        if len(_asked) >= _MOST_ASKED:
            _asked.clear()
        known = _asked[id(choices)] = (choices, dict(choices))
    return known[1]


def possible(value: Value, path: Choices) -> Value:
    """The alternatives that the choices made so far leave possible; all of them where that is none."""
    if not path or len(value) < 2:
        return value
    return tuple([case for case in value if not case.when or consistent(case.when, path)]) or value


def alternatives(text: Text, allowed: Choices = ALWAYS, limit: int = limits.ALTERNATIVES) -> Opened:
    """`text` without references: each text that it may be under `allowed`, with the further choices that it takes.

    At most `limit`: a reference that would make it more stays one hole, shown by its name. Never empty.
    """
    if Reference not in map(type, text):
        return ((text, ALWAYS),)
    only = text[0]
    if len(text) == 1 and isinstance(only, Reference):
        opened = _options(only, allowed, limit, {})
    else:
        opened = _open(text, allowed, limit, {})
    if len(opened) > 1:
        opened = merged(opened)
    return tuple([(case, when - allowed) for case, when in opened])


def _open(text: Text, allowed: Choices, limit: int, seen: dict[int, Opened]) -> Opened:
    if Reference not in map(type, text):
        return ((text, ALWAYS),)
    results: list[tuple[list[Piece], Choices]] = [([], ALWAYS)]
    for piece in text:
        if not isinstance(piece, Reference):
            for pieces, _ in results:
                pieces.append(piece)
            continue
        options = seen.get(id(piece))
        if options is None:
            options = seen[id(piece)] = _options(piece, allowed, limit, seen)
        combined = _product(results, options)
        if len(combined) > limit:
            combined = _product(results, merged(options))
        if 0 < len(combined) <= limit:
            results = combined
        else:
            for pieces, _ in results:
                pieces.append(Hole(piece.shown, "limit"))
    return tuple([(normal(pieces), when) for pieces, when in results])


def _product(results: list[tuple[list[Piece], Choices]], options: Opened) -> list[tuple[list[Piece], Choices]]:
    """Each of `results` with each of `options` that it goes with behind it."""
    return [
        ([*pieces, *option], when | chosen)
        for pieces, when in results
        for option, chosen in options
        if not when or not chosen or consistent(when, chosen)
    ]


def _options(piece: Reference, allowed: Choices, limit: int, seen: dict[int, Opened]) -> Opened:
    options: list[tuple[Text, Choices]] = []
    for case in piece.alternatives:
        own = case.when
        if own and not consistent(own, allowed):
            continue
        inner = case.text or ()
        if Reference not in map(type, inner):
            options.append((inner, own))
            continue
        for text, when in _open(inner, allowed, limit, seen):
            if not own:
                options.append((text, when))
            elif consistent(when, own):
                options.append((text, when | own))
    if len(options) > 1:
        # Equal texts under different choices stay apart, since what stands beside them may hang on those.
        options = list(dict.fromkeys(options))
    if len(options) > limit:
        options = list(merged(options))
    return tuple(options) if 0 < len(options) <= limit else (((Hole(piece.shown, "limit"),), ALWAYS),)


def merged(options: Iterable[tuple[Text, Choices]]) -> Opened:
    """Equal texts become one, which needs only the choices that all of them needed."""
    result: dict[Text, Choices] = {}
    for text, when in options:
        result[text] = result[text] & when if text in result else when
    return tuple(result.items())


def value_of(text: Text, allowed: Choices = ALWAYS) -> Value:
    """The alternatives of `text` as a value."""
    return tuple([Alternative(case, when) for case, when in alternatives(text, allowed)])


def opened(text: Text) -> Text:
    """`text` with every reference that has one alternative replaced by it, also inside that."""
    if Reference not in map(type, text):
        return text
    pieces: list[Piece] = []
    _open_into(text, pieces)
    return normal(pieces)


def _open_into(text: Text, pieces: list[Piece]) -> None:
    for piece in text:
        if isinstance(piece, Reference) and len(piece.alternatives) == 1:
            _open_into(piece.alternatives[0].text or (), pieces)
        else:
            pieces.append(piece)


# --- questions, answered True, False or None (cannot be told) --------------------------------------


def is_empty(text: Text) -> bool | None:
    """Whether `text`, which has no references, is the empty string."""
    if not text:
        return True
    return None if all(isinstance(piece, Hole) for piece in text) else False


def same(one: Text, other: Text, allowed: Choices = ALWAYS) -> bool | None:
    """Whether both texts are the same string; references are opened as far as that is needed."""
    if one == other:
        return True
    answers = {
        _same_opened(left, right)
        for left, first in alternatives(one, allowed)
        for right, second in alternatives(other, allowed)
        if consistent(first, second)
    }
    return answers.pop() if len(answers) == 1 else None


def _same_opened(one: Text, other: Text) -> bool | None:
    if one == other:
        return True
    left, right = known(one), known(other)
    if left is not None and right is not None:
        return False
    start, end = _ends(one, other)
    if not start or not end:
        return False
    shorter = right if left is None else left
    if shorter is not None:
        mixed = one if left is None else other
        if sum([len(piece) if isinstance(piece, str) else 0 for piece in mixed]) > len(shorter):
            return False
    return None


def _ends(one: Text, other: Text) -> tuple[bool, bool]:
    """Whether the known characters at the start, and at the end, agree as far as both go."""
    first, second = head(one), head(other)
    length = min(len(first), len(second))
    start = first[:length] == second[:length]
    first, second = tail(one), tail(other)
    length = min(len(first), len(second))
    return start, first[len(first) - length :] == second[len(second) - length :]


# --- known ends (paths are in paths.py) -----------------------------------------------------------------------------


def head(text: Text) -> str:
    """The known characters at the start."""
    return text[0] if text and isinstance(text[0], str) else ""


def tail(text: Text) -> str:
    """The known characters at the end."""
    return text[-1] if text and isinstance(text[-1], str) else ""


def cut_last(text: Text, count: int) -> Text:
    """`text` without its last `count` characters, which must be known."""
    if not count:
        return text
    return normal((*text[:-1], tail(text)[:-count]))


def between(text: Text, start: int, end: int) -> Text:
    """The pieces from known character number `start` up to number `end`, with the unknown ones that stand there."""
    result: list[Piece] = []
    at = 0
    for piece in text:
        if isinstance(piece, str):
            result.append(piece[max(0, start - at) : max(0, end - at)])
            at += len(piece)
        elif start <= at <= end:
            result.append(piece)
    return normal(result)


def split(text: Text, separator: str) -> list[Text]:
    """The texts between the known `separator` characters; at least one."""
    result: list[list[Piece]] = [[]]
    for piece in text:
        if isinstance(piece, str):
            first, *more = piece.split(separator)
            result[-1].append(first)
            result.extend([[part] for part in more])
        else:
            result[-1].append(piece)
    return [normal(pieces) for pieces in result]


def without_suffix(text: Text, suffix: str) -> Text | None:
    """`text` without `suffix` at its end; None where it does not end so for sure."""
    return cut_last(text, len(suffix)) if suffix and tail(text).endswith(suffix) else None


def without_newlines(text: Text) -> Text:
    """Without the newlines at the end, also of alternatives."""
    if not text:
        return text
    last = text[-1]
    if isinstance(last, str):
        bare = last.rstrip("\n")
        if bare:
            return text if len(bare) == len(last) else (*text[:-1], bare)
        return without_newlines(text[:-1])
    if isinstance(last, Reference):
        cases = tuple([Alternative(without_newlines(case.text or ()), case.when) for case in last.alternatives])
        if cases != last.alternatives:
            return (*text[:-1], reference(last.shown, cases))
    return text
