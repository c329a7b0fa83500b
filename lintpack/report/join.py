"""Several reports made one: what machines found that shared the work.

Findings that several have are one; what is shown by one is not hidden by another. The result is that of a single run,
whatever the order of the reports.
"""

from __future__ import annotations

from lintpack.ordering import about, order, unique
from lintpack.report import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def join(reports: Sequence[Report]) -> Report:
    """All reports in one, which has no exit status yet."""
    keys = {id(finding): key for report in reports for finding, key in zip(report.findings, report.keys, strict=True)}
    findings = sorted(unique([finding for report in reports for finding in report.findings]), key=order)
    shown = {about(finding) for finding in findings}
    suppressed = unique([finding for report in reports for finding in report.suppressed])
    shown |= {about(finding) for finding in suppressed}
    baselined = unique([finding for report in reports for finding in report.baselined])
    unsure = unique([finding for report in reports for finding in report.unsure])
    places = {(place.path, place.start, place.end): place for report in reports for place in report.unresolved}
    fixed = [report.fixed for report in reports if report.fixed is not None]
    return Report(
        tuple(findings),
        tuple(sorted({path for report in reports for path in report.scripts})),
        tuple(sorted(suppressed, key=order)),
        tuple(sorted([finding for finding in unsure if about(finding) not in shown], key=order)),
        tuple([places[key] for key in sorted(places)]),
        tuple(sorted({path for report in reports for path in report.archives})),
        tuple(sorted({line for report in reports for line in report.errors})),
        sum(fixed) if fixed else None,
        any(report.statistics for report in reports),
        keys=tuple([keys[id(finding)] for finding in findings]),
        baselined=tuple(sorted([finding for finding in baselined if about(finding) not in shown], key=order)),
    )
