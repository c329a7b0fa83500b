"""As much of GitHub's runner as a composite action needs: expressions, steps, and the files that steps write."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


class Result(NamedTuple):
    """How an action ended: the status of its last step, the log without colours, its outputs, and what was used."""

    status: int
    log: str
    outputs: dict[str, str]
    summary: str
    used: list[tuple[str, dict[str, str]]]


class Runner:
    """Runs the steps of a composite action in `workspace`. `outputs` gives those of steps that are not run."""

    def __init__(
        self, action: Path, workspace: Path, temp: Path, environment: Mapping[str, str], root: Path | None = None
    ) -> None:
        """`root` is that of the action's repository; by default, the action lies there."""
        self._action = action
        self._root = root or action.parent
        self._workspace = workspace
        self._temp = temp
        self._environment = dict(environment)
        self._outputs: dict[str, dict[str, str]] = {}
        self._inputs: dict[str, str] = {}

    def run(self, skip: Mapping[str, Mapping[str, str]] | None = None, **inputs: str) -> Result:
        """`skip`: steps that are not run, and what they would have given. An input's `_` stands for `-`."""
        described = load(self._action)
        self._inputs = {name: str(i["default"]) for name, i in described["inputs"].items()}
        self._inputs |= {name.replace("_", "-"): value for name, value in inputs.items()}
        self._outputs = {name: dict(given) for name, given in (skip or {}).items()}
        status, log = 0, ""
        used: list[tuple[str, dict[str, str]]] = []
        summary = self._temp / "summary"
        summary.write_bytes(b"")
        for step in described["runs"]["steps"]:
            name = step.get("id", "")
            condition = step.get("if", "success()").removeprefix("${{").removesuffix("}}").strip()
            if name in (skip or {}) or (status and "always()" not in condition) or not self._holds(condition):
                continue
            if step.get("uses", "").startswith("$/"):
                status, log = self._nested(step, name, skip, used, log)
                continue
            if "uses" in step:
                used.append((step["uses"], {key: self._filled(str(v)) for key, v in step.get("with", {}).items()}))
                continue
            status, said = self._step(step, summary)
            log += said
        outputs = {name: self._filled(output["value"]) for name, output in described["outputs"].items()}
        return Result(status, log, outputs, summary.read_text(encoding="utf-8"), used)

    def _nested(
        self,
        step: Mapping[str, Any],
        name: str,
        skip: Mapping[str, Mapping[str, str]] | None,
        used: list[tuple[str, dict[str, str]]],
        log: str,
    ) -> tuple[int, str]:
        """An action of the same repository: `$/` is its root, for one that is used from elsewhere as well."""
        path = self._root / step["uses"].removeprefix("$/") / "action.yml"
        given = {key.replace("-", "_"): self._filled(value) for key, value in step["with"].items()}
        done = Runner(path, self._workspace, self._temp, self._environment, self._root).run(skip, **given)
        self._outputs[name] = done.outputs
        used += done.used
        return done.status, log + done.log

    def _step(self, step: Mapping[str, Any], summary: Path) -> tuple[int, str]:
        """As the runner runs `shell: bash`: from a file, with the files that it reads afterwards."""
        assert step["shell"] == "bash"
        script, output = self._temp / "step.sh", self._temp / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_bytes(b"")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self._workspace,
            env={
                **self._environment,
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(self._action.parent),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                "GITHUB_WORKSPACE": str(self._workspace),
                "RUNNER_TEMP": str(self._temp),
                **{name: self._filled(str(value)) for name, value in step.get("env", {}).items()},
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        lines = output.read_text(encoding="utf-8").splitlines()
        self._outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
        return done.returncode, _COLOUR.sub("", done.stdout.decode("utf-8"))

    def _filled(self, text: str) -> str:
        return _EXPRESSION.sub(lambda match: self._value(match[1]), text)

    def _value(self, expression: str) -> str:
        """`inputs.a`, `steps.b.outputs.c`, a string, or the first of several that is not empty."""
        for one in expression.split("||"):
            words = one.strip().split(".")
            if words[0].startswith("'"):
                return one.strip().strip("'")
            if words[0] == "inputs":
                found = self._inputs[words[1]]
            else:
                assert (words[0], words[2]) == ("steps", "outputs")
                found = self._outputs.get(words[1], {}).get(words[3], "")
            if found:
                return found
        return ""

    def _holds(self, condition: str) -> bool:
        """A condition of comparisons joined by `&&`."""
        for one in condition.split("&&"):
            if one.strip() in ("always()", "success()"):
                continue
            left, operator, right = re.split(r"\s*(==|!=)\s*", one.strip())
            if (self._value(left) == self._value(right)) is not (operator == "=="):
                return False
        return True


def commands(log: str) -> list[str]:
    """The lines that the runner takes for commands. Like it, a carriage return ends a line as well."""
    found, stopped = [], ""
    for line in re.split(r"\r\n|\r|\n", log):
        text = line.strip()
        if stopped:
            stopped = "" if text == f"::{stopped}::" else stopped
        elif text.startswith("::stop-commands::"):
            stopped = text.removeprefix("::stop-commands::")
        elif text.startswith(("::", "##[")):
            found.append(text)
    assert not stopped
    return found
