"""The GitHub action: its own steps, run as the runner runs them, with the files that it gives them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.integration.archives import with_broken_link
from tests.integration.conftest import ROOT
from tests.integration.runner import Result, Runner, commands

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.integration.conftest import Run

    Action = Callable[..., Result]

RIGHT = 'cp build/libz.so.1 build/libzstd.so.1 build/liblz4.so.1 "$1"\n'
FAULTY = RIGHT.replace("liblz4.so.1", "liblz4.so")
HERE = ROOT / "hooks" / "github" / "action.yml"
# What the steps before the check would have given.
INSTALLED = {"own": {"python": sys.executable}, "install": {"python": sys.executable}}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "a workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def action(workspace: Path, tmp_path: Path, environment: Mapping[str, str]) -> Action:
    """`action(paths="scripts")` runs the check of the action in the workspace, lintpack being installed."""
    (tmp_path / "temp").mkdir()

    def run(**inputs: str) -> Result:
        return Runner(HERE, workspace, tmp_path / "temp", environment).run(INSTALLED, **inputs)

    return run


def write(workspace: Path, *names: str, text: str = FAULTY) -> None:
    for name in names:
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text(text, encoding="utf-8")


def checked(workspace: Path) -> set[str]:
    """The scripts that have findings, by the report of the last run."""
    path = workspace.parent / "temp" / "lintpack-reports" / "lintpack.json"
    return {finding["path"] for finding in json.loads(path.read_text(encoding="utf-8"))["findings"]}


def test_from_nothing_to_a_finding(workspace: Path, tmp_path: Path, environment: Mapping[str, str]) -> None:
    """All steps, from the root of the repository, lintpack being installed from there."""
    write(workspace, "pack.sh")
    result = Runner(ROOT / "action.yml", workspace, tmp_path, environment).run(sarif="true")
    if result.status > 1 and "CI" not in os.environ and "No matching distribution" in result.log:
        pytest.skip("pip reaches no package index")
    assert result.status == 1, result.log
    assert result.outputs["findings"] == "1"
    # The runner's Python is new enough, so that none is set up; the report is uploaded though the check failed.
    assert [uses.partition("@")[0] for uses, _ in result.used] == ["github/codeql-action/upload-sarif"]
    assert result.used[0][1] == {"sarif_file": result.outputs["sarif-file"], "category": "lintpack"}


def test_a_fault(action: Action, workspace: Path) -> None:
    write(workspace, "pack.sh", "more/pack.sh")
    result = action()
    assert result.status == 1
    assert (result.outputs["findings"], result.outputs["errors"]) == ("2", "0")
    assert [line.partition("::")[2].partition(",")[0] for line in commands(result.log)] == [
        "warning file=more/pack.sh",
        "warning file=pack.sh",
    ]
    # The log has the finding as a terminal shows it.
    assert "packs `liblz4.so` without a version" in result.log
    assert result.summary.startswith("## ")
    assert "LP101" in result.summary
    sarif = json.loads(Path(result.outputs["sarif-file"]).read_text(encoding="utf-8"))
    assert len(sarif["runs"][0]["results"]) == 2
    assert result.used == []


def test_no_fault(action: Action, workspace: Path) -> None:
    write(workspace, "pack.sh", text=RIGHT)
    result = action()
    assert result.status == 0
    assert (result.outputs["findings"], result.outputs["errors"]) == ("0", "0")
    assert commands(result.log) == []
    assert "no findings in 1 script" in result.log
    assert action(summary="false").summary == ""


def test_inputs(action: Action, workspace: Path) -> None:
    write(workspace, "one/a.sh", "one/b.sh", "two/c.sh", "other/d.sh", "a b.sh")
    write(workspace, "strict.toml", text='fail-on = "note"\nignore = ["LP101"]\n')
    assert action(paths="one\n\n  \ntwo/*.sh\r\na b.sh").status == 1
    assert checked(workspace) == {"one/a.sh", "one/b.sh", "two/c.sh", "a b.sh"}
    assert action(paths="one", fail_on="error").status == 0
    assert action(paths="one", config="strict.toml").status == 0
    assert action(paths="one", fail_on="never").outputs["findings"] == "2"


def test_configured_scripts(action: Action, workspace: Path) -> None:
    write(workspace, "one/a.sh", "other.sh")
    write(workspace, "lintpack.toml", text='scripts = ["one"]\n')
    assert action(paths=" \n").status == 1
    assert checked(workspace) == {"one/a.sh"}


def test_an_archive_has_to_be_there(action: Action, workspace: Path) -> None:
    write(workspace, "pack.sh", text=RIGHT)
    result = action(archive="dist/*.tar")
    assert result.status == 2
    assert any("dist/*.tar" in line for line in commands(result.log))
    for name in ("a.tar", "b c.tar"):
        with_broken_link(workspace / "dist" / name)
    result = action(archive="dist/*.tar")
    assert result.status == 1
    assert "in 1 script and 2 archives" in result.log
    # A name is one path, whatever blanks it has.
    assert action(archive="dist/b c.tar").outputs["findings"] == "1"
    assert "dist/b c.tar!server/lib/libz.so.1" in action(archive="dist/b c.tar").log


HOSTILE = [
    "a  b\tc.sh",
    "'quoted' \"twice\".sh",
    "$(touch pwned).sh",
    "`touch pwned`.sh",
    "; touch pwned; #.sh",
    "--fix",
    "--config=x",
    "-",
    "-h",
    "$HOME",
    "~",
    "*",
    "[a-z]*",
    "a\\nb.sh",
    "${{ github.token }}.sh",
    "::error::a.sh",
    "%0A::error::b.sh",
    "-n",
    "!x && y",
    "ünïcode.sh",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_path_is_a_path(action: Action, workspace: Path, name: str) -> None:
    write(workspace, name)
    write(workspace, "other.sh", text=RIGHT)
    result = action(paths=name)
    assert result.status == 1
    assert result.outputs["findings"] == "1"
    assert len(checked(workspace)) == 1
    assert len(commands(result.log)) == 1
    assert {path.name for path in workspace.iterdir()} == {name, "other.sh"}


@pytest.mark.parametrize("which", ["paths", "archive", "config", "fail_on", "sarif", "summary"])
@pytest.mark.parametrize(
    "value",
    [
        "$(touch pwned)`touch pwned`\"; touch pwned; \"'; touch pwned; '",
        "--fix",
        "x\n::error::injected\n::set-output name=x::y",
        "x\r::error::injected",
        "x\n::stop-commands::lintpack\n::lintpack::\n",
    ],
)
def test_no_input_is_a_command(action: Action, workspace: Path, which: str, value: str) -> None:
    write(workspace, "pack.sh", text=RIGHT)
    result = action(**{which: value})
    assert result.status == (0 if which in ("sarif", "summary") else 2)
    assert not any(line.startswith(("::error::", "::set-output")) for line in commands(result.log))
    assert {path.name for path in workspace.iterdir()} == {"pack.sh"}
    if result.status:
        assert "Traceback" not in result.log


def test_a_mistake_in_use_is_an_annotation(action: Action, workspace: Path) -> None:
    write(workspace, "lintpack.toml", text="selct = []\n")
    result = action()
    assert result.status == 2
    assert commands(result.log) == [
        "::error title=lintpack::lintpack: lintpack.toml:1:1: unknown key `selct`; did you mean `select`?"
    ]
    assert result.outputs == {"findings": "", "errors": "", "sarif-file": ""}


def test_a_script_speaks_to_nobody(action: Action, workspace: Path) -> None:
    """Its lines are shown in the log, and are no commands there."""
    write(workspace, "pack.sh", text="::error::\\\nx() { :; }\n::set-env\rcp " + FAULTY.removeprefix("cp "))
    result = action()
    assert [line for line in commands(result.log) if "LP" not in line.partition("::")[2].partition("::")[0]] == []


def test_what_the_repository_has_is_not_imported(action: Action, workspace: Path) -> None:
    for name in ("lintpack/__init__.py", "lintpack/__main__.py", "json.py", "sitecustomize.py", "lintpack.py"):
        write(workspace, name, text="open('pwned', 'w')\n")
    write(workspace, "pack.sh")
    result = action()
    assert (result.status, result.outputs["findings"]) == (1, "1")
    assert not (workspace / "pwned").exists()


@pytest.mark.parametrize("version", ["0.1.0 --index-url=x", "--pre", "x", "1.0; os_name=='x'", "1.0\n::error::x"])
def test_a_version_is_a_version(workspace: Path, tmp_path: Path, environment: Mapping[str, str], version: str) -> None:
    result = Runner(HERE, workspace, tmp_path, environment).run(version=version)
    assert result.status == 2
    assert commands(result.log) == ['::error title=lintpack::the input "version" is a version such as 0.1.0, or empty']


def test_an_old_python_is_not_used(workspace: Path, tmp_path: Path, environment: Mapping[str, str]) -> None:
    """Then the action sets one up, and uses that one."""
    (tmp_path / "bin").mkdir()
    for name in ("python3", *(f"python3.{minor}" for minor in range(10, 15))):
        (tmp_path / "bin" / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    environment = {**environment, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{environment['PATH']}"}
    result = Runner(HERE, workspace, tmp_path, environment).run({"install": INSTALLED["install"]})
    assert [uses.partition("@")[0] for uses, _ in result.used] == ["actions/setup-python"]


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_pull_request_is_compared_as_far_as_the_checkout_goes(
    depth: int, workspace: Path, tmp_path: Path, git: Run, environment: Mapping[str, str]
) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    git(origin, "init", "-q", "-b", "main")
    write(origin, "pack.sh", text=RIGHT)
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "first")
    git(origin, "checkout", "-qb", "feature")
    write(origin, "pack.sh", text=RIGHT.replace("build/liblz4.so.1 ", ""))
    git(origin, "commit", "-qam", "less")
    git(origin, "checkout", "-q", "main")
    write(origin, "more.sh", text=RIGHT)
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "others")
    git(origin, "checkout", "-q", "--detach")
    git(origin, "merge", "-q", "-m", "merge", "feature")
    git(origin, "update-ref", "refs/pull/1/merge", "HEAD")
    # What actions/checkout does.
    git(workspace, "init", "-q")
    git(workspace, "remote", "add", "origin", f"file://{origin}")
    every = "+refs/heads/*:refs/remotes/origin/*"
    merge = "+refs/pull/1/merge:refs/remotes/pull/1/merge"
    wanted = [merge, every] if depth == 0 else [f"--depth={depth}", merge]
    git(workspace, "fetch", "-q", "origin", *wanted)
    git(workspace, "checkout", "-q", "--detach", "refs/remotes/pull/1/merge")
    more = {"GITHUB_BASE_REF": "main", "GITHUB_REF": "refs/pull/1/merge"}
    result = Runner(HERE, workspace, tmp_path, {**environment, **more}).run(INSTALLED)
    assert result.status == (0 if depth == 1 else 1)
    assert ("`liblz4.so.1` was packed at" in result.log) is (depth != 1)
    assert result.outputs["errors"] == ("0" if depth == 1 else "1")
