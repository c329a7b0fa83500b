"""Annotations: what GitHub's runner makes of the lines that are printed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings

from lintpack.record import replace
from lintpack.report import Report, render
from lintpack.source import Source
from tests.report.report_cases import DEV_NAME, IN_ARCHIVE, OVER_LINES, PLAIN, reports

if TYPE_CHECKING:
    from lintpack.findings import Finding

MATCHERS = json.loads((Path(__file__).parents[2] / "hooks" / "github" / "lintpack-matcher.json").read_text())


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    text: str


def read(line: str) -> Command:
    """A workflow command, as the runner takes it apart."""
    found = re.fullmatch(r"::([a-z]+)(?: ([^:]*(?:(?!::):[^:]*)*))?::(.*)", line)
    assert found is not None, line
    pairs = [pair.partition("=") for pair in (found[2] or "").split(",") if pair]
    return Command(found[1], {key: _whole(value, True) for key, _, value in pairs}, _whole(found[3], False))


def _whole(text: str, is_property: bool) -> str:
    marks = {"%0D": "\r", "%0A": "\n", **({"%3A": ":", "%2C": ","} if is_property else {})}
    for mark, character in marks.items():
        text = text.replace(mark, character)
    return text.replace("%25", "%")


def commands(*findings: Finding) -> list[Command]:
    return [read(line) for line in render("github", Report(findings)).splitlines()]


def test_a_finding() -> None:
    (one,) = commands(DEV_NAME)
    assert one.name == "warning"
    assert one.properties == {
        "file": "scripts/pack.sh",
        "line": "2",
        "col": "6",
        "endColumn": "17",
        "title": "dropped-version-suffix (LP101)",
    }
    assert one.text.split("\n") == [
        "scripts/pack.sh:2:6: packs `libz.so`, but the loader asks for `libz.so.1`",
        "scripts/common.sh:2: `copy` [of 2] follows links",
        "server.tar.gz!bin/server: NEEDED libz.so.1 not there",
        "note: script and archive agree",
        "help: copy `libz.so.1`",
    ]


def test_columns_are_given_only_within_a_line() -> None:
    (one,) = commands(OVER_LINES)
    assert (one.name, set(one.properties)) == ("notice", {"file", "line", "title"})
    (other,) = commands(IN_ARCHIVE)
    assert other.properties["file"] == "out/server-1.2.tar.gz"


def test_errors_come_first() -> None:
    assert read(render("github", PLAIN).splitlines()[0]).text == "scripts/gone.sh: no such file or directory"


def test_what_a_script_says_is_no_command() -> None:
    source = Source("a,b:c.sh", "cp libz.so")
    message = "50%25 of `x`\n::error::y\r##[error]z\x1b[31m"
    one = replace(DEV_NAME, path=source.path, place=source.place(0, 2), related=(), message=message)
    out = render("github", Report((one,)))
    assert out.count("\n") == 1
    assert not re.search("[\r\x1b]", out)
    assert read(out.rstrip("\n")).properties["file"] == "a,b:c.sh"
    assert "50%25 of `x`" in read(out.rstrip("\n")).text


@pytest.mark.parametrize(("count", "shown", "folded"), [(10, 10, 0), (11, 10, 2), (30, 10, 21)])
def test_no_more_than_github_shows(count: int, shown: int, folded: int) -> None:
    many = [replace(DEV_NAME, message=f"the {n}th", related=()) for n in range(count)]
    lines = render("github", Report((*many, IN_ARCHIVE))).splitlines()
    fold = next((n for n, line in enumerate(lines) if line.startswith("::group::")), len(lines))
    before = [read(line) for line in lines[:fold]]
    assert [one.name for one in before].count("warning") == shown
    assert [one.name for one in before].count("error") == 1
    assert len(lines[fold + 1 : -1]) == folded
    if folded:
        assert lines[fold] == f"::group::{folded} more findings"
        assert lines[-1] == "::endgroup::"
        assert before[-1].text == f"{folded} more warnings: see the summary or the log of this step"


@given(reports())
@settings(max_examples=60, deadline=None)
def test_any_report_is_all_commands(report: Report) -> None:
    lines = render("github", report).split("\n")
    assert lines.pop() == ""
    told = [read(line) for line in lines]
    assert len(told) == len(report.findings) + len(report.errors)
    titles = sorted(one.properties["title"] for one in told)
    assert titles == sorted([*[f"{f.name} ({f.code})" for f in report.findings], *["lintpack"] * len(report.errors)])
    assert all(line.replace("\t", "").isprintable() for line in lines)


# --- the problem matcher


@pytest.mark.parametrize("colour", [False, True])
def test_the_matcher_reads_the_concise_form(colour: bool) -> None:
    matched = []
    for line in render("concise", replace(PLAIN, findings=(DEV_NAME, IN_ARCHIVE, OVER_LINES)), colour).splitlines():
        for matcher in MATCHERS["problemMatcher"]:
            (pattern,) = matcher["pattern"]
            found = re.search(pattern["regexp"], line)
            if found is not None:
                read_by = {key: found[group] for key, group in pattern.items() if key != "regexp"}
                matched.append({"severity": matcher.get("severity", ""), **read_by})
    assert matched == [
        {
            "severity": "warning",
            "file": "scripts/pack.sh",
            "line": "2",
            "column": "6",
            "message": "packs `libz.so`, but the loader asks for `libz.so.1`",
            "code": "LP101",
        },
        {
            "severity": "error",
            "file": "out/server-1.2.tar.gz!bin/server",
            "line": "1",
            "column": "1",
            "message": IN_ARCHIVE.message,
            "code": "LP402",
        },
        {
            "severity": "notice",
            "file": "scripts/pack.sh",
            "line": "3",
            "column": "1",
            "message": "may fail",
            "code": "LP206",
        },
    ]


def test_the_matchers_have_owners_of_their_own() -> None:
    owners = [matcher["owner"] for matcher in MATCHERS["problemMatcher"]]
    assert len(set(owners)) == len(owners) == 2
