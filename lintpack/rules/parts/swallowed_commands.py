"""LP129: a command behind the folder of `cd` or `mkdir`, without the `&&` or `;` that would make it one.

libs=$(cd / find /usr/lib -name 'libx*')      mkdir -p out/lib cp libx.so.1 out/lib/
"""

from __future__ import annotations

from lintpack.bash.tree import SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.patterns import re
from lintpack.rules.gates.sign_subjects import SWALLOWED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

# Those that take one folder, and those that take many.
_ONE = ("cd", "pushd")
_MANY = ("mkdir", "rmdir", "touch", "rm")
# Shells in which `cd OLD NEW` changes a part of the path.
_OTHER_SHELLS = r"#![^\n]*\b(?:zsh|ksh\w*|mksh)\b"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        if not re.match(_OTHER_SHELLS, script.source.text):
            yield from _of_script(script, rule)


def _of_script(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    text = script.source.text
    for command in each(script.tree, SimpleCommand):
        words = [word for word in command.words if isinstance(word, Word)]
        while words and words[0].raw in ("sudo", "builtin", "command", "time"):
            words = words[1:]
        name = words[0].raw if words else ""
        if name not in _ONE and name not in _MANY:
            continue
        rest = [word for word in words[1:] if word.raw[:1] not in "-+"]
        found = _second(name, rest, words, text)
        if found is None or f"{name}()" in text or f"{name} ()" in text:
            continue
        what = "takes one folder" if name in _ONE else "takes all that follows for names of its own"
        yield rule.finding(
            script.source.place(found.start, command.end),
            f"`{found.raw}` is no command here: `{name}` {what}",
            label="an operand, and not run",
            help=f"write `&&` before `{found.raw}`",
        )


def _second(name: str, rest: list[Word], words: list[Word], text: str) -> Word | None:
    """The word that is to be a command."""
    if name in _ONE:
        # A bare word behind the folder, which no variable may be empty before, and more behind it.
        if (
            len(rest) > 1
            and not rest[0].raw.startswith("{{")  # filled in by a template
            and re.fullmatch(r"(?:\./)?[a-z][\w.+-]*", rest[1].raw)
            and (len(words) > 3 or _program(rest[1]))
        ):
            return rest[1]
        return None
    commands = [word for word in rest if word.raw in SWALLOWED]
    if len(commands) != 1 or commands[0] is rest[0]:
        return None
    at = words.index(commands[0])
    behind = [word for word in words[at + 1 :] if word.raw[:1] != "-"]
    needs = 1 if commands[0].raw in ("cd", "rm", "mkdir") else 2
    if len(behind) < needs or name == commands[0].raw:
        return None
    # Folders that are called so have their like beside them.
    return None if any(word.raw in _FOLDERS for word in rest) else commands[0]


_FOLDERS = frozenset("ls cat dd df echo sed awk grep find tar".split())


def _program(word: Word) -> bool:
    return word.raw in ("make", "ninja", "ls", "pwd", "cmake", "meson", "autoreconf") or word.raw.startswith("./")
