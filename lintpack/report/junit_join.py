"""JUnit reports of lintpack, joined to the one that a single run would have written."""

from __future__ import annotations

import re

from lintpack.findings import LEVELS
from lintpack.report.junit import NOTES, Remark, document
from lintpack.report.reading import ReportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

_HEAD = re.compile(
    r"(?P<path>.*?):(?P<line>\d+):(?P<column>\d+): (?:error|warning|note): (?P<message>.*) \[(?P<rule>.*)\]"
)
_RELATED = re.compile(r"(?!note: |help: )(?P<path>.*?):(?P<line>\d+): (?P<text>.*)")


def join_junit(texts: Sequence[str], least: int) -> tuple[str, int]:
    """One report of all, and its exit status; `least` as for `join_sarif`. Raises ReportError."""
    from xml.etree.ElementTree import ParseError, fromstring

    tests: dict[str, list[Remark]] = {}
    for text in texts:
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise ReportError("it has a document type, which no report of lintpack has")
        try:
            root = fromstring(text)
        except ParseError as error:
            raise ReportError(f"it is no XML: {error}") from None
        for test in root.iter("testcase"):
            if test.get("classname") != "lintpack":
                raise ReportError("it is the report of another program")
            remarks = tests.setdefault(test.get("name", ""), [])
            remarks += [one for one in _remarks(test) if one not in remarks]
    status = 0
    for name, remarks in tests.items():
        tests[name] = _each_once(remarks)
        for one in remarks:
            if one.kind == "error":
                status = 2
            elif LEVELS.index(one.type) >= least:
                status = max(status, 1)
    return document(tests), status


def _remarks(test: Element) -> list[Remark]:
    found = []
    for child in test:
        text = child.text or ""
        if child.tag == "system-out":
            found += [Remark("note", "note", "", one) for one in text.split(NOTES)]
        elif child.tag == "error" or (child.tag == "failure" and child.get("type") in LEVELS):
            found.append(Remark(child.tag, child.get("type", ""), child.get("message", ""), text))
        else:
            raise ReportError(f"a test of lintpack has no `{child.tag}` of the type {child.get('type')!r}")
    return found


def _each_once(remarks: list[Remark]) -> list[Remark]:
    """Of those with one first line (the place and the message) the one whose way sorts first; in order of places."""
    best: dict[tuple[bool, tuple[str, int, int, str, str]], Remark] = {}
    for one in remarks:
        key = (one.kind == "error", _order(one))
        if key not in best or _way(one) < _way(best[key]):
            best[key] = one
    return [best[key] for key in sorted(best)]


def _order(one: Remark) -> tuple[str, int, int, str, str]:
    first = one.text.partition("\n")[0]
    found = _HEAD.fullmatch(first)
    if found is None:
        return (first, 0, 0, "", "")
    return (found["path"], int(found["line"]), int(found["column"]), found["rule"], found["message"])


def _way(one: Remark) -> tuple[list[tuple[str, int, str]], str]:
    """The related places, and all that is said: what findings are preferred by."""
    found = [_RELATED.fullmatch(line) for line in one.text.split("\n")[1:]]
    return [(match["path"], int(match["line"]), match["text"]) for match in found if match is not None], one.text
