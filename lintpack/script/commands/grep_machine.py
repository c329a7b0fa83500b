"""Runs grep over known text."""

from __future__ import annotations

from lintpack.script.commands.filters import known_operand, lines_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands.options import Arguments
    from lintpack.script.invocation import Invocation
    from lintpack.script.regexes import Regex

_SPECIAL = frozenset("\\.[]*^$+?(){}|")


class Characters:
    """An expression in which no character means another: what it stands for is looked for as it is."""

    def __init__(self, characters: str) -> None:
        self.characters = characters

    def search(self, text: str, start: int) -> list[tuple[int, int]] | None:
        at = text.find(self.characters, start)
        return None if at < 0 else [(at, at + len(self.characters))]


Wanted = list["Characters | Regex"]


def compiled(lines: list[str], kind: str, found: Arguments) -> Wanted | None:
    """What to look for; None for an expression that is not understood."""
    fold = found.has("i", "y")
    if not (fold or found.has("x")) and (kind == "F" or all(map(_SPECIAL.isdisjoint, lines))):
        return [Characters(line) for line in lines]
    from lintpack.script.regexes import Regex, RegexFault

    regexes: Wanted = []
    for line in lines:
        if kind == "F":
            line = "".join(["\\" + c if c in _SPECIAL else c for c in line])  # noqa: PLW2901 (as a regex)
        extended = kind in {"E", "F", "P"}
        if found.has("x"):
            line = f"^({line})$" if extended else f"^\\({line}\\)$"  # noqa: PLW2901 (the whole line)
        try:
            regexes.append(Regex(line, extended, fold))
        except RegexFault:
            return None
    return regexes


def run(characters: str, wanted: Wanted, found: Arguments, call: Invocation) -> tuple[str, int] | None:
    """What is printed, and the exit status; None where that cannot be told."""
    if all(isinstance(one, Characters) for one in wanted):
        return _run(characters, wanted, found, call)
    from lintpack.script.regexes import RegexFault

    try:
        return _run(characters, wanted, found, call)
    except RegexFault:
        return None


def _run(characters: str, wanted: Wanted, found: Arguments, call: Invocation) -> tuple[str, int] | None:
    most = known_operand(call, found.value("m")) if found.has("m") else None
    if found.has("m") and not (most or "").isdigit():
        return None
    kept: list[str] = []
    selected = 0
    for line in lines_of(characters)[0]:
        spans = _spans(line, wanted, found)
        if spans is None:
            return None
        if bool(spans) == found.has("v"):
            continue
        selected += 1
        if found.has("o"):
            kept += [line[start:end] for start, end in spans if end > start and not found.has("v")]
        else:
            kept.append(line)
        if most is not None and selected >= int(most):
            break
    if found.has("c"):
        return f"{selected}\n", int(not selected)
    return "" if found.has("q") else text_of(kept), int(not selected)


def _spans(line: str, wanted: Wanted, found: Arguments) -> list[tuple[int, int]] | None:
    """The matches in a line, leftmost first, longest of those that start together; None where that is not modelled."""
    spans: list[tuple[int, int]] = []
    at = 0
    while at <= len(line):
        best: tuple[int, int] | None = None
        for regex in wanted:
            match = regex.search(line, at)
            if match is None or match[0] is None:
                continue
            start, end = match[0]
            if found.has("w") and not _word(line, start, end):
                # Another place, or a shorter match, may do.
                return None
            if best is None or start < best[0] or (start == best[0] and end > best[1]):
                best = (start, end)
        if best is None:
            break
        spans.append(best)
        at = best[1] if best[1] > best[0] else best[1] + 1
        if not found.has("o"):
            break
    return spans


def _word(line: str, start: int, end: int) -> bool:
    before, after = line[start - 1 : start] if start else "", line[end : end + 1]
    return not (before.isalnum() or before == "_" or after.isalnum() or after == "_")
