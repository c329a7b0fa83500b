"""What the integrations share: a git that knows nothing of this machine, and `lintpack` on PATH."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Run = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The environment of a user who has this lintpack installed: no git hook around it, no CI, an own home."""
    home = tmp_path_factory.mktemp("a home")
    wrapper = home / "bin" / "lintpack"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m lintpack "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    foreign = ("GIT_", "GITHUB_", "PRE_COMMIT", "LINTPACK", "CI_", "INPUT_")
    mine = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    for name in ("CI", "SKIP", "NO_COLOR", "FORCE_COLOR"):
        mine.pop(name, None)
    identity = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    settings = {"GIT_CONFIG_GLOBAL": str(home / ".gitconfig"), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
    path = os.pathsep.join([str(wrapper.parent), str(BIN), mine["PATH"]])
    return {**mine, **identity, **settings, "PATH": path}


@pytest.fixture
def run(environment: Mapping[str, str]) -> Run:
    """`run(folder, "git", "status", NAME="value")` runs a command there; its output is text, both streams in one."""

    def call(folder: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(word) for word in words],
            cwd=folder,
            env={**environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    return call


@pytest.fixture
def git(run: Run) -> Run:
    """`git(folder, "status")`, which has to succeed."""

    def call(folder: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        done = run(folder, "git", *words, **more)
        assert done.returncode == 0, done.stdout
        return done

    return call
