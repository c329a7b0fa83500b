"""SARIF as the standard has it and GitHub's code scanning takes it.

The schema beside this file is lintpack's own, of what it writes. LINTPACK_SARIF_SCHEMA may name the standard's schema,
and LINTPACK_SARIF_MULTITOOL Microsoft's validator (`Sarif.Multitool` of the npm package @microsoft/sarif-multitool),
which also knows what GitHub wants.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from lintpack.record import replace
from lintpack.report import Report, render
from lintpack.report.line_hash import line_hashes
from lintpack.rules import MODULES
from lintpack.source import Source
from tests.report.report_cases import DEV_NAME, IN_ARCHIVE, OVER_LINES, PACK, PLAIN, at

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

OWN: dict[str, Any] = json.loads(Path(__file__).with_name("sarif.schema.json").read_text())
SCHEMA = os.environ.get("LINTPACK_SARIF_SCHEMA", "")
MULTITOOL = os.environ.get("LINTPACK_SARIF_MULTITOOL", "")


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(render("sarif", report))
    jsonschema.Draft7Validator(OWN).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def result_of(report: Report, code: str) -> dict[str, Any]:
    return next(result for result in run_of(report)["results"] if result["ruleId"] == code)


def test_a_finding_with_all_that_there_is(snapshot: Callable[[str, str], None]) -> None:
    # A new rule moves the others.
    results = [{**result, "ruleIndex": 0} for result in run_of(PLAIN)["results"]]
    snapshot("sarif_results.json", json.dumps(results, indent=1) + "\n")


def test_every_run_lists_all_rules() -> None:
    """GitHub closes the alerts of a rule that a later run does not list."""
    rules = run_of(Report(()))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [module.RULE.code for module in MODULES]
    assert rules == run_of(PLAIN)["tool"]["driver"]["rules"]
    for result in run_of(PLAIN)["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    dev_name = next(rule for rule in rules if rule["id"] == "LP101")
    assert dev_name["help"]["markdown"].startswith("# LP101 dropped-version-suffix\n")
    assert "```" not in dev_name["help"]["text"]
    assert dev_name["fullDescription"]["text"].startswith("Reports a shared library")


def test_related_places_are_linked_from_the_message() -> None:
    result = result_of(PLAIN, "LP101")
    links = re.findall(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\((\d+)\)", result["message"]["text"])
    assert links == [("`copy` \\[of 2\\] follows links", "1"), ("line 1", "2")]
    assert [one["id"] for one in result["relatedLocations"]] == [1, 2]
    assert result["message"]["text"].startswith("packs `libz.so`, but the loader asks for `libz.so.1`.\n")


def test_what_looks_like_a_link_is_none() -> None:
    odd = replace(DEV_NAME, message="packs `a[0](1)` and [b](2)", related=())
    text = result_of(Report((odd,)), "LP101")["message"]["text"]
    assert not re.search(r"(?<!\\)\]\(", text.partition("\n")[0])


def test_the_primary_region_is_on_one_line() -> None:
    """GitHub shows an alert in a pull request only if all its lines are in the change."""
    region = result_of(PLAIN, "LP206")["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": len("tar czf server.tar.gz \\") + 1}


def test_columns_count_code_points() -> None:
    source = Source("a.sh", 'cp "é😀" libz.so')
    one = replace(DEV_NAME, path="a.sh", place=at(source, "libz.so"), related=(), fixes=())
    assert result_of(Report((one,)), "LP101")["locations"][0]["physicalLocation"]["region"]["startColumn"] == 9


def test_fingerprints() -> None:
    prints = result_of(PLAIN, "LP101")["partialFingerprints"]
    assert prints["primaryLocationLineHash"] == line_hashes(PACK.text)[1]
    moved = Source(PACK.path, "# a comment\n" + PACK.text)
    one = replace(DEV_NAME, place=at(moved, "lib/libz.so"))
    assert result_of(Report((one,)), "LP101")["partialFingerprints"] == prints
    assert "primaryLocationLineHash" not in result_of(PLAIN, "LP402")["partialFingerprints"]


def test_the_hash_is_of_the_file_s_bytes(project: Project) -> None:
    """lintpack reads what is not UTF-8 as Latin-1; GitHub does not."""
    data = b"# caf\xe9\ncp libz.so out\n"
    project({"a.sh": data})
    source = Source("a.sh", data.decode("latin-1"))
    one = replace(DEV_NAME, path="a.sh", place=source.place(0, 5), related=(), fixes=())
    prints = result_of(Report((one,)), "LP101")["partialFingerprints"]
    assert prints["primaryLocationLineHash"] == line_hashes(data.decode("utf-8", "replace"))[0]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/100%.sh", "a%20b/100%25.sh"),
        ("a:b.sh", "a%3Ab.sh"),
        ("日.sh", "%E6%97%A5.sh"),
        ("caf\udce9.sh", "caf%E9.sh"),
        ("../other/a.sh", "../other/a.sh"),
    ],
)
def test_paths_are_relative_uris(path: str, uri: str) -> None:
    source = Source(path, "cp libz.so out")
    one = replace(DEV_NAME, path=path, place=source.place(0, 5), related=(), fixes=())
    where = result_of(Report((one,)), "LP101")["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_paths_are_relative_to_the_repository(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project({".git/HEAD": "", "sub/pack.sh": "cp libz.so out"})
    monkeypatch.chdir(root / "sub")
    source = Source("pack.sh", "cp libz.so out")
    one = replace(DEV_NAME, path="pack.sh", place=source.place(0, 5), related=(), fixes=())
    where = result_of(Report((one,)), "LP101")["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where["uri"] == "sub/pack.sh"
    assert "file=sub/pack.sh," in render("github", Report((one,)))
    assert json.loads(render("gitlab", Report((one,))))[0]["location"]["path"] == "sub/pack.sh"
    assert render("concise", Report((one,))).startswith("pack.sh:1:1: ")


def test_errors_are_notifications() -> None:
    invocation = run_of(PLAIN)["invocations"][0]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    texts = [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]
    assert texts == ["scripts/gone.sh: no such file or directory"]


def test_a_real_run(lintpack: Lintpack, project: Project) -> None:
    project({"pack.sh": 'cp lib/liba.so.1 lib/libb.so.2 "$out"\ncp lib/libz.so "$out"\n'})
    done = lintpack("--format", "sarif", "pack.sh")
    log = json.loads(done.out)
    jsonschema.Draft7Validator(OWN).validate(log)
    assert done.status == log["runs"][0]["invocations"][0]["exitCode"] == 1
    assert {result["ruleId"] for result in log["runs"][0]["results"]} >= {"LP101"}
    assert done.out == lintpack("--format", "sarif", "pack.sh").out


@pytest.mark.skipif(not SCHEMA, reason="LINTPACK_SARIF_SCHEMA names no schema")
def test_the_standard_s_schema() -> None:
    schema = json.loads(Path(SCHEMA).read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(json.loads(render("sarif", PLAIN)))] == []


@pytest.mark.skipif(not MULTITOOL, reason="LINTPACK_SARIF_MULTITOOL names no program")
def test_microsoft_s_validator(tmp_path: Path) -> None:
    log, found = tmp_path / "a.sarif", tmp_path / "found.sarif"
    log.write_text(render("sarif", replace(PLAIN, findings=(IN_ARCHIVE, DEV_NAME, OVER_LINES))), encoding="utf-8")
    words = [MULTITOOL, "validate", str(log), "--rule-kind", "Sarif;Ghas", "-o", str(found), "--log", "ForceOverwrite"]
    subprocess.run(words, check=True, capture_output=True)
    runs = json.loads(found.read_text(encoding="utf-8-sig"))["runs"]
    results = [result for run in runs for result in run["results"]]
    assert [r for r in results if r.get("level", "warning") in ("error", "warning")] == []
