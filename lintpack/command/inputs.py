"""The scripts that a command is given: named, found in folders, or on standard input."""

from __future__ import annotations

import sys

from lintpack.discover import Exclusion, discover, tidy
from lintpack.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.config import Config
    from lintpack.options import Arguments
    from lintpack.repository import Repository

STDIN_NAME = "<stdin>"


def inputs(
    arguments: Arguments, config: Config, more: Sequence[str] = ()
) -> tuple[list[tuple[str, Repository, str]], list[str]]:
    """The entry scripts (as shown, repository, path in it) of the arguments and of the paths `more`, and a line for
    each path that gave none."""
    exclusions = (Exclusion(arguments.all("--exclude")), Exclusion(config.exclude, config.folder))
    if arguments.has("--staged"):
        return _staged(exclusions), []
    found = discover((*arguments.operands, *more), exclusions, arguments.has("--force-exclude"))
    workspace = Workspace()
    scripts = []
    for path in found.scripts:
        if path == "-":
            shown = tidy(arguments.last("--stdin-filename", STDIN_NAME))
            repository, inner = workspace.hold(shown, sys.stdin.buffer.read())
            shown = repository.display(inner)
        else:
            shown = path
            repository, inner = workspace.locate(path)
        scripts.append((shown, repository, inner))
    return scripts, [_hint(problem) for problem in found.problems]


def _staged(exclusions: tuple[Exclusion, ...]) -> list[tuple[str, Repository, str]]:
    """The scripts that are staged in git, read as they are staged."""
    from lintpack.discover import excluded
    from lintpack.evidence.staged import StagedRepository, staged_scripts

    workspace = Workspace(StagedRepository)
    return [(path, *workspace.locate(path)) for path in staged_scripts() if not excluded(exclusions, path, False)]


def _hint(problem: str) -> str:
    """A path that does not exist may be a command that was misspelt."""
    path, _, what = problem.partition(": ")
    if what == "no such file or directory" and path.isalpha():
        from lintpack.options import COMMANDS
        from lintpack.suggest import did_you_mean

        return problem + did_you_mean(path, [command.name for command in COMMANDS])
    return problem


def variables(arguments: Arguments, config: Config) -> dict[str, str]:
    """The values that fill holes; those of the command line win."""
    given = dict(config.variables)
    for value in arguments.all("--set"):
        name, _, text = value.partition("=")
        given[name] = text
    return given
