"""JUnit's XML, as Jenkins, GitLab and Buildkite read it: a test for each file, which fails by its errors and warnings.

Notes are told in the output of the test. What could not be read is an error of its own test.
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.report.concise import line
from lintpack.report.words import details

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.findings import Finding
    from lintpack.report import Report

# All that XML 1.0 does not take, not even escaped.
_ILLEGAL = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


# Between the notes of one file.
NOTES = "\n\n"


class Remark(Record):
    """A child of a test: `kind` failure, error, or note (which goes to the output). Of a finding, `type` is the level,
    and the first line of `text` all of `--format concise`."""

    kind: str
    type: str
    message: str
    text: str


def render(report: Report, colour: bool = False) -> str:
    tests: dict[str, list[Remark]] = {path: [] for path in (*report.scripts, *report.archives)}
    for finding in report.findings:
        tests.setdefault(finding.path.partition("!")[0], []).append(_remark(finding))
    for problem in report.errors:
        name, _, message = problem.partition(": ")
        told = " ".join((message or problem).splitlines())
        tests.setdefault(name, []).append(Remark("error", "unreadable", told, problem))
    return document(tests)


def _remark(finding: Finding) -> Remark:
    lines = [line(finding), *details(finding)]
    return Remark(
        "note" if finding.level == "note" else "failure",
        finding.level,
        " ".join(f"{finding.message} [{finding.code} {finding.name}]".splitlines()),
        "\n".join([" ".join(one.splitlines()) for one in lines]),
    )


def document(tests: dict[str, list[Remark]]) -> str:
    """The report of tests by their names; in order of these."""
    # Names that only differ in what XML does not take are one, and a test's name has to be its own.
    legal: dict[str, list[Remark]] = {}
    for name in sorted(tests):
        legal.setdefault(_legal(name), []).extend(tests[name])
    body: list[str] = []
    failed = broken = 0
    for name, remarks in sorted(legal.items(), key=lambda item: item[0]):
        failed += any(one.kind == "failure" for one in remarks)
        broken += any(one.kind == "error" for one in remarks)
        body += _test(name, remarks)
    counts = f'tests="{len(legal)}" failures="{failed}" errors="{broken}"'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="lintpack" {counts}>']
    lines += [f'<testsuite name="lintpack" {counts} skipped="0">', *body, "</testsuite>", "</testsuites>"]
    return "".join([line + "\n" for line in lines])


def _test(name: str, remarks: Iterable[Remark]) -> list[str]:
    head = f'<testcase name="{_escaped(name)}" classname="lintpack"'
    inside = [
        f'<{one.kind} type="{_escaped(one.type)}" message="{_escaped(one.message)}">{_escaped(one.text)}</{one.kind}>'
        for one in remarks
        if one.kind != "note"
    ]
    notes = [one.text for one in remarks if one.kind == "note"]
    if notes:
        inside.append(f"<system-out>{_escaped(NOTES.join(notes))}</system-out>")
    return [head + ">", *inside, "</testcase>"] if inside else [head + "/>"]


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text).replace("\r", "\ufffd")


def _escaped(text: str) -> str:
    text = _legal(text).replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;").replace('"', "&quot;").replace("\t", "&#9;")
