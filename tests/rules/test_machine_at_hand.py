"""LP109: scripts that build for whatever machine they run on, and scripts of one machine; LP135: RPATH and RUNPATH."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import warned

TRIPLET = "x86_64-linux-gnu"
BUILD = "./configure\nmake\nmake install\n"


@pytest.mark.parametrize(
    "script",
    [
        f"{BUILD}ln -s /usr/local/lib/foo/* /usr/lib/{TRIPLET}/foo/.\n",
        f"{BUILD}cp build/libfoo.so.1 /usr/lib/{TRIPLET}/\n",
        f'for l in a b; do\n  install -m 755 "build/lib$l.so" /usr/local/lib/{TRIPLET}/\ndone\n{BUILD}',
        f'{BUILD}cp "$kit/lib/{TRIPLET}"/libkit.so.4 /usr/lib/\n',
        f'{BUILD}f=$(find "$kit/lib/{TRIPLET}/" -type f)\ncp "$f" /usr/lib\n',
    ],
)
def test_a_folder_of_one_machine(script: str) -> None:
    assert [text for _, text in warned("LP109", script)] == [TRIPLET]


@pytest.mark.parametrize(
    "script",
    [
        # Nothing is built, or for another machine, or the script knows which one it is for.
        f"cp build/libfoo.so.1 /usr/lib/{TRIPLET}/\n",
        f"./configure --host=arm-linux\nmake\ncp libfoo.so.1 /usr/lib/{TRIPLET}/\n",
        f"wget https://x.org/kit_amd64.deb\n{BUILD}cp libfoo.so.1 /usr/lib/{TRIPLET}/\n",
        f"{BUILD}cp libfoo.so.1 /usr/lib/{TRIPLET}/ || cp libfoo.so.1 /usr/lib/aarch64-linux-gnu/\n",
        # From one of the system's folders into another.
        f"{BUILD}ln -s /usr/lib/{TRIPLET}/libfoo.so.1 /usr/lib/{TRIPLET}/libfoo.so.0\n",
        f"# {TRIPLET}\n{BUILD}cp libfoo.so.1 /usr/lib/\n",
    ],
)
def test_a_folder_that_may_be_meant(script: str) -> None:
    assert warned("LP109", script) == []


@pytest.mark.parametrize(
    ("path", "beside", "told"),
    [
        ("pack.sh", "build-linux.sh", 1),
        ("pack-x64.sh", "build-linux.sh", 0),
        ("pack.ia32.sh", "build-linux.sh", 0),
        ("pack.sh", "macos_build.sh", 0),
        ("pack.sh", "build-windows.sh", 0),
    ],
)
def test_what_a_script_beside_deals_with(path: str, beside: str, told: int) -> None:
    files = {path: f"cp /usr/lib/{TRIPLET}/libfoo.so.1 out/\n", beside: "if [ $(uname -m) = aarch64 ]; then make; fi\n"}
    found = check([(path, MemoryRepository(files), path)], Settings(selected(("LP109",), ()), {}, "medium"))
    assert len(found.report.findings) == told


def of(path: str, script: str) -> int:
    outcome = check([(path, MemoryRepository({path: script}), path)], Settings(selected(("LP109",), ()), {}, "medium"))
    return sum(finding.level == "warning" for finding in outcome.report.findings)


def test_a_script_in_a_folder_for_another_machine() -> None:
    script = 'install -m 755 "$OUT/plugin/linux_x64/libplugin.so" "$STAGE/lib"\n'
    assert of("arm/raspi/installer.sh", script) == 1
    assert of("arm64/install.sh", script) == 1
    assert of("x64/install.sh", script) == 0
    assert of("scripts/install.sh", script) == 0
    assert of("arm/install.sh", script.replace("linux_x64", "linux_arm64")) == 0
    assert of("arm/install.sh", script.replace("$STAGE/lib", "$STAGE/x64/lib")) == 0


@pytest.mark.parametrize(
    "search", ["readelf -d $f | grep 'Library rpath'", "objdump -p $f | grep RPATH", "readelf -d $f | awk '/RPATH/'"]
)
def test_a_search_that_finds_no_runpath(search: str) -> None:
    assert len(warned("LP135", f"for f in out/bin/*; do\n  {search}\ndone\n")) == 1
    assert warned("LP135", f"for f in out/bin/*; do\n  {search}\ndone\n# and RUNPATH\n") == []


@pytest.mark.parametrize("pattern", ["-E 'R(UN)?PATH'", "'R.*PATH'", "-i 'r[un]*path'", "SONAME"])
def test_a_search_that_does(pattern: str) -> None:
    assert warned("LP135", f"readelf -d prog | grep {pattern}  # RPATH\n") == []


@pytest.mark.parametrize(
    "script",
    [
        f'if [ "$(uname -m)" = aarch64 ]; then\n  libs=/usr/lib/{TRIPLET}\nelse\n  libs=/usr/lib64\nfi\n',
        f'if [[ $ARCH == arm64 ]]; then\n  export LIB_DIR="$SNAP/usr/lib/{TRIPLET}"\nfi\n',
        "for a in x86_64 aarch64; do\n  cp deps/x86_64/libz.so.1 out/$a/\ndone\n",
        "cp -a kit/linux-arm64/libkit.so.4 pkg/linux-amd64/lib/\n",
        "case $(uname -m) in aarch64) a=arm64 ;; *) a=amd64 ;; esac\nwget https://x.org/kit-$a.tgz\n"
        "cp /lib64/ld-linux-x86-64.so.2 out/lib/\n",
    ],
)
def test_one_machine_s_name_for_another(script: str) -> None:
    assert len(warned("LP109", script)) == 1


@pytest.mark.parametrize(
    "script",
    [
        f'if [ "$(uname -m)" != aarch64 ]; then\n  libs=/usr/lib/{TRIPLET}\nfi\n',
        f'if [ "$(uname -m)" = aarch64 ]; then\n  packages[/usr/{TRIPLET}/lib/libc.so.6]=libc6-amd64-cross\nfi\n',
        "for a in x86_64 aarch64; do\n  cp deps/$a/libz.so.1 out/$a/\ndone\n",
        "cp -a kit/i386/libkit.so.4 pkg/x86_64/lib32/\n",
        "if [ -f /lib64/ld-linux-x86-64.so.2 ]; then\n  cp /lib64/ld-linux-x86-64.so.2 out/lib/\nfi\n# aarch64\n",
    ],
)
def test_names_that_go_together(script: str) -> None:
    assert warned("LP109", script) == []
