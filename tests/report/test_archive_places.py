"""Where a finding about an archive is shown by those who know only files and lines."""

from __future__ import annotations

import json
import tarfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

SCRIPT = 'set -e\nmake "$stage"\ntar czf {} -C "$stage" .\n'


def archive(path: Path) -> None:
    """An archive with a link that leads nowhere."""
    with tarfile.open(path, "w:gz") as tar:
        link = tarfile.TarInfo("lib/libz.so.1")
        link.type, link.linkname = tarfile.SYMTYPE, "libz.so.1.3"
        tar.addfile(link)


def place(out: str) -> tuple[str, int]:
    (result,) = json.loads(out)["runs"][0]["results"]
    assert result["ruleId"] == "LP419"
    where = result["locations"][0]["physicalLocation"]
    return where["artifactLocation"]["uri"], where["region"]["startLine"]


@pytest.mark.parametrize(
    ("scripts", "where"),
    [
        (["server.tar.gz"], ("pack0.sh", 3)),
        (["out/server.tar.gz"], ("pack0.sh", 3)),
        (['"$name.tar.gz"'], ("pack0.sh", 3)),
        (["client.tar.gz", "server.tar.gz", '"$name"'], ("pack1.sh", 3)),
        (["client.tar.gz"], ("server.tar.gz", 1)),
        (["server.tar.gz", "server.tar.gz"], ("server.tar.gz", 1)),
        ([], ("server.tar.gz", 1)),
    ],
    ids=str,
)
def test_a_member_that_no_script_line_packs(
    scripts: list[str], where: tuple[str, int], lintpack: Lintpack, project: Project
) -> None:
    """It stands at the command that makes the archive, if that is known."""
    folder = project({f"pack{n}.sh": SCRIPT.format(name) for n, name in enumerate(scripts)})
    archive(folder / "server.tar.gz")
    words = ("--select", "LP419", "--archive", "server.tar.gz", *[f"pack{n}.sh" for n in range(len(scripts))])
    assert place(lintpack(*words, "--format", "sarif").out) == where
    text = lintpack(*words).out
    assert text.startswith("warning[broken-link]: ")
    assert " --> server.tar.gz!lib/libz.so.1\n" in text
    assert ("the archive is made here" in text) == (where[0] != "server.tar.gz")
