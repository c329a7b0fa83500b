"""LP101, LP143 and LP305 for what tar, wget, patchelf, sed, systemd and modulefiles make of a line."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

PACK = "set -e\ncp deps/libssl.so.1.1 out/lib/\n"
MODULE = '#!/bin/bash\nset -e\nmake install\ncat > "$MODULE" <<EOF\n#%Module1.0\n{}\nEOF\n'
UNIT = '#!/bin/bash\nP=/opt/x\n{{\n  echo [Service]\n  echo "Environment=LD_LIBRARY_PATH=$P/lib"\n{}}} > x.service\n'
LAUNCHER = '#!/bin/sh\n{}\nLD_LIBRARY_PATH=$ROOT/lib exec "$ROOT/libexec/x"\n'
SED = "#!/bin/sh\n{}\ncp libz.so.1 out/lib/\nsed {} x.in > out/x\n"

WRONG = [
    ("LP101", PACK + "tar -czf x.tgz --transform 's/\\.so\\..*/.so/' out\n"),
    ("LP101", PACK + 'tar -czf x.tgz --transform "s,^,x/,;s/\\.so\\.[0-9.]*\\$/.so/" out\n'),
    ("LP101", PACK + "tar -czf x.tgz --xform='s|\\.so\\.[0-9]*|.so|' out\n"),
    ("LP101", PACK + 'wget -q "$URL/libzen.so.0" -O "out/lib/libzen.so"\n'),
    ("LP101", PACK + "curl -sL https://x.example/libzen.so.0.1 -o out/lib/libzen.so\n"),
    ("LP101", PACK + "patchelf --replace-needed libssl.so.10 libssl.so out/bin/x\n"),
    ("LP101", PACK + "for l in ssl; do patchelf --replace-needed lib$l.so.10 lib$l.so out/bin/x; done\n"),
    ("LP305", MODULE.format("prepend-path PATH /opt/x/bin\nsetenv LD_LIBRARY_PATH /opt/x/lib")),
    ("LP305", MODULE.format("setenv LD_LIBRARY_PATH \\$ROOT/lib\nappend-path MANPATH \\$ROOT/man")),
    ("LP305", UNIT.format('  echo "Environment=LD_LIBRARY_PATH=$P/lib/gpu"\n')),
    ("LP305", UNIT.format('  if [ "$1" ]; then\n    echo "Environment=LD_LIBRARY_PATH=$P/gpu"\n  fi\n')),
    ("LP143", SED.format("libdir=/usr/lib/x", '"s/@LIBDIR@/$libdir/g"')),
    ("LP143", SED.format('libdir=; : "${libdir:=$prefix/lib}"', '-e "s/@L@/${libdir}/"')),
    ("LP143", SED.format("libdir=$1\nlibdir=${libdir:-x}\nlibdir=/opt/x", '-i "s/^dir=.*/dir=$libdir/"')),
    ("LP143", LAUNCHER.format("SELF=$0\nROOT=${SELF%/bin}")),
    ("LP143", LAUNCHER.format('me=$(readlink -f "$0")\nROOT="${me%/bin}"')),
    ("LP143", LAUNCHER.format("me=${BASH_SOURCE[0]}\nROOT=${me%%/bin}")),
]
RIGHT = [
    ("LP101", PACK + "tar -czf x.tgz --transform 's,^,x/,' out\n"),
    ("LP101", PACK + 'wget -q "$URL/libzen.so.0" -O "out/lib/libzen.so.0"\n'),
    ("LP101", PACK + 'wget "$URL/libzen.so.0" -O lib/libzen.so\nln -s libzen.so lib/libzen.so.0\n'),
    ("LP101", PACK + "patchelf --replace-needed libssl.so.10 libssl.so.1.1 out/bin/x\n"),
    ("LP305", MODULE.format("prepend-path PATH /opt/x/bin\nprepend-path LD_LIBRARY_PATH /opt/x/lib")),
    ("LP305", MODULE.format("prepend-path PATH /x/bin\nsetenv LD_LIBRARY_PATH /x/lib:\\$env(LD_LIBRARY_PATH)")),
    ("LP305", UNIT.format('  echo "Environment=LD_PRELOAD=$P/lib/libx.so"\n')),
    ("LP305", UNIT.format('  echo "[Service]"\n  echo "Environment=LD_LIBRARY_PATH=$P/lib/gpu"\n')),
    ("LP143", SED.format("libdir=/usr/lib/x", '"s|@LIBDIR@|$libdir|g"')),
    ("LP143", SED.format("version=1.2", '"s/@VERSION@/$version/g"')),
    ("LP143", SED.format("libdir='\\/usr\\/lib'", '"s/@LIBDIR@/$libdir/g"')),
    ("LP143", SED.format("libdir=/usr/lib\nlibdir=$(escape $libdir)", '"s/@LIBDIR@/$libdir/g"')),
    ("LP143", SED.format("libdir=/usr/lib", '"s/@LIBDIR@/${libdir//\\//\\\\/}/g"')),
    ("LP143", LAUNCHER.format("SELF=$0\nROOT=${SELF%/bin/*}")),
    ("LP143", LAUNCHER.format('SELF=$(dirname "$0")\nROOT=${SELF%/bin}')),
    ("LP143", LAUNCHER.format("SELF=$0\nSELF=${SELF%/*}\nROOT=${SELF%/bin}")),
    ("LP143", LAUNCHER.format('d=$(dirname "$0")\nSELF=$0\nSELF=$d\nROOT=${SELF%/bin}')),
]


@pytest.mark.parametrize(("code", "script"), WRONG)
def test_what_its_reader_makes_of_it_is_reported(code: str, script: str) -> None:
    assert len(warned(code, script)) == 1


@pytest.mark.parametrize(("code", "script"), RIGHT)
def test_what_its_reader_takes_as_it_is_meant_is_left_alone(code: str, script: str) -> None:
    assert warned(code, script) == []
