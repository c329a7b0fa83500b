"""What `lintpack check` and `lintpack merge` do with a report: show it, write it to files, and tell its exit status."""

from __future__ import annotations

import os

from lintpack import cli
from lintpack.findings import LEVELS
from lintpack.record import replace
from lintpack.report import render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.options import Arguments
    from lintpack.report import Report


def finished(report: Report, problems: Sequence[str], fail_on: str) -> Report:
    """`report` with all that went wrong, and the exit status that follows. What it lists is sorted, so that several
    reports can be joined to the same that one run gives."""
    least = index_of(fail_on)
    found = any(LEVELS.index(f.level) >= least for f in report.findings)
    status = cli.FAILED if problems else cli.FINDINGS if found else cli.CLEAN
    return replace(
        report,
        scripts=tuple(sorted(set(report.scripts))),
        archives=tuple(sorted(set(report.archives))),
        errors=tuple(sorted(set(problems))),
        status=status,
    )


def index_of(fail_on: str) -> int:
    """The index of the level from which findings make the exit status 1; behind the last for "never"."""
    return LEVELS.index(fail_on) if fail_on != "never" else len(LEVELS)


def fail_on(arguments: Arguments, usual: str) -> str:
    """The level from which findings make the exit status 1."""
    return "never" if arguments.has("--exit-zero") else arguments.last("--fail-on", usual)


def write_reports(arguments: Arguments, report: Report) -> list[str]:
    """Write what --report asks for; a line for each file that could not be written."""
    problems = []
    for value in arguments.all("--report"):
        form, _, path = value.partition("=")
        problem = write_file(path, render(form, report))
        if problem:
            problems.append(problem)
    return problems


def write_file(path: str, text: str) -> str:
    """Write a file as a whole: who reads it meanwhile sees the old one or the new. Returns what went wrong, or ""."""
    from lintpack.fix.files import replace_file

    data = text.encode("utf-8", "surrogateescape")
    folder = os.path.dirname(path)
    if folder and not os.path.isdir(folder):
        return f"{path}: there is no folder `{folder}`"
    try:
        if path.startswith("/dev/") or (os.path.exists(path) and not os.path.isfile(path)):
            # A pipe, or /dev/stdout: behind that may be a file that others write to as well.
            with open(path, "ab") as file:
                file.write(data)
        else:
            real = os.path.realpath(path)
            state = os.stat(real) if os.path.exists(real) else None
            if state is not None and not os.access(real, os.W_OK):
                return f"{path}: permission denied"
            replace_file(real, data, state)
    except OSError as error:
        return f"{path}: {(error.strerror or str(error)).lower()}"
    return ""
