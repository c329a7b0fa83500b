"""How findings are shown: one module for each format, each with `render(report, colour) -> str`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.findings import Finding

FORMATS = ("text", "concise", "json")


class Report(Record):
    """What a run found, in the order in which it is shown, and what it left out.

    `scripts` is how many entry scripts were read; `suppressed` counts findings hidden by a comment, `unsure` those
    below --min-confidence, `unresolved` the copies of which something could not be told. `archives` were read as well.
    """

    findings: tuple[Finding, ...]
    scripts: int = 0
    suppressed: int = 0
    unsure: int = 0
    unresolved: int = 0
    archives: int = 0


def render(form: str, report: Report, colour: bool = False) -> str:
    """`report` as `form` wants it; ends with a line end unless it is empty."""
    if form == "json":
        from lintpack.report.json import render as write
    elif form == "concise":
        from lintpack.report.concise import render as write
    else:
        from lintpack.report.text import render as write
    return write(report, colour)
