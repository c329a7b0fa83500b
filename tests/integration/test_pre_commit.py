"""The real pre-commit, with the hooks of a clone of this repository, on a repository that uses them.

pre-commit installs a hook with pip, so this needs a package index; once for `try-repo`, which has a cache of its own,
and once for all other tests.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.integration.archives import with_broken_link
from tests.integration.conftest import BIN, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.integration.conftest import Run

    Hook = Callable[..., subprocess.CompletedProcess[str]]

COMMON = 'pack_file() {\n    cp -L "$@"\n}\n'
RIGHT = '#!/bin/bash\n. ./common.sh\npack_file build/libz.so.1 build/libzstd.so.1 build/liblz4.so.1 "$1"\n'
FAULTY = RIGHT.replace("liblz4.so.1", "liblz4.so")
LESS = RIGHT.replace("build/liblz4.so.1 ", "")
FAULT = "error[dropped-version-suffix]: packs `liblz4.so`, but it was `liblz4.so.1` at `HEAD`\n --> pack.sh:3:52\n"
LOST = "error[lost-by-change]: `liblz4.so.1` was packed at "
# What pip says where it reaches no index.
OFFLINE = (
    "NewConnectionError",
    "NameResolutionError",
    "Temporary failure",
    "No matching distribution",
    "ConnectTimeout",
)


def quietly(folder: Path, environment: Mapping[str, str], *words: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, environment: Mapping[str, str]) -> Path:
    """A clone of this repository, with what is changed and not committed yet."""
    folder = tmp_path_factory.mktemp("clones") / "lintpack"
    if not (ROOT / ".git").exists():
        pytest.skip("not in a clone of the repository")
    quietly(ROOT, environment, "git", "clone", "-q", ROOT, folder)
    listed = quietly(ROOT, environment, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = {name for name in listed.split("\0") if (ROOT / name).is_file()}
    for name in quietly(folder, environment, "git", "ls-files", "-z").split("\0")[:-1]:
        if name not in names:
            (folder / name).unlink()
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    quietly(folder, environment, "git", "add", "-A")
    quietly(folder, environment, "git", "commit", "-qm", "as it is", "--allow-empty")
    return folder


def configuration(clone: Path, revision: str) -> str:
    hooks = "      - id: lintpack\n      - id: lintpack-archive\n"
    return f"repos:\n  - repo: {clone}\n    rev: {revision}\n    hooks:\n{hooks}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, clone: Path, environment: Mapping[str, str]) -> tuple[Path, str]:
    """Where pre-commit has installed the hooks, and the configuration that names them."""
    folder, work = tmp_path_factory.mktemp("pre-commit"), tmp_path_factory.mktemp("first")
    text = configuration(clone, quietly(clone, environment, "git", "rev-parse", "HEAD").strip())
    (work / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    quietly(work, environment, "git", "init", "-q")
    words = [str(BIN / "pre-commit"), "install-hooks"]
    environment = {**environment, "PRE_COMMIT_HOME": str(folder)}
    done = subprocess.run(words, cwd=work, env=environment, capture_output=True, text=True, check=False)
    skip_where_offline(done.returncode, done.stdout)
    assert done.returncode == 0, done.stdout
    return folder, text


def places(said: str) -> list[str]:
    """Where the findings are: `path:line:column`."""
    return re.findall(r"^ *--> (.+)$", said, re.MULTILINE)


def skip_where_offline(status: int, said: str) -> None:
    if status > 1 and "CI" not in os.environ and any(sign in said for sign in OFFLINE):
        pytest.skip("pip reaches no package index, so pre-commit cannot install the hook")


@pytest.fixture
def consumer(tmp_path: Path, git: Run) -> Path:
    """A repository that packs a server, in one commit without a fault."""
    work = tmp_path / "a consumer"
    work.mkdir()
    git(work, "init", "-q", "-b", "main")
    (work / "pack.sh").write_text(RIGHT, encoding="utf-8")
    (work / "common.sh").write_text(COMMON, encoding="utf-8")
    git(work, "add", ".")
    git(work, "commit", "-qm", "first")
    return work


@pytest.fixture
def hook(home: tuple[Path, str], consumer: Path, git: Run, run: Run) -> Hook:
    """`hook("lintpack", "--all-files")` is `pre-commit run` in the consumer, which is configured for it."""
    (consumer / ".pre-commit-config.yaml").write_text(home[1], encoding="utf-8")
    git(consumer, "add", ".")
    git(consumer, "commit", "-qm", "hooks")

    def call(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return run(consumer, BIN / "pre-commit", "run", *words, PRE_COMMIT_HOME=str(home[0]), **more)

    return call


def test_try_repo_finds_a_fault(clone: Path, consumer: Path, git: Run, run: Run) -> None:
    """A faulty change, with the sourced file that it needs outside of the commit."""
    (consumer / "pack.sh").write_text(FAULTY, encoding="utf-8")
    git(consumer, "add", ".")
    done = run(consumer, BIN / "pre-commit", "try-repo", clone, "lintpack")
    skip_where_offline(done.returncode, done.stdout)
    assert done.returncode == 1
    assert re.search(r"^lintpack\.+Failed$", done.stdout, re.MULTILINE)
    assert FAULT in done.stdout


def test_a_faulty_change_and_the_mended_one(hook: Hook, consumer: Path, git: Run) -> None:
    done = hook("lintpack")
    assert (done.returncode, done.stdout.split("(")[-1]) == (0, "no files to check)Skipped\n")
    (consumer / "pack.sh").write_text(FAULTY, encoding="utf-8")
    git(consumer, "add", ".")
    done = hook("lintpack")
    assert done.returncode == 1
    assert FAULT in done.stdout
    (consumer / "pack.sh").write_text(RIGHT + "# mended\n", encoding="utf-8")
    git(consumer, "add", ".")
    done = hook("lintpack")
    assert (done.returncode, done.stdout.rpartition(".")[2]) == (0, "Passed\n")


def test_the_change_is_what_is_staged(hook: Hook, consumer: Path, git: Run) -> None:
    script = consumer / "pack.sh"
    script.write_text(FAULTY, encoding="utf-8")
    git(consumer, "add", ".")
    script.write_text(RIGHT, encoding="utf-8")
    done = hook("lintpack")
    assert done.returncode == 1
    assert FAULT in done.stdout
    script.write_text(RIGHT + "# mended\n", encoding="utf-8")
    git(consumer, "add", ".")
    script.write_text(FAULTY, encoding="utf-8")
    assert hook("lintpack").returncode == 0
    assert script.read_text(encoding="utf-8") == FAULTY


def test_what_the_change_loses_is_said(hook: Hook, consumer: Path, git: Run) -> None:
    (consumer / "pack.sh").write_text(LESS, encoding="utf-8")
    git(consumer, "add", ".")
    done = hook("lintpack")
    assert done.returncode == 1
    assert f"{LOST}`HEAD`" in done.stdout


def test_only_shell_scripts_that_are_not_ignored_are_read(hook: Hook, consumer: Path, git: Run) -> None:
    """By shebang or suffix; no zsh; not what git ignores, nor what lintpack.toml excludes."""
    (consumer / "lintpack.toml").write_text('exclude = ["vendor/"]\n', encoding="utf-8")
    (consumer / ".gitignore").write_text("ignored.sh\n", encoding="utf-8")
    (consumer / "vendor").mkdir()
    for name in ("vendor/pack.sh", "ignored.sh", "notes.txt"):
        (consumer / name).write_text(FAULTY, encoding="utf-8")
    (consumer / "pack.zsh").write_text(FAULTY.replace("bash", "zsh"), encoding="utf-8")
    git(consumer, "add", ".")
    done = hook("lintpack")
    assert (done.returncode, done.stdout.rpartition(".")[2]) == (0, "Passed\n")
    (consumer / "pack-more").write_text(FAULTY, encoding="utf-8")
    (consumer / "pack-more").chmod(0o755)
    git(consumer, "add", ".")
    done = hook("lintpack")
    assert done.returncode == 1
    assert places(done.stdout) == ["pack-more:3:52"]


def test_3000_scripts_in_several_processes_are_as_in_one(hook: Hook, consumer: Path, git: Run, run: Run) -> None:
    """pre-commit gives a process no more than 128 KiB of names."""
    for number in range(3000):
        folder = consumer / f"a folder whose name is long enough to fill the command line/{number // 20}"
        folder.mkdir(parents=True, exist_ok=True)
        text = FAULTY if number % 100 == 7 else RIGHT
        (folder / f"pack_{number}.sh").write_text(text.replace("./common.sh", '"$top"/common.sh'), encoding="utf-8")
    git(consumer, "add", ".")
    done = hook("lintpack", "--all-files")
    assert done.returncode == 1
    counts = [int(count) for count in re.findall(r"^(?:no findings|\d.*) in (\d+) scripts", done.stdout, re.MULTILINE)]
    assert len(counts) > 1
    assert sum(counts) == 3002
    alone = run(consumer, "lintpack", ".", PRE_COMMIT="1")
    assert len(places(alone.stdout)) == 30
    assert sorted(places(done.stdout)) == places(alone.stdout)


def test_in_ci_the_change_begins_where_the_branch_left(hook: Hook, consumer: Path, git: Run) -> None:
    """`--from-ref` and `--to-ref`: what others did on the target branch since is no part of it."""
    (consumer / "other.sh").write_text(RIGHT, encoding="utf-8")
    git(consumer, "add", ".")
    git(consumer, "commit", "-qm", "other")
    git(consumer, "checkout", "-qb", "feature")
    (consumer / "pack.sh").write_text(LESS, encoding="utf-8")
    (consumer / "other.sh").write_text(RIGHT + "# touched\n", encoding="utf-8")
    git(consumer, "commit", "-qam", "less")
    git(consumer, "commit", "-q", "--allow-empty", "-m", "and on")
    git(consumer, "checkout", "-q", "main")
    (consumer / "other.sh").write_text(
        RIGHT.replace("libzstd.so.1", "libzstd.so.1 build/libsnappy.so.1"), encoding="utf-8"
    )
    git(consumer, "commit", "-qam", "others, since")
    git(consumer, "checkout", "-q", "feature")
    done = hook("lintpack", "--from-ref", "main", "--to-ref", "feature")
    assert done.returncode == 1
    assert places(done.stdout) == ["pack.sh:3:1"]
    assert f"{LOST}`main`" in done.stdout
    # The last commit alone loses nothing, and a branch that is at the other's commit neither.
    assert hook("lintpack", "--from-ref", "HEAD^", "--to-ref", "HEAD").returncode == 0


def test_a_push_is_compared_with_what_is_there(
    hook: Hook, home: tuple[Path, str], consumer: Path, git: Run, run: Run, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.git"
    git(tmp_path, "init", "-q", "--bare", bare)
    git(consumer, "push", "-q", bare, "main")
    git(consumer, "remote", "add", "origin", bare)
    git(consumer, "fetch", "-q", "origin")
    cache = str(home[0])
    assert run(consumer, BIN / "pre-commit", "install", "-t", "pre-push", PRE_COMMIT_HOME=cache).returncode == 0
    (consumer / "pack.sh").write_text(LESS, encoding="utf-8")
    git(consumer, "commit", "-qam", "less")
    git(consumer, "commit", "-q", "--allow-empty", "-m", "and on")
    skipped = {"SKIP": "lintpack-archive", "PRE_COMMIT_HOME": cache}
    done = run(consumer, "git", "push", "-q", "origin", "main", **skipped)
    assert done.returncode == 1
    assert LOST in done.stdout
    (consumer / "pack.sh").write_text(RIGHT, encoding="utf-8")
    git(consumer, "commit", "-qam", "again")
    assert run(consumer, "git", "push", "-q", "origin", "main", **skipped).returncode == 0


def test_a_shallow_clone_goes_without_the_past(hook: Hook, consumer: Path, git: Run, run: Run, tmp_path: Path) -> None:
    (consumer / "pack.sh").write_text(FAULTY, encoding="utf-8")
    git(consumer, "commit", "-qam", "fault", SKIP="lintpack")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{consumer}", shallow)
    done = run(shallow, "lintpack", "pack.sh", PRE_COMMIT="1", PRE_COMMIT_FROM_REF="0" * 39 + "1")
    assert done.returncode == 1
    assert "warning[dropped-version-suffix]: packs `liblz4.so` without a version" in done.stdout


def test_the_archive_is_checked_where_it_is_built(hook: Hook, consumer: Path) -> None:
    words = ("lintpack-archive", "--hook-stage", "manual")
    done = hook(*words)
    assert done.returncode == 1
    assert "lintpack: --config-scripts: there is no lintpack.toml" in done.stdout
    text = 'scripts = ["pack*.sh"]\narchives = ["dist/*.tar"]\n'
    (consumer / "lintpack.toml").write_text(text, encoding="utf-8")
    done = hook(*words)
    assert done.returncode == 0
    assert "lintpack: dist/*.tar: not built yet, so not checked\n" in done.stdout
    with_broken_link(consumer / "dist" / "server.tar")
    done = hook(*words)
    assert done.returncode == 1
    assert "dist/server.tar!server/lib/libz.so.1" in done.stdout
