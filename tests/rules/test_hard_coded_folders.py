"""LP109: folders of one machine in options, settings, lists of folders and Java's; LP113: a library in a prefix."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import said, warned

TRIPLET = "x86_64-linux-gnu"
X = f"/usr/lib/{TRIPLET}"
ASKS = 'case "$(uname -m)" in\n  aarch64) flags=-march=armv8-a ;;\n  *) flags= ;;\nesac\nmake CFLAGS="$flags"\n'


@pytest.mark.parametrize(
    "line",
    [
        f"cmake .. -DFOO_LIBRARY={X}/libfoo.so",
        f"./configure LDFLAGS=-L{X}/hdf5/serial",
        f"./configure --libdir={X}",
        f"cmake .. -DCMAKE_INSTALL_LIBDIR=lib/{TRIPLET}",
        f"export PKG_CONFIG_PATH={X}/pkgconfig",
        f"LD_PRELOAD={X}/libjemalloc.so.2 ./server",
        f"export LD_LIBRARY_PATH={X}/openmpi:$PWD/lib",
        f"patchelf --set-rpath '$ORIGIN:{X}/foo' out/bin/prog",
        f"echo {X}/foo > /etc/ld.so.conf.d/foo.conf",
        f"cp build/libfoo.so.1 {X}/",
        f"ln -s /opt/x/lib/libfoo.so.1 {X}/libfoo.so.1",
        f"rm -r out/lib/python3.8/config-3.8-{TRIPLET}",
        f'rm -r "$PY/config-${{V}}-{TRIPLET}"',
        f"cat > run.sh <<'EOF'\nLD_PRELOAD={X}/libjemalloc.so.2 ./prog\nEOF",
    ],
)
def test_a_folder_that_is_written_where_others_are_dealt_with(line: str) -> None:
    script = f"{ASKS}{line}\n"
    # `$PY` is no folder of Python's by its name.
    if "$PY" in line:
        script = script.replace("$PY", "$out/python3.8")
    assert [text for _, text in warned("LP109", script)] == [TRIPLET]


def test_the_loader_of_one_machine_is_set() -> None:
    line = "patchelf --set-interpreter /lib64/ld-linux-x86-64.so.2 out/bin/prog\n"
    assert [text for _, text in warned("LP109", ASKS + line)] == ["ld-linux-x86-64.so.2"]
    assert warned("LP109", line) == []


@pytest.mark.parametrize(
    "sign",
    [
        "curl -LO https://example.org/tool-${TARGETARCH}.tgz",
        "wget https://example.org/tool-$(dpkg --print-architecture).deb",
        "arch=$(uname -m)\nwget https://example.org/tool-$arch.deb",
    ],
)
def test_what_is_fetched_for_the_machine_at_hand(sign: str) -> None:
    assert [text for _, text in warned("LP109", f"{sign}\ncp -L {X}/libaio.so.1 out/\n")] == [TRIPLET]


@pytest.mark.parametrize(
    "script",
    [
        # Only named by it.
        f"tar -czf tool-$(uname -m).tar.gz out\n./configure --libdir={X}\n",
        # Asked for, or stopped before.
        f'if [ "$(uname -m)" = aarch64 ]; then make A=1; else cmake .. -DA_LIBRARY={X}/liba.so; fi\nmake\n',
        f'[ "$(uname -m)" = x86_64 ] || exit 1\ncmake .. -DA_LIBRARY={X}/liba.so\nmake\n',
        # For another machine than the one at hand.
        f"{ASKS}cmake .. -DCMAKE_TOOLCHAIN_FILE=x.cmake -DA_LIBRARY={X}/liba.so\n",
        f"{ASKS}HOSTBUILD=$PWD/host\nexport LD_LIBRARY_PATH=$PWD/prefix/lib/{TRIPLET}\n",
        # A folder that the loader is told of.
        f"{ASKS}./configure --libdir=/usr/local/lib/{TRIPLET}\nexport LD_LIBRARY_PATH=/usr/local/lib/{TRIPLET}\n",
        # Another system's machines.
        f"export CMAKE_OSX_ARCHITECTURES='arm64;x86_64'\ncmake .. -DA_LIBRARY={X}/liba.so\nexec x86_64-tool\n",
    ],
)
def test_a_folder_that_may_stand_there(script: str) -> None:
    assert warned("LP109", script) == []


@pytest.mark.parametrize(
    ("script", "text"),
    [
        (f"cmake .. \\\n  -DA=1 \\\n  -DLIBDW_LIBRARIES={X}/libdw.so \\\n  -Wno-dev\nmake\n", TRIPLET),
        (f"./configure --prefix=/usr --libdir={X}\nmake\nmake install\n", TRIPLET),
        (f'./configure --enable-shared\nmake\nrm -r "$out/python3.8/config-3.8-{TRIPLET}"\n', TRIPLET),
        (f"systemctl stop foo\ncp lib/libfoo.so.1 {X}\nsystemctl start foo\n", TRIPLET),
        (f"sudo cp lib/libfoo.so.1 {X}/\nsudo ldconfig\n", TRIPLET),
        (f"# hard-coded for x86, ask dpkg-architecture\ncp -L {X}/libfoo.so.1 out/\n", TRIPLET),
        (f"cmake .. -DCMAKE_INSTALL_LIBDIR=lib/{TRIPLET}  # TODO: arm64\n", TRIPLET),
        (f"for d in /usr/lib64 {X} /usr/lib; do if [ -e $d/liba.so.2 ]; then cp $d/liba.so.2 o/; fi; done\n", X),
        (
            f'D="/usr/lib /usr/lib64 {X}"\nfor d in $D; do if [ -f $d/liba.so ]; then cp $d/liba.so o; fi\ndone\n',
            X,
        ),
        (f'D=(/usr/lib64 "{X}")\nfor d in "${{D[@]}}"; do if [ -f $d/liba.so ]; then cp $d/liba.so o; fi\ndone\n', X),
        (f"a=$(find /usr/lib64 {X} -name 'libaio.so.1')\ncp $a out/lib/\n", X),
        (
            "if [ -e /lib64/libc.so.6 ]; then l=/lib64/libc.so.6\n"
            f"elif [ -e /lib/{TRIPLET}/libc.so.6 ]; then l=/lib/{TRIPLET}/libc.so.6\nfi\ncp $l out/\n",
            None,
        ),
        (f"if [ -d /usr/lib64 ]; then L=/usr/lib64; else L={X}; fi\ncp -L $L/libaio.so.1 out/\n", X),
        (
            "if [ $(getconf LONG_BIT) = 64 ]; then A=x86_64; else A=i386; fi\n"
            "ln -s /usr/local/lib/foo/* /usr/lib/$A-linux-gnu/foo/\n",
            "x86_64",
        ),
        (
            f'if [ "$(uname -m)" = x86_64 ]; then L={X}; else L=/usr/lib/i386-linux-gnu; fi\ncp -L $L/libaio.so.1 o/\n',
            X,
        ),
        ("g++ x.cc -o x -L$JAVA_HOME/jre/lib/amd64/server -ljvm\n", "lib/amd64"),
        ("ln -s $JAVA_HOME/jre/lib/amd64/server/libjvm.so /opt/x/lib/libjvm.so\n", "lib/amd64"),
        ('echo "$JAVA_HOME/jre/lib/amd64/server" > /etc/ld.so.conf.d/java.conf\n', "lib/amd64"),
    ],
)
def test_a_folder_that_nothing_else_is_needed_to_doubt(script: str, text: str | None) -> None:
    found = [found for _, found in warned("LP109", script)]
    assert len(found) == 1
    assert text is None or found == [text]


@pytest.mark.parametrize(
    "script",
    [
        f"for d in /usr/lib64 {X} /usr/lib/aarch64-linux-gnu; do if [ -e $d/liba.so.1 ]; then echo $d; fi; done\n",
        f"for d in /usr/lib64 {X} /usr/lib/*-linux-gnu; do if [ -e $d/liba.so.1 ]; then echo $d; fi; done\n",
        f"wget https://x.org/tool-x86_64\nfor d in /usr/lib64 {X}; do if [ -e $d/liba.so.1 ]; then echo $d; fi; done\n",
        "case $(uname -m) in x86_64) A=x86_64 ;; aarch64) A=aarch64 ;; *) A=i386 ;; esac\n"
        "cp /usr/lib/$A-linux-gnu/liba.so.1 out/\n",
        # The target's bits, and the host's folder.
        f'if [ "$TARGET_BITS" = 32 ]; then L=/usr/lib/i386-linux-gnu; else L={X}; fi\ncp $L/liba.so.1 out/\n',
        f"dpkg -i foo_amd64.deb\ncp lib/libfoo.so.1 {X}/\nldconfig\n",
        f"# TODO: more of them\ncp -L {X}/libfoo.so.1 out/\n",
        "export JAVA_HOME=/usr/lib/jvm/java-8-openjdk-amd64\nln -s $JAVA_HOME/jre/lib/amd64/server/libjvm.so x/\n",
        "if [ -f $JAVA_HOME/jre/lib/amd64/libx.so ]; then ln -s $JAVA_HOME/jre/lib/amd64/libx.so x/libx.so; fi\n",
    ],
)
def test_a_list_that_knows_more(script: str) -> None:
    assert warned("LP109", script) == []


def of(path: str, script: str, **others: str) -> list[str]:
    texts = {path: script, **{name.replace("__", "/"): text for name, text in others.items()}}
    outcome = check([(path, MemoryRepository(texts), path)], Settings(selected(("LP109",), ()), {}, "medium"))
    return [finding.message for finding in outcome.report.findings if finding.level == "warning"]


def test_another_script_has_it_of_another_machine() -> None:
    script = f"cp -L {X}/libfoo.so.1 out/lib/\n"
    other = "cp /usr/lib/aarch64-linux-gnu/libfoo.so.1 out/\n"
    assert len(of("pack/build.sh", script, **{"deploy__x.sh": other})) == 1
    asked = "cp /usr/lib/$(uname -m)-linux-gnu/libfoo.so.1 out/\n"
    assert "deploy/x.sh" in of("pack/build.sh", script, **{"deploy__x.sh": asked})[0]
    # Another library, a script for that machine, one that says which it is for.
    assert of("pack/build.sh", script, **{"deploy__x.sh": other.replace("libfoo", "libbar")}) == []
    assert of("pack/build.sh", script, **{"deploy__x-aarch64.sh": other}) == []
    assert of("pack/build.sh", f"wget $u/x-amd64.deb\n{script}", **{"deploy__x.sh": other}) == []


def test_what_runs_in_an_image() -> None:
    live = f"cp lib/libfoo.so.1 {X}/\nldconfig\n"
    assert len(of("setup/install.sh", live)) == 1
    assert of("docker/install.sh", live) == []
    assert of("images/base/install.sh", live) == []
    assert of("setup/install.sh", live, setup__Dockerfile="FROM debian\n") == []


def test_a_library_in_a_prefix() -> None:
    script = 'set -e\ncp /usr/lib/{}libfoo.so.1 "$P/"\n./configure --prefix="$P"\nmake\nmake install\n'.format("")
    assert [one.text for one in said("LP113", script)] == ["libfoo.so.1"]
    assert said("LP113", script.replace('"$P/"', '"$P/lib/"')) == []
    assert said("LP113", script + 'export LD_LIBRARY_PATH="$P"\n') == []
