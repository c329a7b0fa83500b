"""The format for programs, version 1: fields may be added, none changes its meaning or goes away."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lintpack.findings import Finding
    from lintpack.report import Report
    from lintpack.source import Place

VERSION = 1


def render(report: Report, colour: bool = False) -> str:
    from lintpack.report import fingerprinted

    levels = [f.level for f in report.findings]
    document: dict[str, Any] = {
        "version": VERSION,
        "findings": [_finding(f, mark) for f, mark in fingerprinted(report)],
        "errors": list(report.errors),
        "hidden": [
            *[_hidden("suppressed", f) for f in report.suppressed],
            *[_hidden("confidence", f) for f in report.unsure],
            *[_hidden("baseline", f) for f in report.baselined],
        ],
        "unresolved": [{"path": place.path, **span(place)} for place in report.unresolved],
        "scripts": list(report.scripts),
        "archives": list(report.archives),
        "summary": {
            "scripts": len(report.scripts),
            "archives": len(report.archives),
            "errors": levels.count("error"),
            "warnings": levels.count("warning"),
            "notes": levels.count("note"),
            "suppressed": len(report.suppressed),
            "below_min_confidence": len(report.unsure),
            "baselined": len(report.baselined),
            "unresolved_copies": len(report.unresolved),
        },
    }
    if report.fixed is not None:
        document["summary"]["fixed"] = report.fixed
    if report.statistics:
        from lintpack.report import counted

        document["statistics"] = [{"code": code, "name": name, "count": n} for code, name, n in counted(report)]
    return dump(document)


def dump(document: object, in_order: bool = False) -> str:
    """JSON; `in_order`: the members of objects sorted. Halves of characters, which a file's name that is not UTF-8 has,
    are no Unicode, and strict readers refuse them."""
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=in_order)
    if not text.isascii():
        text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text + "\n"


def span(place: Place | None) -> dict[str, Any]:
    """Lines and columns from 1, in code points; the end column is the one after the last."""
    if place is None:
        return {"line": None, "column": None, "end_line": None, "end_column": None}
    end_line, end_column = place.source.position(place.end)
    return {"line": place.line, "column": place.column, "end_line": end_line, "end_column": end_column}


def _hidden(why: str, f: Finding) -> dict[str, Any]:
    return {
        "reason": why,
        "code": f.code,
        "name": f.name,
        "message": f.message,
        "path": f.path,
        **span(f.place),
    }


def _finding(f: Finding, mark: str) -> dict[str, Any]:
    return {
        "code": f.code,
        "name": f.name,
        "level": f.level,
        "confidence": f.confidence,
        "message": f.message,
        "path": f.path,
        **span(f.place),
        "fingerprint": mark,
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
