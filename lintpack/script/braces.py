"""Brace expansion: the first of bash's expansions, done on the text of a word (bash manual, 3.5.1)."""

from __future__ import annotations

from lintpack.bash.tree import Brace, BraceRange, Literal, Parameter, Tilde, Word
from lintpack.record import replace
from lintpack.script import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Part

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def expand_braces(word: Word) -> tuple[list[Word], bool]:
    """The words that `word` stands for, each at the place of `word`, and whether all are there: at most
    `limits.FIELDS` are made."""
    many, whole = _expand(word.parts)
    return [replace(word, parts=_joined(parts)) for parts in many], whole


def _expand(parts: tuple[Part, ...]) -> tuple[list[tuple[Part, ...]], bool]:
    results: list[tuple[Part, ...]] = [()]
    whole = True
    for part in parts:
        options: list[tuple[Part, ...]]
        if isinstance(part, Brace):
            options = []
            for item in part.items:
                inner, complete = _expand(item.parts)
                options.extend(inner)
                whole = whole and complete
        elif isinstance(part, BraceRange):
            options = [(Literal(part.start, part.end, text),) for text in range_texts(part)]
        else:
            results = [(*done, part) for done in results]
            continue
        if len(results) * len(options) > limits.FIELDS:
            options = options[: max(limits.FIELDS // len(results), 1)]
            whole = False
        results = [done + option for done in results for option in options]
    return results, whole


def range_texts(part: BraceRange) -> list[str]:
    """`{1..9..2}`, `{01..10}`, `{a..e}`: one more than `limits.FIELDS` at most."""
    first, last = _integer(part.first), _integer(part.last)
    step = _integer(part.step) if part.step else None
    size = abs(step or 1)
    if first is not None and last is not None:
        values = range(first, last + 1, size) if first <= last else range(first, last - 1, -size)
        padded = any(_padded(text) for text in (part.first, part.last))
        width = max(len(part.first), len(part.last)) if padded else 0
        return [_pad(value, width) for value in values[: limits.FIELDS + 1]]
    low, high = ord(part.first), ord(part.last)
    codes = range(low, high + 1, size) if low <= high else range(low, high - 1, -size)
    return [chr(code) for code in codes]


def _integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _padded(text: str) -> bool:
    digits = text.lstrip("-+")
    return len(digits) > 1 and digits[0] == "0"


def _pad(value: int, width: int) -> str:
    return f"-{-value:0{width - 1}d}" if value < 0 and width else f"{value:0{width}d}" if width else str(value)


def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """What only now stands side by side: `$x{a,b}` asks for `$xa` and `$xb`, and `{~,x}/y` for a home."""
    out: list[Part] = []
    for part in parts:
        if not isinstance(part, Literal):
            out.append(part)
        elif part.text:
            _append(out, part)
    first = out[0] if out else None
    if isinstance(first, Tilde) and len(out) > 1:
        after = out[1]
        if not (isinstance(after, Literal) and after.text[0] == "/"):
            # Something quoted or expanded belongs to the name: it is none.
            out[0] = Literal(first.start, first.end, "~" + first.user)
    return tuple(out)


def _append(out: list[Part], part: Literal) -> None:
    last = out[-1] if out else None
    if last is None and part.text[0] == "~":
        user, slash, rest = part.text[1:].partition("/")
        out.append(Tilde(part.start, part.end, user))
        if slash:
            out.append(replace(part, text=slash + rest))
    elif isinstance(last, Tilde) and part.text[0] != "/":
        user, slash, rest = part.text.partition("/")
        out[-1] = replace(last, user=last.user + user)
        if slash:
            out.append(replace(part, text=slash + rest))
    elif isinstance(last, Literal):
        out[-1] = replace(last, text=last.text + part.text, end=part.end)
    elif isinstance(last, Parameter) and _bare(last):
        taken = 0
        while taken < len(part.text) and part.text[taken] in _NAME:
            taken += 1
        if taken:
            out[-1] = replace(last, name=last.name + part.text[:taken], end=last.end + taken)
        if taken < len(part.text):
            out.append(replace(part, text=part.text[taken:]))
    else:
        out.append(part)


def _bare(node: Parameter) -> bool:
    """Whether it is written `$name`, without braces."""
    return node.end - node.start == len(node.name) + 1 and (node.name[0].isalpha() or node.name[0] == "_")
