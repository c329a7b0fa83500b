"""What other programs run: the manifest for pre-commit, the git hook, and make."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lintpack.options import OPTIONS

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent


def test_the_hooks_call_an_existing_command_with_existing_options() -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text()
    entries = [entry.split() for entry in re.findall(r"^  entry: (.+)$", text, re.MULTILINE)]
    assert len(entries) == 2
    for words in entries:
        assert words[:2] == ["lintpack", "check"]
        assert set(words[2:]) <= {option.name for option in OPTIONS}


def test_pre_commit_accepts_the_manifest() -> None:
    tool = shutil.which("pre-commit", path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    if tool is None:
        pytest.skip("pre-commit is not installed")
    manifest = ROOT / ".pre-commit-hooks.yaml"
    done = subprocess.run([tool, "validate-manifest", manifest], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_example_has_its_fault_and_no_other() -> None:
    words = [sys.executable, "-m", "lintpack", "--format", "concise", "examples"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    warnings = [line for line in done.stdout.splitlines() if ": note: " not in line]
    assert done.returncode == 1
    assert len(warnings) == 1
    assert "libtcmalloc.so" in warnings[0]
    assert "LP101" in warnings[0]
