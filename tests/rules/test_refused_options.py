"""LP319 for options that the link editor never gets and an RPATH to `lib/lib`, LP143 for scripts that sed refuses."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

SET = "patchelf --set-rpath '$ORIGIN/../lib'"
LINK = "#!/bin/bash\n{}\n"

WRONG = [
    ("LP319", "gcc -o x x.o -WL,-rpath,/opt/x/lib", "-WL"),
    ("LP319", 'LIBS="-wl,-soname,libx.so.1 -lx"', "-wl"),
    ("LP319", "export LDFLAGS=-Wl-rpath,/opt/x/lib", "-Wl-rpath"),
    ("LP319", "make LDFLAGS=-Wl,rpath,/opt/x/lib", "-Wl,rpath"),
    ("LP319", "g++ -o x x.o -Wl, -rpath,/opt/x/lib", "-Wl, -rpath"),
    ("LP319", 'LDFLAGS="-Wl,-rpath, $X/lib"', "-Wl,-rpath, "),
    ("LP319", "LDFLAGS+=' -Wl,-z,now,-rapth,/opt/x/lib'", "rapth"),
    ("LP319", './configure LDFLAGS="-rpath,/opt/x/lib"', "-rpath,"),
    ("LP319", "x86_64-linux-gnu-gcc-12 -o x x.o -rpath /opt/x/lib", "-rpath "),
    ("LP319", 'MY_CC=cc\nMY_LD="eval $MY_CC"\nSO_FLAGS="-rpath $LIB/ -lx"', "-rpath "),
    ("LP319", f"find $D/lib/dri -maxdepth 1 -name 'lib*' -exec {SET} {{}} ';'", "'$ORIGIN/../lib'"),
    ("LP319", f'for f in out/lib64/gtk/*.so; do\n  {SET.replace("/lib", "/lib64")} "$f"\ndone', "'$ORIGIN/../lib64'"),
    ("LP319", f"mend() {{ {SET} $1; }}\nmend pkg/lib/x/libx.so", "'$ORIGIN/../lib'"),
    ("LP143", "sed -i '/^LDFLAGS/$/ -Wl,-rpath,/opt/x/lib' Makefile", "'/^LDFLAGS/$/ -Wl,-rpath,/opt/x/lib'"),
    ("LP143", "find . | xargs sed -i 's/-lfoo/-L/usr/lib -lfoo/'", "'s/-lfoo/-L/usr/lib -lfoo/'"),
    ("LP143", 'mend() {\n  sudo sed -e "s,/usr/lib,/opt/lib" "$1"\n}\nmend x.pc', '"s,/usr/lib,/opt/lib"'),
    ("LP143", "for f in *.pc; do sed -i '/libdir/' $f; done", "'/libdir/'"),
]
RIGHT = [
    ("LP319", "gcc -W -Wall -o x x.o -Wl,-rpath,/opt/x/lib -Wl,-rpath-link,/x -Wl,-soname,libx.so.1 -Wl,-R/opt"),
    ("LP319", "libtool --mode=link gcc -o libx.la -rpath /opt/x/lib x.lo"),
    ("LP319", 'LDFLAGS="-rpath $libdir" ./configure'),
    ("LP319", "ghc -optl-Wl,-rpath,/opt/x/lib x.hs"),
    ("LP319", "ld -rpath /opt/x/lib -o x x.o\ngcc -o x x.o -Xlinker -rpath -Xlinker /opt/x/lib"),
    ("LP319", "sed -i 's|-rpath,/usr/lib||' Makefile"),
    ("LP319", f"mkdir -p out/lib/lib\n{SET} out/lib/dri/libx.so"),
    ("LP319", f"{SET} out/bin/x\npatchelf --set-rpath '$ORIGIN/..' out/lib/dri/libx.so"),
    ("LP319", f"{SET} out/lib/x/libx.so\ncp out/lib/x/libx.so /opt/x/plugins/"),
    ("LP143", "sed -n '/libfoo/p;/libbar/,$d' x\nsed '/libx/I!s,a,b,g; s/x/y/ p' x\nsed '/lib/{s/a/b/}' x"),
    ("LP143", "sed 's/lib[/a]/x/' x\nsed 's#libfoo#a/b/c#w out' x\nsed 's/[[:alnum:]/]lib/x/' x"),
    ("LP143", "sed -e 's/libfoo/'\"$x\"'/' -e 's/\\/usr\\/lib/x/' x\nsed \"s/libfoo/$x/\" x"),
    ("LP143", "sed -i '' 's/libfoo/b/' x\nsed -i.bak 's/lib/b/;\ns/libb/c/' x"),
]


@pytest.mark.parametrize(("code", "line", "text"), WRONG)
def test_what_is_refused_is_reported(code: str, line: str, text: str) -> None:
    assert [one for _, one in warned(code, LINK.format(line))] == [text]


@pytest.mark.parametrize(("code", "line"), RIGHT)
def test_what_is_taken_is_not(code: str, line: str) -> None:
    assert warned(code, LINK.format(line)) == []
