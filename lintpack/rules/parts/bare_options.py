"""LP129: options without their dash, and a command's name that stands there twice, which a copy takes for files.

ln sf libfoo.so.1 out/lib/libfoo.so      cp -v a build/libfoo.so.1 out/lib/      cp cp build/libfoo.so.1 out/lib/
"""

from __future__ import annotations

from lintpack.bash.tree import SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.rules.gates.sign_subjects import OPTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

_SUBJECT = (".so", "lib", "Lib", "LIB", "LD_")


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        yield from _of_script(script, rule)


def _of_script(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    for command in each(script.tree, SimpleCommand):
        words = [word for word in command.words if isinstance(word, Word)]
        while words and words[0].raw in ("sudo", "command", "exec", "env"):
            words = words[1:]
        name = words[0].raw.rpartition("/")[2] if words else ""
        letters = OPTIONS.get(name)
        if letters is None or not any(sign in word.raw for word in words for sign in _SUBJECT):
            continue
        at = 1
        while at < len(words) and words[at].raw[:1] == "-":
            at += 1
        rest = words[at:]
        if len(rest) < 3:
            continue
        word = rest[0]
        if word.raw == name:
            yield rule.finding(
                script.source.place(word.start, word.end),
                f"`{name}` takes the second `{name}` for the name of a file",
                label="there twice",
                help=f"write `{name}` once",
            )
        elif len(word.raw) <= 3 and set(word.raw) <= letters and not any(len(one.raw) < 3 for one in rest[1:-1]):
            if f"/{word.raw}" in script.source.text or len(set(word.raw)) < len(word.raw):
                continue
            yield rule.finding(
                script.source.place(word.start, word.end),
                f"`{name}` takes `{word.raw}` for the name of a file",
                label="an option without its dash?",
                help=f"write `-{word.raw}`",
                level="warning",
            )
