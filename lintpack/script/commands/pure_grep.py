"""grep over known text: which lines, how many, or whether."""

from __future__ import annotations

from lintpack.script.commands import options
from lintpack.script.commands.filters import filtered, known_in_full, known_operand, narrowed
from lintpack.script.invocation import SILENT, UNKNOWN, Outcome

TYPE_CHECKING = False
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
    if text is None or not known_in_full(call, text):
        return nothing if quiet or found.has("c", "o") else narrowed(call, text)
    # Most input is not known, and then there is no need for the rest.
    from lintpack.script.commands.grep_machine import compiled, run

    wanted = compiled(lines, kind, found)
    if wanted is None:
        return nothing
    outcome = filtered(call, text, lambda characters: run(characters, wanted, found, call))
    if quiet:
        return Outcome(outcome.status, ())
    return outcome


def _modelled(found: Arguments) -> bool:
    return all(name in _MODELLED for name, _ in found.given)


MODELS = {"grep": grep, "ggrep": grep, "egrep": egrep, "fgrep": fgrep, "zgrep": lambda _call: UNKNOWN}
