"""The GitLab job, run as GitLab's runner does: its lines in one shell that ends where one fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.archives import with_broken_link
from tests.integration.conftest import ROOT
from tests.integration.runner import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.integration.conftest import Run

    Job = Callable[..., subprocess.CompletedProcess[str]]

JOB: dict[str, Any] = load(ROOT / "hooks" / "gitlab" / "lintpack.yml")["lintpack"]
RIGHT = 'cp build/libz.so.1 build/libzstd.so.1 build/liblz4.so.1 "$1"\n'
FAULTY = RIGHT.replace("liblz4.so.1", "liblz4.so")


@pytest.fixture
def project(tmp_path: Path, git: Run) -> Path:
    """A clone with a right script, and a lintpack as `before_script` would have put it there."""
    folder = tmp_path / "a project"
    tool = folder / ".lintpack" / "bin" / "lintpack"
    tool.parent.mkdir(parents=True)
    tool.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m lintpack "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    git(folder, "init", "-q", "-b", "main")
    (folder / "pack.sh").write_text(RIGHT, encoding="utf-8")
    git(folder, "add", "pack.sh")
    git(folder, "commit", "-qm", "first")
    return folder


@pytest.fixture(params=["bash", "dash"])
def job(request: pytest.FixtureRequest, project: Path, environment: Mapping[str, str]) -> Job:
    """`job(LINTPACK_PATHS="scripts")` runs the script of the job."""
    shell: str = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")

    def run(**variables: str) -> subprocess.CompletedProcess[str]:
        return execute(shell, project, environment, JOB["script"], variables)

    return run


def execute(
    shell: str, folder: Path, environment: Mapping[str, str], lines: list[str], variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    options = ["-eo", "pipefail"] if shell == "bash" else ["-e"]
    return subprocess.run(
        [shell, *options, "-c", "\n".join(lines)],
        cwd=folder,
        env={**environment, **JOB["variables"], **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def reported(project: Path) -> set[str]:
    report = project / JOB["artifacts"]["reports"]["codequality"]
    return {problem["location"]["path"] for problem in json.loads(report.read_text(encoding="utf-8"))}


def test_from_nothing_to_a_finding(tmp_path: Path, environment: Mapping[str, str]) -> None:
    """`before_script` as well, lintpack being installed from this repository."""
    (tmp_path / "pack.sh").write_text(FAULTY, encoding="utf-8")
    lines = [*JOB["before_script"], *JOB["script"]]
    done = execute("bash", tmp_path, environment, lines, {"LINTPACK_PACKAGE": str(ROOT)})
    if "CI" not in os.environ and "No matching distribution" in done.stdout:
        pytest.skip("pip reaches no package index")
    assert done.returncode == 1, done.stdout
    assert reported(tmp_path) == {"pack.sh"}


def test_a_fault_and_none(job: Job, project: Path) -> None:
    done = job()
    assert done.returncode == 0
    assert reported(project) == set()
    (project / "pack.sh").write_text(FAULTY, encoding="utf-8")
    done = job()
    assert done.returncode == 1
    assert "packs `liblz4.so`" in done.stdout
    assert reported(project) == {"pack.sh"}


def test_variables(job: Job, project: Path) -> None:
    for name in ("a b.sh", "$(touch pwned).sh", "--fix.sh", "one/x.sh", "one/y.sh", "other/z.sh"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(FAULTY, encoding="utf-8")
    done = job(LINTPACK_PATHS="a b.sh\n$(touch pwned).sh\n\n--fix.sh\none/*.sh")
    assert done.returncode == 1
    assert reported(project) == {"a b.sh", "$(touch pwned).sh", "--fix.sh", "one/x.sh", "one/y.sh"}
    assert not (project / "pwned").exists()
    (project / "lintpack.toml").write_text('scripts = ["other"]\n', encoding="utf-8")
    assert job(LINTPACK_PATHS="").returncode == 1
    assert reported(project) == {"other/z.sh"}


def test_an_archive(job: Job, project: Path) -> None:
    done = job(LINTPACK_ARCHIVE="dist/*.tar")
    assert done.returncode == 2
    assert "dist/*.tar" in done.stdout
    with_broken_link(project / "dist" / "a server.tar")
    done = job(LINTPACK_ARCHIVE="dist/*.tar")
    assert done.returncode == 1
    assert "dist/a server.tar!server/lib/libz.so.1" in done.stdout


def test_a_merge_request_is_compared_with_where_it_began(job: Job, project: Path, git: Run) -> None:
    began = git(project, "rev-parse", "HEAD").stdout.strip()
    (project / "pack.sh").write_text(RIGHT.replace("build/liblz4.so.1 ", ""), encoding="utf-8")
    git(project, "commit", "-qam", "less")
    git(project, "commit", "-q", "--allow-empty", "-m", "and on")
    assert job().returncode == 0
    assert job(CI_MERGE_REQUEST_DIFF_BASE_SHA="0" * 40).returncode == 0
    done = job(CI_MERGE_REQUEST_DIFF_BASE_SHA=began)
    assert done.returncode == 1
    assert "`liblz4.so.1` was packed at" in done.stdout
