"""The published schema of the JSON report fits what is printed, and names every member of it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given, settings

import lintpack as package
from lintpack.findings import CONFIDENCES, LEVELS
from lintpack.record import replace
from lintpack.report import Report, render
from tests.report.report_cases import PLAIN, reports

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

PUBLISHED: dict[str, Any] = json.loads(
    (Path(package.__file__).parent / "report" / "report.schema.json").read_text(encoding="utf-8")
)
PACKS = 'cp lib/liba.so.1 lib/libb.so.2 "$out"\ncp lib/libz.so "$out"\n'


def closed(schema: Any) -> Any:
    """The schema, with no room for members that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    if schema.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


STRICT = jsonschema.Draft7Validator(closed(copy.deepcopy(PUBLISHED)))


def check(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    STRICT.validate(document)
    return document


def test_it_is_a_schema_with_the_choices_that_there_are() -> None:
    jsonschema.Draft7Validator.check_schema(PUBLISHED)
    finding = PUBLISHED["definitions"]["finding"]["properties"]
    assert sorted(finding["level"]["enum"]) == sorted(LEVELS)
    assert sorted(finding["confidence"]["enum"]) == sorted(CONFIDENCES)


def test_what_it_takes_is_not_everything() -> None:
    document = check(render("json", PLAIN))
    document["findings"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        STRICT.validate(document)


def test_findings_errors_and_what_is_hidden() -> None:
    document = check(render("json", replace(PLAIN, fixed=1, statistics=True)))
    assert [one["line"] for one in document["findings"]] == [None, 2, 3]
    assert document["errors"] == ["scripts/gone.sh: no such file or directory"]
    assert [one["reason"] for one in document["hidden"]] == ["suppressed", "confidence"]
    assert [one["line"] for one in document["unresolved"]] == [2]
    assert document["summary"]["errors"] == document["summary"]["suppressed"] == 1


@given(reports())
@settings(max_examples=40, deadline=None)
def test_any_report(report: Report) -> None:
    text = render("json", report)
    document = check(text)
    assert len(document["findings"]) == len(report.findings)
    # Strict readers refuse halves of characters.
    json.dumps(document, ensure_ascii=False).encode()


def test_real_runs(lintpack: Lintpack, project: Project) -> None:
    project({"a.sh": PACKS, "b.sh": PACKS.replace("libz.so", "libz.so # lintpack: ignore[LP101] why\n#"), "bin": b"\0"})
    done = lintpack("--format", "json", "--statistics", "--min-confidence", "low", ".", "nosuch.sh", "--archive", "bin")
    document = check(done.out)
    assert done.status == 2
    assert any(line.startswith("nosuch.sh: ") for line in document["errors"])
    assert any(line.startswith("bin: ") for line in document["errors"])
    assert document["scripts"] == ["a.sh", "b.sh"]
    assert {one["code"] for one in document["findings"]} >= {"LP101"}
    assert document["summary"]["suppressed"] == len([1 for one in document["hidden"] if one["reason"] == "suppressed"])


@pytest.mark.parametrize(("name", "title"), [("report", "lintpack report"), ("config", "lintpack")])
def test_schemas_are_printed(name: str, title: str, lintpack: Lintpack) -> None:
    done = lintpack("schema", name)
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["title"] == title


def test_there_is_no_other_schema(lintpack: Lintpack) -> None:
    done = lintpack("schema", "sarif")
    assert (done.status, done.out) == (2, "")
    assert done.err == "lintpack: there is no schema `sarif`: it is one of config, report\n"
