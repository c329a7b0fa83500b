"""What is staged in git, and what is compared with what: `--staged`, `--base`, and the hooks."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lintpack.evidence.staged import staged_scripts

if TYPE_CHECKING:
    from tests.conftest import Lintpack

PACK = '#!/bin/sh\n. ./common.sh\npack_file build/libz.so.1 build/libzstd.so.1 build/liblz4.so.1 "$1"\n'
FAULTY = PACK.replace("liblz4.so.1", "liblz4.so")
LESS = PACK.replace("build/liblz4.so.1 ", "")
COMMON = 'pack_file() {\n    cp -L "$@"\n}\n'
FAULT = "[dropped-version-suffix]: packs `liblz4.so`"
LOST = "error[lost-by-change]: `liblz4.so.1` was packed at `HEAD`, and is not packed now"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "t")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "t@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True, capture_output=True)


def write(**files: str) -> None:
    for name, text in files.items():
        Path(f"{name}.sh").write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit: `pack.sh`, which is right, and `common.sh`, which it sources."""
    work = tmp_path / "a project"
    work.mkdir()
    monkeypatch.chdir(work)
    git("init", "-q", "-b", "main")
    write(pack=PACK, common=COMMON)
    git("add", ".")
    git("commit", "-qm", "first")
    return work


def test_a_clean_index_is_silent(lintpack: Lintpack, project: Path) -> None:
    write(pack=FAULTY)
    assert lintpack("check", "--staged") == (0, "", "")


def test_the_staged_text_counts_and_not_the_one_on_disk(lintpack: Lintpack, project: Path) -> None:
    write(pack=FAULTY)
    git("add", "pack.sh")
    write(pack=PACK)
    done = lintpack("check", "--staged")
    assert (done.status, done.err) == (1, "")
    assert "error[dropped-version-suffix]: packs `liblz4.so`, but it was `liblz4.so.1` at `HEAD`\n" in done.out
    assert " --> pack.sh:3:52\n" in done.out
    git("add", "pack.sh")
    write(pack=FAULTY)
    assert lintpack("check", "--staged") == (0, "", "")


def test_a_staged_file_that_is_gone_from_disk_is_read(lintpack: Lintpack, project: Path) -> None:
    write(pack=FAULTY)
    git("add", "pack.sh")
    Path("pack.sh").unlink()
    Path("common.sh").unlink()
    # `pack_file` is known as well: `common.sh` is gone from disk only.
    assert FAULT in lintpack("check", "--staged").out


def test_a_sourced_file_is_read_as_it_is_staged(lintpack: Lintpack, project: Path) -> None:
    write(pack=FAULTY + "# changed\n")
    git("add", "pack.sh")
    write(common="pack_file() {\n    :\n}\n")
    assert FAULT in lintpack("check", "--staged").out
    git("add", "common.sh")
    assert FAULT not in lintpack("check", "--staged").out


def test_the_change_is_compared_with_the_last_commit(lintpack: Lintpack, project: Path) -> None:
    write(pack=LESS)
    git("add", "pack.sh")
    done = lintpack("check", "--staged")
    assert done.status == 1
    assert LOST in done.out
    # What is only on disk is no part of it.
    write(pack=PACK + "# changed\n")
    git("add", "pack.sh")
    write(pack=LESS)
    assert lintpack("check", "--staged").status == 0


def test_a_script_that_did_not_change_is_compared_where_what_it_reads_did(lintpack: Lintpack, project: Path) -> None:
    """Of scripts of which nothing changed, git is not asked."""
    write(common=COMMON + "more() {\n    pack_file build/liblz4.so.1 lib\n}\n", pack=LESS + "more\n", same=PACK)
    git("add", ".")
    git("commit", "-qm", "moved")
    write(common=COMMON + "more() {\n    :\n}\n")
    done = lintpack("--base", "HEAD", "--format", "concise", "pack.sh", "same.sh")
    assert "`liblz4.so.1` was packed at `HEAD`, and is not packed now" in done.out
    assert done.out.count("\n") == 1


def test_what_a_merge_brings_was_decided_on_the_other_side(lintpack: Lintpack, project: Path) -> None:
    git("checkout", "-qb", "other")
    write(pack=LESS)
    git("commit", "-qam", "less, and why")
    git("checkout", "-q", "main")
    write(more="echo\n")
    git("add", ".")
    git("commit", "-qm", "more")
    git("merge", "-q", "--no-commit", "--no-ff", "other")
    assert lintpack("check", "--staged").status == 0


def test_a_first_commit_has_nothing_before_it(
    lintpack: Lintpack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    write(pack=FAULTY, common=COMMON)
    Path("notes.txt").write_text(FAULTY, encoding="utf-8")
    Path("no-suffix").write_text(FAULTY, encoding="utf-8")
    Path("link.sh").symlink_to("pack.sh")
    Path("run.zsh").write_text("#!/bin/zsh\n" + FAULTY, encoding="utf-8")
    Path('odd "\n.sh').write_text("echo\n", encoding="utf-8")
    git("add", ".")
    assert staged_scripts() == ("common.sh", "no-suffix", 'odd "\n.sh', "pack.sh")
    assert FAULT in lintpack("check", "--staged").out


def test_exclusions_count(lintpack: Lintpack, project: Path) -> None:
    write(pack=FAULTY)
    Path("lintpack.toml").write_text('exclude = ["pack.sh"]\n', encoding="utf-8")
    git("add", ".")
    assert lintpack("check", "--staged") == (0, "", "")
    assert lintpack("check", "--staged", "--no-config", "--exclude", "*.sh").status == 0
    assert lintpack("check", "--staged", "--no-config").status == 1


def test_without_git_nothing_is_staged(lintpack: Lintpack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(pack=FAULTY)
    assert lintpack("check", "--staged") == (0, "", "")


@pytest.mark.parametrize("more", [("pack.sh",), ("--config-scripts",), ("--fix",), ("--unsafe-fixes",)])
def test_staged_goes_with_no_other_scripts_and_mends_nothing(
    lintpack: Lintpack, project: Path, more: tuple[str, ...]
) -> None:
    done = lintpack("check", "--staged", *more)
    assert (done.status, done.out) == (2, "")


def test_a_pull_request_is_compared_with_where_it_left(
    lintpack: Lintpack, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As GitHub has it: HEAD is the merge of the target branch and the pull request."""
    write(other=PACK)
    git("add", ".")
    git("commit", "-qm", "other")
    git("checkout", "-qb", "feature")
    write(pack=LESS)
    git("commit", "-qam", "less")
    git("checkout", "-q", "main")
    write(other=LESS)
    git("commit", "-qam", "others, since")
    git("checkout", "-q", "--detach")
    git("merge", "-q", "-m", "merge", "feature")
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "main")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "feature")
    done = lintpack("--format", "concise", "pack.sh", "other.sh")
    assert (done.status, done.err) == (1, "")
    assert [line.split(": ")[:2] for line in done.out.splitlines()] == [["pack.sh:3:1", "error"]]


def test_a_base_that_is_not_there(lintpack: Lintpack, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named by the user it is a mistake; where a hook names it, a shallow clone goes on without it."""
    write(pack=FAULTY)
    done = lintpack("check", "--base", "origin/main", "pack.sh")
    assert done.status == 2
    assert FAULT in done.out
    assert done.err.startswith("lintpack: --base origin/main: git has no such revision here")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "0123456789012345678901234567890123456789")
    done = lintpack("check", "pack.sh")
    assert (done.status, done.err) == (1, "")
    assert FAULT in done.out
