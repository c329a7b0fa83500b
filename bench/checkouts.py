"""Checking a commit of a clone out, as far as the checks of packaging scripts go."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def clone_of(mirror: Path, name: str) -> Path:
    """Where `mirror` has the repository OWNER/NAME: below OWNER+NAME, or in a folder `repo` of that."""
    clone = mirror / name.replace("/", "+")
    return clone / "repo" if (clone / "repo").is_dir() else clone


def git(repository: Path, *words: str, stdin: bytes = b"") -> bytes:
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", "-C", str(repository), *words]
    return subprocess.run(command, input=stdin, capture_output=True, check=True, env=environment).stdout


def checkout(clone: Path, commit: str, path: str, into: Path, beside: Iterable[str] = ()) -> None:
    """A working copy whose HEAD is `commit`, with its shell scripts, the files of the folder of `path`, and `beside`;
    objects are shared. Raises CalledProcessError where git has no such commit.

    Not `git archive`: it gives nothing where one pattern matches nothing, and leaves out what is `export-ignore`."""
    git(into, "init", "-q")
    objects = Path(os.fsdecode(git(clone, "rev-parse", "--absolute-git-dir").strip())) / "objects"
    (into / ".git/objects/info/alternates").write_text(f"{objects}\n")
    git(into, "update-ref", "--no-deref", "HEAD", commit)
    git(into, "read-tree", commit)
    folder = PurePosixPath(path).parent
    named = set(beside)
    tracked = map(os.fsdecode, filter(None, git(into, "ls-files", "-z").split(b"\0")))
    wanted = [
        os.fsencode(one)
        for one in tracked
        if one.endswith((".sh", ".bash")) or PurePosixPath(one).parent == folder or one in named
    ]
    # One by one where not all objects are there.
    try:
        git(into, "checkout-index", "-q", "-z", "--stdin", stdin=b"\0".join(wanted))
    except subprocess.CalledProcessError:
        for one in wanted:
            subprocess.run(
                ["git", "-C", str(into), "checkout-index", "-q", "--", one], capture_output=True, check=False
            )
