"""sh, bash and their kin: a script in a string (`-c`), in a file, or from standard input (bash manual, 6.1)."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.commands.options import call_operands
from lintpack.script.invocation import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands.options import Operand
    from lintpack.script.invocation import Invocation, Outcome
    from lintpack.script.values import Text

_WITH_VALUE = {"--rcfile", "--init-file"}


def sh(call: Invocation) -> Outcome:
    return run_shell(call, call.name, call_operands(call))


def run_shell(call: Invocation, shell: str, words: list[Operand], cwd: Text | None = None) -> Outcome:
    """Run the arguments of a shell: `-euo pipefail -c TEXT NAME ARGUMENT…`, `-x FILE ARGUMENT…`, `-s ARGUMENT…`.

    `cwd`: where it starts, if not here (in a container).
    """
    letters, at = _letters(words)
    rest = words[at:]
    options = "".join(sorted({letter for letter in letters if letter in "eufx"}))
    arguments = tuple([word.text for word in rest[1:]])
    if "c" in letters:
        if not rest:
            return UNKNOWN
        name = (texts.known(arguments[0]) if arguments else None) or shell
        text = rest[0]
        return call.shell.run_text(
            text.text, text.place, name, arguments[1:], cwd=cwd, stdin=call.stdin, options=options
        )
    stdin = call.stdin
    if not rest or "s" in letters or rest[0].text in {("-",), ("/dev/stdin",)}:
        if stdin is None:
            return UNKNOWN
        given = tuple([word.text for word in rest]) if "s" in letters else arguments
        return call.shell.run_text(stdin, call.command, shell, given, cwd=cwd, options=options)
    return call.shell.run_file(call.shell.path(rest[0].text), rest[0].place, arguments, stdin, options)


def _letters(words: list[Operand]) -> tuple[str, int]:
    """The letters of the options, and where the words after them begin."""
    letters, at = "", 0
    while at < len(words):
        word = texts.known(words[at].text)
        if word is None or word in {"", "-"} or word[0] not in "-+":
            break
        at += 1
        if word == "--":
            break
        if word.startswith("--"):
            at += word in _WITH_VALUE
            continue
        # -o and -O take the next word, inside a cluster too: `-euo pipefail`.
        at += sum(letter in "oO" for letter in word[1:])
        if word[0] == "-":
            letters += word[1:]
    return letters, at


MODELS = dict.fromkeys(("sh", "bash", "dash", "ash", "ksh", "zsh", "mksh", "rbash"), sh)
