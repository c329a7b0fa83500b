"""`lintpack init`: what it finds, what it writes, and what it leaves alone."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from lintpack.configfile import load

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

PACK = """\
#!/bin/bash
set -e
source "$(dirname "$0")/common.sh"
version=2.6.0
name=server-${version}-$(uname -m)
mkdir -p $name/lib
copy build/out/lib/libz.so.1 "$THIRD"/lib/libssl.so.3 $name/lib
tar -czf $name.tar.gz $name
"""
START = '#!/bin/sh\nexport LD_LIBRARY_PATH=/opt/x/lib\nexec /opt/x/bin/server "$@"\n'
FILES: dict[str, str | bytes] = {
    ".git/HEAD": "",
    ".gitignore": "/build/\n",
    "scripts/common.sh": 'copy() { cp -L "$@"; }\n',
    "scripts/pack.sh": PACK,
    "scripts/start.sh": START,
    "scripts/test.sh": "#!/bin/sh\necho test\n",
}


def configured(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "lintpack.toml").read_text(encoding="utf-8"))


def test_what_it_finds_and_what_to_do_next(lintpack: Lintpack, project: Project) -> None:
    root = project(FILES)
    done = lintpack("init")
    assert done == (
        0,
        """\
4 shell scripts here:
  1 packs libraries or archives:
    scripts/pack.sh  (packs 2 libraries, makes server-*-*.tar.gz)
  1 sets LD_LIBRARY_PATH or the like:
    scripts/start.sh
lintpack.toml is written: read it, and take out what does not ship. Then:
  lintpack check --config-scripts                 what the scripts do wrong
  lintpack check --config-scripts --archive FILE  with an archive that they built
  lintpack baseline write --config-scripts        where there is much: show only what is new
""",
        "",
    )
    assert configured(root) == {"scripts": ["scripts/pack.sh", "scripts/start.sh"]}
    text = (root / "lintpack.toml").read_text()
    assert '\n# archives = ["**/server-*-*.tar.gz"]\n' in text
    assert '\n# build-dirs = ["build/out/lib"]\n' in text
    assert '\n# THIRD = "…"\n' in text
    assert lintpack("check", "--config-scripts").status == 0
    assert lintpack("baseline", "write", "--config-scripts").status == 0


def test_what_is_commented_out_is_right_as_well(lintpack: Lintpack, project: Project) -> None:
    root = project(FILES)
    lintpack("init")
    lines = (root / "lintpack.toml").read_text().splitlines()
    keys = [
        line.removeprefix("# ") if line.startswith("# ") and ("= " in line or "[v" in line) else line for line in lines
    ]
    (root / "lintpack.toml").write_text("\n".join(keys))
    config = load(str(root / "lintpack.toml"))
    assert (config.build_dirs, config.variables) == (("build/out/lib",), (("THIRD", "…"),))
    assert (config.baseline, config.fail_on) == ("lintpack-baseline.json", "warning")


def test_archives_and_builds_that_are_there(lintpack: Lintpack, project: Project) -> None:
    root = project(
        {**FILES, "build/lib/libz.so.1.2": b"", "build/server-2.5.tar.gz": b"", "src/x.so": b"", "a.txt": b""}
    )
    done = lintpack("init")
    assert "  1 archive:\n    build/server-2.5.tar.gz\n" in done.out
    assert "  1 folder with built libraries:\n    build\n" in done.out
    assert "lintpack check --config-scripts --config-archive" in done.out
    found = configured(root)
    assert (found["archives"], found["build-dirs"]) == (["build/server-2.5.tar.gz"], ["build"])


def test_nothing_is_overwritten(lintpack: Lintpack, project: Project) -> None:
    root = project({**FILES, "lintpack.toml": "select = []\n"})
    done = lintpack("init")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "lintpack: lintpack.toml is there already, and was left as it is; `--force` writes lintpack.toml anew\n"
    )
    assert (root / "lintpack.toml").read_text() == "select = []\n"
    assert lintpack("init", "--force").status == 0
    assert "scripts" in configured(root)
    first = (root / "lintpack.toml").read_text()
    assert lintpack("init", "--force", "--jobs", "1").status == 0
    assert (root / "lintpack.toml").read_text() == first


def test_the_table_of_a_pyproject_counts(lintpack: Lintpack, project: Project) -> None:
    root = project({**FILES, "pyproject.toml": "[tool.lintpack]\nselect = []\n"})
    done = lintpack("init")
    assert done.status == 2
    assert done.err.startswith("lintpack: pyproject.toml has [tool.lintpack], and was left as it is")
    assert not (root / "lintpack.toml").exists()


def test_another_folder(lintpack: Lintpack, project: Project) -> None:
    root = project({f"server/{name}": text for name, text in FILES.items()})
    done = lintpack("init", "server")
    assert "4 shell scripts below server:" in done.out
    assert "lintpack check --config-scripts --config server/lintpack.toml " in done.out
    assert configured(root / "server")["scripts"] == ["scripts/pack.sh", "scripts/start.sh"]
    assert lintpack("check", "--config-scripts", "--config", "server/lintpack.toml").status == 0
    (root / "server/lintpack.toml").unlink()
    lintpack("init", "server", "--exclude", "start.sh")
    assert configured(root / "server")["scripts"] == ["scripts/pack.sh"]


def test_nothing_to_find(lintpack: Lintpack, project: Project) -> None:
    root = project({"x.sh": "echo\n"})
    done = lintpack("init")
    assert done.status == 0
    assert done.out.endswith("so lintpack.toml was not written; `lintpack check` takes any script\n")
    assert not (root / "lintpack.toml").exists()
    assert lintpack("init", "none")[::2] == (2, "lintpack: none: no such folder\n")
    assert lintpack("init", "x.sh")[::2] == (2, "lintpack: x.sh: not a folder\n")


def test_odd_names(lintpack: Lintpack, project: Project) -> None:
    names = ["a b.sh", 'quo"te\\.sh', "new\nline.sh", "del\x7f.sh", "br[a]ck*et.sh", "ü.sh"]
    bad = os.fsdecode(b"not-utf8-\xff.sh")
    root = project(dict.fromkeys([*names, bad], "cp libz.so.1 out\n"))
    done = lintpack("init")
    assert done.status == 2
    assert "left out, since TOML holds no name that is not UTF-8" in done.err
    assert configured(root)["scripts"] == sorted(names)
    assert lintpack("check", "--config-scripts").out == "no findings in 6 scripts\n"


def test_many_scripts_are_named_by_their_folders(lintpack: Lintpack, project: Project) -> None:
    root = project({f"s{number % 3}/deep/x{number}.sh": "cp libz.so.1 out\n" for number in range(70)})
    done = lintpack("init")
    assert "    and 50 more\n" in done.out
    assert configured(root)["scripts"] == ["s0/deep", "s1/deep", "s2/deep"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(lintpack: Lintpack, project: Project) -> None:
    root = project({"x.sh": "cp libz.so.1 out\n"})
    root.chmod(0o555)
    done = lintpack("init")
    root.chmod(0o755)
    assert done.status == 2
    assert done.err == "lintpack: lintpack.toml: permission denied\n"
