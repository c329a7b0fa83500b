"""LP303: library paths that a `cd` leaves behind, lists' folders without their beginning, `$(pwd)`."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import warned

HERE = 'HERE=$(dirname "$0")\n'
SET = "LD_LIBRARY_PATH=$HERE/lib"
GO = 'cd "$(mktemp -d)" || exit\n'


@pytest.mark.parametrize(
    ("script", "underlined"),
    [
        (f"{HERE}export {SET}\n{GO}prog\n", SET),
        (f"{HERE}export {SET}\ncd /var/spool/x\n$HERE/prog\n", SET),
        (f"prefix=${{1:-build}}\nexport LD_LIBRARY_PATH=$prefix/lib\n{GO}prog\n", "LD_LIBRARY_PATH=$prefix/lib"),
        (f"run() {{\n  pushd /tmp\n  prog\n  popd\n}}\n{HERE}export {SET}\nrun\n", SET),
        (
            "export LD_LIBRARY_PATH=../src/.libs\nfor d in tests/*; do\n  (cd $d && $TOP/src/.libs/prog)\ndone\n",
            "LD_LIBRARY_PATH=../src/.libs",
        ),
        (
            'for d in "$APPDIR/usr/lib" "usr/lib/$ARCH"; do\n'
            "  LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$d\ndone\n"
            'export LD_LIBRARY_PATH\nexec "$APPDIR/usr/bin/prog" "$@"\n',
            None,
        ),
        ('export LD_LIBRARY_PATH="lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\n/opt/x/prog "$@"\n', None),
    ],
)
def test_it_names_another_folder_when_the_program_starts(script: str, underlined: str | None) -> None:
    found = warned("LP303", "#!/bin/bash\n" + script)
    assert len(found) == 1
    assert underlined is None or found[0][1] == underlined


@pytest.mark.parametrize(
    "script",
    [
        f'HERE=$(cd "$(dirname "$0")" && pwd)\nexport {SET}\n{GO}prog\n',
        f'HERE=$(dirname "$(readlink -f "$0")")\nexport {SET}\n{GO}prog\n',
        f"{HERE}export {SET}\nprog\n{GO}prog\n",
        f"{HERE}export {SET}\n{GO}diff a b\n",
        f'prefix=$(realpath "${{1:-build}}")\nexport LD_LIBRARY_PATH=$prefix/lib\n{GO}prog\n',
        f"prefix=${{1:-/opt/x}}\nexport LD_LIBRARY_PATH=$prefix/lib\n{GO}prog\n",
        "export LD_LIBRARY_PATH=../lib\ncd bin || exit\n./prog\n",
        'for d in "$APPDIR/usr/lib" "$APPDIR/usr/lib/$ARCH"; do\n'
        '  LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$d\ndone\nexport LD_LIBRARY_PATH\n"$APPDIR/prog"\n',
    ],
)
def test_it_is_still_found(script: str) -> None:
    assert warned("LP303", "#!/bin/bash\n" + script) == []


@pytest.mark.parametrize(
    ("path", "count"), [("usr/share/x/start", 1), ("opt/x/bin/x", 1), ("AppRun", 1), ("scripts/start.sh", 0)]
)
def test_nobody_stands_where_a_launcher_is_installed(path: str, count: int) -> None:
    script = '#!/bin/sh\nbase="$(pwd)"\nexport LD_LIBRARY_PATH="$base/lib"\nexec "$base/prog" "$@"\n'
    for text, wanted in ((script, count), (script.replace("base=", 'cd "${0%/*}" || exit\nbase='), 0)):
        outcome = check(
            [(path, MemoryRepository({path: text}), path)], Settings(selected(("LP303",), ()), {}, "medium")
        )
        assert len([one for one in outcome.report.findings if one.level == "warning"]) == wanted


@pytest.mark.parametrize(("file", "count"), [("/etc/default/x", 1), ("/etc/sysconfig/x", 1), ("/opt/x/env.sh", 0)])
def test_a_service_s_settings_export_nothing(file: str, count: int) -> None:
    script = (
        f"#!/bin/sh\n. {file}\nLD_LIBRARY_PATH=/opt/x/lib${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\n/opt/x/bin/prog\n"
    )
    assert len(warned("LP304", script)) == count
