"""The format for programs, version 1: fields may be added, none changes its meaning or goes away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lintpack.findings import Finding
    from lintpack.report import Report
    from lintpack.source import Place

VERSION = 1


def render(report: Report, colour: bool = False) -> str:
    levels = [f.level for f in report.findings]
    document: dict[str, Any] = {
        "version": VERSION,
        "findings": [_finding(f) for f in report.findings],
        "summary": {
            "scripts": len(report.scripts),
            "archives": len(report.archives),
            "errors": levels.count("error"),
            "warnings": levels.count("warning"),
            "notes": levels.count("note"),
            "suppressed": len(report.suppressed),
            "below_min_confidence": len(report.unsure),
            "unresolved_copies": len(report.unresolved),
        },
    }
    if report.fixed is not None:
        document["summary"]["fixed"] = report.fixed
    if report.statistics:
        from lintpack.report import counted

        document["statistics"] = [{"code": code, "name": name, "count": n} for code, name, n in counted(report)]
    return dump(document)


def dump(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1) + "\n"


def span(place: Place | None) -> dict[str, Any]:
    """Lines and columns from 1, in code points; the end column is the one after the last."""
    if place is None:
        return {"line": None, "column": None, "end_line": None, "end_column": None}
    end_line, end_column = place.source.position(place.end)
    return {"line": place.line, "column": place.column, "end_line": end_line, "end_column": end_column}


def _finding(f: Finding) -> dict[str, Any]:
    return {
        "code": f.code,
        "name": f.name,
        "level": f.level,
        "confidence": f.confidence,
        "message": f.message,
        "path": f.path,
        **span(f.place),
        "label": f.label,
        "related": [{"path": r.place.path, **span(r.place), "text": r.text} for r in f.related],
        "facts": [{"subject": fact.subject, "lines": list(fact.lines)} for fact in f.facts],
        "notes": list(f.notes),
        "help": f.help,
        "fixes": [
            {
                "title": fix.title,
                "safety": fix.safety,
                "edits": [{"path": e.place.path, **span(e.place), "replacement": e.replacement} for e in fix.edits],
            }
            for fix in f.fixes
        ],
    }
