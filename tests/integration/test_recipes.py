"""The recipes of docs/integrations.md: schemas take them, and their commands are run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from tests.docs.docs_pages import blocks
from tests.integration.conftest import BIN, ROOT
from tests.integration.runner import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PAGE = (ROOT / "docs" / "integrations.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [block for block in blocks(PAGE) if block.kind == "yaml"]
FAULTY = 'cp build/libz.so.1 build/libzstd.so.1 build/liblz4.so "$1"\n'
# What a document of each kind has, and the schema of its kind.
KINDS = {
    "repos": "pre-commit",
    "jobs": "vendor.github-workflows",
    "include": "vendor.gitlab-ci",
    "steps": "vendor.buildkite",
}


def parsed(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"line {block.line}")
def test_a_schema_takes_it(block: Any, tmp_path: Path) -> None:
    document = parsed(block.text)
    schema = next(schema for key, schema in KINDS.items() if key in document)
    path = tmp_path / "file.yml"
    path.write_text(block.text, encoding="utf-8")
    words = [BIN / "check-jsonschema", "--builtin-schema", schema, path]
    if schema == "pre-commit":
        words = [BIN / "pre-commit", "validate-config", path]
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def test_every_kind_is_there() -> None:
    assert {key for block in BLOCKS for key in parsed(block.text)} >= set(KINDS)


def test_hooks_that_are_named_exist() -> None:
    known = {hook["id"] for hook in load(ROOT / ".pre-commit-hooks.yaml")}
    for text in (PAGE, README):
        named = set(re.findall(r"^ +- id: (\S+)$", text, re.MULTILINE))
        assert named
        assert named <= known


def test_inputs_of_the_action_are_its_own_and_all_told() -> None:
    known = set(load(ROOT / "action.yml")["inputs"])
    told = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE))
    assert told == known
    used = [
        step.get("with", {})
        for block in BLOCKS
        for job in parsed(block.text).get("jobs", {}).values()
        for step in job["steps"]
        if "lintpack" in step.get("uses", "")
    ]
    assert used
    assert all(set(given) <= known for given in used)


def test_variables_of_the_job_are_its_own() -> None:
    known = load(ROOT / "hooks" / "gitlab" / "lintpack.yml")["lintpack"]["variables"]
    assert set(re.findall(r"LINTPACK_[A-Z]+", PAGE)) == {name for name in known if name.startswith("LINTPACK_")}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with a fault in `scripts`, and a lintpack where the recipes put it."""
    folder = tmp_path / "a workspace"
    (folder / ".lintpack" / "bin").mkdir(parents=True)
    for name, text in {
        "lintpack": f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m lintpack "$@"\n',
        "pip": "#!/bin/sh\ntest \"$*\" = 'install --quiet lintpack'\n",
        "python3": "#!/bin/sh\ntest \"$*\" = '-m venv .lintpack'\n",
        "buildkite-agent": '#!/bin/sh\necho "$*" >annotated\ncat >>annotated\n',
    }.items():
        (folder / ".lintpack" / "bin" / name).write_text(text, encoding="utf-8")
        (folder / ".lintpack" / "bin" / name).chmod(0o755)
    (folder / "scripts").mkdir()
    (folder / "scripts" / "pack.sh").write_text(FAULTY, encoding="utf-8")
    return folder


def script(text: str, folder: Path, environment: Mapping[str, str], *options: str) -> int:
    path = f"{folder}/.lintpack/bin{os.pathsep}{environment['PATH']}"
    done = subprocess.run(["sh", *options, "-c", text], cwd=folder, env={**environment, "PATH": path}, check=False)
    return done.returncode


def test_jenkins(workspace: Path, environment: Mapping[str, str]) -> None:
    (block,) = [block.text for block in blocks(PAGE) if block.kind == "groovy"]
    (text,) = re.findall(r"sh '''(.*?)'''", block, re.DOTALL)
    # Jenkins runs `sh -xe`.
    assert script(text, workspace, environment, "-xe") == 1
    wanted = re.findall(r"(?:pattern|testResults): '(.+?)'", block)
    assert len(wanted) == 2
    assert all("liblz4.so" in (workspace / name).read_text(encoding="utf-8") for name in wanted)
    (workspace / "scripts" / "pack.sh").write_text("echo\n", encoding="utf-8")
    assert script(text, workspace, environment, "-xe") == 0
    assert script(text, workspace, {**environment, "CHANGE_TARGET": "main"}, "-xe") == 2


def test_buildkite(workspace: Path, environment: Mapping[str, str]) -> None:
    (step,) = [document["steps"][0] for block in BLOCKS if "steps" in (document := parsed(block.text))]
    text = step["command"].replace("$$", "$")
    assert script(text, workspace, environment, "-e") == 1
    annotated = (workspace / "annotated").read_text(encoding="utf-8")
    assert annotated.startswith("annotate --context lintpack --style error\n## ")
    assert "liblz4.so" in annotated
    assert (workspace / step["artifact_paths"]).exists()
    (workspace / "scripts" / "pack.sh").write_text("echo\n", encoding="utf-8")
    (workspace / "annotated").unlink()
    assert script(text, workspace, environment, "-e") == 0
    assert not (workspace / "annotated").exists()
