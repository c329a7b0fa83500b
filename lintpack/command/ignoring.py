"""`lintpack check --add-ignore`: comments with a reason to fill in, for what is found now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.check import check
from lintpack.fix.files import write
from lintpack.fix.ignoring import with_ignores
from lintpack.fix.mend import files_of
from lintpack.report.style import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lintpack.check import Outcome, Settings
    from lintpack.findings import Finding
    from lintpack.report import Report
    from lintpack.repository import Repository
    from lintpack.source import Source


def ignoring(
    scripts: Sequence[tuple[str, Repository, str]], settings: Settings, hide: Callable[[Report], Report] | None
) -> tuple[Outcome, list[str], list[str]]:
    """Put comments into the scripts. Returns what is found in them after, a line for each file that could not be
    written, and lines about what was done. Only these scripts are changed, not others that they source."""
    files = files_of(scripts)
    outcome = check(scripts, settings)
    report = hide(outcome.report) if hide is not None else outcome.report
    found: dict[Source, list[Finding]] = {}
    for finding in report.findings:
        if finding.place is not None:
            found.setdefault(finding.place.source, []).append(finding)
    problems: list[str] = []
    comments = changed = 0
    for file in files:
        source = file.source
        if source is None or source not in found:
            continue
        text, added = with_ignores(source, found[source])
        if not added:
            continue
        problem = write(file.path, file.before, text)
        if problem:
            problems.append(f"{file.shown}: {problem.replace('not fixed', 'no comment added')}")
            continue
        file.put(text)
        comments, changed = comments + added, changed + 1
    if comments:
        outcome = check(scripts, settings)
        where = f"{plural(changed, 'file')}; replace each `TODO` by a reason"
        return outcome, problems, [f"{plural(comments, 'comment')} added to {where}"]
    return outcome, problems, ["no comments added"]
