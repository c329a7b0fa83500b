"""What git holds, and what happens where it holds nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.evidence.git import INDEX, Change, Git, base_of_hook, hunks
from lintpack.evidence.history import PastRepository

if TYPE_CHECKING:
    from pathlib import Path

OLD = "#!/bin/sh\ncp libfoo.so.4 pack/\ncp libbar.so.1 pack/\n"
NEW = "#!/bin/sh\ncp libfoo.so pack/\ncp libbar.so.1 pack/\n"


def _git(folder: Path, *arguments: str) -> str:
    settings_ = (
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "init.defaultBranch=main",
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", *settings_, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture(autouse=True)
def outside_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: `first`, and one that drops a suffix, moves a file and makes a link."""
    top = tmp_path / "project"
    (top / "scripts").mkdir(parents=True)
    _git(top, "init", "-q")
    (top / "scripts/pack.sh").write_text(OLD)
    (top / "scripts/lib.sh").write_text("copy_file() {\n  cp -Lrv $*\n}\n# the rest\n# is\n# the same\n")
    (top / "odd \n\"name'é;$(x).sh").write_text("odd\n")
    (top / "latin.sh").write_bytes(b"# caf\xe9\n")
    _git(top, "add", "-A")
    _git(top, "commit", "-qm", "first")
    _git(top, "tag", "first")
    (top / "scripts/pack.sh").write_text(NEW)
    _git(top, "mv", "scripts/lib.sh", "scripts/common.sh")
    (top / "link.sh").symlink_to("scripts/pack.sh")
    (top / "away.sh").symlink_to("/etc/passwd")
    _git(top, "add", "-A")
    _git(top, "commit", "-qm", "second")
    return top


def test_files_are_read_as_they_were(repository: Path) -> None:
    git = Git(str(repository))
    assert git.available
    assert git.show("first", "scripts/pack.sh") == OLD
    assert git.show("HEAD", "scripts/pack.sh") == NEW
    assert git.show("HEAD~1", "scripts/lib.sh") is not None
    assert git.show("HEAD", "scripts/lib.sh") is None
    assert git.show("first", "odd \n\"name'é;$(x).sh") == "odd\n"
    assert git.show("first", "latin.sh") == "# café\n"
    assert git.show("HEAD", "link.sh") is None
    assert git.read("first", ["scripts/pack.sh", "latin.sh", "gone.sh", "scripts"]).keys() == {
        "scripts/pack.sh",
        "latin.sh",
    }
    assert "scripts/lib.sh" in git.files("first")
    assert "scripts/lib.sh" not in git.files("HEAD")


def test_the_index_is_what_will_be_committed(repository: Path) -> None:
    script = repository / "scripts/pack.sh"
    script.write_text("staged\n")
    _git(repository, "add", "scripts/pack.sh")
    script.write_text("not staged\n")
    git = Git(str(repository))
    assert git.show(INDEX, "scripts/pack.sh") == "staged\n"
    assert git.show("HEAD", "scripts/pack.sh") == NEW
    assert git.changes("HEAD") == (Change("M", "scripts/pack.sh", "scripts/pack.sh"),)
    assert set(git.files(INDEX)) == set(git.files("HEAD"))


def test_paths_are_relative_to_the_folder(repository: Path) -> None:
    git = Git(str(repository / "scripts"))
    assert git.show("first", "pack.sh") == OLD
    assert git.files("first") == ("lib.sh", "pack.sh")
    assert git.show(INDEX, "common.sh") is not None
    assert git.path_before("first", "common.sh") == "lib.sh"
    assert git.show("first", "../latin.sh") is None


def test_changes_since_a_base(repository: Path) -> None:
    git = Git(str(repository))
    paths = ("scripts/common.sh", "scripts/pack.sh", "latin.sh", "link.sh", "unknown.sh")
    before = ["scripts/lib.sh", "scripts/pack.sh", "latin.sh", None, None]
    assert [git.path_before("first", path) for path in paths] == before
    found = {change.path: change.status for change in git.changes("first")}
    assert found == {"scripts/common.sh": "R", "scripts/pack.sh": "M", "link.sh": "A", "away.sh": "A"}


def test_a_base_is_where_the_branch_began(repository: Path) -> None:
    _git(repository, "checkout", "-q", "-b", "other", "first")
    (repository / "other.sh").write_text("x\n")
    _git(repository, "add", "other.sh")
    _git(repository, "commit", "-qm", "other")
    _git(repository, "checkout", "-q", "main")
    git = Git(str(repository))
    assert git.base("other") == _git(repository, "rev-parse", "first")
    assert git.base("first") == _git(repository, "rev-parse", "first")
    assert git.base("nothing") is None


@pytest.mark.parametrize(
    "revision", ["nothing", "", "--help", "-x", "HEAD:scripts", "a b", "x\0y", "0" * 40, "HEAD\nHEAD"]
)
def test_a_revision_that_is_not_there_holds_nothing(repository: Path, revision: str) -> None:
    git = Git(str(repository))
    assert git.commit(revision) is None
    assert git.show(revision, "scripts/pack.sh") is None
    assert git.files(revision) == ()
    assert git.changes(revision) == ()


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../x", "scripts", "scripts/", "-", "--", "*.sh", ":(top)latin.sh", "a\0b"]
)
def test_a_path_that_is_no_file_holds_nothing(repository: Path, path: str) -> None:
    assert Git(str(repository)).show("HEAD", path) is None
    assert Git(str(repository)).show(INDEX, path) is None


def _silent(git: Git) -> None:
    assert not git.available
    assert git.show("HEAD", "scripts/pack.sh") is None
    assert git.show(INDEX, "scripts/pack.sh") is None
    assert git.files(INDEX) == ()
    assert git.changes("HEAD") == ()
    assert git.base("HEAD") is None


def test_outside_a_repository_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    _silent(Git(str(tmp_path)))
    _silent(Git(str(tmp_path / "gone")))


def test_without_git_there_is_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    _silent(Git(str(repository)))


def test_a_git_that_hangs_is_left(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text(f"#!/bin/sh\necho x >> {tmp_path}/calls\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    _silent(Git(str(repository), timeout=0.2))
    assert (tmp_path / "calls").read_text() == "x\n"


def test_an_empty_repository_and_a_shallow_clone(repository: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    _git(empty, "init", "-q")
    assert Git(str(empty)).show("HEAD", "x") is None
    assert Git(str(empty)).files(INDEX) == ()
    _git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    git = Git(str(tmp_path / "shallow"))
    assert git.show("HEAD", "scripts/pack.sh") == NEW
    assert git.show("HEAD~1", "scripts/pack.sh") is None
    assert git.base("HEAD~1") is None


def test_nothing_that_the_repository_configures_is_run(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    for name in (
        "core.fsmonitor",
        "diff.external",
        "filter.t.clean",
        "filter.t.smudge",
        "diff.t.textconv",
        "core.pager",
    ):
        _git(repository, "config", name, str(trap))
    shutil.copy(trap, repository / ".git/hooks/post-index-change")
    (repository / ".git/info/attributes").write_text("* filter=t diff=t\n")
    (repository / "scripts/pack.sh").write_text("changed\n")
    git = Git(str(repository))
    assert git.show("first", "scripts/pack.sh") == OLD
    assert git.show(INDEX, "scripts/pack.sh") == NEW
    assert git.path_before("first", "scripts/common.sh")
    assert not (tmp_path / "sprung").exists()
    _git(repository, "status")
    assert (tmp_path / "sprung").exists()


def test_inside_a_hook_the_index_of_the_commit_is_read(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`git commit -a` gives its hooks an index of their own, relative to the folder that they run in."""
    shutil.copy(repository / ".git/index", repository / ".git/next-index.lock")
    (repository / "scripts/pack.sh").write_text("in this commit\n")
    subprocess.run(
        ["git", "update-index", "scripts/pack.sh"],
        cwd=repository,
        env=os.environ | {"GIT_INDEX_FILE": ".git/next-index.lock"},
        check=True,
    )
    monkeypatch.chdir(repository)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index.lock")
    monkeypatch.setenv("GIT_DIR", ".git")
    assert Git("scripts").show(INDEX, "pack.sh") == "in this commit\n"
    assert Git(".").show(INDEX, "scripts/pack.sh") == "in this commit\n"
    # Another repository has nothing to do with it.
    other = tmp_path / "other"
    other.mkdir()
    _git_clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    subprocess.run(["git", "init", "-q"], cwd=other, env=_git_clean, check=True)
    assert Git(str(other)).files(INDEX) == ()


def test_what_changed_is_known_unless_something_went_away(repository: Path) -> None:
    def changed(revision: str) -> frozenset[str] | None:
        return Git(str(repository)).changed(revision)

    # `scripts/lib.sh` has another path since the first commit.
    assert changed("first") is None
    assert changed("HEAD") == frozenset()
    (repository / "latin.sh").write_text("other\n")
    (repository / "new.sh").write_text("new\n")
    assert changed("HEAD") == frozenset({"latin.sh"})
    _git(repository, "add", "new.sh")
    assert changed("HEAD") == frozenset({"latin.sh", "new.sh"})
    (repository / "scripts/pack.sh").unlink()
    assert changed("HEAD") is None


def test_a_hook_says_what_it_compares_with() -> None:
    assert base_of_hook({}) == ""
    assert base_of_hook({"PRE_COMMIT": "1"}) == "HEAD"
    assert base_of_hook({"GIT_INDEX_FILE": ".git/index"}) == "HEAD"
    assert base_of_hook({"PRE_COMMIT": "1", "PRE_COMMIT_FROM_REF": "abc"}) == "abc"


def test_a_past_repository_reads_as_one(repository: Path) -> None:
    git = Git(str(repository))
    past = PastRepository(git, "first")
    source = past.read("scripts/pack.sh")
    assert source is not None
    assert (source.text, source.path) == (OLD, "scripts/pack.sh@first")
    assert past.kind("scripts") == "directory"
    assert past.kind("scripts/lib.sh") == "file"
    assert past.kind("scripts/common.sh") == ""
    assert past.files("scripts/*.sh") == ("scripts/lib.sh", "scripts/pack.sh")
    assert past.lookup("lib.sh") == "scripts/lib.sh"
    now = PastRepository(git, "HEAD", "base")
    linked = now.read("link.sh")
    assert linked is not None
    assert linked.text == NEW
    assert now.kind("link.sh") == "link"
    assert now.read("away.sh") is None
    assert PastRepository(git, "nothing").read("scripts/pack.sh") is None


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_hunks_turn_one_text_into_the_other(old: list[str], new: list[str]) -> None:
    found = hunks("\n".join(old), "\n".join(new))
    result, at = [], 0
    for hunk in found:
        (first, count), (start, size) = hunk.old, hunk.new
        result += old[at : first - 1]
        assert start == len(result) + 1
        result += new[start - 1 : start - 1 + size]
        at = first - 1 + count
    assert result + old[at:] == new
    assert bool(found) is (old != new)
