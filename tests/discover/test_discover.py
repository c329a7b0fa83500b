"""What is found in a folder, and what is said of paths that cannot be checked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lintpack.discover import Exclusion, discover
from lintpack.folders import is_shell_script

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Project = Callable[[dict[str, str | bytes]], Path]


def test_finds_scripts_by_suffix_and_first_line(project: Project) -> None:
    root = project(
        {
            "a.sh": "echo a\n",
            "tools/pack": "#!/usr/bin/env -S bash -e\n",
            "tools/run.ksh": "",
            "tools/notes.txt": "#!/bin/sh\n",
            "tools/prog": "\x7fELF",
            "a_node.sh": "#! /usr/bin/env node\n",
            "a_python.sh": "#!/usr/bin/python3.11\n",
            "b.bash": "#!/bin/zsh\n",
            "fish": "#!/usr/bin/fish\n",
            "Makefile": "#!/usr/bin/env bash\nall:\n\t@true\n",
            ".github/scripts/x.sh": "echo\n",
            ".git/hooks/pre-push.sh": "echo\n",
            ".venv/bin/activate.sh": "echo\n",
            "src/.cache/x.sh": "echo\n",
        }
    )
    (root / "tools" / "run.cmd").write_text("#!/bin/sh\n")
    (root / "tools" / "run.cmd").chmod(0o755)
    assert discover(["."]).scripts == (".github/scripts/x.sh", "a.sh", "tools/pack", "tools/run.cmd", "tools/run.ksh")


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("#!/bin/sh", True),
        ("#! /bin/bash -e", True),
        ("#!/usr/bin/env bash", True),
        ("#!/usr/bin/env -S FOO=1 dash", True),
        ("#!/bin/busybox sh", True),
        ("#!/usr/bin/python3", False),
        ("#!/usr/bin/env zsh", False),
        ("echo", False),
        ("", False),
    ],
)
def test_shebangs(tmp_path: Path, first: str, expected: bool) -> None:
    (tmp_path / "script").write_text(first + "\n")
    assert is_shell_script(str(tmp_path / "script")) is expected


def test_respects_gitignore_of_every_level(project: Project) -> None:
    project(
        {
            ".git/HEAD": "",
            ".git/info/exclude": "local.sh\n",
            ".gitignore": "build/\n*.gen.sh\n",
            "src/.gitignore": "!keep.gen.sh\nonly.sh\n",
            "src/keep.gen.sh": "",
            "src/drop.gen.sh": "",
            "src/only.sh": "",
            "src/local.sh": "",
            "src/deep/build/x.sh": "",
            "src/deep/y.sh": "",
            "only.sh": "",
        }
    )
    assert discover(["."]).scripts == ("only.sh", "src/deep/y.sh", "src/keep.gen.sh")
    # From below, the lists above count as well.
    assert discover(["src/deep"]).scripts == ("src/deep/y.sh",)


def test_link_loops_end_and_links_are_not_followed_twice(project: Project) -> None:
    root = project({"a/x.sh": "", "b/y.sh": ""})
    (root / "a" / "loop").symlink_to("..")
    (root / "a" / "again.sh").symlink_to("x.sh")
    (root / "dangling.sh").symlink_to("nowhere")
    assert discover(["."]).scripts == ("a/x.sh", "b/y.sh")


def test_exclusions(project: Project) -> None:
    project({"a.sh": "", "vendor/b.sh": "", "vendor/keep/c.sh": ""})
    vendor = (Exclusion(("vendor/",)),)
    assert discover(["."], vendor).scripts == ("a.sh",)
    # What is named is meant, unless a hook names whatever was changed.
    assert discover(["vendor/b.sh"], vendor).scripts == ("vendor/b.sh",)
    assert discover(["vendor/b.sh", "a.sh"], vendor, force_exclude=True).scripts == ("a.sh",)
    assert discover(["vendor/keep"], vendor, force_exclude=True) == discover([])


def test_exclusions_are_relative_to_their_configuration(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project({"sub/a.sh": "", "sub/vendor/b.sh": ""})
    monkeypatch.chdir(root / "sub")
    assert discover(["."], (Exclusion(("/sub/vendor",), ".."),)).scripts == ("a.sh",)


def test_each_script_once_and_in_order(project: Project) -> None:
    root = project({"b.sh": "", "a.sh": ""})
    assert discover(["b.sh", ".", "./a.sh", str(root / "b.sh")]).scripts == ("b.sh", "a.sh")


def test_says_what_is_wrong_with_a_path(project: Project) -> None:
    root = project({"empty/readme.txt": "hello"})
    os.mkfifo(root / "pipe")
    found = discover(["nowhere.sh", "empty", "pipe", "a\0b"])
    assert found.scripts == ()
    assert found.problems[:3] == (
        "nowhere.sh: no such file or directory",
        "empty: no shell scripts in this folder",
        "pipe: not a regular file",
    )
