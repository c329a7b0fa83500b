"""The shell scripts of many repositories, for the benches that read them: bare git directories below one folder."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = (".sh", ".bash")
SHEBANG = (b"sh", b"bash")


class Script(NamedTuple):
    repository: str
    path: str
    text: str


def repositories(folder: Path) -> list[Path]:
    """The bare git directories at most two levels below `folder`."""
    return sorted(head.parent for pattern in ("*/HEAD", "*/*/HEAD") for head in folder.glob(pattern))


def scripts(folder: Path, limit: int = 0) -> Iterator[Script]:
    """Every script at HEAD, by its suffix or by the first line of a file that may be executed.

    `limit`: at most so many of each repository, 0 for all.
    """
    for repository in repositories(folder):
        count = 0
        for path, content in _files(repository):
            if path.endswith(SUFFIXES) or _shebang(content):
                try:
                    text = content.decode()
                except UnicodeDecodeError:
                    continue
                name = repository.parent.name if repository.parent != folder else repository.name
                yield Script(name, path, text)
                count += 1
                if count == limit:
                    break


def _shebang(content: bytes) -> bool:
    if not content.startswith(b"#!"):
        return False
    words = content[2:200].partition(b"\n")[0].split()
    names = [word.rpartition(b"/")[2] for word in words[:2]]
    return bool(names) and (names[0] in SHEBANG or (names[0] == b"env" and names[-1] in SHEBANG))


def _files(repository: Path) -> Iterator[tuple[str, bytes]]:
    """Paths and contents of what may be a script."""
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    listed = subprocess.run(
        ["git", "-C", str(repository), "ls-tree", "-r", "-z", "HEAD"], capture_output=True, check=False, env=environment
    )
    with subprocess.Popen(
        ["git", "-C", str(repository), "cat-file", "--batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        assert process.stdin and process.stdout
        for line in listed.stdout.split(b"\0"):
            head, _, name = line.partition(b"\t")
            path = name.decode(errors="replace")
            mode, _, rest = head.partition(b" ")
            runs = mode == b"100755" and "." not in path.rpartition("/")[2]
            if not runs and (mode[:3] != b"100" or not path.endswith(SUFFIXES)):
                continue
            process.stdin.write(rest.split()[-1] + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline().split()
            if len(answer) == 3:
                content = process.stdout.read(int(answer[2]))
                process.stdout.read(1)
                yield path, content
        process.stdin.close()
