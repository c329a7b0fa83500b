"""LP308: commands that are to hand a variable of the loader on, and have nobody to give it to, or run it as a program.

env LD_PRELOAD=/opt/x/lib/libx.so.1     nohup LD_LIBRARY_PATH=/opt/x/lib prog     LD_LIBRARY_PATH=/opt/x/lib cd /opt
"""

from __future__ import annotations

from lintpack.bash.tree import Assignment, CommandSubstitution, Pipeline, SimpleCommand, Word
from lintpack.bash.walk import around
from lintpack.patterns import re
from lintpack.rules.shared.loader import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.plan import ReadScript

_GIVEN = r"[\"']?(LD_LIBRARY_PATH|LD_PRELOAD|DYLD_LIBRARY_PATH|DYLD_INSERT_LIBRARIES)="
# What runs the next word as a program, and what sets variables for one.
_STARTERS = ("nohup", "nice", "exec", "command", "builtin", "setsid", "stdbuf", "ionice", "catchsegv")
_SETTERS = ("env", "sudo", "doas")
# Builtins that start nothing: what they get is gone behind them.
_BUILTINS = ("cd", "pushd", "popd", "true", "test", "[", "shift", "umask", "ulimit")
FIRST = frozenset((*_STARTERS, *_SETTERS, "set", "time"))


def fault(command: SimpleCommand, script: ReadScript) -> tuple[int, int, str, str, str] | None:
    """From where to where, the message, a label, and the help."""
    words = [word for word in command.words if isinstance(word, Word)]
    if not words or len(words) != len(command.words):
        return None
    raws = [word.raw for word in words]
    if command.assignments:
        return _builtin(command, raws[0], words[0].end, script)
    if raws[0] == "set":
        return _set(command, raws, words, script)
    at = next((n for n, raw in enumerate(raws) if re.match(_GIVEN, raw)), 0)
    given = re.match(_GIVEN, raws[at])
    if given is None or not at:
        return None
    name, end = given[1], words[at].end
    # Options and their numbers stand between.
    before = [raw for raw in raws[:at] if not re.match(r"-|[\d.]+$|[\"']?\w+=", raw)]
    tools = [raw.rpartition("/")[2] for raw in before]
    if any(tool not in FIRST for tool in tools) or any(_own(tool, script) for tool in tools):
        return None
    if tools[-1] in _STARTERS:
        message = f"`{tools[-1]}` takes `{name}=…` for a program: `{name}` is not set"
        advice = f"write `{tools[-1]} env {name}=… program`"
        return command.start, end, message, "no such program", advice
    if tools[-1] == "time" or command.redirects or any(not re.match(r"[\"']?\w+=", raw) for raw in raws[at:]):
        return None
    # What env prints may be read.
    around_it = list(around(script.tree, command.start))
    if any(
        isinstance(one, CommandSubstitution) or (isinstance(one, Pipeline) and one.commands[1:]) for one in around_it
    ):
        return None
    if any(raw[:1] == "-" and raw not in ("-i", "-E", "-", "-H") for raw in raws[:at]):
        return None
    message = f"`{tools[-1]}` has no command to start here: `{name}` is not set for what follows"
    return command.start, words[-1].end, message, "sets nothing", f"write `export {name}=…`"


def _builtin(command: SimpleCommand, first: str, end: int, script: ReadScript) -> tuple[int, int, str, str, str] | None:
    """`LD_LIBRARY_PATH=/opt/x/lib cd /opt/x && ./prog`."""
    mine = [one for one in command.assignments if one.name in NAMES and _value(one)]
    if not mine or first not in _BUILTINS or _own(first, script):
        return None
    text = script.source.text
    if not re.search(
        r"(?m)(?:&&|;|^)[ \t]*(?:exec[ \t]+)?[\"']?(?:\$\{?\w+\}?/|\.{0,2}/)[\w./-]+", text[command.end :]
    ):
        return None
    name = mine[0].name
    if re.search(rf"(?m)^(?![ \t]*#)[^\n]*\b{name}\b", text[command.end :]):
        return None
    message = f"`{first}` alone gets this `{name}`: it is not set for what follows"
    return mine[0].start, end, message, "set for nobody", f"write `export {name}=…` in a line of its own"


def _value(assignment: Assignment) -> bool:
    return assignment.raw.partition("=")[2].strip("\"'") != ""


def _set(
    command: SimpleCommand, raws: list[str], words: list[Word], script: ReadScript
) -> tuple[int, int, str, str, str] | None:
    """`set LD_LIBRARY_PATH /opt/x/lib` and `set -x LD_LIBRARY_PATH …`, as other shells have it."""
    at = next((n for n, raw in enumerate(raws[1:], 1) if raw[:1] != "-"), 0)
    if not at or "--" in raws[:at] or raws[at] not in NAMES or at + 1 >= len(raws):
        return None
    if not re.match(r"#![^\n]*\b(?:ba|da|k|z)?sh\b", script.source.text):
        return None
    message = f"`set` sets the script's arguments here: `{raws[at]}` is not set"
    return command.start, words[-1].end, message, "sets nothing", f"write `export {raws[at]}=…`"


def _own(name: str, script: ReadScript) -> bool:
    """Whether the script has a function of that name."""
    return f"{name}()" in script.source.text or f"{name} ()" in script.source.text
