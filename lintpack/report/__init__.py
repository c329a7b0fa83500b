"""How findings are shown: one module for each format, each with `render(report, colour) -> str`."""

from __future__ import annotations

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.findings import Finding
    from lintpack.source import Place

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")


class Report(Record):
    """What a run found, in the order in which it is shown, and what it left out.

    `scripts` are the entry scripts that were read, `archives` the archives. `suppressed` are findings hidden by a
    comment, `baselined` those in the baseline, `unsure` those below --min-confidence, `unresolved` the copies of which
    something could not be told.
    `errors`: one line for each thing that could not be read or checked. `fixed` is how many findings were mended, None
    where that was not asked for; `statistics`: show counts by rule. `status` is the exit status of the run; `keys` are
    the content keys of the findings where they are known from elsewhere, such as another report.
    """

    findings: tuple[Finding, ...]
    scripts: tuple[str, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    unsure: tuple[Finding, ...] = ()
    unresolved: tuple[Place, ...] = ()
    archives: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    fixed: int | None = None
    statistics: bool = False
    status: int = 0
    keys: tuple[str, ...] = ()
    baselined: tuple[Finding, ...] = ()


def counted(report: Report) -> list[tuple[str, str, int]]:
    """Code, name and number of findings of each rule that found something; most first, then by code."""
    counts: dict[tuple[str, str], int] = {}
    for finding in report.findings:
        rule = (finding.code, finding.name)
        counts[rule] = counts.get(rule, 0) + 1
    return sorted([(*rule, count) for rule, count in counts.items()], key=lambda row: (-row[2], row[0]))


def fingerprinted(report: Report) -> list[tuple[Finding, str]]:
    """Each finding with its fingerprint."""
    from lintpack.fingerprint import fingerprints, numbered

    marks = numbered(report.keys) if report.keys else fingerprints(report.findings)
    return list(zip(report.findings, marks, strict=True))


def render(form: str, report: Report, colour: bool = False, columns: int = 0) -> str:
    """`report` as `form` wants it; ends with a line end unless it is empty. `columns` is the width of the screen, 0 for
    none: only text minds it."""
    if form == "text":
        from lintpack.report.text import render as write

        return write(report, colour, columns)
    from importlib import import_module

    shown: str = import_module(f"lintpack.report.{form}").render(report, colour)
    return shown
