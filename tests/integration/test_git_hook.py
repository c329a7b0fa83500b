"""hooks/pre-commit and hooks/install: git alone, without pre-commit."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.integration.conftest import BIN, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.conftest import Run

INSTALL = ROOT / "hooks" / "install"
HOOK = ROOT / "hooks" / "pre-commit"
RIGHT = 'cp build/libz.so.1 build/libzstd.so.1 build/liblz4.so.1 "$1"\n'
FAULTY = RIGHT.replace("liblz4.so.1", "liblz4.so")
CLEAN = "no findings in 1 script\n"
FAULT = "[dropped-version-suffix]: packs `liblz4.so`"


@pytest.fixture
def project(tmp_path: Path, git: Run) -> Path:
    """A repository with a right script in it, in a folder whose name is no easy one."""
    work = tmp_path / "it's a project"
    work.mkdir()
    git(work, "init", "-q", "-b", "main")
    (work / "a pack.sh").write_text(RIGHT, encoding="utf-8")
    git(work, "add", ".")
    git(work, "commit", "-qm", "first")
    return work


def install(run: Run, folder: Path, *words: str | Path, **more: str) -> str:
    done = run(folder, INSTALL, *words, **more)
    assert done.returncode == 0, done.stdout
    return done.stdout


def commit(run: Run, folder: Path, *words: str, **more: str) -> str:
    """What `git commit -a` says; it ends with `refused` where it fails."""
    done = run(folder, "git", "commit", "-qam", "change", *words, **more)
    return done.stdout if done.returncode == 0 else f"{done.stdout}refused"


def hooks(folder: Path) -> dict[str, str]:
    """The hooks of a folder with their texts, without git's samples."""
    return {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir() if p.suffix != ".sample"}


def test_a_fault_is_refused_and_the_mended_script_is_not(project: Path, run: Run) -> None:
    assert install(run, project) == f"{project}/.git/hooks/pre-commit is installed\n"
    script = project / "a pack.sh"
    script.write_text(FAULTY, encoding="utf-8")
    said = commit(run, project)
    assert said.endswith("refused")
    assert FAULT in said
    assert "it was `liblz4.so.1` at `HEAD`" in said
    script.write_text(RIGHT + "# mended\n", encoding="utf-8")
    assert commit(run, project) == CLEAN


def test_what_is_staged_counts(project: Path, git: Run, run: Run) -> None:
    """`git commit` without -a, and with a path, for which git makes an index of its own."""
    install(run, project)
    script, other = project / "a pack.sh", project / "other.sh"
    script.write_text(FAULTY, encoding="utf-8")
    other.write_text("echo\n", encoding="utf-8")
    git(project, "add", "other.sh")
    git(project, "commit", "-qm", "other")
    done = run(project, "git", "commit", "-qm", "named", "a pack.sh")
    assert done.returncode == 1
    assert FAULT in done.stdout
    git(project, "add", "a pack.sh")
    script.write_text(RIGHT, encoding="utf-8")
    done = run(project, "git", "commit", "-qm", "staged")
    assert done.returncode == 1
    assert FAULT in done.stdout


def test_it_goes_in_and_out_without_a_trace(project: Path, run: Run) -> None:
    folder = project / ".git" / "hooks"
    before = hooks(folder)
    install(run, project)
    assert hooks(folder) == {**before, "pre-commit": HOOK.read_text(encoding="utf-8")}
    assert install(run, project).endswith("pre-commit is up to date\n")
    assert install(run, project, "--uninstall") == f"{folder}/pre-commit is removed\n"
    assert hooks(folder) == before
    assert install(run, project, "--uninstall") == f"lintpack's hook is not installed in {folder}\n"


def test_an_existing_hook_goes_first_and_comes_back(project: Path, git: Run, run: Run) -> None:
    hook = project / ".git" / "hooks" / "pre-commit"
    text = '#!/bin/sh\necho "the old one: $#"\ntest ! -e veto || exit 3\n'
    hook.write_text(text, encoding="utf-8")
    hook.chmod(0o755)
    assert "what was there goes first" in install(run, project)
    install(run, project)
    script = project / "a pack.sh"
    script.write_text(FAULTY, encoding="utf-8")
    said = commit(run, project)
    assert said.startswith("the old one: 0\n")
    assert FAULT in said
    (project / "veto").touch()
    assert commit(run, project) == "the old one: 0\nrefused"
    assert "is again what it was" in install(run, project, "--uninstall")
    assert hooks(hook.parent) == {"pre-commit": text}
    (project / "veto").unlink()
    assert commit(run, project) == "the old one: 0\n"


def test_a_hook_that_git_ignores_stays_ignored_and_a_link_is_not_written_through(project: Path, run: Run) -> None:
    hook = project / ".git" / "hooks" / "pre-commit"
    other = project / "not-run"
    other.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.symlink_to(other)
    install(run, project)
    (project / "a pack.sh").write_text(RIGHT + "#\n", encoding="utf-8")
    assert commit(run, project) == CLEAN
    install(run, project, "--uninstall")
    assert hook.readlink() == other
    # A link to the hook in a clone of lintpack becomes a copy, and the clone's file stays.
    text = HOOK.read_text(encoding="utf-8")
    hook.unlink()
    hook.symlink_to(HOOK)
    install(run, project)
    assert not hook.is_symlink()
    assert HOOK.read_text(encoding="utf-8") == text


def test_what_is_in_the_way_is_said(project: Path, run: Run) -> None:
    install(run, project)
    hook = project / ".git" / "hooks" / "pre-commit"
    kept = hook.with_name("pre-commit.before-lintpack")
    for path in (hook, kept):
        path.write_text("#!/bin/sh\n", encoding="utf-8")
    done = run(project, INSTALL)
    assert done.returncode == 1
    assert done.stdout == f"hooks/install: {kept} is in the way: put its lines into {hook}, or remove it\n"
    assert set(hooks(hook.parent)) == {hook.name, kept.name}


@pytest.mark.parametrize("where", [".githooks", "absolute"])
def test_another_folder_of_hooks(project: Path, git: Run, run: Run, where: str, tmp_path: Path) -> None:
    folder = tmp_path / "its own hooks" if where == "absolute" else project / where
    git(project, "config", "core.hooksPath", str(folder) if where == "absolute" else where)
    (project / "deep").mkdir()
    assert install(run, project / "deep") == f"{folder}/pre-commit is installed\n"
    (project / "a pack.sh").write_text(FAULTY, encoding="utf-8")
    assert FAULT in commit(run, project)
    install(run, project, "--uninstall", ".")
    assert hooks(folder) == {}


def test_the_folder_of_all_repositories_is_left_alone(project: Path, git: Run, run: Run, tmp_path: Path) -> None:
    everyone = tmp_path / "everyone.cfg"
    everyone.write_text(f"[core]\n\thooksPath = {tmp_path}/shared\n", encoding="utf-8")
    done = run(project, INSTALL, GIT_CONFIG_GLOBAL=str(everyone))
    assert done.returncode == 1
    assert done.stdout.startswith("hooks/install: core.hooksPath is set for all your repositories")
    assert not (tmp_path / "shared").exists()


def test_a_worktree_has_the_hook_as_well(project: Path, git: Run, run: Run, tmp_path: Path) -> None:
    tree = tmp_path / "another tree"
    git(project, "worktree", "add", "-q", tree, "-b", "side")
    assert install(run, tmp_path, tree) == f"{project}/.git/hooks/pre-commit is installed\n"
    for folder in (tree, project):
        (folder / "a pack.sh").write_text(FAULTY, encoding="utf-8")
        assert FAULT in commit(run, folder)


def test_pre_commit_may_come_after(project: Path, run: Run) -> None:
    """pre-commit renames the hook that it finds, and calls it; ours finds the one before it still."""
    folder = project / ".git" / "hooks"
    (folder / "pre-commit").write_text("#!/bin/sh\necho the first\n", encoding="utf-8")
    (folder / "pre-commit").chmod(0o755)
    install(run, project)
    (project / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    assert run(project, BIN / "pre-commit", "install").returncode == 0
    assert "installed already" in install(run, project)
    (project / "a pack.sh").write_text(FAULTY, encoding="utf-8")
    said = commit(run, project)
    assert "the first\n" in said
    assert FAULT in said
    install(run, project, "--uninstall")
    assert commit(run, project).startswith("the first\n")
    assert set(hooks(folder)) == {"pre-commit", "pre-commit.legacy"}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--remove"], "there is no option --remove; hooks/install --help says more"),
        (["nowhere"], "nowhere: no such folder"),
        (["a", "b"], "one repository at a time"),
        (["--", "-odd"], "-odd: no such folder"),
    ],
)
def test_mistakes_in_asking(project: Path, run: Run, words: list[str], complaint: str) -> None:
    done = run(project, INSTALL, *words)
    assert (done.returncode, done.stdout) == (1, f"hooks/install: {complaint}\n")


def test_outside_of_a_repository(tmp_path: Path, run: Run) -> None:
    done = run(tmp_path, INSTALL)
    assert (done.returncode, done.stdout) == (
        1,
        f"hooks/install: {tmp_path}: not in the work tree of a git repository\n",
    )


def test_without_lintpack_it_says_what_to_do(project: Path, run: Run) -> None:
    assert "there is no lintpack on PATH yet" in install(run, project, PATH="/usr/bin:/bin")
    (project / "a pack.sh").write_text(RIGHT + "#\n", encoding="utf-8")
    said = commit(run, project, PATH="/usr/bin:/bin")
    assert said.startswith("lintpack's hook: there is no lintpack on PATH: pip install lintpack")
    lintpack = shutil.which("lintpack", path=str(BIN)) or ""
    assert commit(run, project, PATH="/usr/bin:/bin", LINTPACK=lintpack) == CLEAN


@pytest.mark.parametrize("shell", ["dash", "bash", "busybox"])
def test_any_shell_runs_them(project: Path, run: Run, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    words = [shell, "sh"] if shell == "busybox" else [shell]
    assert run(project, *words, INSTALL).returncode == 0
    assert run(project, *words, INSTALL, "--uninstall").returncode == 0


def test_shellcheck_has_nothing_to_say() -> None:
    scripts = [INSTALL, HOOK, *sorted((ROOT / "hooks").rglob("*.sh"))]
    done = subprocess.run([BIN / "shellcheck", *scripts], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
