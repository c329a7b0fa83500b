"""What once was reported in scripts that are right, and is not a warning any more."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import said, warned

HERE = 'here=$(dirname "$(readlink -f "$0")")\n'
ALARMS = {
    "LP107 a library of that name which is built here": (
        'cd "$PRODUCT_ROOT"\nset -e\ncp -d Output_x86_64/release/bin/spies/libGL.so.1 "$pkg/spies"\n'
    ),
    "LP115 a value that the caller may give": (
        "code='/opt/x/bin'\nif [ -n \"$DEVELOPER\" ]; then\n  code=$CODE\nfi\nexport LD_LIBRARY_PATH=$code\n"
        '"$code/prog"\n'
    ),
    "LP115 a slip in what is shown": 'echo "LB_LIBRARY_PATH is $LD_LIBRARY_PATH"\n',
    "LP143 a bundle of macOS's": "for f in $APPS/Contents/**/*.dylib; do codesign -s me $f; done\n",
    "LP205 a name for older programs, as the script says": (
        'echo "adding a link for older plugins"\nln -sf /usr/local/lib/libndi.so.6 /usr/local/lib/libndi.so.5\n'
    ),
    "LP302 the current directory by name": "export LD_LIBRARY_PATH=.:$LD_LIBRARY_PATH\n./prog\n",
    "LP305 the shell of a new container": (
        "docker run -d image \\\n  bash -c \"echo 'export LD_LIBRARY_PATH=/usr/local/lib' > ~/.bashrc && sshd -D\"\n"
    ),
    "LP315 a folder of a prefix that has to be set": (
        './configure --prefix="${dir:?}"\nexport LD_LIBRARY_PATH="${dir:?}/lib"\n"${dir:?}/bin/prog"\n'
    ),
    "LP312 a comment in what is written": (
        'cat > conf.status <<EOF\n#!/bin/sh\n# configured by: $0\nif [ "\\$1" = x ]; then\n  exec \\$SHELL prog\nfi\n'
        'LD_LIBRARY_PATH=/opt/x/lib exec prog "\\$@"\nEOF\n'
    ),
    "LP312 csh's own variables": (
        'root=/opt/x\ncat > vars.csh <<EOF\n#!/bin/csh\nsetenv ROOT "$root"\nif (! \\$?LD_LIBRARY_PATH) then\n'
        '    setenv LD_LIBRARY_PATH "\\${ROOT}/lib"\nendif\nEOF\nROOT=$root\n'
    ),
    "LP101 a list that the compiler is asked about": (
        "libs=( libdl.so librt.so )\nfor lib in ${libs[@]}\ndo\n  path=$(${cc} -print-file-name=${lib})\n"
        '  [ "$path" != "$lib" ] && folders+=":$(dirname $(realpath $path))"\ndone\necho "$folders"\n'
        "[ -f /usr/lib/librt.so.1 ] || exit 1\n"
    ),
    "LP107 a loader under a name of its own": (
        "cp -L /lib64/ld-linux-x86-64.so.2 pack/lib/ld.so\ncp -L /lib/x86_64-linux-gnu/libc.so.6 pack/lib/libc.so.6\n"
    ),
    "LP312 what the caller has to give": (
        'if [ ! "$src" ]; then\n  echo "no source" >&2\n  exit 1\nfi\n'
        "cat > Dockerfile <<EOF\nARG src='$src'\nFROM \"\\$src\" AS src\n"
        'FROM "\\$src" AS more\nCOPY libprobe.so.1 /usr/lib/\nEOF\n'
    ),
    "LP106 a sentence in a text for readers": (
        "cp build/libfoo-api.so install/lib\ncat > install/lib/README.md <<EOF\n"
        "Copy libfoo-jni.so, and neither libfoo-api.so nor\nlibfoo-cxx.so.\n\nThese are for others.\nEOF\n"
    ),
    "LP309 a test's own temporary folder": (
        "WORK=$(mktemp -d)\nSYS=$WORK/sys\n"
        'gcc -shared -o "$SYS/libprobe.so.1" "$WORK/probe.c" -L"$SYS" -l:libx.so.9 -Wl,-rpath,"$SYS"\n'
    ),
    "LP304 what set -u says is in the environment": (
        "set -eu\nLD_LIBRARY_PATH=$(pwd)/stubs:$LD_LIBRARY_PATH\ncmake ..\nmake\n"
    ),
    "LP307 what was set before under a condition": (
        "set -u\nadd() {\n"
        "  [ -d /x ] && export DYLD_LIBRARY_PATH=/x/lib${DYLD_LIBRARY_PATH:+:${DYLD_LIBRARY_PATH}}\n}\n"
        'if [ "$A" = true ]; then\n  add\nfi\nadd\nprog\n'
    ),
    "LP302 a function that adds a folder, called twice": (
        'add() { [ -d "$2" ] && eval "export $1=\\"\\${$1:+\\$$1:}\\$2\\""; }\n'
        'if [ -n "$RT" ]; then\n  add LD_LIBRARY_PATH "$RT/lib/$TRIPLET"\n'
        '  add LD_LIBRARY_PATH "$RT/usr/lib/$TRIPLET"\n'
        '  add PATH "$RT/bin"\nfi\nexec "$RT/bin/app"\n'
    ),
    "LP102 a list of files that have to be there": (
        'required=(\n  "core/libcore.so.2.0.0"\n  "ui/prog"\n)\nmake install\n'
    ),
    "LP103 a name that is asked for": (
        'if [ ! -f "$server/linux64/libc++.so" ]; then\n'
        '  cp /usr/lib/x86_64-linux-gnu/libc++.so.1 "$server/linux64/libc++.so"\nfi\n'
    ),
    "LP108 the name that the program asks for": (
        "find_it() {\n  name=`ldd bin/prog | grep libstdc++ | cut -f1 -d' '`\n"
        "  for lib in `ldconfig -p | grep $name | awk '{print $NF}'`; do echo $lib; return; done\n}\n"
        'cp -L "$(find_it)" "$pack/lib"\n'
    ),
    "LP109 a machine's name in a file name": (
        "arch=$(uname -m)\ncp /usr/lib/x86_64-linux-gnu/libFLAC.so* lib\ntar cJf prog-$arch.tar.xz lib\n"
    ),
    "LP109 one JDK": (
        "JAVA_HOME=/opt/tools/jdk1.8.0_77\nexport LD_LIBRARY_PATH=$JAVA_HOME/jre/lib/amd64/server:$LD_LIBRARY_PATH\n"
    ),
    "LP109 a machine that has to be": (
        '[ "$(uname -m)" = x86_64 ] || exit 1\ncp /usr/lib/x86_64-linux-gnu/libFLAC.so.8 lib\n'
    ),
    "LP101 a list that gets the versions as well": (
        'libs=(\n  /usr/bin/obs\n  /usr/lib/libobs.so\n)\nlibs+=(/usr/lib/libobs.so.*)\ncollect "${libs[@]}"\n'
    ),
    "LP101 a list that has the version as well": (
        'libs=(\n  "$root/usr/lib/libfoo.so"\n  "$root/usr/lib/libfoo.so.1"\n)\ncollect "${libs[@]}"\n'
    ),
    "LP202 a folder of one program": (
        "find /usr/lib -type f -path '*/webkit2gtk-4.1/*.so*' -print | while read -r one; do cp \"$one\" lib/; done\n"
    ),
    "LP115 a Makefile by another name": (
        "OUTPUT ?= $(TOP)\n.PHONY: all\n# say OUTPUT=/tmp\nall:\n\tcp libx.so $(OUTPUT)/.\n"
    ),
    "LP118 a function for one system": "build_on_CentOS_6() {\n  cp /opt/lib/libudev.so.0 lib/\n}\nbuild_on_CentOS_6\n",
    "LP301 a folder that is named after the word size": (
        'if [ "$arch" = i686 ]; then bits=32; else bits=64; fi\n'
        'cp deps/libogg.so.0 deps/libz.so.1 "app/data/lib$bits"\n'
        "cat > app/run.sh <<'EOF'\n#!/bin/bash\n"
        f"{HERE}"
        'if [ "$(uname -m)" = x86_64 ]; then lib=$here/data/lib64; else lib=$here/data/lib32; fi\n'
        'LD_LIBRARY_PATH="$lib" "$here/prog" "$@"\nEOF\n'
    ),
    "LP302 a value that a test makes sure of, after many ways": (
        "#!/bin/bash\n"
        "preset() {\n"
        '    if [ "$LD_LIBRARY_PATH" != /opt/x/lib ]; then\n'
        "        return\n"
        "    fi\n"
        '    [ -z "$DIRS" ] || echo "looks into $DIRS"\n'
        "}\n"
        "if [ -d /opt/x/env ]; then\n"
        "    for one in /opt/x/env/*.sh; do\n"
        '        if [ -f "$one" ]; then\n'
        '            case "$one" in\n'
        "            *-first.sh) ;;\n"
        "            *-base.sh) preset ;;\n"
        "            esac\n"
        "        fi\n"
        "    done\n"
        "    if [ -f /environment ]; then\n"
        '        export PATH="$(short_path)"\n'
        "    fi\n"
        "fi\n"
        'if [ -d /opt/x/lib32 ] && [ "$(cd /opt/x/lib32 && echo *)" != "*" ]; then\n'
        '    export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/opt/x/lib32"\n'
        "fi\n"
        'if [ -n "${LD_LIBRARY_PATH:-}" ]; then\n'
        '    if [ -n "${LAST:-}" ]; then\n'
        '        LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$LAST"\n'
        "    fi\n"
        "fi\n"
        'exec /opt/x/bin/prog "$@"\n'
    ),
    "LP305 the environment of a build": (
        'cat > setenv.sh <<EOF\nexport CC="cc -m64"\nexport LDFLAGS="-m64"\nexport LD_LIBRARY_PATH=/opt/tools/lib\n'
        "export PATH=/opt/tools/bin:\\$PATH\nEOF\nscp setenv.sh builder:\n"
    ),
    "LP302 behind a file that is there to set the path": (
        "#!/bin/bash\n. /opt/tools/oneapi/setvars.sh\nexport LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/opt/x/lib\n"
        'exec /opt/x/bin/prog "$@"\n'
    ),
    "LP302 behind the modules of a cluster": (
        "#!/bin/bash\nmodule load gcc/12 openmpi\nexport LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\n"
        'exec /opt/x/bin/prog "$@"\n'
    ),
    "LP302 a script that is written for the machine that builds": (
        'cat > work/build-tcl.sh <<EOF\ncd "$work/tcl"\nexport LD_LIBRARY_PATH="$prefix/lib:\\$LD_LIBRARY_PATH"\n'
        "./configure --prefix=$prefix\nmake install\nEOF\nbash work/build-tcl.sh\n"
    ),
    "LP302 a value that a blank ends, which is LP308's": (
        '#!/bin/bash\nexport LD_LIBRARY_PATH="/opt/x/lib":\\\n    $LD_LIBRARY_PATH\nexec x "$@"\n'
    ),
    "LP302 the loader of macOS": '#!/bin/sh\nexport DYLD_LIBRARY_PATH="$DYLD_LIBRARY_PATH:/opt/x/lib"\nexec x "$@"\n',
    "LP304 the settings of a program": (
        "# a test\nbase = /opt/x\nenv =\n  LD_PRELOAD=/usr/local/lib/libjemalloc.so\n  MORE=1\nargs = a b\n  my\n"
    ),
    "LP101 the settings of a program": (
        "# a test\nbase = /opt/x\nenv =\n  LD_PRELOAD=/usr/local/lib/libjemalloc.so\n  MORE=1\nargs = a b\n  my\n"
    ),
    "LP313 the script of an image": (
        "#!/bin/sh\n# the container may have been started with --user\n"
        'export LD_PRELOAD=/usr/lib64/libjemalloc.so.1\nexec "$@"\n'
    ),
    "LP101 links for those who link with CUDA": (
        "cuda=/usr/local/cuda-11.0/lib64\nln -sf /usr/local/cuda-10.2/lib64/libcusolver.so.10 /usr/lib/libcusolver.so\n"
    ),
    "LP304 a file that may export it": (
        "#!/bin/sh\n. /etc/profile\nLD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\nexec /opt/x/bin/prog\n"
    ),
}


@pytest.mark.parametrize("name", ALARMS)
def test_no_warning(name: str) -> None:
    assert warned(name[:5], ALARMS[name]) == []


def test_a_helper_that_is_called_after_another_one() -> None:
    first = '#!/bin/bash\nfirst() {\n  export LD_LIBRARY_PATH="$APPDIR/lib"\n}\n'
    second = 'second() {\n  export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:$APPDIR/gdk"\n  exec "$APPDIR/prog" "$@"\n}\n'
    assert said("LP302", first + second) == []
    assert [one.line for one in said("LP322", first + second)] == [6]
    assert warned("LP302", "#!/bin/bash\n" + second) != []


def test_what_is_always_empty_is_a_slip_for_macos_as_well() -> None:
    script = '#!/bin/sh\nexport DYLD_LIBRARY_PATH="/x/lib:${DYLD_LIBRARY_PATH:+:$DYLD_LIBRARY_PATH}"\nexec x "$@"\n'
    (one,) = said("LP302", script)
    assert one.message == "`DYLD_LIBRARY_PATH` always has an empty element, which names no folder"


def test_a_variable_that_was_empty_loses_nothing() -> None:
    """LP305, in a file that users source."""
    test = 'if [ -z "$LD_LIBRARY_PATH" ]; then\n  export LD_LIBRARY_PATH=/opt/x\nelse\n  export LD_LIBRARY_PATH=/opt/x:'
    script = f"export PATH=$PATH:/opt/x/bin\n{test}$LD_LIBRARY_PATH\nfi\n"
    outcome = check(
        [("env.sh", MemoryRepository({"env.sh": script}), "env.sh")], Settings(selected(("LP305",), ()), {})
    )
    assert outcome.report.findings == ()


def test_what_builds_behind_other_commands_is_a_build() -> None:
    export = "export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\n"
    for line in ("(cd work && ./configure && make install)", "wrap ./configure", "cd x; make"):
        assert warned("LP302", f'#!/bin/bash\n{export}{line}\nexec "$@"\n') == []


def test_a_quoted_pattern_in_a_list_is_underlined() -> None:
    script = (
        'set -e\nlibs=(\n  lib/libz.so.1\n  "lib/libfoo.so.*"\n)\nfor one in "${libs[@]}"; do cp "$one" out; done\n'
    )
    assert warned("LP111", script) == [(4, '"lib/libfoo.so.*"')]


def test_a_version_that_is_empty_until_somebody_gives_it_is_no_slip() -> None:
    """LP106: the default of a configuration that is asked for later."""
    script = 'given=""\nversion=$given\ncp "libx.so.$version" "out/libx.so.${version}"\n'
    assert warned("LP106", script) == []
    assert warned("LP106", script.replace("$given", '""')) != []
    assert [line for line, _ in warned("LP106", "cp libx.so. out/\n")] == [1]


def test_a_link_for_developers_to_the_systems_own_library() -> None:
    """LP101."""
    folder = "/usr/lib/i386-linux-gnu"
    assert warned("LP101", f"sudo ln -s {folder}/libX11.so.6 {folder}/libX11.so\nmake\n") == []
    assert warned("LP101", f"cd {folder}\nsudo ln -s libX11.so.6 libX11.so\nmake\n") == []


def test_a_companion_that_a_loop_copies() -> None:
    """LP119."""
    loop = 'set -e\nfor m in {}; do\n  cp "$QT/lib/libQt6$m.so.6"* out/\ndone\ncp "$QT"/lib/libQt6Xcb.so.6* out/\n'
    assert warned("LP119", loop.format("Core Gui Widgets Svg")) == []
    assert warned("LP119", loop.format("Gui Widgets Svg Sql")) != []


def test_set_e_of_a_script_that_is_run_and_not_sourced() -> None:
    """LP206: who asks how it ended does not put off its `set -e`, and that belongs into it."""

    def told(child: str, how: str) -> list[tuple[str, list[str]]]:
        files = {"pack.sh": f"{how}\n", "child.sh": f"{child}cp build/libz.so.1 out/\ntar czf out.tgz out\n"}
        settings = Settings(selected(("LP206",), ()), {})
        found = check([("pack.sh", MemoryRepository(files), "pack.sh")], settings).report.findings
        return [(one.place.path, [label.text for label in one.related]) for one in found if one.place is not None]

    archive = "the archive is made all the same"
    assert told("", "bash child.sh || exit 1") == [("child.sh", ["`child.sh` is run here", archive])]
    assert told("set -e\n", "bash child.sh || exit 1") == []
    assert told("", ". ./child.sh")[0][0] == "pack.sh"


def test_the_name_that_another_script_gives_to_its_own_copy() -> None:
    """LP101."""
    copy = "set -e\ncp libprobe.so out/\ncp libother.so.2 out/\n"
    other = "cp libprobe.so work/\npatchelf {}libprobe.so.1.0 work/libprobe.so\n[ $new = libprobe.so.1.0 ]\n"
    assert [one.level for one in said("LP101", copy, other=other.format("--print-soname "))] == ["warning"]
    assert said("LP101", copy, other=other.format("--set-soname ")) == []


def test_what_tests_of_run_paths_do_again_and_again() -> None:
    """LP309 and LP320."""
    told = {
        "LP309": "patchelf --set-rpath '$ORIGIN/libs' work/a\ncp main work/b\n"
        'patchelf --set-rpath "$(pwd)/work/libs" work/b\n',
        "LP320": "patchelf --set-rpath /opt/a work/b\npatchelf --remove-rpath work/b\n",
    }
    for code, script in told.items():
        for folder, wanted in (("tests", False), ("tools", True)):
            path = f"{folder}/rpath.sh"
            entry = [(path, MemoryRepository({path: script}), path)]
            found = check(entry, Settings(selected((code,), ()), {})).report.findings
            assert any(one.level != "note" for one in found) is wanted


def test_android_has_no_versions() -> None:
    """LP101."""
    text = "cmake -DANDROID_ABI=arm64-v8a ..\nmake install\ncp $ONNX_DIR/libonnxruntime.so install/lib\n"
    for path, wanted in (("build-android.sh", 0), ("build.sh", 1)):
        entry = [(path, MemoryRepository({path: text}), path)]
        assert len(check(entry, Settings(selected(("LP101",), ()), {})).report.findings) == wanted


def test_links_that_are_made_anew() -> None:
    """LP201."""
    script = (
        'copy() {\n  if [ -L "$1" ]; then\n    real=$(readlink -f "$1")\n    cp "$real" "out/$(basename "$real")"\n'
        '    ln -sf "$(basename "$real")" "out/$(basename "$1")"\n  fi\n}\n'
        'for dir in $DIRS; do\n  copy "$dir/libprobe.so*"\ndone\n'
    )
    assert said("LP201", script) == []


def test_a_line_that_shows_the_library_path() -> None:
    """LP322: `echo NAME=$NAME` sets nothing."""
    script = (
        "top=$HOME/opt\ncat << 'EOF' > $top/env.sh\nact() {\n"
        '  export LD_LIBRARY_PATH="$P"/lib:${LD_LIBRARY_PATH}\n  echo LD_LIBRARY_PATH=${LD_LIBRARY_PATH}\n}\nEOF\n'
        "source $top/env.sh\nact\nmake\n"
    )
    assert [one.line for one in said("LP322", script)] == [4]


def test_what_only_compilers_read() -> None:
    """LP322: LIBRARY_PATH."""
    script = "export LIBRARY_PATH=$P/lib:${LIBRARY_PATH:-}\nexport LIBRARY_PATH=$Q:$LIBRARY_PATH:\n"
    assert warned("LP302", script) == []
    assert {one.level for one in said("LP322", script)} == {"note"}


def test_an_empty_element_that_another_line_has_made() -> None:
    """LP302."""
    first = "export LD_LIBRARY_PATH=$Q/lib:$LD_LIBRARY_PATH:\n"
    assert [one.line for one in said("LP302", first + "LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/x/lib\n")] == [1]
    assert [one.line for one in said("LP302", first + "LD_LIBRARY_PATH=/x/lib::$LD_LIBRARY_PATH\n")] == [1, 2]
    branch = f"if [ $A = 1 ]; then\n{first}fi\nLD_LIBRARY_PATH=$LD_LIBRARY_PATH:/x/lib\n"
    assert [one.line for one in said("LP302", branch)] == [2, 4]


def test_what_runs_in_a_checkout() -> None:
    """LP302: a test, and what asks git where it is."""
    unset = "export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-}:$P/lib\n$P/bin/prog\n"
    plain = "#!/bin/sh\nexport LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$P/lib\nexec $P/bin/prog\n"
    top = "cd $(git rev-parse --show-toplevel) || exit 1\n"
    for text in (unset, plain):
        assert [one.level for one in said("LP302", text)] == ["warning"]
        assert warned("LP302", top + text) == []
        assert [one.level for one in said("LP322", top + text)] == ["note"]
    path = "test/nightly/files.sh"
    found = check(
        [(path, MemoryRepository({path: unset}), path)], Settings(selected(("LP302", "LP322"), ()), {})
    ).report.findings
    assert [one.level for one in found] == ["note"]


def test_the_separator_that_a_library_path_is_written_with() -> None:
    """LP302: ld.so also takes `;`."""
    (one,) = said("LP302", '#!/bin/sh\nexport LD_LIBRARY_PATH="$LD_LIBRARY_PATH;$P/lib"\nexec $P/bin/prog\n')
    assert "starts with `;` where" in one.message


def test_run_paths_of_what_stays_and_of_what_is_packed() -> None:
    """LP309: one finding for a place, whatever a loop makes of it."""
    script = "for v in 3 4 5; do\n  dir=$HOME/env/$v\n  patchelf --add-rpath $dir/lib $dir/bin/prog\n{}done\n"
    assert said("LP309", script.format("")) == []
    for takes in ("  cp $dir/bin/prog out/\n", "  tar czf x.tgz -C $HOME/env $v\n"):
        assert [one.line for one in said("LP309", script.format(takes))] == [3]


@pytest.mark.parametrize(
    "path", ["t/t1000-proxy.t", "build/test_launcher.sh", "src/tests/tests.sh", "ci/run-ocsp-test.sh"]
)
def test_what_tests_set_for_themselves_is_noted(path: str) -> None:
    script = "#!/bin/sh\n(export LD_LIBRARY_PATH=$1:$LD_LIBRARY_PATH && prog proxy)\n"
    settings = Settings(selected(("LP302", "LP322"), ()), {})
    found = check([(path, MemoryRepository({path: script}), path)], settings).report.findings
    assert [finding.level for finding in found] == ["note"]
