"""`scripts` and `archives` of the configuration, which `--config-scripts` and `--config-archive` check."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

BAD = 'cp build/libz.so.1 build/libzstd.so.1 build/liblz4.so "$pack/lib"\n'
GOOD = BAD.replace("liblz4.so", "liblz4.so.1")
BOTH = ("check", "--config-scripts", "--config-archive")


def tarball(path: Path, link: str = "libz.so.1.3") -> None:
    """An archive whose link `lib/libz.so.1` leads to a file that it has, unless `link` is another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as tar:
        pointer = tarfile.TarInfo("server/lib/libz.so.1")
        pointer.type, pointer.linkname = tarfile.SYMTYPE, link
        tar.addfile(pointer)
        file = tarfile.TarInfo("server/README")
        tar.addfile(file, io.BytesIO())
        file.name = "server/lib/libz.so.1.3"
        tar.addfile(file, io.BytesIO())


def configuration(scripts: str = "", archives: str = "") -> str:
    return "".join(f"{key} = [{value}]\n" for key, value in (("scripts", scripts), ("archives", archives)) if value)


def test_scripts_are_found_from_the_folder_of_the_configuration(
    lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(
        {
            "lintpack.toml": configuration('"scripts/pack_*", "tools", "more/**/*.sh"'),
            "scripts/pack_server.sh": BAD,
            "scripts/pack_client": "#!/bin/sh\n" + BAD,
            "scripts/pack_notes.txt": BAD,
            "scripts/other.sh": BAD,
            "tools/one.sh": BAD,
            "more/a/b/deep.sh": BAD,
            "work/here": "",
            ".git/HEAD": "",
        }
    )
    (root / "scripts/pack_client").chmod(0o755)
    expected = ["more/a/b/deep.sh", "scripts/pack_client", "scripts/pack_server.sh", "tools/one.sh"]
    for folder, back in ((".", ""), ("work", "../")):
        monkeypatch.chdir(root / folder)
        done = lintpack("check", "--config-scripts", "--format", "concise")
        assert (done.status, done.err) == (1, "")
        assert [line.partition(":")[0] for line in done.out.splitlines()] == [back + path for path in expected]


def test_a_script_that_is_not_there_is_a_mistake_and_the_others_are_checked(
    lintpack: Lintpack, project: Project
) -> None:
    project({"lintpack.toml": '# ours\nscripts = ["pak_*.sh", "pack.sh"]\n', "pack.sh": BAD})
    done = lintpack("check", "--config-scripts")
    assert done.status == 2
    assert "packs `liblz4.so`" in done.out
    assert done.err == "lintpack: lintpack.toml:2:1: no script matches `pak_*.sh`\n"


@pytest.mark.parametrize(
    ("files", "options", "complaint"),
    [
        (
            {},
            ["--config-scripts"],
            "--config-scripts: there is no lintpack.toml, nor a pyproject.toml with [tool.lintpack], to read",
        ),
        (
            {"lintpack.toml": 'archives = ["x.tgz"]'},
            ["--config-scripts"],
            'lintpack.toml: --config-scripts needs the key `scripts`, such as scripts = ["scripts/pack_*.sh"]',
        ),
        (
            {"pyproject.toml": '[tool.lintpack]\nscripts = ["pack.sh"]', "pack.sh": GOOD},
            ["--config-scripts", "--config-archive"],
            'pyproject.toml: --config-archive needs the key `archives`, such as archives = ["dist/*.tar.gz"]',
        ),
        (
            {"pyproject.toml": '[tool.lintpack]\nscripts = ["pack"]'},
            ["--config-scripts"],
            "pyproject.toml:2:1: no script matches `pack`",
        ),
        (
            {"lintpack.toml": 'scripts = "pack.sh"'},
            ["--config-scripts"],
            "lintpack.toml:1:1: `scripts` is a list of strings",
        ),
        ({"lintpack.toml": 'scripts = ["a"]'}, ["--config-scripts", "--no-config"], "--config-scripts: there is no"),
    ],
)
def test_what_is_not_configured_is_said(
    lintpack: Lintpack, project: Project, files: dict[str, str | bytes], options: list[str], complaint: str
) -> None:
    project({**files, ".git/HEAD": ""})
    done = lintpack("check", *options)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"lintpack: {complaint}")
    assert done.err.count("\n") == 1


def test_an_archive_that_is_built_is_checked(lintpack: Lintpack, project: Project) -> None:
    root = project({"lintpack.toml": configuration('"pack.sh"', '"dist/*.tar.gz"'), "pack.sh": GOOD})
    tarball(root / "dist/good.tar.gz")
    assert lintpack(*BOTH) == (0, "no findings in 1 script and 1 archive\n", "")
    tarball(root / "dist/bad.tar.gz", "libz.so.1.2")
    done = lintpack(*BOTH)
    assert done.status == 1
    assert "dist/bad.tar.gz!server/lib/libz.so.1" in done.out
    assert done.out.endswith(" in 1 script and 2 archives\n")
    # Alone, and given by name as well: once.
    done = lintpack("check", "--config-archive", "--archive", "dist/bad.tar.gz", "--fail-on", "never")
    assert done.out.endswith(" in 2 archives\n")


def test_an_archive_that_is_not_built_yet_is_said_and_does_not_refuse(lintpack: Lintpack, project: Project) -> None:
    project({"lintpack.toml": configuration('"pack.sh"', '"dist/*.tar.gz", "x.zip"'), "pack.sh": GOOD})
    notes = "lintpack: dist/*.tar.gz: not built yet, so not checked\nlintpack: x.zip: not built yet, so not checked\n"
    assert lintpack(*BOTH) == (0, "no findings in 1 script\n", notes)
    Path("pack.sh").write_text(BAD, encoding="utf-8")
    done = lintpack(*BOTH)
    assert (done.status, done.err) == (1, notes)
    # Named, it has to be there; and a run that checks nothing at all is not clean.
    assert lintpack(*BOTH, "--archive", "x.zip").status == 2
    done = lintpack("check", "--config-archive")
    assert done.status == 2
    assert done.err == notes + "lintpack: there is nothing to check: none of the configured archives is built\n"


def test_an_archive_older_than_a_script_is_said(lintpack: Lintpack, project: Project) -> None:
    root = project({"lintpack.toml": configuration('"pack.sh"', '"x.tgz"'), "pack.sh": GOOD})
    tarball(root / "x.tgz", "libz.so.1.2")
    os.utime(root / "x.tgz", (1e9, 1e9))
    done = lintpack(*BOTH)
    assert done.status == 1
    assert done.err == "lintpack: x.tgz: older than `pack.sh`, so built from something else; build it again\n"


def test_an_odd_folder_is_no_pattern(lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project({"a[b] c/lintpack.toml": configuration('"*.sh", "x[1].sh"'), "a[b] c/x[1].sh": GOOD})
    monkeypatch.chdir(root)
    assert lintpack("check", "--config-scripts", "--config", "a[b] c/lintpack.toml").out == "no findings in 1 script\n"
