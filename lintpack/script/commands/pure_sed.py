"""sed over known text: `s`, `d`, `p`, `q`, `y`, `=`, `a`, `i`, `c`, `{}` with addresses. With -i it changes files."""

from __future__ import annotations

from lintpack.script.commands import options
from lintpack.script.commands.edit import SPEC
from lintpack.script.commands.filters import filtered, known_operand, known_source
from lintpack.script.invocation import SILENT, UNKNOWN, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation


def sed(call: Invocation) -> Outcome:
    found = options.parse(call, SPEC)
    if found.has("i"):
        return SILENT
    scripts = found.values("e")
    operands = found.operands
    if not scripts:
        scripts, operands = operands[:1], operands[1:]
    written = [known_operand(call, script) for script in scripts]
    if found.unknown or not written or None in written or found.has("f", "z", "s"):
        return UNKNOWN
    text = known_source(call, operands)
    if text is None:
        return UNKNOWN
    # Most input is not known, and then there is no need for the rest.
    from lintpack.script.commands.sed_machine import run
    from lintpack.script.commands.sed_script import ScriptFault, parse_script
    from lintpack.script.regexes import RegexFault

    try:
        commands = parse_script("\n".join([part or "" for part in written]), found.has("E", "r"))
    except (ScriptFault, RegexFault):
        return UNKNOWN
    quiet = found.has("n")
    return filtered(call, text, lambda characters: run(commands, characters, quiet))


MODELS = {"sed": sed, "gsed": sed}
