"""The rules about the loader's environment see through the ways in which a fault can be written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import MODULES, selected

BIN = "bin/prog"


def found(script: str, path: str = BIN, notes: bool = False, **files: str) -> list[str]:
    """The LP3xx findings on `script` as `CODE:LINE`, with the file before it where that is another one."""
    names = {f"{name}.sh": text for name, text in files.items()}
    outcome = check([(path, MemoryRepository({path: script, **names}), path)], Settings(selected(("LP3",), ()), {}))
    assert outcome.errors == ()
    return [
        f"{'' if f.path == path else f.path + ':'}{f.code}:{f.place.line}"
        for f in outcome.report.findings
        if f.place is not None and (notes or f.level != "note")
    ]


SH = "#!/bin/sh\n"
RUN = 'exec "$(dirname "$0")/x" "$@"\n'


@pytest.mark.parametrize(
    "script",
    [
        f"{SH}export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH\n{RUN}",
        f'{SH}LD_LIBRARY_PATH="/x:$LD_LIBRARY_PATH" {RUN}',
        f'{SH}exec env LD_LIBRARY_PATH="/x:$LD_LIBRARY_PATH" /x/prog "$@"\n',
        f"{SH}add() {{ export LD_LIBRARY_PATH=$1:$LD_LIBRARY_PATH; }}; add /x; add /y\n{RUN}",
        f"{SH}dirs=/x; for d in $dirs /y; do export LD_LIBRARY_PATH=$d:$LD_LIBRARY_PATH; done\n{RUN}",
        f"{SH}sh -c 'export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH; exec /x/prog \"$@\"' x\n",
        f"{SH}LD_LIBRARY_PATH+=:/x; export LD_LIBRARY_PATH\n{RUN}",
    ],
)
def test_an_empty_element_in_a_launcher(script: str) -> None:
    assert found(script) == ["LP302:2"]


def test_an_empty_element_in_an_environment_of_a_string() -> None:
    script = "new='\nX_HOME=/x\nLD_LIBRARY_PATH=/x/lib:$LD_LIBRARY_PATH\n'\neval $new \"$@\"\n"
    assert found(SH + script, "env.sh") == ["LP302:4"]


def test_an_empty_element_in_a_file_that_is_sourced() -> None:
    assert found(f"{SH}. ./common.sh\n{RUN}", "run.sh", common="export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH\n") == [
        "common.sh:LP302:1"
    ]


@pytest.mark.parametrize(
    "script",
    [
        "cat > out/run <<'EOF'\n#!/bin/sh\nexport LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH\nexec /x/prog\nEOF\n",
        'cat <<EOF > "$d/run"\n#!/bin/sh\nexport LD_LIBRARY_PATH=$PREFIX:\\$LD_LIBRARY_PATH\nexec $PREFIX/prog\nEOF\n',
        "{\n echo '#!/bin/sh'; echo 'export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH'\n}>r\necho 'exec /x/p' >>r\n"[:-1]
        + "\n",
        'printf "#!/bin/sh\\nset -e\\n" > r\n\necho "LD_LIBRARY_PATH=/x:\\$LD_LIBRARY_PATH /x/y" >> r\n',
        "\n\necho 'export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH' >> ~/.bashrc\n",
    ],
)
def test_a_written_launcher_is_reported_where_it_is_written(script: str) -> None:
    lines = [n for n, line in enumerate(script.split("\n"), 1) if "LD_LIBRARY_PATH" in line]
    assert found(script, "build.sh") == [f"LP302:{lines[0]}"]


@pytest.mark.parametrize(
    "script",
    [
        "make install\nexport LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH\nmake check\n",
        "export LD_LIBRARY_PATH=/x${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n" + RUN,
        'export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}"\nLD_LIBRARY_PATH=${LD_LIBRARY_PATH}/x\n' + RUN,
        '[ "$LD_LIBRARY_PATH" ] && LD_LIBRARY_PATH=:$LD_LIBRARY_PATH\nexport LD_LIBRARY_PATH=/x$LD_LIBRARY_PATH\n'
        + RUN,
        "export LD_PRELOAD=$LD_PRELOAD:/x/liby.so.1\n" + RUN,
        "echo LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH\n" + RUN,
    ],
)
def test_no_empty_element(script: str) -> None:
    assert [one for one in found(SH + script) if "LP302" in one] == []


@pytest.mark.parametrize(
    ("script", "fixed"),
    [
        ("LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH", "LD_LIBRARY_PATH=/x${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"),
        ('LD_LIBRARY_PATH="$LD_LIBRARY_PATH:/x"', 'LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/x"'),
        ('LD_LIBRARY_PATH=/x:"${LD_LIBRARY_PATH}"', 'LD_LIBRARY_PATH=/x"${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"'),
        ("LD_LIBRARY_PATH=/x:${LD_LIBRARY_PATH:-}", "LD_LIBRARY_PATH=/x${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"),
        ("LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH:/y", "LD_LIBRARY_PATH=/x${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}:/y"),
        (
            "LD_LIBRARY_PATH=/x:${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}",
            "LD_LIBRARY_PATH=/x${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}",
        ),
    ],
)
def test_the_fix_brings_its_own_colon(script: str, fixed: str) -> None:
    text = f"{SH}export {script}\n{RUN}"
    repository = MemoryRepository({BIN: text})
    (finding,) = check([(BIN, repository, BIN)], Settings(selected(("LP302",), ()), {})).report.findings
    ((fix,),) = [finding.fixes]
    (edit,) = fix.edits
    after = text[: edit.place.start] + edit.replacement + text[edit.place.end :]
    assert after == f"{SH}export {fixed}\n{RUN}"
    assert found(after) == []


@pytest.mark.parametrize(
    ("first", "rest", "expected"),
    [
        ("#!/bin/bash -eu", "export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH", ["LP307:2"]),
        ("#!/bin/bash -xeuo pipefail", "export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH", ["LP307:2"]),
        ("set -o nounset", 'LD_LIBRARY_PATH="$LD_LIBRARY_PATH:/x" make', ["LP307:2"]),
        ("set -u", "p() { export LD_LIBRARY_PATH=$1:$LD_LIBRARY_PATH; }; p /x", ["LP307:2"]),
        ("set -u", "bash -uc 'export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH'", ["LP307:2"]),
        ("set -eu", 'export LD_PRELOAD="$LD_PRELOAD /x/liby.so.1"', ["LP307:2"]),
        ("set -u; set +u", "export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH", []),
        ("set -u", "export LD_LIBRARY_PATH=/x${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}", []),
        ("set -u", 'if [ -n "${LD_LIBRARY_PATH:-}" ]; then export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH; fi', []),
        ("set -u; LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-/y}", "export LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH", []),
    ],
)
def test_unset_under_set_u(first: str, rest: str, expected: list[str]) -> None:
    assert [one for one in found(f"{first}\n{rest}\nmake\n", "build.sh") if "LP307" in one] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (f"d=$(dirname $0)\nexport LD_LIBRARY_PATH=./lib\nexec $d/x {'$@'}\n", ["LP303:2"]),
        ('d=$(dirname $0)\nLD_LIBRARY_PATH=lib "$d/x" "$@"\n', ["LP303:2"]),
        ('for p in lib ../y; do\nLP=$LP:$p; done\nexport LD_LIBRARY_PATH=/x${LP}\nexec /x/y "$@"\n', []),
        ('add() { export LD_LIBRARY_PATH=$1:/y; }\nadd ./z\nexec /x/y "$@"\n', ["LP303:2"]),
        ('cd "$(dirname "$0")"\nexport LD_LIBRARY_PATH=./lib\nexec /x/y "$@"\n', []),
        ('export LD_LIBRARY_PATH=$(dirname "$0")/lib\nexec /x/y "$@"\n', []),
        ("LD_LIBRARY_PATH=./lib ./prog\n", []),
        ("export LD_PRELOAD=libx.so.1\nexec /x/y\n", []),
        ("export LD_PRELOAD=./libx.so.1\nexec /x/y\n", ["LP303:1"]),
        ("gcc -o x x.c -Wl,-rpath -Wl,../lib\n", ["LP303:1"]),
        ('export LDFLAGS="$LDFLAGS -Wl,-rpath=lib"\nmake\n', ["LP303:1"]),
        ("patchelf --set-rpath '$ORIGIN/../lib' x\n", []),
    ],
)
def test_relative(script: str, expected: list[str]) -> None:
    assert [one for one in found(script) if "LP303" in one] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("LD_LIBRARY_PATH=/x\n/x/prog\n", ["LP304:1"]),
        ("for d in a b; do\n  LD_LIBRARY_PATH=$d:/x\ndone\nmake check\n", ["LP304:2"]),
        ("cat > r <<'E'\n#!/bin/bash\nLD_LIBRARY_PATH=/x\n/x/prog\nE\n", ["LP304:3"]),
        ("if [ -x /x/prog ]; then\n  LD_LIBRARY_PATH=/x\n  exec /x/prog\nelse\n  echo none\nfi\n", ["LP304:2"]),
        ("if [ -x /x/prog ]; then\n  LD_LIBRARY_PATH=/x\n  echo ok\nelse\n  ./make-it\nfi\n", []),
        ("LD_LIBRARY_PATH=/x\nexport LD_LIBRARY_PATH\n/x/prog\n", []),
        ("LD_LIBRARY_PATH=/x\nenv LD_LIBRARY_PATH=$LD_LIBRARY_PATH /x/prog\n", []),
        ("LD_LIBRARY_PATH=/x\nfor d in ${LD_LIBRARY_PATH//:/ }; do ls $d; done\n", []),
        ("declare -x LD_LIBRARY_PATH\nLD_LIBRARY_PATH=/x\n/x/prog\n", []),
    ],
)
def test_unexported(script: str, expected: list[str]) -> None:
    assert [one for one in found(script) if "LP304" in one] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("export LD_LIBRARY_PATH=/a\nexport LD_LIBRARY_PATH=/b\nexec x\n", ["LP305:2"]),
        ("LD_LIBRARY_PATH=/a\n# more\nFOO=1\nLD_LIBRARY_PATH=/b\nexport LD_LIBRARY_PATH\nexec x\n", ["LP305:4"]),
        ("export LD_LIBRARY_PATH=/a\nexport LD_LIBRARY_PATH=/b:$LD_LIBRARY_PATH\nexec x\n", []),
        ("export LD_LIBRARY_PATH=/a\nif [ -d /b ]; then\n  export LD_LIBRARY_PATH=/b\nfi\nexec x\n", []),
        ("export LD_LIBRARY_PATH=/a\n./x\nexport LD_LIBRARY_PATH=/b\nexec y\n", []),
        ("unset LD_LIBRARY_PATH\nexec x\n", []),
    ],
)
def test_overwritten(script: str, expected: list[str]) -> None:
    assert [one for one in found(script) if "LP305" in one] == expected


def test_a_file_for_a_shell_that_keeps_one_list_and_loses_another() -> None:
    script = 'export PATH="$X/bin:$PATH"\nexport LD_LIBRARY_PATH="$X/lib"\n'
    assert found(script, "setenv.sh") == ["LP305:2"]
    assert found(script.replace(":$PATH", ""), "setenv.sh") == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('h=$(dirname "$0")\nexport LD_LIBRARY_PATH=/usr/lib:$h/lib\nexec $h/x\n', ["LP306:2"]),
        ('s=$(readlink -f "$0"); h=${s%/*}\nexport LD_LIBRARY_PATH="/lib64:${h}/lib"\nexec $h/x\n', ["LP306:2"]),
        ("cat > r <<\\E\n#!/bin/sh\nLD_LIBRARY_PATH=/usr/lib:${0%/*}/lib exec /x/p\nE\n", ["LP306:3"]),
        ('h=$(dirname "$0")\nexport LD_LIBRARY_PATH=$h/lib:/usr/lib\nexec $h/x\n', []),
        ("export LD_LIBRARY_PATH=/usr/lib:$CUDA_HOME/lib\nexec x\n", []),
    ],
)
def test_bundled_last(script: str, expected: list[str]) -> None:
    assert [one for one in found(script) if "LP306" in one] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('l="$(libs)"\nexport LD_LIBRARY_PATH="$l$LD_LIBRARY_PATH"\n', ["LP308:2"]),
        ("export LD_LIBRARY_PATH=/x$LD_LIBRARY_PATH\n", ["LP308:1"]),
        ("add() { export LD_LIBRARY_PATH=$1$LD_LIBRARY_PATH; }\nadd /x\n", ["LP308:1"]),
        ("cat > r <<'E'\n#!/bin/sh\nexport LD_LIBRARY_PATH=$LD_LIBRARY_PATH/x\nexec p\nE\n", ["LP308:3"]),
        ("export LD_LIBRARY_PATH='/x /y'\n", ["LP308:1"]),
        ('export LD_LIBRARY_PATH="~/x"\n', ["LP308:1"]),
        ("export LD_LIBRARY_PATH=/x:$PATH\n", ["LP308:1"]),
        ("export LD_LIBRARY_PATH = /x\n", ["LP308:1"]),
        ("export LD_LIBRARY_PATH= /x/lib\n", ["LP308:1"]),
        # A colon is missing between two folders.
        ("export LD_LIBRARY_PATH=$A/lib$A/lib64\n", ["LP308:1"]),
        ('export LD_LIBRARY_PATH="$A/lib$B/lib:$B/bin"\n', ["LP308:1"]),
        ("B=/opt/b\nexport LD_LIBRARY_PATH=$A/lib$B/lib\n", ["LP308:2"]),
        ("export LD_LIBRARY_PATH=/opt/a/lib/opt/a/lib64\n", ["LP308:1"]),
        ("export LD_LIBRARY_PATH=/a/lib64/a/lib\n", ["LP308:1"]),
        ("export LD_LIBRARY_PATH=$A$A/lib\n", ["LP308:1"]),
        ('export LD_LIBRARY_PATH="$A/lib/x86_64-linux-gnu$B/lib:$B/x"\n', ["LP308:1"]),
        ('export LD_LIBRARY_PATH="$(path_of x)/lib$(path_of y)/lib"\n', ["LP308:1"]),
        ('export LD_LIBRARY_PATH="$(path_of x)/lib$(uname -m)"\n', []),
        ("export LD_LIBRARY_PATH=$A/lib $LD_LIBRARY_PATH\n", ["LP308:1"]),
        ("export LD_LIBRARY_PATH=$LD_LIBRARY_PATH /opt/x/lib\n", ["LP308:1"]),
        ("export LD_LIBRARY_PATH=$A/lib PATH\n", []),
        ("cat > r <<E\n#!/bin/sh\nexport LD_LIBRARY_PATH=\\$H/lib\\$H/lib64\nexec p\nE\n", ["LP308:3"]),
        ("export LD_LIBRARY_PATH=$A/lib$BITS:/x/$BITS\n", []),
        ("export LD_LIBRARY_PATH=$A/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n", []),
        ("BITS=/amd64\nexport LD_LIBRARY_PATH=$A/lib$BITS\n", []),
        ("export LD_LIBRARY_PATH=/usr/x/usr/lib\n", []),
        # Another variable than the loader's.
        ("export LD_LIBRARY_PATH=/x:$LIBRARY_PATH\n", ["LP308:1"]),
        # An element that has lost its beginning, and folders of /tmp by another name than the script's.
        ('h=$(dirname "$0")\nLD_LIBRARY_PATH=$h/lib:/../usr/lib "$h/prog"\n', ["LP308:2"]),
        ("export LD_LIBRARY_PATH=$x/../lib\n", []),
        ("mkdir /tmp/toolkit.AppDir\nexport LD_LIBRARY_PATH=/tmp/tool.AppDir/lib\n", ["LP308:2"]),
        ("mkdir /tmp/toolkit.AppDir /tmp/tool.AppDir\nexport LD_LIBRARY_PATH=/tmp/tool.AppDir/lib\n", []),
        ("LIBRARY_PATH=/y\nexport LD_LIBRARY_PATH=/x:$LIBRARY_PATH\n", []),
        ("export LD_LIBRARY_PATH=$LIBRARY_PATH\n", []),
        (
            '[ "$LD_LIBRARY_PATH" ] && LD_LIBRARY_PATH=:$LD_LIBRARY_PATH\nexport LD_LIBRARY_PATH=/x$LD_LIBRARY_PATH\n',
            [],
        ),
        ("LD_LIBRARY_PATH= /x/prog\n", []),
        ("cat > x.py <<E\nLD_LIBRARY_PATH = x\nE\n", []),
        ("export LD_LIBRARY_PATH=~/x:~/y\n", []),
        ("export LD_LIBRARY_PATH=/x${LD_LIBRARY_PATH:+:}${LD_LIBRARY_PATH}\n", []),
        ("a=; [ -d /y ] && a=/y:\nexport LD_LIBRARY_PATH=${a}/x\n", []),
    ],
)
def test_malformed(script: str, expected: list[str]) -> None:
    assert [one for one in found(script, "build.sh") if "LP308" in one] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("$CXX -Wl,-rpath $OUT/lib -o $OUT/x x.cc\n", ["LP309:1"]),
        ("find . -type f -exec patchelf --set-rpath $OUT/lib {} \\;\n", ["LP309:1"]),
        ("for f in a b; do\n patchelf --set-rpath $PWD/lib $f\ndone\n", ["LP309:2"]),
        ('t=$(mktemp -d)\nls *.so | xargs chrpath -r "$t/lib"\n', ["LP309:2"]),
        ("bash -c 'patchelf --set-rpath /home/me/x f'\n", ["LP309:1"]),
        ("cat > r <<E\n#!/bin/sh\nexport LD_LIBRARY_PATH=/home/me/x\nexec /x/p\nE\n", ["LP309:3"]),
        ('cat > r <<\\E\n#!/bin/sh\nh=${0%/*}\nLD_LIBRARY_PATH=/opt/jdk/lib:$h exec "$h/p"\nE\n', ["LP309:4"]),
        ("patchelf --set-rpath /opt/x/lib x\n", []),
        ("make LDFLAGS=-Wl,-rpath,$PREFIX/lib\n", []),
        ("gcc -Wl,-rpath,$PWD/lib -o tests/x x.c && tests/x\n", []),
    ],
)
def test_build_path(script: str, expected: list[str]) -> None:
    assert [one for one in found(script, "build.sh") if "LP309" in one] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('patchelf --set-rpath "$ORIGIN/lib" x\n', ["LP310:1"]),
        ('set_rpath() {\n  patchelf --set-rpath "$2" $1\n}\nset_rpath x "$ORIGIN/lib"\n', ["LP310:4"]),
        ('find . -exec chrpath -r "${ORIGIN}/../lib" {} +\n', ["LP310:1"]),
        ('export LDFLAGS="-Wl,-rpath,$ORIGIN/lib"\n./configure\n', ["LP310:1"]),
        ("gcc -Wl,-rpath,$(ORIGIN)/lib -o x x.c\n", ["LP310:1"]),
        ('gcc -Wl,-rpath,"$$ORIGIN/lib" -o x x.c\n', ["LP310:1"]),
        ('cat > r <<\\E\n#!/bin/sh\nLD_LIBRARY_PATH="$ORIGIN/lib" exec /x/p\nE\n', ["LP310:3"]),
        ("make LDFLAGS='-Wl,-rpath,$ORIGIN'\n", ["LP310:1"]),
        # The token is misspelt.
        ("patchelf --set-rpath 'ORIGIN/../lib' x\n", ["LP310:1"]),
        ("patchelf --set-rpath '$ORIGIN:ORIGIN/../lib' x\n", ["LP310:1"]),
        ('chrpath -r "\\$ORGIN" x\n', ["LP310:1"]),
        ('patchelf --set-rpath "$Origin/lib" x\n', ["LP310:1"]),
        ("gcc -Wl,-rpath,ORIGIN/lib -o x x.c\n", ["LP310:1"]),
        ("here=ORIGIN\npatchelf --set-rpath $here/lib x\n", ["LP310:2"]),
        ("set_runpath() { for f in $1/*; do fix $2; done; }\nset_runpath bin 'ORIGIN/lib'\n", ["LP310:2"]),
        ("gcc -Wl,-rpath,'$ORIGIN/lib' -Wl,-z,origin -o x x.c\n", []),
        ('ORGIN=/x\npatchelf --set-rpath "$ORGIN/lib" x\n', []),
        ("# rpath ORIGIN/lib\necho rpath: ORIGIN\ncp ORIGIN out/\n", []),
        ("make LDFLAGS='-Wl,-rpath,\\$$ORIGIN'\n", []),
        ("cmake -DCMAKE_INSTALL_RPATH='$ORIGIN/../lib' ..\n", []),
        ("patchelf --set-rpath \\$ORIGIN:'$ORIGIN/x' x\n", []),
        ("ORIGIN='$ORIGIN'; patchelf --set-rpath $ORIGIN/lib x\n", []),
    ],
)
def test_origin(script: str, expected: list[str]) -> None:
    assert [one for one in found(script, "build.sh") if "LP310" in one] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("patchelf --set-rpath --force-rpath '$ORIGIN' x\n", ["LP311:1"]),
        ("fix() {\n  patchelf --set-rpath $*\n}\nfix --force-rpath '$ORIGIN' x\n", ["LP311:4"]),
        ("find . -exec patchelf --set-rpath --force-rpath '$ORIGIN' {} \\;\n", ["LP311:1"]),
        ("args=(--set-rpath --force-rpath)\npatchelf ${args[@]} '$ORIGIN' x\n", ["LP311:1"]),
        ("patchelf --force-rpath --set-rpath '$ORIGIN' x\n", []),
    ],
)
def test_patchelf(script: str, expected: list[str]) -> None:
    assert [one for one in found(script, "build.sh") if "LP311" in one] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("cat > r <<E\n#!/bin/sh\nexport LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH\nexec /x/p\nE\n", ["LP312:3"]),
        ('echo "#!/bin/sh\nh=\\$(dirname \\$0)\nLD_LIBRARY_PATH=$JVM:\\$h \\$h/p" > r\n', ["LP312:3"]),
        ('for f in a b; do\necho "#!/bin/sh\nd=\\${0%/*}\nLD_LIBRARY_PATH=$L \\$d/$f" > $OUT/$f\ndone\n', ["LP312:4"]),
        ('w() {\n cat > $1 <<E\n#!/bin/sh\nLD_LIBRARY_PATH=/x exec /x/p "$@"\nE\n}\nw r\n', ["LP312:4"]),
        ('cat > r <<E\n#!/bin/sh\nLD_LIBRARY_PATH=$(dirname "$0")/lib exec /x/p\nE\n', ["LP312:3"]),
        ("cat > r <<'E'\n#!/bin/sh\nLD_LIBRARY_PATH=$(dirname \"$0\")/l exec /x/p $@\nE\n", []),
        ("cat > r <<E\n#!/bin/sh\nexport LD_LIBRARY_PATH=$prefix/lib\nexec $prefix/bin/p\nE\n", []),
    ],
)
def test_expanded_while_written(script: str, expected: list[str]) -> None:
    assert [one for one in found(script, "build.sh") if "LP312" in one] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('LD_PRELOAD=/usr/lib/libjemalloc.so.2 exec x "$@"\n', ["LP313:1"]),
        ('lib=/usr/lib64/libjemalloc.so.2\nexport LD_PRELOAD=$lib\nexec x "$@"\n', ["LP313:2"]),
        ('start() { LD_PRELOAD="$1" "$2"; }\nstart /usr/lib/libjemalloc.so.2 "$@"\n', ["LP313:1"]),
        ('l=/usr/lib/liba.so.2\nif [ -e $l ]; then export LD_PRELOAD=$l; fi\nexec x "$@"\n', []),
        ('export LD_PRELOAD=libjemalloc.so.2\nexec x "$@"\n', []),
        ('export LD_PRELOAD=$(dirname $0)/libjemalloc.so.2\nexec x "$@"\n', []),
    ],
)
def test_preload(script: str, expected: list[str]) -> None:
    assert [one for one in found(script) if "LP313" in one] == expected


PACK = "copy() { cp -Lrv $*; }\nmkdir -p $pack/lib\ncopy ./run.sh $pack/\ncopy out/liba.so.1 out/libb.so.2 $pack/lib/\n"
LAUNCHER = '#!/bin/bash\nROOT=$(cd "$(dirname "$0")" && pwd)\nexport LD_LIBRARY_PATH=$ROOT/out/lib\n$ROOT/bin/server\n'


def test_a_launcher_that_is_packed_beside_libraries() -> None:
    good = LAUNCHER.replace("$ROOT/out", "$ROOT/lib:$ROOT/out")
    # From the packer's side, and from the launcher's.
    assert found(PACK, "pack_tools.sh", run=LAUNCHER) == ["run.sh:LP301:3"]
    assert found(LAUNCHER, "run.sh", pack_tools=PACK) == ["LP301:3"]
    assert found(PACK, "pack_tools.sh", run=good) == []
    assert found(good, "run.sh", pack_tools=PACK) == []


@pytest.mark.parametrize(
    "script",
    [
        PACK + "patchelf --set-rpath '$ORIGIN/../lib' $pack/bin/server\n",
        PACK.replace("$pack/lib", "$pack/plugins"),
        PACK.replace("copy ./run.sh $pack/\n", ""),
    ],
)
def test_a_launcher_that_needs_no_library_path(script: str) -> None:
    assert found(script, "pack_tools.sh", run=LAUNCHER) == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("cp a.so.1 $OUT/lib/\npatchelf --set-rpath '$ORIGIN/../lib' $OUT/x\n", ["LP301:2"]),
        ("cp a.so.1 o/lib/\nfor f in x y; do\n chrpath -r '$ORIGIN/lib' o/bin/$f; done\n", ["LP301:3"]),
        ("r() { patchelf --set-rpath \"$1\" $2; }\ncp a.so.1 $D/lib/\nr '$ORIGIN/../../lib' $D/bin/x\n", ["LP301:3"]),
        ("cp a.so.1 $OUT/lib/\npatchelf --set-rpath '$ORIGIN/lib' $OUT/x\n", []),
        ("cp a.so.1 $D/lib/\npatchelf --set-rpath '$ORIGIN/../lib' $D/bin/x $D/sbin/y\n", []),
        ("cp a.so.1 $D/lib/\npatchelf --set-rpath '$ORIGIN/../lib' $D/x\nmv $D/x $D/bin/\n", []),
        ("cp a.so.1 $D/lib/\npatchelf --set-rpath '$ORIGIN' $D/lib/a.so.1\n", []),
        ("cp a.so.1 $D/lib/\nfind bin -type f -exec patchelf --set-rpath '$ORIGIN/../lib' {} +\n", []),
    ],
)
def test_an_rpath_that_misses_the_libraries_by_a_level(script: str, expected: list[str]) -> None:
    assert found(script, "build.sh") == expected


def test_each_rule_is_there_once() -> None:
    codes = [module.RULE.code for module in MODULES if module.RULE.code.startswith("LP3")]
    assert codes == [f"LP3{number:02}" for number in range(1, len(codes) + 1)]


PIECES = [
    *("LD_LIBRARY_PATH=", "export ", "LD_PRELOAD=", "DYLD_LIBRARY_PATH+=", "patchelf --set-rpath ", "gcc -Wl,-rpath,"),
    *("$LD_LIBRARY_PATH", "${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}", "${LD_LIBRARY_PATH:-}", "$ORIGIN", "$(pwd)", "$0"),
    *(":", ";", " ", "\n", '"', "'", "\\", "/x/lib", "./lib", "~", "$1", "${a[@]}", "`", "$(", ")", "{", "}", "\\$"),
    *(
        "cat > r <<E\n#!/bin/sh\n",
        "\nE\n",
        "f() { ",
        "; }\nf ",
        "if [ -n ",
        " ]; then ",
        "; fi\n",
        "exec ",
        "$@",
        "=",
        "#",
    ),
]


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_text_is_too_odd(pieces: list[str]) -> None:
    """`found` fails where a rule does."""
    found("".join(pieces), notes=True)


@pytest.mark.parametrize(
    ("script", "path", "expected"),
    [
        ('LD_PRELOAD=$tool "$@"\n', "wrap.sh", ["LP305:1"]),
        ('command="$@"\nLD_PRELOAD=$tool FOO=1 eval "$command"\n', "wrap.sh", ["LP305:2"]),
        ('LD_PRELOAD=$LD_PRELOAD:$tool "$@"\n', "wrap.sh", []),
        ('LD_PRELOAD=$tool "$here/bin/server" "$@"\n', "wrap.sh", []),
        ('here=$(dirname "${BASH_SOURCE[0]}")\nexport LD_LIBRARY_PATH=$here\n', "build/linux/setenv.sh", ["LP305:2"]),
    ],
)
def test_what_the_callers_own_programs_lose(script: str, path: str, expected: list[str]) -> None:
    assert [one for one in found(script, path) if "LP305" in one] == expected


def test_the_old_value_that_is_expanded_too_early_is_said_first() -> None:
    """LP312: the file is read by another shell later on, and so has to extend the list that is there then."""
    start = "root=$(pwd)/inst\n"
    line = 'echo "export LD_LIBRARY_PATH=$root/lib\\${LD_LIBRARY_PATH:+":${LD_LIBRARY_PATH}"}" > env.sh\n'
    assert "LP312:2" in found(start + line, "make.sh")
    late = line.replace('":${', '":\\${')
    assert "LP312:2" not in found(start + late, "make.sh")
    default = 'cat > "$1/profile.d/x.sh" <<E\nexport LD_LIBRARY_PATH=/app/lib:${LD_LIBRARY_PATH:-/usr/local/lib}\nE\n'
    assert "LP312:2" in found(default, "compile")
    dump = 'echo "export LD_LIBRARY_PATH=$LD_LIBRARY_PATH" > env.sh\n'
    assert found(dump, "make.sh") == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("$ORIGIN/../libs", "$ORIGIN/../lib"),
        ("$ORIGIN/../IO.bundle/Libraries", "$ORIGIN/../Plugins/N/IO.bundle/Libraries"),
    ],
)
def test_an_rpath_to_a_folder_that_nothing_is_put_into(wrong: str, right: str) -> None:
    script = (
        "set -e\nmkdir -p out/bin out/lib\ncp -d build/liba.so.1 build/libb.so.2 out/lib/\ncp build/tool out/bin/\n"
        "mkdir -p out/Plugins/N\ncp -a build/IO.bundle out/Plugins/N/\npatchelf --set-rpath '{}' out/bin/tool\n"
    )
    assert found(script.format(wrong)) == ["LP301:7"]
    assert found(script.format(right)) == []


def test_a_test_for_the_old_value_that_is_the_wrong_way_round() -> None:
    script = (
        "if {}; then\n  LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\nelse\n  LD_LIBRARY_PATH=/opt/x/lib\nfi\n"
        'export LD_LIBRARY_PATH\nexec java "$@"\n'
    )
    for wrong in ('[ ! -n "$LD_LIBRARY_PATH" ]', '[ -z "$LD_LIBRARY_PATH" ]', "[[ -z $LD_LIBRARY_PATH ]]"):
        assert "LP305:1" in found(script.format(wrong)), wrong
    for right in ('[ -n "$LD_LIBRARY_PATH" ]', '[ ! -z "$LD_LIBRARY_PATH" ]'):
        assert found(script.format(right)) == [], right


def test_the_callers_directory_before_the_script_goes_to_its_own() -> None:
    start = 'LD_LIBRARY_PATH="$(pwd)/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\nexport LD_LIBRARY_PATH\n'
    assert found(start + 'cd "$(dirname "$0")"/..\nexec bin/server\n') == ["LP303:1"]
    assert found('here=$(dirname "$0")\n' + start + 'cd "$here"\nexec bin/server\n') == ["LP303:2"]
    assert found('cd "$(dirname "$0")"/..\n' + start + "exec bin/server\n") == []
    assert found(start + "exec bin/server\n") == []


def test_a_script_that_asks_where_it_is_installed_goes_on() -> None:
    script = (
        '# This script must be sourced.\nX=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")")\n'
        'if [[ $X != *"/opt/vendor/x" ]]; then return 1; fi\nexport LD_LIBRARY_PATH=$X/lib:$LD_LIBRARY_PATH\n'
    )
    assert found(script, "src/tools/setup.sh") == ["LP302:4"]


def test_an_rpath_outside_of_all_that_the_script_makes_is_looked_at_to_its_end() -> None:
    script = "set -e\nmkdir -p out/lib\ncp -d build/liba.so.1 out/lib/\npatchelf --set-rpath '$ORIGIN/../x/y' {}\n"
    for file in ("/out/tool", "/opt/a/b/tool", "tool", "$OUT/tool"):
        assert found(script.format(file)) == []


def test_a_file_for_a_shell_that_exports_nothing() -> None:
    """LP304: nothing is started in it, but by who reads it."""
    script = "deps=$HOME/deps\nLD_LIBRARY_PATH=$deps/lib:$deps/lib64\necho done\n"
    assert found(script, "scripts/setenv-build.sh") == ["LP304:2"]
    assert found(script.replace("LD_", "export LD_"), "scripts/setenv-build.sh", notes=True) == ["LP305:2"]
    assert found(script, "scripts/library.sh") == []
    service = "HOME=/storage\nLD_LIBRARY_PATH=/usr/lib:/usr/lib/pulseaudio\n"
    assert found(service, "scripts/es_env.sh") == [], "systemd reads it, and exports what it has"


@pytest.mark.parametrize("start", ["`pwd`", "$(pwd)", "$PWD", '$(dirname "$0")'])
def test_a_slash_that_is_missing_before_the_dots(start: str) -> None:
    assert "LP308:1" in found(f"LD_LIBRARY_PATH={start}./lib ./prog\n", "build.sh")
    assert "LP308:1" in found(f"LD_LIBRARY_PATH={start}../lib ./prog\n", "build.sh")
    assert "LP308:1" not in found(f"LD_LIBRARY_PATH={start}/../lib ./prog\n", "build.sh")


def test_a_line_that_is_commented_out_exports_nothing() -> None:
    """LP304."""
    script = "#LD_LIBRARY_PATH=/opt/old:$LD_LIBRARY_PATH\n#export LD_LIBRARY_PATH\nLD_LIBRARY_PATH=/opt/x/lib\n./prog\n"
    assert found(script) == ["LP304:3"]


def test_what_an_apprun_searches_above_its_own_image() -> None:
    lines = (
        'HERE=$(dirname "$0")\nexport PATH=$HERE/usr/bin:$PATH\nexport LD_LIBRARY_PATH=$HERE/../extra/lib\nexec prog\n'
    )
    assert "LP308:3" in found(lines, "app/AppRun")
    assert not any("LP308" in one for one in found(lines, "bin/start"))


@pytest.mark.parametrize(
    ("script", "path"),
    [
        ("sudo ln -s a b\nexport LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\n/usr/bin/X &\nread\n", "entry.sh"),
        ("gcc -o a a.c\nmake\nexport LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\necho done\n", "deps.sh"),
    ],
)
def test_an_empty_element_where_nothing_is_built_or_only_above(script: str, path: str) -> None:
    assert any("LP302" in one for one in found(script, path))
    built = script.replace("read\n", "make\n").replace("echo done\n", "make check\n")
    assert not any("LP302" in one for one in found(built, path))


@pytest.mark.parametrize("path", ["examples/provider/PathBuilderDemo.sh", "samples/run_demo.sh", "demo/show"])
def test_an_empty_element_in_an_example(path: str) -> None:
    script = "cd ./out\nexport LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/opt/x/lib\njava -jar demo.jar\n"
    assert any("LP302" in one for one in found(script, path))
    assert not any("LP302" in one for one in found("make\n" + script, path))
    assert not any("LP302" in one for one in found(script, path.rpartition("/")[0] + "/tests/build.sh"))


def test_packages_that_are_unpacked_into_a_tree_of_which_one_folder_is_searched() -> None:
    lines = 'for deb in "$1"/*.deb; do\n  dpkg -x "$deb" "$2/.apt/"\ndone\nexport LD_LIBRARY_PATH=$2/.apt/usr/lib\n'
    assert "LP301:4" in found(lines, "fetch.sh")
    for right in (
        lines.replace("usr/lib\n", "usr/lib:$2/.apt/usr/lib/x86_64-linux-gnu\n"),
        lines.replace('"$deb"', "tool_1.0_amd64.deb"),
        lines.replace("LIBRARY_PATH=$2/.apt", "LIBRARY_PATH=$2/own"),
    ):
        assert "LP301:4" not in found(right, "fetch.sh")
