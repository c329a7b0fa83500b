"""`--add-ignore`: comments that hide what is found, where they belong, and nothing else of the file is touched."""

from __future__ import annotations

import os
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

COMMENT = "# lintpack: ignore[LP102] TODO: say why\n"
SSL = "cp libssl.so.1.1.1k out\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SSL, COMMENT + SSL),
        ("#!/bin/sh\n# words\n" + SSL, "#!/bin/sh\n# words\n" + COMMENT + SSL),
        ("cp -v \\\n    libssl.so.1.1.1k \\\n    out\n", COMMENT + "cp -v \\\n    libssl.so.1.1.1k \\\n    out\n"),
        ("if true; then\n\t" + SSL + "fi\n", "if true; then\n\t" + COMMENT + "\t" + SSL + "fi\n"),
        ("if true; then " + SSL.strip() + "; fi\n", COMMENT + "if true; then " + SSL.strip() + "; fi\n"),
        ("true; " + SSL, COMMENT + "true; " + SSL),
        ("true &&\n    " + SSL, COMMENT + "true &&\n    " + SSL),
        ("true && \\\n    " + SSL, COMMENT + "true && \\\n    " + SSL),
        ("for l in libz.so.1 \\\n    libssl.so.1.1.1k; do\n    cp $l out\ndone\n", None),
        ("libs=(\n    libz.so.1\n    libssl.so.1.1.1k\n)\ncp ${libs[@]} out\n", None),
        ('libs="libz.so.1\n    libssl.so.1.1.1k"\ncp $libs out\n', None),
        (f'bash -c "\n{SSL}"\n', f'{COMMENT}bash -c "\n{SSL}"\n'),
        (f"sh <<EOF\ntrue\n{SSL}EOF\n", f"{COMMENT}sh <<EOF\ntrue\n{SSL}EOF\n"),
        ("f() {\n    " + SSL + "}\nf\n", "f() {\n    " + COMMENT + "    " + SSL + "}\nf\n"),
        ("case $x in\n    a) " + SSL.strip() + " ;;\nesac\n", None),
        ("x=$(\n    " + SSL + ")\n", None),
        ('echo "$(\n    ' + SSL + ')"\n', None),
        (
            "# shellcheck disable=SC2086\n" + SSL,
            COMMENT + "# shellcheck disable=SC2086\n" + SSL,
        ),
        (
            "cp libssl.so.1.1.1k libcrypto.so.1.1.1k out\n",
            COMMENT + "cp libssl.so.1.1.1k libcrypto.so.1.1.1k out\n",
        ),
        (
            "cp libssl.so.1.1.1k \\\n    libcrypto.so.1.1.1k out\n",
            COMMENT + "cp libssl.so.1.1.1k \\\n    libcrypto.so.1.1.1k out\n",
        ),
        ("true\n" + SSL.strip(), "true\n" + COMMENT + SSL.strip()),
        ("true\r\n" + SSL.replace("\n", "\r\n"), "true\r\n" + (COMMENT + SSL).replace("\n", "\r\n")),
        (SSL + SSL.replace("ssl", "crypto"), COMMENT + SSL + COMMENT + SSL.replace("ssl", "crypto")),
    ],
)
def test_the_comment_is_where_it_belongs(lintpack: Lintpack, project: Project, before: str, after: str | None) -> None:
    root = project({"pack.sh": before.encode()})
    words = ("--select", "LP102,LP002", "pack.sh")
    assert lintpack(*words).status == 1
    done = lintpack("--add-ignore", *words)
    text = (root / "pack.sh").read_bytes().decode()
    assert done.status == 0, text
    assert "added to 1 file; replace each `TODO` by a reason" in done.err
    if after is not None:
        assert text == after
    # Without the comments, it is as it was.
    assert "".join(line for line in text.splitlines(True) if "lintpack: ignore" not in line) == before
    assert subprocess.run(["bash", "-n", "pack.sh"], check=False, stderr=subprocess.DEVNULL).returncode == 0
    # Once more, and nothing happens.
    assert lintpack("--add-ignore", *words)[::2] == (0, "lintpack: no comments added\n")
    assert (root / "pack.sh").read_bytes().decode() == text


def test_rules_of_one_line_share_a_comment(lintpack: Lintpack, project: Project) -> None:
    text = '#!/bin/bash\ncp libssl.so.1.1.1k out || true; ln -s liby.so.2.1 out/liby.so.3; cp "$X"/libq*.so out\n'
    root = project({"pack.sh": text})
    found = {line.split("[LP")[1][:3] for line in lintpack("--format", "concise", "pack.sh").out.splitlines()}
    assert len(found) > 1
    assert lintpack("--add-ignore", "pack.sh").out.startswith("no findings in 1 script (")
    codes = ", ".join(sorted(f"LP{code}" for code in found))
    assert (root / "pack.sh").read_text().splitlines()[1] == f"# lintpack: ignore[{codes}] TODO: say why"


def test_the_file_stays_as_it_is_otherwise(lintpack: Lintpack, project: Project) -> None:
    root = project({"latin.sh": b"# gr\xfc\xdfe\n" + SSL.encode(), "real": SSL})
    (root / "latin.sh").chmod(0o750)
    (root / "link.sh").symlink_to("real")
    os.link(root / "latin.sh", root / "twin")
    assert lintpack("--add-ignore", "--select", "LP102", ".").status == 0
    assert (root / "latin.sh").read_bytes() == b"# gr\xfc\xdfe\n" + (COMMENT + SSL).encode()
    assert stat.S_IMODE((root / "latin.sh").stat().st_mode) == 0o750
    assert (root / "twin").read_bytes() == (root / "latin.sh").read_bytes()
    assert (root / "link.sh").is_symlink()
    assert (root / "real").read_text() == COMMENT + SSL


def test_only_the_files_that_are_given(lintpack: Lintpack, project: Project) -> None:
    root = project({"pack.sh": ". ./common.sh\n" + SSL, "common.sh": SSL.replace("ssl", "crypto")})
    done = lintpack("--add-ignore", "--select", "LP102", "pack.sh")
    assert done.status == 1
    assert (root / "common.sh").read_text() == SSL.replace("ssl", "crypto")
    assert "libcrypto" in done.out
    assert "libssl" not in done.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_cannot_be_written(lintpack: Lintpack, project: Project) -> None:
    (project({"pack.sh": SSL}) / "pack.sh").chmod(0o444)
    done = lintpack("--add-ignore", "pack.sh")
    assert done.status == 2
    assert "lintpack: pack.sh: permission denied; no comment added\n" in done.err


def test_the_baseline_stays_without_comments(lintpack: Lintpack, project: Project) -> None:
    root = project({"pack.sh": SSL})
    lintpack("baseline", "write", ".")
    (root / "pack.sh").write_text(SSL + SSL.replace("ssl", "crypto"))
    assert lintpack("--add-ignore", "--baseline", "lintpack-baseline.json", ".").status == 0
    assert (root / "pack.sh").read_text() == SSL + COMMENT + SSL.replace("ssl", "crypto")


def test_many_files_in_many_processes(lintpack: Lintpack, project: Project) -> None:
    root = project({f"s{number}.sh": SSL for number in range(20)})
    done = lintpack("--add-ignore", "--jobs", "2", ".")
    assert done.status == 0
    assert "lintpack: 20 comments added to 20 files" in done.err
    assert {path.read_text() for path in root.glob("*.sh")} == {COMMENT + SSL}


@pytest.mark.parametrize(
    "words", [("--add-ignore", "--fix", "x.sh"), ("--add-ignore", "-"), ("plan", "--add-ignore", "x.sh")]
)
def test_wrong_usage(lintpack: Lintpack, project: Project, words: tuple[str, ...]) -> None:
    project({"x.sh": ""})
    done = lintpack(*words)
    assert done.status == 2
    assert done.out == ""
