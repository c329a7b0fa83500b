"""What the launchers of a bundle give the programs that they start."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lintpack.launch.launchers import launches
from lintpack.loader.survey import Survey
from tests.described import describe, target

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = """\
bin/server   PROGRAM NEEDED libc.so.6
bin/tool     PROGRAM NEEDED libc.so.6
jre/bin/java PROGRAM NEEDED libc.so.6
bin/python3  PROGRAM NEEDED libc.so.6
bin/alias    -> server
env.sh       TEXT LD_LIBRARY_PATH=$APP/lib\\nexport LD_LIBRARY_PATH
wrap.sh      TEXT #!/bin/sh\\nexport LD_LIBRARY_PATH=/app/wrapped\\nexec "$@"
"""

HERE = 'HERE=$(cd "$(dirname "$0")" && pwd)\n'


def started(script: str, folder: Path, path: str = "bin/start.sh", more: str = "") -> dict[str, tuple[object, ...]]:
    """LD_LIBRARY_PATH, LD_PRELOAD and the working directory by program; the bundle lies in /app."""
    text = json.dumps(script)[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    bundle = describe(f"{PROGRAMS}{more}{path} TEXT {text}\n")
    survey = Survey(bundle, target("", folder), "/app")
    found: dict[str, tuple[object, ...]] = {}
    for one in launches(survey):
        if one.launcher == path:
            assert one.program not in found
            found[one.program] = (one.library_path, one.preload, one.cwd)
    return found


@pytest.mark.parametrize(
    ("script", "program", "library_path", "preload", "cwd"),
    [
        (
            f'{HERE}export LD_LIBRARY_PATH=$HERE/../lib\nexec "$HERE/server" "$@"',
            "bin/server",
            "/app/bin/../lib",
            None,
            None,
        ),
        (f"{HERE}LD_LIBRARY_PATH=$HERE/lib $HERE/server", "bin/server", "/app/bin/lib", None, None),
        (f"{HERE}LD_LIBRARY_PATH=$HERE/lib exec $HERE/alias", "bin/server", "/app/bin/lib", None, None),
        (f"{HERE}env LD_PRELOAD=$HERE/liba.so $HERE/server", "bin/server", None, "/app/bin/liba.so", None),
        (f"{HERE}export LD_LIBRARY_PATH=$HERE:$LD_LIBRARY_PATH\n$HERE/server", "bin/server", "/app/bin:", None, None),
        (
            f"{HERE}export LD_LIBRARY_PATH=$HERE${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\n$HERE/server",
            *("bin/server", "/app/bin", None, None),
        ),
        (
            'cd "$(dirname "$0")/.."\nexport LD_LIBRARY_PATH=./lib\n./bin/server &',
            "bin/server",
            "./lib",
            None,
            "/app",
        ),
        ('cd "$(dirname "$0")"\nexport LD_LIBRARY_PATH=../lib\n./server', "bin/server", "../lib", None, "/app/bin"),
        (
            f"{HERE}export LD_LIBRARY_PATH=$HERE/lib\nnohup nice -n 5 $HERE/server >log 2>&1 &",
            *("bin/server", "/app/bin/lib", None, None),
        ),
        (
            'd=$(dirname "$(readlink -f "$0")")\nexport LD_LIBRARY_PATH="$d"\nexec "$d/../jre/bin/java" -jar x.jar',
            *("jre/bin/java", "/app/bin", None, None),
        ),
        (f'{HERE}export LD_LIBRARY_PATH=$HERE/l\nexec "$HERE/python3" run.py', "bin/python3", "/app/bin/l", None, None),
        (
            'APP=$(cd "$(dirname "$0")/.."; pwd)\n. "$APP/env.sh"\n"$APP/bin/server"',
            "bin/server",
            "/app/lib",
            None,
            None,
        ),
        (
            'ROOT=${APP_HOME:-$(cd "${0%/*}/.." && pwd)}\nexport LD_LIBRARY_PATH=$ROOT/lib\n$ROOT/bin/server',
            *("bin/server", "/app/lib", None, None),
        ),
        (f'{HERE}run() {{ LD_LIBRARY_PATH=$HERE/f "$@"; }}\nrun $HERE/server', "bin/server", "/app/bin/f", None, None),
        (f"{HERE}# LD_LIBRARY_PATH\n$HERE/../wrap.sh $HERE/server", "bin/server", "/app/wrapped", None, None),
        (f"{HERE}export LD_LIBRARY_PATH=$HERE\nunset LD_LIBRARY_PATH\n$HERE/server", "bin/server", None, None, None),
        (
            f"{HERE}LD_LIBRARY_PATH=$HERE/l; export LD_LIBRARY_PATH\ncase $1 in\nstart) $HERE/server ;;\nesac",
            *("bin/server", "/app/bin/l", None, None),
        ),
        (f'{HERE}export LD_LIBRARY_PATH=$HERE/l PATH=$HERE:$PATH\nserver "$@"', "bin/server", "/app/bin/l", None, None),
        (
            f"{HERE}export LD_LIBRARY_PATH=$JAVA_HOME/lib:$HERE/l\n$HERE/server",
            "bin/server",
            "${JAVA_HOME}/lib:/app/bin/l",
            None,
            None,
        ),
        (
            f'{HERE}export LD_LIBRARY_PATH=$HERE/l\ncmd="$HERE/server -x"\nexec $cmd',
            "bin/server",
            "/app/bin/l",
            None,
            None,
        ),
        (f'{HERE}export LD_LIBRARY_PATH=$HERE/l\nsh -c "exec $HERE/server"', "bin/server", "/app/bin/l", None, None),
        (f'{HERE}export LD_LIBRARY_PATH=$HERE/l\neval "$HERE/server" \'"$@"\'', "bin/server", "/app/bin/l", None, None),
        (
            f'{HERE}export LD_LIBRARY_PATH=$HERE/l\nsetsid -f taskset -c 0 "$HERE/server"',
            "bin/server",
            "/app/bin/l",
            None,
            None,
        ),
        (
            f'{HERE}export LD_LIBRARY_PATH=$HERE/l\nsu - app -s /bin/sh -c "$HERE/server"',
            "bin/server",
            "/app/bin/l",
            None,
            None,
        ),
        (
            f'{HERE}L=$HERE/l\nexport LD_LIBRARY_PATH=$L\nmain() {{ exec "$HERE/server" "$@"; }}\nmain "$@"',
            "bin/server",
            "/app/bin/l",
            None,
            None,
        ),
    ],
)
def test_what_a_program_is_started_with(
    tmp_path: Path, script: str, program: str, library_path: str | None, preload: str | None, cwd: str | None
) -> None:
    assert started(f"#!/bin/sh\n{script}\n", tmp_path) == {program: (library_path, preload, cwd)}


def test_a_wrapper_for_any_program_of_a_folder(tmp_path: Path) -> None:
    script = f'#!/bin/sh\n{HERE}export LD_LIBRARY_PATH=$HERE/../lib\nexec "$HERE/$1" "$@"\n'
    value = ("/app/bin/../lib", None, None)
    assert started(script, tmp_path) == {"bin/server": value, "bin/tool": value, "bin/python3": value}


def test_a_launcher_with_many_names(tmp_path: Path) -> None:
    script = '#!/bin/sh\nd=$(dirname "$0")\nexport LD_LIBRARY_PATH=$d/lib\nexec "$d/bin/$(basename "$0")" "$@"\n'
    text = json.dumps(script)[1:-1].replace('\\"', '"')
    bundle = describe(f"{PROGRAMS}launcher TEXT {text}\ntool -> launcher\nserver -> launcher\n")
    found = {(one.launcher, one.program) for one in launches(Survey(bundle, target("", tmp_path), "/app"))}
    assert found == {("tool", "bin/tool"), ("server", "bin/server")}


def test_what_only_sets_variables_starts_nothing(tmp_path: Path) -> None:
    assert started("#!/bin/sh\nexport LD_LIBRARY_PATH=/x\n", tmp_path) == {}
    assert started("#!/usr/bin/env python3\nimport os  # LD_LIBRARY_PATH\n", tmp_path) == {}
    assert started('#!/bin/sh\nexport LD_LIBRARY_PATH=/x\nexec "$@"\n', tmp_path) == {}
