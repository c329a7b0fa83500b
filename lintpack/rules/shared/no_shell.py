"""Files with lines `NAME=value` that no shell reads, so that nothing in them is expanded.

/etc/environment is read by pam_env(8); $GITHUB_ENV by the runner of GitHub Actions, for the steps that follow.
"""

from __future__ import annotations

import re

from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.shared.loader_settings import Program, Setting

_FILES = r"(?:.*/)?etc/environment|\$\{?GITHUB_ENV\}?"


def without_shell(program: Program) -> bool:
    """Whether the script is none, but such a file."""
    return bool(program.written) and re.fullmatch(_FILES, program.plan.path) is not None


def unexpanded(setting: Setting) -> str:
    """A variable that stays as it is written, as it stands there: "" where there is none."""
    if not without_shell(setting.program):
        return ""
    from lintpack.script.written import WrittenHole, WrittenReference

    for piece in setting.value or ():
        if isinstance(piece, (Hole, Reference)) and not isinstance(piece, (WrittenHole, WrittenReference)):
            return piece.shown
    return ""
