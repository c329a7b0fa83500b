"""Our reading of .gitignore against git's own."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lintpack.ignorefile import IgnoreList, ignored_within

NAMES = ("a", "b", "ab", "a.sh", "lib", "x-y", "A", "a b", "[a]", "a*")
paths = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join)
pieces = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        "*",
        "**",
        "?",
        "/",
        "/",
        "/**",
        "**/",
        "[ab]",
        "[!a]",
        "[^a-b]",
        "[[:alpha:]]",
        ".sh",
        "\\*",
        "[",
        " ",
    ]
)
patterns = st.builds(
    lambda bang, body, slash: bang + body + slash,
    st.sampled_from(["", "", "!", "/", "\\!", "#"]),
    st.lists(pieces, min_size=1, max_size=4).map("".join),
    st.sampled_from(["", "", "/"]),
)


@pytest.fixture(scope="module")
def git() -> tuple[Path, str]:
    folder = Path(tempfile.mkdtemp())
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder, "git"


def git_ignores(folder: Path, lines: list[str], inner: list[str], names: list[str]) -> list[str]:
    """Which of the files git ignores; `lines` are the .gitignore at the top, `inner` that of the folder `a`."""
    (folder / ".gitignore").write_text("\n".join(lines) + "\n")
    nested = folder / "a"
    nested.mkdir(exist_ok=True)
    (nested / ".gitignore").write_text("\n".join(inner) + "\n")
    asked = "".join(name + "\0" for name in names)
    done = subprocess.run(
        ["git", "-C", str(folder), "check-ignore", "--no-index", "-z", "--stdin"],
        input=asked.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return sorted(set(done.stdout.decode().split("\0")) - {""})


@settings(
    derandomize=True, max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(patterns, max_size=4),
    st.lists(patterns, max_size=2),
    st.lists(paths, min_size=1, max_size=8, unique=True),
)
def test_agrees_with_git(git: tuple[Path, str], lines: list[str], inner: list[str], names: list[str]) -> None:
    # `a` is a folder here (it has a .gitignore of its own), so it is no file to ask about.
    names = [name for name in names if name != "a"]
    lists = [IgnoreList(lines), IgnoreList(inner, "a/")]
    ours = sorted(name for name in names if ignored_within(lists, name))
    assert ours == git_ignores(git[0], lines, inner, names)


@pytest.mark.parametrize(
    ("line", "path", "expected"),
    [
        ("build/", "build/x.sh", True),
        ("build/", "build", False),
        ("/build", "src/build", False),
        ("src/*.sh", "src/x.sh", True),
        ("src/*.sh", "src/deep/x.sh", False),
        ("**/gen", "a/b/gen", True),
        ("*.sh ", "x.sh", True),
        ("x.sh\\ ", "x.sh ", True),
        ("# x", "# x", False),
    ],
)
def test_one_pattern(line: str, path: str, expected: bool) -> None:
    assert ignored_within([IgnoreList([line])], path) is expected
