"""Random command lines of rsync, tar through a pipe, and find, held against the real programs."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.execution.apply import apply, tree
from tests.execution.coreutils import FILES, FOLDERS, REFUSED, build
from tests.script.commands.fake_shell import FakeShell

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = [
    "liba.so.1",
    "liba.so",
    "b.txt",
    "lib/libx.so.2",
    "lib/libx.so",
    "./b.txt",
    "lib",
    "lib/",
    "lib/.",
    "lib/sub",
]
TARGETS = ["out", "out/", "out/new.txt", "fresh/", "out/libn.so.1", "out/sub/"]
OPTIONS = [
    "-a",
    "-r",
    "-L",
    "-l",
    "-v",
    "-t",
    "-rl",
    "-rL",
    "-aq",
    "--archive",
    "--copy-links",
    "--recursive",
    "-rlpt",
    "-p",
]
NAMES = ["*.so*", "lib*", "*.txt", "libx.so", "sub", "*", "lib?.so.[0-9]"]


@st.composite
def rsync_lines(draw: st.DrawFn) -> list[str]:
    sources = draw(st.lists(st.sampled_from(SOURCES), min_size=1, max_size=3, unique=True))
    options = draw(st.lists(st.sampled_from([*OPTIONS, "-R"]), max_size=3))
    if not any(letter in option for option in options for letter in "ar"):
        sources = [source for source in sources if not source.rstrip("/.").endswith(("lib", "sub"))] or ["b.txt"]
    words = [*sources, draw(st.sampled_from(TARGETS))]
    for option in options:
        words.insert(draw(st.integers(0, len(words))), option)
    return [shlex.join(["rsync", *words])]


@st.composite
def tar_lines(draw: st.DrawFn) -> list[str]:
    members = draw(
        st.lists(st.sampled_from(["liba.so.1", "liba.so", "b.txt", "lib", "lib/sub", "./lib/y.txt"]), min_size=1)
    )
    below = draw(st.sampled_from([[], ["-C", "lib", "libx.so", "y.txt", "sub"], ["--directory=lib", "."]]))
    create = draw(st.sampled_from([["tar", "c"], ["tar", "-cf", "-"], ["tar", "-ch"], ["tar", "--create", "--file=-"]]))
    extract = draw(
        st.sampled_from(
            [["tar", "x", "-C", "out"], ["tar", "-xf", "-", "--directory", "out/sub"], ["tar", "xC", "out"]]
        )
    )
    strip = draw(st.sampled_from([[], [], ["--strip-components=1"], ["--strip=1"]]))
    return [shlex.join([*create, *members, *below]), shlex.join([*extract, *strip])]


@st.composite
def find_lines(draw: st.DrawFn) -> list[str]:
    roots = draw(st.sampled_from([["lib"], ["lib", "b.txt"], ["lib/sub"], ["./lib"]]))
    depth = draw(st.sampled_from([[], ["-maxdepth", "1"], ["-maxdepth", "2"], ["-mindepth", "1"]]))
    tests: list[str] = []
    for _ in range(draw(st.integers(0, 2))):
        tests += ["-o"] * bool(tests) + ["-name", draw(st.sampled_from(NAMES))]
    tests = ["(", *tests, ")"] if tests else []
    if {"libx.so", "sub"} & set(tests) and "1" in depth:
        depth = []  # A path without a wildcard cannot say that it must be a file.
    action = draw(
        st.sampled_from([["-exec", "cp", "-P", "{}", "out", ";"], ["-exec", "cp", "-t", "out", "{}", "+"], ["-delete"]])
    )
    return [shlex.join(["find", *roots, *depth, "-type", "f", *tests, *action])]


def disagreement(lines: list[str], scratch: Path) -> str | None:
    """As coreutils.disagreement, for command lines joined by a pipe."""
    real, modelled = scratch / "real", scratch / "modelled"
    for root in (real, modelled):
        root.mkdir()
        build(root)
    path = {"PATH": "/usr/bin:/bin"}
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", " | ".join(lines)], cwd=real, capture_output=True, check=False, env=path
    )
    if ran.returncode:
        REFUSED["lines"] = REFUSED.get("lines", 0) + 1
        return None
    shell = FakeShell(folders=[*FOLDERS, "out/sub", "folder"], files=[*FILES, "liba.so", "lib/libx.so"])
    output = None
    for line in lines:
        words = tuple((word,) for word in shlex.split(line))
        output = shell.execute(words, tuple(shell.source.place(0, 0) for _ in words), stdin=output).output
    apply(shell.effects, modelled)
    wanted, got = tree(real), tree(modelled)
    differences = [
        f"{name}: real {wanted.get(name)!r}, model {got.get(name)!r}"
        for name in sorted(wanted.keys() | got.keys())
        if wanted.get(name) != got.get(name)
    ]
    return "\n".join([" | ".join(lines), *shell.shown(), *differences]) if differences else None


def has(tool: str) -> bool:
    return shutil.which(tool) is not None
