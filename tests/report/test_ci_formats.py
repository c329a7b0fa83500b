"""GitLab's Code Quality, JUnit and Markdown: whole outputs, and that nothing in a script breaks them.

LINTPACK_JUNIT_XSD may name a schema of JUnit's XML, such as junit-10.xsd of Jenkins' xunit plug-in; it needs lxml.
"""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from lintpack.record import replace
from lintpack.report import Report, render
from lintpack.report.markdown import inline
from lintpack.report.style import visible
from lintpack.source import Source
from tests.report.report_cases import DEV_NAME, IN_ARCHIVE, PACK, PLAIN, TEXTS, at, reports

if TYPE_CHECKING:
    from collections.abc import Callable

XSD = os.environ.get("LINTPACK_JUNIT_XSD", "")
_VARIABLES = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "CI_PROJECT_URL", "CI_COMMIT_SHA")


@pytest.fixture(autouse=True)
def outside_of_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("form", "name"), [("gitlab", "gitlab.json"), ("junit", "junit.xml"), ("markdown", "summary.md")]
)
def test_a_report(form: str, name: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(name, render(form, PLAIN))


@pytest.mark.parametrize("form", ["gitlab", "junit", "markdown"])
def test_nothing_found(form: str) -> None:
    text = render(form, Report((), ("a.sh",)))
    expected = {"gitlab": "[]\n", "markdown": "## ✅ lintpack: no findings in 1 script\n"}
    if form == "junit":
        root = ElementTree.fromstring(text)
        assert root.attrib == {"name": "lintpack", "tests": "1", "failures": "0", "errors": "0"}
        assert [case.get("name") for case in root.iter("testcase")] == ["a.sh"]
    else:
        assert text == expected[form]


# --- GitLab


def test_fingerprints_survive_moved_lines_and_are_unique() -> None:
    moved = Source(PACK.path, "\n\n" + PACK.text + PACK.text)
    first = replace(DEV_NAME, place=at(moved, "lib/libz.so"))
    start = moved.text.rindex("lib/libz.so")
    second = replace(DEV_NAME, place=moved.place(start, start + 11))
    before = json.loads(render("gitlab", Report((DEV_NAME,))))
    after = json.loads(render("gitlab", Report((first, second))))
    assert before[0]["fingerprint"] == after[0]["fingerprint"] != after[1]["fingerprint"]


@given(reports())
@settings(max_examples=40, deadline=None)
def test_any_gitlab_report(report: Report) -> None:
    problems = json.loads(render("gitlab", report).encode())
    assert len({one["fingerprint"] for one in problems}) == len(problems) == len(report.findings)
    for one in problems:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert one["description"]
        assert one["location"]["lines"]["begin"] >= 1
        assert not one["location"]["path"].startswith(("/", "./"))


# --- JUnit


def test_a_test_for_each_file_and_a_failure_for_each_finding() -> None:
    two = (DEV_NAME, replace(DEV_NAME, message="another"))
    suite = ElementTree.fromstring(render("junit", Report((*two, IN_ARCHIVE), (PACK.path, "clean.sh")))).find(
        "testsuite"
    )
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "2", "0")
    failures = {case.get("name"): len(case.findall("failure")) for case in suite}
    assert failures == {"clean.sh": 0, "out/server-1.2.tar.gz": 1, "scripts/pack.sh": 2}


def test_names_that_differ_in_what_xml_does_not_take_are_one_test() -> None:
    paths = ("lib\r.sh", "lib\ufffe.sh", "lib.sh")
    findings = tuple([replace(DEV_NAME, path=path) for path in paths])
    suite = ElementTree.fromstring(render("junit", Report(findings, paths))).find("testsuite")
    assert suite is not None
    assert suite.get("tests") == "2"
    assert {case.get("name"): len(case.findall("failure")) for case in suite} == {"lib\ufffd.sh": 2, "lib.sh": 1}


@given(reports())
@settings(max_examples=60, deadline=None)
def test_any_junit_report_is_xml(report: Report) -> None:
    root = ElementTree.fromstring(render("junit", report).encode())
    cases = list(root.iter("testcase"))
    names = [case.get("name") for case in cases]
    assert len(set(names)) == len(names)
    failures = [failure for case in cases for failure in case.findall("failure")]
    assert len(failures) == sum(finding.level != "note" for finding in report.findings)
    assert sum(len(case.findall("error")) for case in cases) == len(report.errors)


@pytest.mark.skipif(not XSD, reason="LINTPACK_JUNIT_XSD names no schema")
@given(reports())
@settings(max_examples=40, deadline=None)
def test_the_schema_of_jenkins(report: Report) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(XSD))
    schema.assertValid(etree.fromstring(render("junit", report).encode()))
    schema.assertValid(etree.fromstring(render("junit", PLAIN).encode()))


# --- Markdown


class _Tags(HTMLParser):
    """The elements of a text, and what is left when they are gone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_inline_text_is_shown_as_it_is(text: str) -> None:
    """Once the entities are text again, it reads as before; until then there is nothing that Markdown knows."""
    shown = inline(text)
    bare = re.sub(r"&#\d+;|</?code>", "", shown)
    assert not re.search(r"[\\`*_{}\[\]<>#|~&@!\n]", bare)
    reader = _Tags()
    reader.feed(shown)
    reader.close()
    assert set(reader.tags) <= {"code"}
    plain = " ".join(visible(text).split())
    assert reader.text == (plain.replace("`", "") if plain.count("`") % 2 == 0 else plain)


@given(reports())
@settings(max_examples=40, deadline=None)
def test_a_row_for_each_finding_and_a_block(report: Report) -> None:
    text = render("markdown", report)
    text.encode("utf-8", "surrogateescape")
    rows = [line for line in text.split("\n") if re.match(r"\| [❌⚠ℹ]", line)]
    assert len(rows) == len(report.findings)
    assert all(line.count("|") == 5 for line in rows)
    fences = re.findall(r"^(`{3,})text$", text, re.MULTILINE)
    assert len(fences) == len(report.findings)
    for fence in fences:
        assert re.search(rf"^{fence}$", text, re.MULTILINE)


def test_it_stays_below_github_s_limit_and_says_what_is_left_out() -> None:
    many = tuple(replace(DEV_NAME, message=f"{n} " + "é" * 400) for n in range(3000))
    text = render("markdown", Report(many, errors=tuple(f"{n}: " + "x" * 200 for n in range(3000))))
    assert 500_000 < len(text.encode()) < 1024 * 1024
    assert len(re.findall(r"^\| \| \| \| \d+ more \|$", text, re.MULTILINE)) == 1
    assert re.search(r"^\d+ more are not shown here\.$", text, re.MULTILINE)
    assert re.search(r"^- \d+ more$", text, re.MULTILINE)
    assert text.rstrip().endswith("</details>")


@pytest.mark.parametrize(
    ("variables", "link"),
    [
        (
            {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "abc"},
            "https://github.com/o/r/blob/abc/scripts/pack.sh#L2",
        ),
        (
            {"CI_PROJECT_URL": "https://gitlab.com/o/r", "CI_COMMIT_SHA": "abc"},
            "https://gitlab.com/o/r/-/blob/abc/scripts/pack.sh#L2",
        ),
    ],
)
def test_places_are_links_in_ci(variables: dict[str, str], link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert f'<a href="{link}">' in render("markdown", PLAIN)
