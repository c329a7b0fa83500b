"""Asks bash, and us, what scripts give to the commands called `probe`."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
import traceback
from typing import NamedTuple

from lintpack.script import texts
from tests.script.expansion_words import SETUP
from tests.script.small_shell import Ended, SmallShell


def ask_bash(cases: list[str], bash: str = "bash") -> list[list[list[str]] | None]:
    """What `probe` gets in each case, one process for all; None where bash found an error in the script."""
    text = [
        "shopt -s extglob; set -f\n",
        r"""probe() { printf 'P\0%s\0' "$#"; [ "$#" = 0 ] || printf '%s\0' "$@"; }""" + "\n",
        SETUP,
    ]
    for case in cases:
        # Through `eval`, so that a syntax error ends its own case only; a case with a message is not compared.
        text.append(f"(eval {shlex.quote(case)} && :; [ -s errors ] || printf 'E\\0') </dev/null 2>errors\n")
        text.append("printf 'N\\0'\n")
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [bash, "--norc"],
            input="".join(text).encode(),
            capture_output=True,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            check=False,
        )
    answers: list[list[list[str]] | None] = []
    for block in run.stdout.decode("utf-8", "surrogateescape").split("N\0")[: len(cases)]:
        tokens = block.split("\0")
        probes: list[list[str]] = []
        at = 0
        ended = False
        while at < len(tokens) - 1:
            if tokens[at] == "P":
                count = int(tokens[at + 1])
                probes.append(tokens[at + 2 : at + 2 + count])
                at += 2 + count
            elif tokens[at] == "E":
                ended = True
                at += 1
            else:
                break
        answers.append(probes if ended else None)
    return answers


class Disagreement(NamedTuple):
    """A case, what bash made of it and what we did (or how we failed)."""

    case: str
    bash: list[list[str]]
    ours: object

    def __str__(self) -> str:
        return f"{self.case}  bash: {self.bash}\n  ours: {self.ours}"


def started() -> SmallShell:
    """A shell after SETUP."""
    shell = SmallShell()
    shell.options.add("extglob")
    shell.script(SETUP)
    return shell


def ours(case: str, start: SmallShell) -> list[list[str]]:
    """What `probe` gets from us."""
    shell = SmallShell()
    shell.options = set(start.options)
    shell.variables = start.variables.fork()
    shell.script(case)
    return [[texts.shown(text) for text in fields] for fields in shell.probes]


def disagreements(cases: list[str]) -> tuple[list[Disagreement], int]:
    """Where we differ from bash, and how many cases bash itself rejected."""
    start = started()
    found = []
    rejected = 0
    for case, answer in zip(cases, ask_bash(cases), strict=True):
        if answer is None or any("\x01" in field for fields in answer for field in fields):
            # Bash 5.2 leaves marks of its own (^A) in some lists: `IFS=:; echo ${*:-${one[@],}}`.
            rejected += 1
            continue
        result: object
        try:
            result = ours(case, start)
        except (Ended, AssertionError, LookupError, TypeError, ValueError, NotImplementedError):
            result = traceback.format_exc(limit=-3)
        if result != answer:
            found.append(Disagreement(case, answer, result))
    return found, rejected
