"""Completion of command lines, tried in the shells themselves."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from lintpack.options import COMMANDS, OPTIONS, SHORT
from lintpack.rules import MODULES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Lintpack

SHELLS = ("bash", "zsh", "fish")
_SECONDS = 20.0


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_option_and_rule_is_in_it(lintpack: Lintpack, shell: str) -> None:
    done = lintpack("completion", shell)
    assert (done.status, done.err) == (0, "")
    words = set(re.findall(r"[\w-]+", done.out))
    assert {command.name for command in COMMANDS} <= words
    dashes = "" if shell == "fish" else "--"
    assert {dashes + option.name[2:] for option in OPTIONS} <= words
    assert {choice for option in OPTIONS for choice in option.choices} <= words
    assert {module.RULE.name for module in MODULES} | {module.RULE.code for module in MODULES} <= words
    assert {"sarif", "mermaid", "debian-12"} <= set(re.findall(r"[\w.-]+", done.out))
    assert all(name[1:] in words or name in words for name in SHORT)


def test_another_shell_is_wrong_usage(lintpack: Lintpack) -> None:
    done = lintpack("completion", "bas")
    message = "lintpack: there is completion for bash, zsh, fish; not for `bas`; did you mean `bash`?\n"
    assert done == (2, "", message)


def script(lintpack: Lintpack, shell: str, folder: Path) -> Path:
    """The completion of a shell that is installed, in a file; the working folder has a script and an archive."""
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    (folder / "work").mkdir()
    for name in ("pack.sh", "server.tar.gz"):
        (folder / "work" / name).touch()
    (folder / "work" / "dist").mkdir()
    path = folder / f"completion.{shell}"
    path.write_text(lintpack("completion", shell).out, encoding="utf-8")
    assert subprocess.run([shell, "-n", path], capture_output=True, check=False).stderr == b""
    return path


# What is typed, and one of the words that complete it.
CASES = [
    ("lintpack lo", "loads"),
    ("lintpack pac", "pack.sh"),
    ("lintpack check pac", "pack.sh"),
    ("lintpack check --min-c", "--min-confidence"),
    ("lintpack --stat", "--statistics"),
    ("lintpack check --min-confidence hi", "high"),
    ("lintpack loads --format mer", "mermaid"),
    ("lintpack plan -f js", "json"),
    ("lintpack check --select droppe", "dropped-version-suffix"),
    ("lintpack check --build-dir di", "dist"),
    ("lintpack --archive ser", "server.tar.gz"),
    ("lintpack --archive x --profile deb", "debian-12"),
    ("lintpack rule self-", "self-link"),
    ("lintpack --color never rul", "rule"),
    ("lintpack help com", "completion"),
    ("lintpack completion fi", "fish"),
    ("lintpack profile cap", "capture"),
    ("lintpack schema rep", "report"),
]


@pytest.mark.parametrize(("typed", "word"), CASES)
def test_bash(lintpack: Lintpack, tmp_path: Path, typed: str, word: str) -> None:
    path = script(lintpack, "bash", tmp_path)
    # What readline does: the words so far, and files where the function has no answer.
    call = f"source {path}; COMP_WORDS=({typed}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _lintpack 2>/dev/null\n"
    call += 'printf "%s\\n" "${COMPREPLY[@]}"; [[ -n ${COMPREPLY[*]} ]] || compgen -f -- "${COMP_WORDS[COMP_CWORD]}"'
    done = subprocess.run(["bash", "-c", call], cwd=tmp_path / "work", capture_output=True, text=True, check=False)
    assert word in done.stdout.split("\n"), done.stderr


@pytest.mark.parametrize(("typed", "word"), CASES)
def test_fish(lintpack: Lintpack, tmp_path: Path, typed: str, word: str) -> None:
    path = script(lintpack, "fish", tmp_path)
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {path}; complete -C '{typed}'"],
        cwd=tmp_path / "work",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert word in [line.split("\t")[0].rstrip("/") for line in done.stdout.split("\n")], done.stdout + done.stderr


def at_the_keyboard(command: list[str], first: str, typed: list[str], folder: Path) -> list[str]:
    """What the command line is after each of `typed`, a Tab, and Enter; `lintpack` prints the words that it got."""
    tools = folder / "tools"
    tools.mkdir()
    (tools / "lintpack").write_text('#!/bin/sh\necho "<$*>"\n')
    (tools / "lintpack").chmod(0o755)
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(folder), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder / "work")
        os.execvpe(command[0], command, environment)
    seen = ""

    def until(pattern: str) -> str:
        nonlocal seen
        end = time.monotonic() + _SECONDS
        while (match := re.search(pattern, seen)) is None:
            if time.monotonic() > end or not select.select([terminal], [], [], 1.0)[0]:
                if time.monotonic() > end:
                    raise AssertionError(f"waited in vain for {pattern}: {seen!r}")
                continue
            seen += os.read(terminal, 65536).decode("utf-8", "replace")
        seen = seen[match.end() :]
        return match[1]

    try:
        os.write(terminal, f"{first}; echo rea''dy\n".encode())
        until(r"\n(ready)")
        results = []
        for words in typed:
            os.write(terminal, f"{words}\t\n".encode())
            results.append(until(r"<([^>\n]*)>\r?\n"))
        return results
    finally:
        os.write(terminal, b"exit\n")
        os.close(terminal)
        os.waitpid(child, 0)


TYPED = [
    ("lintpack lo", "loads"),
    ("lintpack check --min-c", "--min-confidence"),
    ("lintpack check --format=sar", "--format=sarif"),
    ("lintpack check --select LP101,quoted-g", "LP101,quoted-glob"),
    ("lintpack check --build-dir di", "dist"),
    ("lintpack --archive ser", "server.tar.gz"),
    ("lintpack rule self-", "self-link"),
    ("lintpack check --report sari", "sarif="),
]


def test_bash_at_the_keyboard(lintpack: Lintpack, tmp_path: Path) -> None:
    path = script(lintpack, "bash", tmp_path)
    got = at_the_keyboard(["bash", "--norc", "-i"], f"source {path}", [words for words, _ in TYPED], tmp_path)
    assert [line.split()[-1].rstrip("/") for line in got] == [word for _, word in TYPED]


def test_zsh_at_the_keyboard(lintpack: Lintpack, tmp_path: Path) -> None:
    path = script(lintpack, "zsh", tmp_path)
    start = f"autoload -Uz compinit; compinit -u -D; unsetopt auto_list; source {path}"
    more = [case for case in CASES if case not in TYPED]
    got = at_the_keyboard(["zsh", "-f", "-i"], start, [words for words, _ in [*TYPED, *more]], tmp_path)
    assert [line.split()[-1].rstrip("/") for line in got] == [word for _, word in [*TYPED, *more]]
