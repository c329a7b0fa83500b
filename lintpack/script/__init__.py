"""What a script does, found out without running it: from the syntax tree to the plan."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lintpack.repository import Repository
    from lintpack.script.plan import Plan


def interpret(
    path: str,
    repository: Repository,
    *,
    variables: Mapping[str, str] | None = None,
    arguments: Sequence[str] | None = None,
    cwd: str | None = None,
    environment_known: bool = False,
    launcher: bool = False,
    about: str = "",
) -> Plan:
    """What the script at `path`, a file of `repository`, would do.

    `variables` are values of the environment; `environment_known`: those not given are not set. `arguments`: the
    script's own, None where they are not known. `cwd`: where it is started, relative to the root. `launcher`: report
    each program that it starts. `about`: only exports of this variable are asked for, and what has nothing to do with
    them may be left out. Raises FileNotFoundError where there is no such file.
    """
    from lintpack.script.session import run_script

    return run_script(path, repository, variables or {}, arguments, cwd, environment_known, launcher, about)
