"""`--report FORMAT=FILE`: one run, all formats, and files that are whole."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from lintpack.report import FORMATS
from tests.docs.docs_pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

PACKS = 'cp lib/liba.so.1 lib/libb.so.2 "$out"\r\ncp lib/libz.so "$out"\r\n'


def test_one_run_writes_every_format(lintpack: Lintpack, project: Project) -> None:
    folder = project({"pack.sh": PACKS})
    reports = [word for form in FORMATS for word in ("--report", f"{form}=out.{form}")]
    shown = lintpack("pack.sh", *reports)
    assert shown.status == 1
    for form in FORMATS:
        data = (folder / f"out.{form}").read_bytes()
        assert data.decode() == lintpack("pack.sh", "--format", form).out
        assert b"\r" not in data
        assert data.endswith(b"\n")
    assert shown.out.encode() == (folder / "out.text").read_bytes()


def test_a_file_is_replaced_as_a_whole_and_keeps_its_mode(lintpack: Lintpack, project: Project) -> None:
    folder = project({"pack.sh": PACKS, "real/out.json": "old"})
    (folder / "link.json").symlink_to("real/out.json")
    (folder / "real" / "out.json").chmod(0o640)
    before = (folder / "real" / "out.json").stat().st_ino
    lintpack("pack.sh", "--report", "json=link.json", "--report", "json=new.json")
    after = (folder / "real" / "out.json").stat()
    assert (folder / "link.json").is_symlink()
    assert (stat.S_IMODE(after.st_mode), after.st_ino == before) == (0o640, False)
    assert (folder / "real" / "out.json").read_bytes() == (folder / "new.json").read_bytes()
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((folder / "new.json").stat().st_mode) == 0o666 & ~mask
    assert sorted(path.name for path in folder.iterdir()) == ["link.json", "new.json", "pack.sh", "real"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("gone/out.json", "gone/out.json: there is no folder `gone`"),
        ("pack.sh/out.json", "pack.sh/out.json: there is no folder `pack.sh`"),
        ("folder", "folder: is a directory"),
    ],
)
def test_a_file_that_cannot_be_written(path: str, said: str, lintpack: Lintpack, project: Project) -> None:
    folder = project({"pack.sh": PACKS, "folder/a": ""})
    done = lintpack("pack.sh", "--report", f"json={path}", "--report", "sarif=out.sarif")
    assert done.status == 2
    assert done.err == f"lintpack: {said}\n"
    assert "warning[dropped-version-suffix]" in done.out
    assert (folder / "out.sarif").exists()


def test_a_pipe_is_written_to(lintpack: Lintpack, project: Project) -> None:
    folder = project({"pack.sh": PACKS})
    os.mkfifo(folder / "pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append((folder / "pipe").read_text(encoding="utf-8")))
    reader.start()
    assert lintpack("pack.sh", "--report", "concise=pipe").status == 1
    reader.join(20)
    assert read == [lintpack("pack.sh", "--format", "concise").out]
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


def test_standard_output_may_be_a_file(project: Project) -> None:
    """It is not replaced, nor is what stands in it."""
    folder = project({"pack.sh": PACKS})
    words = [sys.executable, "-m", "lintpack", "--format", "concise", "pack.sh", "--report", "json=/dev/stdout"]
    with (folder / "log").open("wb") as log:
        log.write(b"before\n")
        log.flush()
        subprocess.run(words, stdout=log, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    text = (folder / "log").read_text(encoding="utf-8")
    assert text.startswith("before\npack.sh:")
    assert text.rstrip().endswith("}")


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit", "markdown", "github"])
def test_formats_for_programs_are_whole_where_nothing_could_be_read(
    form: str, lintpack: Lintpack, project: Project
) -> None:
    project({})
    done = lintpack("--format", form, "gone.sh")
    assert done.status == 2
    assert done.err == "lintpack: gone.sh: no such file or directory\n"
    assert done.out.strip()
    assert form == "gitlab" or "gone.sh" in done.out
