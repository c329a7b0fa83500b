"""grep over known text: which lines, how many, or whether."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.script import texts
from lintpack.script.commands import options
from lintpack.script.commands.filters import filtered, known_operand, lines_of, text_of
from lintpack.script.invocation import SILENT, UNKNOWN, Outcome
from lintpack.script.regexes import Regex, RegexFault

if TYPE_CHECKING:
    from lintpack.script.commands.options import Arguments
    from lintpack.script.invocation import Invocation

_GREP = options.Spec(
    "EFGPe:f:ivwxcLlm:oqsbHhnTzA:B:C:aUIrRd:D:y",
    "extended-regexp=E fixed-strings=F basic-regexp=G perl-regexp=P regexp:=e file:=f ignore-case=i invert-match=v"
    " word-regexp=w line-regexp=x count=c color? colour? files-without-match=L files-with-matches=l max-count:=m"
    " only-matching=o quiet=q silent=q no-messages=s line-number=n after-context:=A before-context:=B context:=C"
    " text=a recursive=r include: exclude: exclude-dir: with-filename=H no-filename=h",
)
_MODELLED = frozenset(
    ("E", "F", "G", "P", "e", "i", "v", "w", "x", "c", "m", "o", "q", "s", "h", "a", "color", "colour")
)


def grep(call: Invocation) -> Outcome:
    return _grep(call, "")


def egrep(call: Invocation) -> Outcome:
    return _grep(call, "E")


def fgrep(call: Invocation) -> Outcome:
    return _grep(call, "F")


def _grep(call: Invocation, kind: str) -> Outcome:
    found = options.parse(call, _GREP)
    quiet = found.has("q")
    nothing = SILENT if quiet else UNKNOWN
    patterns = found.values("e")
    operands = found.operands
    if not patterns:
        patterns, operands = operands[:1], operands[1:]
    expression = [known_operand(call, pattern) for pattern in patterns]
    if found.unknown or not expression or None in expression or not _modelled(found):
        return nothing
    kind = found.last("E", "F", "G", "P") or kind
    if kind == "P" and any(sign in (part or "") for part in expression for sign in ("\\", "(?", "*?", "+?", "??")):
        return nothing
    lines = [line for part in expression for line in (part or "").split("\n")]
    if len(operands) > 1:
        return nothing
    text = call.stdin
    if operands and operands[0].text != ("-",):
        text = call.shell.read(call.shell.path(operands[0].text))
    try:
        wanted = _compiled(lines, kind, found)
    except RegexFault:
        return nothing
    if text is None:
        return nothing
    outcome = filtered(call, text, lambda characters: _run(characters, wanted, found, call))
    if quiet:
        return Outcome(outcome.status, ())
    if outcome.output is None and texts.known(text) is None:
        return nothing
    return outcome


def _modelled(found: Arguments) -> bool:
    return all(name in _MODELLED for name, _ in found.given)


def _compiled(lines: list[str], kind: str, found: Arguments) -> list[Regex]:
    fold = found.has("i", "y")
    regexes = []
    for line in lines:
        if kind == "F":
            line = "".join(["\\" + c if c in "\\.[]*^$+?(){}|" else c for c in line])  # noqa: PLW2901 (as a regex)
        extended = kind in {"E", "F", "P"}
        if found.has("x"):
            line = f"^({line})$" if extended else f"^\\({line}\\)$"  # noqa: PLW2901 (the whole line)
        regexes.append(Regex(line, extended, fold))
    return regexes


def _run(characters: str, wanted: list[Regex], found: Arguments, call: Invocation) -> tuple[str, int] | None:
    most = known_operand(call, found.value("m")) if found.has("m") else None
    if found.has("m") and not (most or "").isdigit():
        return None
    kept: list[str] = []
    selected = 0
    try:
        for line in lines_of(characters)[0]:
            spans = _spans(line, wanted, found)
            if bool(spans) == found.has("v"):
                continue
            selected += 1
            if found.has("o"):
                kept += [line[start:end] for start, end in spans if end > start and not found.has("v")]
            else:
                kept.append(line)
            if most is not None and selected >= int(most):
                break
    except RegexFault:
        return None
    if found.has("c"):
        return f"{selected}\n", int(not selected)
    return "" if found.has("q") else text_of(kept), int(not selected)


def _spans(line: str, wanted: list[Regex], found: Arguments) -> list[tuple[int, int]]:
    """The matches in a line, leftmost first, longest of those that start together."""
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
                # Another place, or a shorter match, may do: that is not modelled.
                raise RegexFault("-w")
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


MODELS = {"grep": grep, "ggrep": grep, "egrep": egrep, "fgrep": fgrep, "zgrep": lambda _call: UNKNOWN}
