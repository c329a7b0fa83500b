"""Library paths that a program does not get since the script that sets them is run, not sourced, or since the program
has capabilities: the loader then reads no `LD_LIBRARY_PATH` at all (ld.so(8), secure-execution mode)."""

from __future__ import annotations

import re

from lintpack.bash.tree import Function, SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.rules.parts.lost_ends import QUIET, Loss

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

_NAME = "LD_LIBRARY_PATH"
_SHELLS = frozenset(("bash", "sh", "dash", "ksh"))
_SETS = QUIET | frozenset(("ulimit", "umask", "alias", "complete", "local", "source", "."))


def not_given(context: Context) -> Iterator[Loss]:
    if context.speaks_of(("setcap ",)):
        for script in context.plan.scripts:
            yield from _secured(script)
    if len(context.plan.scripts) > 1:
        yield from _run(context)


def _run(context: Context) -> Iterator[Loss]:
    """`bash "$ROOT/set_env.sh"`, of a file that sets variables and does nothing else."""
    settings = {}
    for script in context.plan.scripts:
        if f"{_NAME}=" in script.source.text and _sets_only(script):
            settings[script.source.path.rpartition("/")[2]] = script
    for script in context.plan.scripts if settings else ():
        for command in each(script.tree, SimpleCommand):
            words = [word for word in command.words if isinstance(word, Word)]
            shell = bool(words) and words[0].raw.rpartition("/")[2] in _SHELLS
            if len(words) != 1 + shell:
                continue
            path = words[-1].raw.strip("\"'")
            found = settings.get(path.rpartition("/")[2]) if "/" in path or shell else None
            if found is None or found is script:
                continue
            at = found.source.text.find(f"{_NAME}=")
            yield Loss(
                script.source.place(words[0].start, words[-1].end),
                f"runs `{path.rpartition('/')[2]}`, which only sets variables: they are gone when it ends",
                "run, not sourced",
                f'source it: `. "{path}"`',
                found.source.place(at, at + len(_NAME)),
                "set here",
            )


def _sets_only(script: ReadScript) -> bool:
    text = script.source.text
    if ">" in re.sub(r"2?>\s*/dev/null|>&\d|2>&1|#.*", "", text) or any(True for _ in each(script.tree, Function)):
        return False
    for command in each(script.tree, SimpleCommand):
        words = [word for word in command.words if isinstance(word, Word)]
        if words and words[0].raw not in _SETS:
            return False
    return True


def _secured(script: ReadScript) -> Iterator[Loss]:
    """`setcap … $DST/bin/prog`, and a launcher that starts it with `LD_LIBRARY_PATH=$DST/lib`."""
    text = script.source.text
    if re.search(r"ld\.so\.conf|rpath|RPATH|patchelf|chrpath", text):
        return
    for match in re.finditer(r"(?m)^[ \t]*(?:sudo[ \t]+)?(setcap[ \t]+(?!-)\S+[ \t]+[\"']?([^\s\"';|&]+)[\"']?)", text):
        folder, _, name = match[2].rpartition("/")
        root = re.match(r"(?:\$\{?\w+\}?|/(?:opt|srv|usr/local|usr/lib)/[^/\s]+)(?=/)", match[2])
        if root is None or not folder:
            continue
        own = rf"(?:[\"']?{re.escape(folder)}/[\"']?(?:{re.escape(name)}\b|\$\{{?\w+\}}?(?!\S*\.so)))"
        started = rf"\b{_NAME}=[^\n]*{re.escape(root[0])}/lib[^\n]*(?:\n[^\n]*){{0,2}}?(?:\bexec\b|[ \t]|\n)[ \t]*{own}"
        setting = re.search(started, text)
        if setting is not None:
            at = setting.start()
            yield Loss(
                script.source.place(*match.span(1)),
                f"a program with capabilities gets no `{_NAME}`: the loader does not read it then",
                "its libraries are not found",
                "name the folder in /etc/ld.so.conf.d, or give the program an RPATH without `$ORIGIN`",
                script.source.place(at, at + len(_NAME)),
                "set here for it",
            )
