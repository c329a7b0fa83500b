"""What the configuration changes about a run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

LAUNCHER = """\
#!/bin/bash
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH=$here/lib:$LD_LIBRARY_PATH
exec "$here/server" "$@"
"""
PACK = """\
mkdir -p "$pack/opt/x/lib"
cp build/libcore.so.2 build/libnet.so.2 "$pack/opt/x/lib/"
cat > "$pack/opt/x/start.sh" <<'EOF'
#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH=$here/build/lib
exec "$here/bin/server" "$@"
EOF
"""


def levels(lintpack: Lintpack, *words: str) -> list[tuple[str, str]]:
    document = json.loads(lintpack("--format", "json", *words).out)
    return [(f["code"], f["level"]) for f in document["findings"]]


@pytest.mark.parametrize(
    ("severities", "expected", "status"),
    [
        ("", [("LP302", "warning")], 1),
        ('LP302 = "error"', [("LP302", "error")], 1),
        ('empty-path-element = "note"', [("LP302", "note")], 0),
        ('LP3 = "off"', [], 0),
        ('LP3 = "off"\nLP302 = "error"', [("LP302", "error")], 1),
        ('LP302 = "error"\nLP3 = "off"', [("LP302", "error")], 1),
        ('LP30 = "note"\nLP = "error"', [("LP302", "note")], 0),
    ],
)
def test_severities(
    lintpack: Lintpack, project: Project, severities: str, expected: list[tuple[str, str]], status: int
) -> None:
    project({"start.sh": LAUNCHER, "lintpack.toml": f"[severities]\n{severities}\n"})
    assert levels(lintpack, "start.sh") == expected
    assert lintpack("start.sh").status == status


def test_a_rule_that_is_off_is_not_missed_by_a_comment(lintpack: Lintpack, project: Project) -> None:
    script = LAUNCHER.replace("PATH\n", "PATH  # lintpack: ignore[LP302] on purpose\n")
    project({"start.sh": script, "lintpack.toml": '[severities]\nLP302 = "off"\n'})
    assert levels(lintpack, "start.sh") == []


@pytest.mark.parametrize("path", ["/opt/x/lib", "opt/x/lib/", "lib", "/opt/*/lib"])
def test_runtime_paths_are_searched_without_a_launcher(lintpack: Lintpack, project: Project, path: str) -> None:
    project({"pack.sh": PACK})
    assert ("LP301", "warning") in levels(lintpack, "pack.sh")
    project({"lintpack.toml": f'runtime-paths = ["{path}"]'})
    assert "LP301" not in dict(levels(lintpack, "pack.sh"))
    project({"lintpack.toml": 'runtime-paths = ["/opt/y/lib", "x"]'})
    assert "LP301" in dict(levels(lintpack, "pack.sh"))


def test_options_win_over_the_configuration(lintpack: Lintpack, project: Project) -> None:
    project({"start.sh": LAUNCHER, "lintpack.toml": 'select = ["LP1"]\nfail-on = "error"\nmin-confidence = "high"\n'})
    assert levels(lintpack, "start.sh") == []
    assert levels(lintpack, "--select", "LP3", "--min-confidence", "low", "start.sh") == [("LP302", "warning")]
    assert lintpack("--select", "LP3", "--min-confidence", "low", "start.sh").status == 0
    assert lintpack("--select", "LP3", "--min-confidence", "low", "--fail-on", "warning", "start.sh").status == 1
