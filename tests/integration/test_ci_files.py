"""The files that GitHub, GitLab and pre-commit read, by the schemas of those and by zizmor."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.conftest import BIN, ROOT
from tests.integration.runner import load

if TYPE_CHECKING:
    from pathlib import Path

ACTIONS = [ROOT / "action.yml", ROOT / "hooks" / "github" / "action.yml"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GITLAB = sorted((ROOT / "hooks" / "gitlab").glob("*.yml"))


def run(*words: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode else ""


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-actions", ACTIONS),
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.dependabot", [ROOT / ".github" / "dependabot.yml"]),
        ("vendor.gitlab-ci", GITLAB),
    ],
)
def test_the_schema_takes_it(schema: str, files: list[Path]) -> None:
    assert files
    assert run(BIN / "check-jsonschema", "--builtin-schema", schema, *files) == ""


def test_zizmor_finds_nothing() -> None:
    words = ("--offline", "--no-progress", "--quiet", "--persona", "pedantic", "--no-config")
    assert run(BIN / "zizmor", *words, ".github", *ACTIONS, ".pre-commit-hooks.yaml") == ""


def test_the_root_action_hands_everything_on() -> None:
    root, inner = (load(path) for path in ACTIONS)
    assert root["inputs"] == inner["inputs"]
    (step,) = root["runs"]["steps"]
    assert step["uses"] == "$/hooks/github"
    assert step["with"] == {name: f"${{{{ inputs.{name} }}}}" for name in inner["inputs"]}
    assert list(root["outputs"]) == list(inner["outputs"])
    for name, output in root["outputs"].items():
        assert output["value"] == f"${{{{ steps.lintpack.outputs.{name} }}}}"


def test_no_input_is_part_of_a_command() -> None:
    for step in load(ACTIONS[1])["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def steps(path: Path) -> list[dict[str, Any]]:
    document = load(path)
    if "runs" in document:
        return list(document["runs"]["steps"])
    return [step for job in document["jobs"].values() for step in job["steps"]]


def test_foreign_actions_are_pinned_and_the_same_everywhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*ACTIONS, *WORKFLOWS])
    used = [step["uses"] for path in [*ACTIONS, *WORKFLOWS] for step in steps(path) if "uses" in step]
    foreign = {uses for uses in used if not uses.startswith("$/")}
    assert foreign
    for uses in foreign:
        assert re.fullmatch(r"[\w-]+/[\w./-]+@[0-9a-f]{40}", uses)
        assert len(set(re.findall(rf"{re.escape(uses)} # (v\S+)$", text, re.MULTILINE))) == 1
    assert len({uses.partition("@")[0] for uses in foreign}) == len(foreign)


def test_each_workflow_has_no_permission_that_it_does_not_name() -> None:
    for path in WORKFLOWS:
        document = load(path)
        assert document["permissions"] == {}
        granted = {name: job["permissions"] for name, job in document["jobs"].items()}
        wanted = {"publish": {"id-token": "write"}}
        assert granted == {name: wanted.get(name, {"contents": "read"}) for name in granted}


def test_every_supported_python_is_tested() -> None:
    matrix = load(ROOT / ".github" / "workflows" / "test.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    classifiers = re.findall(r"Python :: (3\.\d+)\"", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert matrix == classifiers


def test_a_release_is_of_its_tag() -> None:
    """The check of the workflow, which compares the tag with the version in pyproject.toml."""
    (check,) = [s for s in steps(ROOT / ".github" / "workflows" / "release.yml") if "version" in s.get("name", "")]
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    for tag, status in ((f"v{version[1]}", 0), ("v9.9.9", 1), (version[1] + "0", 1)):
        done = subprocess.run(["bash", "-ec", check["run"]], cwd=ROOT, env={"GITHUB_REF_NAME": tag}, check=False)
        assert done.returncode == status
