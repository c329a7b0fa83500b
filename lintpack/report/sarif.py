"""SARIF 2.1.0, as GitHub's code scanning and the viewers of editors read it.

Findings that a comment or a baseline hides are left out: GitHub does not know `suppressions`, and would raise alerts
for them. Members of archives have no lines, so what is known of them is part of the message.
"""

from __future__ import annotations

import re

from lintpack.report import fingerprinted
from lintpack.report.json import dump
from lintpack.report.line_hash import line_hashes
from lintpack.report.places import Root, Spot, first_line, span, spot
from lintpack.report.sarif_rules import driver, indexes
from lintpack.report.words import facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from lintpack.findings import Finding, Fix
    from lintpack.report import Report
    from lintpack.source import Source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# GitHub takes no more than this of one result.
_LOCATIONS = 1000
CONTENT_KEY = "lintpackContent/v1"
LINE_HASH = "primaryLocationLineHash"


def render(report: Report, colour: bool = False) -> str:
    writer = _Writer()
    return dump(
        document(
            driver(),
            [writer.result(finding, mark) for finding, mark in fingerprinted(report)],
            report.errors,
            report.status,
        ),
        in_order=True,
    )


def document(
    tool: dict[str, Any], results: list[dict[str, Any]], problems: Sequence[str], status: int
) -> dict[str, Any]:
    """A log of one run; `problems`: lines for what went wrong."""
    invocation: dict[str, Any] = {"executionSuccessful": status < 2, "exitCode": status}
    if problems:
        invocation["toolExecutionNotifications"] = [{"level": "error", "message": {"text": line}} for line in problems]
    run = {
        "tool": {"driver": tool},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


class _Writer:
    def __init__(self) -> None:
        self._root = Root()
        self._indexes = indexes()
        self._hashes: dict[Source, list[str]] = {}

    def result(self, finding: Finding, mark: str) -> dict[str, Any]:
        where = spot(finding)
        source = finding.place.source if finding.place is not None else None
        if source is not None:
            where = first_line(where, source.line(where.line))
        prints = {CONTENT_KEY: mark}
        if source is not None and (hashed := self._hash(source, where.line)):
            prints[LINE_HASH] = hashed
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": self._indexes[finding.code],
            "level": finding.level,
            "message": {"text": _message(finding)},
            "locations": [self._location(where, finding.label)],
            "partialFingerprints": prints,
            "properties": {"confidence": finding.confidence},
        }
        related = finding.related[:_LOCATIONS]
        if related:
            result["relatedLocations"] = [
                {"id": number, **self._location(span(label.place), label.text)}
                for number, label in enumerate(related, 1)
            ]
        if finding.facts:
            result["properties"]["evidence"] = [
                {"subject": fact.subject, "lines": list(fact.lines)} for fact in finding.facts
            ]
        fixes = [self._fix(fix) for fix in finding.fixes if fix.edits]
        if fixes:
            result["fixes"] = fixes
        return result

    def _location(self, where: Spot, text: str) -> dict[str, Any]:
        location: dict[str, Any] = {
            "physicalLocation": {"artifactLocation": self._artifact(where.path), "region": _region(where)}
        }
        if text:
            location["message"] = {"text": text}
        return location

    def _artifact(self, shown: str) -> dict[str, str]:
        from urllib.parse import quote

        path = self._root.path(shown)
        uri = quote(path.encode("utf-8", "surrogateescape"))
        return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": "%SRCROOT%"}

    def _fix(self, fix: Fix) -> dict[str, Any]:
        files: dict[str, list[dict[str, Any]]] = {}
        for edit in fix.edits:
            files.setdefault(edit.place.path, []).append(
                {"deletedRegion": _region(span(edit.place)), "insertedContent": {"text": edit.replacement}}
            )
        changes = [{"artifactLocation": self._artifact(p), "replacements": some} for p, some in files.items()]
        return {"description": {"text": _sentence(f"{fix.title} ({fix.safety})")}, "artifactChanges": changes}

    def _hash(self, source: Source, line: int) -> str:
        if source not in self._hashes:
            self._hashes[source] = line_hashes(_as_read(source))
        hashes = self._hashes[source]
        return hashes[line - 1] if line <= len(hashes) else ""


def _as_read(source: Source) -> str:
    """The text as a reader of UTF-8 gets it. lintpack takes what is not UTF-8 for Latin-1; the text does not tell
    which, so that the file is asked."""
    text = source.text
    if text.isascii() or max(text) > "\xff":
        return text
    try:
        with open(source.path, "rb") as file:
            data = file.read()
    except OSError:
        return text
    return data.decode("utf-8", "replace") if data.decode("latin-1") == text else text


def _region(where: Spot) -> dict[str, int]:
    return {
        "startLine": where.line,
        "startColumn": where.column,
        "endLine": where.end_line,
        "endColumn": where.end_column,
    }


def _message(finding: Finding) -> str:
    """The sentence, the ways to related places, the facts and the help. GitHub shows the first sentence where room is
    short, and makes `[text](id)` a link to the related location of that id."""
    parts = [_sentence(finding.message)]
    parts += [
        f"[{_escaped(' '.join((label.text or f'line {label.place.line}').split()))}]({number})."
        for number, label in enumerate(finding.related[:_LOCATIONS], 1)
    ]
    parts += [_sentence(line) for line in facts(finding)]
    parts += [_sentence(note) for note in finding.notes]
    if finding.help:
        parts.append(_sentence(f"help: {finding.help}"))
    return "\n".join(parts)


def _sentence(text: str) -> str:
    """`text` with a full stop; what would be a link in it is escaped (SARIF 2.1.0, 3.11.6)."""
    if "](" in text:
        text = _escaped(text)
    return text if text.endswith((".", "!", "?")) else text + "."


def _escaped(text: str) -> str:
    return re.sub(r"([\\\[\]])", r"\\\1", text)
