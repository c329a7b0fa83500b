"""GitLab's Code Quality report: a list of problems, each with a fingerprint that GitLab compares between branches."""

from __future__ import annotations

from lintpack.report import fingerprinted
from lintpack.report.json import dump
from lintpack.report.places import Root, spot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.report import Report

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(report: Report, colour: bool = False) -> str:
    root = Root()
    problems = []
    for finding, mark in fingerprinted(report):
        where = spot(finding)
        problems.append(
            {
                "description": f"{finding.message} ({finding.name})",
                "check_name": finding.code,
                "fingerprint": mark,
                "severity": _SEVERITIES[finding.level],
                "location": {"path": root.path(where.path), "lines": {"begin": where.line, "end": where.end_line}},
            }
        )
    return dump(problems)
