"""Runs the commands of a page as its reader would, in one shell, and compares what they print."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.docs.docs_pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

SETUPS = Path(__file__).parent / "setups"
_SECONDS = 120
_FIGURE = re.compile(r"\d[\d.,]*( ?)(s|ms|MB)\b")


def run(commands: Sequence[str], folder: Path, setup: str | None) -> list[str]:
    """What each of `commands` prints, run one after the other in `folder/work` by one shell."""
    work = folder / "work"
    work.mkdir(parents=True)
    shutil.copytree(
        ROOT / "examples", work / "examples", ignore=shutil.ignore_patterns("build", "thirdparty", "harbor-server*")
    )
    end = secrets.token_hex(8)
    lines = ["exec 2>&1 </dev/null"]
    if setup is not None:
        script = SETUPS / f"{setup}.sh"
        lines += [f"REPOSITORY={shlex.quote(str(ROOT))}", f". {shlex.quote(str(script))} || exit 3"]
    lines += [f"echo {end}"]
    for command in commands:
        # `$?` of one command is there for the next, as it is for a reader.
        lines += [f"eval {shlex.quote(command)}", f"status=$?; echo; echo {end}; (exit $status)"]
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", "\n".join(lines)],
        cwd=work,
        env=_environment(folder),
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    first, *outputs = done.stdout.decode("utf-8", "replace").split(f"{end}\n")
    if len(outputs) <= len(commands):
        raise AssertionError(f"the shell ended early, with {done.returncode}:\n{first}{''.join(outputs)}")
    return [output.rstrip() for output in outputs[: len(commands)]]


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the tester's own settings; `lintpack` is the one under test."""
    tools = folder / "tools"
    tools.mkdir()
    lintpack = tools / "lintpack"
    lintpack.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m lintpack "$@"\n')
    lintpack.chmod(0o755)
    home = folder / "home"
    home.mkdir()
    return {
        "PATH": f"{tools}:{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "TZ": "UTC",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _WHO.items()},
    }


_WHO = {"NAME": "Jane Doe", "EMAIL": "jane@example.org", "DATE": "2026-01-02T03:04:05Z"}


def same(expected: str, printed: str) -> bool:
    """Whether a page's output stands for what was printed; docs_pages.py says what `…` and figures stand for."""
    wanted, got = expected.rstrip().split("\n"), printed.rstrip().split("\n")
    # As for `*` in a glob: go back to the last `…` line and let it take one line more.
    at, line, star, taken = 0, 0, -1, 0
    while line < len(got):
        if at < len(wanted) and wanted[at].strip() == "…":
            star, taken, at = at, line, at + 1
        elif at < len(wanted) and _line(wanted[at]).fullmatch(got[line].rstrip()):
            at, line = at + 1, line + 1
        elif star >= 0:
            taken += 1
            at, line = star + 1, taken
        else:
            return False
    return all(rest.strip() == "…" for rest in wanted[at:])


def _line(expected: str) -> re.Pattern[str]:
    pattern, at = "", 0
    text = expected.rstrip()
    for match in re.finditer(rf"…|{_FIGURE.pattern}", text):
        pattern += re.escape(text[at : match.start()])
        pattern += ".*" if match[0] == "…" else rf"\d[\d.,]*{match[1]}{match[2]}"
        at = match.end()
    return re.compile(pattern + re.escape(text[at:]))
