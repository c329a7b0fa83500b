"""awk over known text, as far as `awk_parser` reads it."""

from __future__ import annotations

from lintpack.script.commands import options
from lintpack.script.commands.filters import filtered, known_operand, known_source
from lintpack.script.invocation import UNKNOWN, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation

_AWK = options.Spec("F:v:f:", "field-separator:=F assign:=v file:=f", inorder=True)


def awk(call: Invocation) -> Outcome:
    found = options.parse(call, _AWK)
    if found.unknown or found.has("f") or not found.operands:
        return UNKNOWN
    program = known_operand(call, found.operands[0])
    given = [known_operand(call, value) for value in found.values("v")]
    separator = known_operand(call, found.value("F")) if found.has("F") else " "
    if program is None or separator is None or None in given:
        return UNKNOWN
    files = found.operands[1:]
    text = known_source(call, files)
    if text is None and "BEGIN" not in program:
        return UNKNOWN
    # Most input is not known, and then there is no need for the rest.
    from lintpack.script.commands.awk_machine import Field, run
    from lintpack.script.commands.awk_parser import AwkFault, parse

    try:
        rules = parse(program)
    except (AwkFault, RecursionError):
        return UNKNOWN
    variables: dict[str, str | float] = {"FS": separator, "OFS": " ", "ORS": "\n"}
    for one in given:
        name, _, value = (one or "").partition("=")
        variables[name] = Field(value)
    if all(pattern == "BEGIN" for pattern, _ in rules):
        text = ()
    return filtered(call, text, lambda characters: run(rules, characters, dict(variables)))


MODELS = {"awk": awk, "gawk": awk, "mawk": awk, "nawk": awk}
