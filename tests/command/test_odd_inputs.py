"""Odd files among many: each costs itself, in one line, whatever the number of processes."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

SSL = "cp libssl.so.1.1.1k out\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_odd_names_and_odd_files(lintpack: Lintpack, project: Project, jobs: str) -> None:
    names = ["a b.sh", "new\nline.sh", "tab\t.sh", "-dash.sh", os.fsdecode(b"not-utf8-\xff.sh"), "ü.sh"]
    root = project({**{f"s{number}.sh": SSL for number in range(20)}, **dict.fromkeys(names, SSL)})
    os.mkfifo(root / "pipe.sh")
    (root / "gone.sh").symlink_to("nowhere")
    (root / "loop.sh").symlink_to("loop.sh")
    (root / "folder.sh").mkdir()
    (root / "binary.sh").write_bytes(b"\x7fELF\0\0")
    done = lintpack("--jobs", jobs, "--format", "json", "--select", "LP102", ".")
    assert done.status == 2
    assert done.err == "lintpack: binary.sh: a binary file, not a shell script\n"
    document = json.loads(done.out)
    assert len(document["findings"]) == document["summary"]["scripts"] == 26
    assert "\ufffd" in str(document["scripts"])
    named = lintpack("--jobs", jobs, "pipe.sh", "gone.sh", "loop.sh", "none\n.sh", "s1.sh")
    assert named.status == 2
    assert "libssl.so.1.1.1k" in named.out
    assert "lintpack: pipe.sh: not a regular file\n" in named.err
    assert "lintpack: gone.sh: no such file or directory" in named.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_files(lintpack: Lintpack, project: Project) -> None:
    root = project({f"s{number}.sh": SSL for number in range(20)})
    (root / "s7.sh").chmod(0)
    for jobs in ("1", "2"):
        done = lintpack("--jobs", jobs, ".")
        assert done.status == 2
        assert done.err == "lintpack: s7.sh: permission denied\n"
        assert done.out.count("warning[real-name-packed]") == 19


def test_a_script_that_goes_while_it_is_checked(
    lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lintpack.parallel import spread as real

    root = project({f"s{number}.sh": SSL for number in range(20)})

    def later(*words: object) -> object:
        (root / "s7.sh").unlink(missing_ok=True)
        return real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr("lintpack.check.spread", later)
    done = lintpack("--jobs", "2", ".")
    assert (done.status, done.err) == (2, "lintpack: s7.sh: no such file or directory\n")
