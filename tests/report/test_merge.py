"""`lintpack merge`: the reports of shards, joined, are those of one run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

COMMON = """\
pack() {
    cp "lib/$1" "$out"   # the one place
}
copy_all() {
    cp lib/liba.so.1 lib/libb.so.2 "$out"
    cp lib/libz.so "$out"
}
"""
SOURCED = '. "$(dirname "$0")/common.sh"\npack "$NAME-{}"\ncopy_all\n'
IGNORED = 'cp lib/liba.so.1 lib/libb.so.2 "$out"\ncp lib/libz.so "$out"  # lintpack: ignore[LP101] why\n'
FILES: dict[str, str | bytes] = {
    "common.sh": COMMON,
    **{f"pack{n}.sh": SOURCED.format(n) for n in range(6)},
    **{f"odd {n}.sh": 'cp lib/libx.so.1 "$out"\ncp lib/libé.so.2 lib/libz.so "$out"\n' for n in range(3)},
    "ignored.sh": IGNORED,
    "broken.sh": "if then fi (\n",
    "binary.sh": b"#!/bin/sh \0",
}
KINDS = ("json", "sarif", "junit")
SHARDS = 4
ALL = ("--no-config", "--min-confidence", "medium", "--exclude", "*.json", ".", "nosuch.sh", "binary.sh")


@pytest.fixture
def shards(lintpack: Lintpack, project: Project) -> Path:
    """A folder with `one.KIND` of a whole run, and `K.KIND` of its shards."""
    folder = project(FILES)
    for name, more in [("one", ()), *[(str(k), ("--shard", f"{k}/{SHARDS}")) for k in range(1, SHARDS + 1)]]:
        reports = [word for kind in KINDS for word in ("--report", f"{kind}={name}.{kind}")]
        done = lintpack(*ALL, *more, *reports)
        assert done.status == 2
    return folder


def parts(kind: str, *order: int) -> list[str]:
    return [f"{k}.{kind}" for k in order or range(1, SHARDS + 1)]


@pytest.mark.parametrize("kind", KINDS)
def test_shards_joined_are_one_run(kind: str, shards: Path, lintpack: Lintpack) -> None:
    whole = (shards / f"one.{kind}").read_text(encoding="utf-8")
    assert "LP101" in whole
    for order in ((), (3, 1, 4, 2), (2, 2, 1, 3, 4)):
        done = lintpack("merge", *parts(kind, *order))
        assert done.out == whole
        assert done.status == 2
    assert lintpack("merge", f"one.{kind}").out == whole


def test_joined_json_is_shown_in_any_format(shards: Path, lintpack: Lintpack) -> None:
    for form in ("text", "concise", "gitlab", "github", "markdown", "sarif", "junit"):
        whole = lintpack(*ALL, "--format", form)
        joined = lintpack("merge", *parts("json"), "--format", form)
        assert (joined.status, joined.out) == (whole.status, whole.out)
        assert sorted(joined.err.splitlines()) == sorted(whole.err.splitlines())
    lintpack("merge", *parts("json"), "--output", "all.json", "--report", "sarif=all.sarif")
    assert (shards / "all.json").read_bytes() == (shards / "one.json").read_bytes()
    assert (shards / "all.sarif").read_bytes() == (shards / "one.sarif").read_bytes()


def test_it_needs_no_scripts(shards: Path, lintpack: Lintpack) -> None:
    """A job that only joins reports has checked nothing out."""
    before = (shards / "one.json").read_bytes()
    for script in shards.glob("*.sh"):
        script.unlink()
    assert lintpack("merge", *parts("json")).out == before.decode()
    text = lintpack("merge", *parts("json"), "--format", "text").out
    assert " --> odd 0.sh:2:22\n" in text
    assert lintpack("merge", *parts("json"), "--format", "gitlab").out.count('"fingerprint"') > 3


def test_a_file_that_has_changed_is_not_shown_wrongly(shards: Path, lintpack: Lintpack) -> None:
    before = (shards / "one.json").read_bytes()
    for script in shards.glob("*.sh"):
        script.write_text("# short now\n", encoding="utf-8")
    assert lintpack("merge", *parts("json")).out == before.decode()


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("--fail-on", "error"), 0),
        (("--fail-on=never",), 0),
        (("--fail-on", "note"), 1),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", KINDS)
def test_the_exit_status_is_that_of_a_check(
    kind: str, options: tuple[str, ...], status: int, lintpack: Lintpack, project: Project
) -> None:
    project({"a.sh": 'cp lib/liba.so.1 lib/libb.so.2 "$out"\ncp lib/libz.so "$out"\n', "clean.sh": "true\n"})
    lintpack("a.sh", "--report", f"{kind}=a")
    lintpack("clean.sh", "--report", f"{kind}=b")
    assert lintpack("a.sh", "clean.sh", *options).status == status
    assert lintpack("merge", "a", "b", *options).status == status
    assert lintpack("merge", "b", *options).status == 0


def test_fixed_findings_are_summed(lintpack: Lintpack, project: Project) -> None:
    project(dict.fromkeys(("a.sh", "b.sh"), "# lintpack: ignore[LP101] why\ntrue\n"))
    for name in ("a", "b"):
        assert lintpack("--fix", f"{name}.sh", "--report", f"json={name}.json").status == 0
    assert json.loads(lintpack("merge", "a.json", "b.json").out)["summary"]["fixed"] == 2


GOOD = '{"version": 1, "findings": [], "errors": [], "hidden": [], "unresolved": [], "scripts": [], "archives": [], '
GOOD += '"summary": {}}'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "r.json: it is no JSON: "),
        ("[1]", "r.json: it is no report of lintpack in JSON, SARIF or JUnit's XML"),
        ('{"findings": [], "version": 2}', "r.json: it is of version 2; this lintpack reads version 1"),
        (GOOD.replace('"errors": [], ', ""), "r.json: it has no 'errors'"),
        (GOOD.replace('"findings": []', '"findings": [{}]'), "r.json: it has no 'level'"),
        (GOOD.replace('"findings": []', '"findings": 3'), "r.json: it is not as a report of lintpack: "),
        (GOOD.replace('"scripts": []', '"scripts": [1]'), "r.json: a list of texts is none"),
        ("[" * 100_000, "r.json: it is no JSON: "),
        ('{"runs": [{}]}', "it is not as a log of lintpack: "),
        ('{"runs": [{"tool": {"driver": {"name": "other"}}}]}', "it is the log of another program"),
        ('{"runs": []}', "a log without a run is none of lintpack's"),
        ("<a>", "it is no XML: "),
        ('<a><testcase classname="x"/></a>', "it is the report of another program"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "it has a document type, which no report of lintpack has"),
    ],
)
def test_what_is_no_report(text: str, said: str, lintpack: Lintpack, project: Project) -> None:
    project({"r.json": text})
    done = lintpack("merge", "r.json")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"lintpack: {said}")
    assert done.err.count("\n") == 1


def test_what_cannot_be_joined(lintpack: Lintpack, project: Project) -> None:
    project({"a.sh": "true\n"})
    lintpack("a.sh", *[word for kind in KINDS for word in ("--report", f"{kind}=a.{kind}")])
    assert lintpack("merge", "a.json", "a.sarif").err == (
        "lintpack: reports of different kinds cannot be joined: a.json (json) and a.sarif (sarif)\n"
    )
    assert lintpack("merge", "a.sarif", "--format", "text").err == (
        "lintpack: reports in sarif can only be joined as sarif; join those in json for other formats\n"
    )
    assert lintpack("merge", "gone.json").err == "lintpack: gone.json: no such file or directory\n"
    Path("latin.json").write_bytes(b"\xe9")
    assert lintpack("merge", "latin.json").err == "lintpack: latin.json: it is no text in UTF-8\n"
    done = lintpack("merge", "a.json", "--output", "gone/a.json")
    assert (done.status, done.err) == (2, "lintpack: gone/a.json: there is no folder `gone`\n")
