"""Settings that reach no user: of build trees, of images, and of files that only tests and builds read."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected

SETS = "export LD_LIBRARY_PATH={}\n"
ADDS = "#!/bin/sh\ntop=$(dirname $0)\nexport LD_LIBRARY_PATH=$top/lib:$LD_LIBRARY_PATH\n"
WROTE = "echo 'export LD_PRELOAD=/usr/lib64/libprobe.so.2' >> ~/.bashrc\n"


def level(code: str, path: str, text: str, **others: str) -> str:
    """The level of the one finding, "" where there is none."""
    files = {path: text} | {name + ".sh": other for name, other in others.items()}
    found = check([(path, MemoryRepository(files), path)], Settings(selected((code,), ()), {})).report.findings
    return ", ".join(sorted({one.level for one in found}))


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("env.sh", SETS.format("/opt/x/lib"), "warning"),
        ("env.sh", SETS.format("/opt/x/.libs"), "note"),
        ("env.sh", SETS.format("build/:."), "note"),
        ("setenv", "#!/bin/sh -e\n" + SETS.format("/opt/x/lib"), "warning"),
        ("setenv", "#!/bin/sh -e\n" + SETS.format("/opt/x/.libs") + '"$@"\n', "note"),
        ("integration-tests/setenv", "#!/bin/sh -e\n" + SETS.format("/opt/x/lib") + '"$@"\n', ""),
        ("setup/prepare.sh", WROTE, "warning"),
        ("docker/prepare.sh", WROTE, "note"),
    ],
)
def test_who_loses_the_old_value(path: str, text: str, wanted: str) -> None:
    assert level("LP305", path, text) == wanted


@pytest.mark.parametrize(
    ("others", "wanted"),
    [
        ({}, "warning"),
        ({"test_all": "source env.sh\n./all\n"}, "note"),
        ({"build": "cd src\n. ./env.sh\nmake\n"}, "note"),
        ({"test_all": ". ./env.sh\n", "prog": ". ${0%/*}/env.sh\nexec prog\n"}, "warning"),
        ({"test_all": ". $top/env.sh\n"}, "note"),
        ({"test_all": '. "$(dirname $0)/env.sh"\n'}, "note"),
        ({"test_all": ". /opt/x/env.sh\n"}, "warning"),
        ({"test_all": ". ./env.sh\n", "build": ". ./out/opt/x/env.sh\nmake\n"}, "warning"),
        ({"test_all": "echo env.sh\n", "other": ". ./other_env.sh\n"}, "warning"),
    ],
)
def test_files_that_only_tests_and_builds_read(others: dict[str, str], wanted: str) -> None:
    assert level("LP302", "env.sh", ADDS, **others) == ("" if wanted == "note" else wanted)
    assert level("LP322", "env.sh", ADDS, **others) == ("note" if wanted == "note" else "")
    assert level("LP305", "env.sh", SETS.format("/opt/x/lib"), **others) == wanted
    assert level("LP303", "env.sh", SETS.format("lib:/opt/x/lib:$LD_LIBRARY_PATH"), **others) == wanted
    assert level("LP109", "env.sh", SETS.format("$JAVA_HOME/jre/lib/amd64/server:$LD_LIBRARY_PATH"), **others) == wanted


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("set -ex\ndnf install -y \\\n  a-devel \\\n  probe-devel \\\n  c\n", ""),
        ("apt-get update && apt-get install -y libprobe2 && ", ""),
        ("dnf install -y probe\n", "warning"),
        ("set -e\ndnf install -y probes\n", "warning"),
        ("set -e\necho probe\n", "warning"),
    ],
)
def test_what_the_script_has_just_installed(before: str, wanted: str) -> None:
    assert level("LP313", "setup/prepare.sh", f"{before}{WROTE}") == wanted


def test_what_builds_itself_is_no_settings_file() -> None:
    text = "top=$(dirname $0)\n. $top/zlib.sh\nexport LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$top/lib\n"
    assert level("LP302", "tools/make_dependencies.sh", text, build=". tools/make_dependencies.sh\nmake\n") == "warning"


@pytest.mark.parametrize(("path", "wanted"), [("build/prog.in", "LP302"), ("build/prog.sh", "LP322")])
def test_a_template_of_a_launcher_in_the_folder_of_the_build(path: str, wanted: str) -> None:
    script = '#!/bin/sh\nexport LD_LIBRARY_PATH="@libdir@:$LD_LIBRARY_PATH"\nexec @bindir@/prog.real "$@"\n'
    assert [code for code in ("LP302", "LP322") if level(code, path, script)] == [wanted]


@pytest.mark.parametrize(
    ("path", "end", "wanted"),
    [
        ("build/linux/dist/prog", '"$top/java" "$@"\n', "warning"),
        ("tools/build/dist/prog", 'exec "$top/prog" "$@"\n', "warning"),
        ("build/linux/dist/prog", "$top/java -jar x.jar\n", "note"),
        ("build/linux/dist/prog", 'make -C $top\n"$top/java" "$@"\n', "note"),
        ("tests/linux/dist/prog", '"$top/java" "$@"\n', "note"),
    ],
)
def test_a_launcher_among_what_builds_it(path: str, end: str, wanted: str) -> None:
    assert (level("LP302", path, ADDS + end) or level("LP322", path, ADDS + end)) == wanted


@pytest.mark.parametrize(
    ("path", "end", "wanted"),
    [
        (".travis/linux/after.sh", "./appimagetool-x86_64.AppImage AppDir\n", "warning"),
        (".travis/linux/after.sh", "tar czf x.tgz AppDir\n", "warning"),
        (".travis/linux/after.sh", "AppDir/usr/bin/x --version\n", "note"),
        ("tests/linux/after.sh", "tar czf x.tgz AppDir\n", "note"),
    ],
)
def test_what_ci_packs(path: str, end: str, wanted: str) -> None:
    assert level("LP309", path, f'patchelf --set-rpath "$PWD/../lib" AppDir/usr/bin/x\n{end}') == wanted
