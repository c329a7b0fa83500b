"""`lintpack check --fix`, `--unsafe-fixes` and `--diff`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.check import check
from lintpack.fix.mend import mend, take_back
from lintpack.record import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.check import Outcome, Settings
    from lintpack.options import Arguments
    from lintpack.repository import Repository


def fixing(
    scripts: Sequence[tuple[str, Repository, str]], settings: Settings, arguments: Arguments
) -> tuple[Outcome, str | None, list[str]]:
    """Mend scripts, or say how. Returns what is found in them after, what is shown in place of a report (None for a
    report), and a line for each file that could not be written."""
    mended = mend(scripts, settings, arguments.has("--unsafe-fixes"))
    if arguments.has("--diff"):
        from lintpack.report.unified import unified

        colour = cli.coloured(arguments)
        return mended.first, unified(mended.changes, colour, colour or sys.stdout.isatty()), []
    from lintpack.fix.files import write

    failed: dict[str, str] = {}
    for change in mended.changes:
        problem = write(change.path, change.before, change.after)
        if problem:
            failed[change.path] = f"{change.shown}: {problem}"
    if not failed:
        return mended.outcome, None, []
    take_back(mended, scripts, tuple(failed))
    outcome = check(scripts, settings)
    gone = max(0, len(mended.first.report.findings) - len(outcome.report.findings))
    report = replace(outcome.report, fixed=min(mended.fixed, gone))
    return replace(outcome, report=report), None, list(failed.values())
