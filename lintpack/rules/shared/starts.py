"""Which programs a setting of the loader's environment is for, and how they are found."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.plan import ProgramStart
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.script.values import Text

# Words before a program's name.
_PREFIXES = frozenset(("exec", "env", "command", "nohup", "sudo", "nice"))
# The words that a script was called with.
# What a script reads to find its own folder.
_OWN = ("$0", "${0", "BASH_SOURCE", "PWD", "$(pwd", "`pwd")
_GIVEN = frozenset(("$@", "$*", "$1", "${@}", "${*}", "${1}"))


def started(setting: Setting) -> set[str]:
    """How the programs are found that are started with it, as far as they are no known tools: see `found_by`."""
    number, own = setting.export.origin.number, setting.export.program
    found = {
        found_by(effect)
        for effect in setting.program.plan.effects
        if isinstance(effect, ProgramStart)
        and effect.origin.number > number
        and (own is None or effect.origin.command == setting.export.origin.command)
        and any(name == setting.name for name, _ in effect.environment)
        and texts.consistent(effect.origin.when, setting.export.origin.when)
    }
    if found or own is None or texts.known(own) in _PREFIXES:
        return found
    return {_found_by(own)}


def found_by(start: ProgramStart) -> str:
    """How a program is found: `path` (absolute, or from a folder that is not known), `relative` (to the working
    directory), `name` (on PATH), `given` (the words that the script was called with), `any` (what is in a variable)."""
    kind = _found_by(start.words[0])
    if kind == "any" and start.origin.place.text.strip("\\\"'") in _GIVEN and not start.origin.calls:
        return "given"
    # The script's own folder is known here, by the path that the script was given; where it runs it is any.
    if kind == "relative" and start.origin.place.text.lstrip("\\\"'").startswith("$"):
        asks = any(sign in start.origin.place.source.text for sign in _OWN)
        return "path" if asks else kind
    return kind


def _found_by(program: Text) -> str:
    first = program[0] if program else ""
    if isinstance(first, Reference) and len(first.alternatives) == 1 and len(program) == 1:
        return _found_by(first.alternatives[0].text or ())
    if isinstance(first, str):
        # `@bindir@/prog`: configure puts a folder there.
        if first.startswith(("/", "@")):
            return "path"
        return "relative" if any(isinstance(piece, str) and "/" in piece for piece in program) else "name"
    if len(program) == 1:
        return "any"
    return "path"
