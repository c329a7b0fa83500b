"""One run from start to end: a script in, its plan out."""

from __future__ import annotations

import sys

from lintpack.script import limits, texts
from lintpack.script import statements as _statements  # noqa: F401 (tells how each kind of command runs)
from lintpack.script.emit import Stop
from lintpack.script.interpreter import START, Run
from lintpack.script.locator import Locator
from lintpack.script.plan import Plan, ReadScript
from lintpack.script.uncalled import run_uncalled, waiting
from lintpack.script.variables import Positionals
from lintpack.script.walk import run_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lintpack.bash.tree import Script
    from lintpack.repository import Repository


def run_script(
    path: str,
    repository: Repository,
    variables: Mapping[str, str],
    arguments: Sequence[str] | None,
    cwd: str | None,
    environment_known: bool,
    launcher: bool,
    about: str,
) -> Plan:
    parsed = repository.parsed(path)
    if parsed is None:
        raise FileNotFoundError(path)
    source, script = parsed
    run = Run(repository, Locator(source, path), variables, environment_known, launcher, about)
    run.scripts.append((source, script))
    if cwd and cwd != ".":
        run.state.cwd = texts.literal(cwd.rstrip("/"))
        # From there the path relative to the root leads elsewhere.
        run.zero = texts.concat((START, "/"), (path,))
    if arguments is not None:
        run.variables.positionals = Positionals(tuple([texts.literal(word) for word in arguments]))
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, limits.STACK))
    try:
        _all(run, script)
        run_uncalled(run)
    except Stop:
        pass
    except RecursionError:
        run.limit("NESTING")
    finally:
        sys.setrecursionlimit(before)
    read = tuple([ReadScript(text, tree) for text, tree in run.scripts])
    return Plan(path, tuple(run.effects), tuple([text.path for text, _ in run.scripts]), read)


def _all(run: Run, script: Script) -> None:
    """The script, then what it trapped for its end."""
    parent, scope = run.enter("shell")
    _shebang_options(run)
    if script.body:
        run_body(run, script.body)
    ends = [*scope.left, run.state]
    if not waiting(run, ends) and not any("EXIT" in state.traps for state in ends):
        # Nothing comes after, for which it would matter in which of many ways the script ended.
        run.live = False
        return
    run.finish(parent, scope)
    trapped = run.state.traps.get("EXIT")
    if run.live and trapped is not None:
        from lintpack.script.strings import run_text

        text, place, guards = trapped
        run.state.traps = {}
        run.guards = guards
        run.command = place
        parent, scope = run.enter("shell")
        run_text(run, text, place, "trap EXIT", subshell=False)
        run.finish(parent, scope)


def _shebang_options(run: Run) -> None:
    """`#!/bin/bash -e`."""
    from lintpack.script.builtins_settings import options_of

    line = run.locator.source.line(1)
    if line.startswith("#!"):
        words = line[2:].split()
        letters = "".join([word[1:] for word in words[1:] if word.startswith("-")])
        if letters and "env" not in words[0]:
            run.state.options |= options_of(letters)
