"""head, tail, sort, uniq, wc, tac, rev: programs that pass lines on."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.commands import options
from lintpack.script.commands.filters import filtered, known_operand, lines_of, narrowed, source, text_of
from lintpack.script.invocation import UNKNOWN, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from lintpack.script.invocation import Invocation

    _Items = TypeVar("_Items", str, list[str])

_HEAD = options.Spec("n:c:qvz", "lines:=n bytes:=c quiet=q silent=q")
_TAIL = options.Spec("n:c:qvzfF", "lines:=n bytes:=c quiet=q silent=q follow?=f")
_SORT = options.Spec(
    "bdfghiMnRrVcCk:mo:sS:t:T:uz",
    "unique=u reverse=r numeric-sort=n version-sort=V key:=k field-separator:=t stable=s output:=o ignore-case=f",
)
_UNIQ = options.Spec("cdDf:is:uzw:", "count=c repeated=d unique=u ignore-case=i")
_WC = options.Spec("clmLw", "bytes=c lines=l chars=m words=w max-line-length=L")
_TAC = options.Spec("bs:r")


def head(call: Invocation) -> Outcome:
    return _part(call, _HEAD, True)


def tail(call: Invocation) -> Outcome:
    return _part(call, _TAIL, False)


def _part(call: Invocation, spec: options.Spec, first: bool) -> Outcome:
    found = options.parse(_modern(call), spec)
    if found.unknown or found.has("z", "f", "F", "v") or len(found.operands) > 1:
        return UNKNOWN
    if found.has("c"):
        written = known_operand(call, found.value("c"))
    else:
        written = known_operand(call, found.value("n")) if found.has("n") else "10"
    if not written or not written.lstrip("+-").isdigit():
        return UNKNOWN
    count = int(written.lstrip("+-"))
    text = source(call, found.operands)

    def change(characters: str) -> tuple[str, int] | None:
        if found.has("c"):
            return (_slice(characters, written, count, first), 0) if characters.isascii() else None
        lines, ended = lines_of(characters)
        kept = _slice(lines, written, count, first)
        last = bool(kept) and (not first or len(kept) == len(lines) or (written.startswith("-") and count == 0))
        return text_of(kept, ended if last else True), 0

    if text is not None and first and written == "1" and not found.has("c"):
        # The first line may be known though others are not.
        start = texts.head(text)
        if "\n" in start:
            return Outcome(0, (start[: start.index("\n") + 1],))
    outcome = filtered(call, text, change)
    return narrowed(call, text) if outcome is UNKNOWN and not found.has("c") else outcome


def _modern(call: Invocation) -> Invocation:
    """`head -5` and `tail +5` in today's spelling."""
    from lintpack.record import replace

    words = list(call.words)
    for rank, word in enumerate(words[1:2], 1):
        characters = texts.known(word) or ""
        if characters[:1] in {"-", "+"} and characters[1:].isdigit():
            words[rank] = ("-n" + (characters[1:] if characters[0] == "-" else characters),)
    return replace(call, words=tuple(words))


def _slice(items: _Items, written: str, count: int, first: bool) -> _Items:
    if first:
        return items[: max(len(items) - count, 0)] if written.startswith("-") else items[:count]
    if written.startswith("+"):
        return items[max(count - 1, 0) :]
    return items[-count:] if count else items[:0]


def sort(call: Invocation) -> Outcome:
    found = options.parse(call, _SORT)
    if found.unknown or any(name not in {"u", "r", "n", "V", "f", "s"} for name, _ in found.given):
        return UNKNOWN
    text = source(call, found.operands)

    def change(characters: str) -> tuple[str, int] | None:
        if not characters.isascii():
            return None
        lines, _ = lines_of(characters)
        return text_of(_sorted(lines, found)), 0

    outcome = filtered(call, text, change)
    return narrowed(call, text) if outcome is UNKNOWN else outcome


def _sorted(lines: list[str], found: options.Arguments) -> list[str]:
    key: Callable[[str], object] = str
    if found.has("n"):
        key = _number
    elif found.has("V"):
        key = version_key
    elif found.has("f"):
        key = str.upper
    keyed = [(key(line), line) for line in lines]
    # Lines that compare equal are put in order as they are, but not where only one of them is kept, or with -s.
    last_resort = not found.has("u", "s")
    keyed.sort(key=lambda pair: (pair[0], pair[1]) if last_resort else pair[0], reverse=found.has("r"))  # type: ignore[arg-type,return-value]
    if found.has("u"):
        kept = []
        for rank, (value, line) in enumerate(keyed):
            if not rank or keyed[rank - 1][0] != value:
                kept.append(line)
        return kept
    return [line for _, line in keyed]


def _number(line: str) -> float:
    text = line.lstrip(" \t")
    end = 1 if text.startswith("-") else 0
    while end < len(text) and (text[end].isdigit() or (text[end] == "." and "." not in text[:end])):
        end += 1
    try:
        return float(text[:end])
    except ValueError:
        return 0.0


def version_key(line: str) -> list[tuple[list[int], int]]:
    """The order of `sort -V`: letters before other characters, `~` before all, numbers by value."""
    key: list[tuple[list[int], int]] = []
    at = 0
    while at < len(line):
        start = at
        while at < len(line) and not line[at].isdigit():
            at += 1
        letters = [_rank(character) for character in line[start:at]]
        start = at
        while at < len(line) and line[at].isdigit():
            at += 1
        key.append(([*letters, 0], int(line[start:at] or "0")))
    return key


def _rank(character: str) -> int:
    if character == "~":
        return -1
    return ord(character) if character.isalpha() else ord(character) + 256


def uniq(call: Invocation) -> Outcome:
    found = options.parse(call, _UNIQ)
    if found.unknown or found.has("D", "f", "s", "z", "w", "i") or len(found.operands) > 1:
        return UNKNOWN
    text = source(call, found.operands)

    def change(characters: str) -> tuple[str, int]:
        groups: list[list[str]] = []
        for line in lines_of(characters)[0]:
            if groups and groups[-1][0] == line:
                groups[-1].append(line)
            else:
                groups.append([line])
        if found.has("d"):
            groups = [group for group in groups if len(group) > 1]
        if found.has("u"):
            groups = [group for group in groups if len(group) == 1]
        lines = [f"{len(group):7d} {group[0]}" if found.has("c") else group[0] for group in groups]
        return text_of(lines), 0

    return filtered(call, text, change)


def wc(call: Invocation) -> Outcome:
    found = options.parse(call, _WC)
    letters = [letter for letter in "lwmc" if found.has(letter)] or ["l", "w", "c"]
    if found.unknown or found.has("L") or found.operands:
        return UNKNOWN

    def change(characters: str) -> tuple[str, int]:
        counts = {
            "l": characters.count("\n"),
            "w": len(characters.split()),
            "m": len(characters),
            "c": len(characters.encode("utf-8", "surrogateescape")),
        }
        numbers = [str(counts[letter]) for letter in letters]
        if len(numbers) > 1:
            numbers = [number.rjust(7) for number in numbers]
        return " ".join(numbers) + "\n", 0

    return filtered(call, call.stdin, change)


def tac(call: Invocation) -> Outcome:
    found = options.parse(call, _TAC)
    if found.unknown or found.given:
        return UNKNOWN
    text = source(call, found.operands)

    def change(characters: str) -> tuple[str, int]:
        lines = [line + "\n" for line in characters.split("\n")]
        lines[-1] = lines[-1][:-1]
        return "".join(lines[::-1]), 0

    return filtered(call, text, change)


def rev(call: Invocation) -> Outcome:
    found = options.parse(call, options.Spec())
    if found.unknown:
        return UNKNOWN
    text = source(call, found.operands)

    def change(characters: str) -> tuple[str, int]:
        lines, ended = lines_of(characters)
        return text_of([line[::-1] for line in lines], ended), 0

    return filtered(call, text, change)


MODELS = {
    "head": head,
    "ghead": head,
    "tail": tail,
    "gtail": tail,
    "sort": sort,
    "gsort": sort,
    "uniq": uniq,
    "wc": wc,
    "gwc": wc,
    "tac": tac,
    "rev": rev,
}
