"""LP301: a launcher that is written without any library path, beside libraries."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

PACK = "mkdir -p out/bin out/lib\ncp build/prog out/bin/\ncp a/liba.so.1 a/libb.so.2 out/lib/\n"
HERE = 'here=$(cd "$(dirname "$0")" && pwd)\nexport X_DATA=$here/share\n'
LAUNCHER = f'cat > out/start <<\'E\'\n#!/bin/sh\n{HERE}exec "$here/bin/prog" "$@"\nE\n'


@pytest.mark.parametrize(
    "script",
    [
        PACK + LAUNCHER,
        f"launcher() {{\n{LAUNCHER}}}\n{PACK}launcher\n",
        PACK + LAUNCHER.replace("out/start", "out/bin/start").replace('dirname "$0")"', 'dirname "$0")/.."'),
        f"{PACK}for one in start; do\n{LAUNCHER.replace('out/start', 'out/$one')}done\n",
    ],
)
def test_nothing_names_the_folder_of_the_libraries(script: str) -> None:
    assert len(warned("LP301", script)) == 1


@pytest.mark.parametrize(
    "script",
    [
        LAUNCHER,
        PACK + LAUNCHER.replace("export X", "export LD_LIBRARY_PATH=$here/lib\nexport X"),
        f"{PACK}patchelf --set-rpath '$ORIGIN/../lib' out/bin/prog\n{LAUNCHER}",
        f"make LDFLAGS=\"-Wl,-rpath,'\\$\\$ORIGIN/../lib'\"\n{PACK}{LAUNCHER}",
        # One library may be a plug-in, and other folders are.
        PACK.replace(" a/libb.so.2", "") + LAUNCHER,
        PACK.replace("out/lib/", "out/plugins/") + LAUNCHER,
        # It starts no program of its own folder, or one that is none.
        PACK + LAUNCHER.replace("$here/bin/prog", "/usr/bin/prog"),
        PACK + LAUNCHER.replace('"$here/bin/prog"', 'java -jar "$here/bin/prog.jar"'),
        f"{PACK}echo out/lib > /etc/ld.so.conf.d/x.conf\n{LAUNCHER}",
    ],
)
def test_libraries_that_are_found_otherwise(script: str) -> None:
    assert warned("LP301", script) == []
