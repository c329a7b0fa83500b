"""LP103 for a lost SONAME, LP113 for a lost slash or one word size, LP124 for loaders, neighbours and other systems."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

SH = "#!/bin/bash\n{}\n"
KNOWN = "libssh2 libcurl libmbedtls libmbedx509"

WRONG = [
    ("LP113", "if [ ! -f /lib/liba.so ]; then\n  ln $I/liba.so lib/liba.so\nfi", "lib/liba.so"),
    ("LP113", '[ -e "/usr/lib/liba.so.1" ] || cp liba.so.1 "usr/lib/liba.so.1"', "usr/lib/liba.so.1"),
    ("LP113", "for l in x y; do test -f /opt/lib/$l.so || install $l.so opt/lib/$l.so; done", "opt/lib/$l.so"),
    ("LP113", "[ -f third/lib/liba.so ] && cp /third/lib/liba.so out/", "/third/lib/liba.so"),
    ("LP124", "cp /lib/ld-linux-aarch64.so.2 out/lib/", "ld-linux-aarch64.so.2"),
    ("LP124", "patchelf --set-interpreter /lib64/ld-linux-x86_64.so.2 out/x", "ld-linux-x86_64.so.2"),
    ("LP124", 'exec "$here/lib/ld-musl-arm64.so.1" "$here/x"', "ld-musl-arm64.so.1"),
    ("LP124", 'cp "/lib64/ld-linux-$(uname -m).so.2" out/lib/', "ld-linux-$(uname -m).so.2"),
    ("LP124", "m=$(uname -m)\ncp /lib64/ld-linux-${m}.so.2 out/lib/", "ld-linux-${m}.so.2"),
    ("LP124", f"rm $P/lib/{{{KNOWN.replace(' ', '.so,')}.so,libmedcrypto.so}}", "libmedcrypto.so"),
    ("LP124", f"cd $P\ncp {KNOWN.replace(' ', '.so.1 ')}.so.1 libmebdcrypto.so.7 out/", "libmebdcrypto.so"),
]
SIZE = 'if [ "$(uname -m)" = x86_64 ]; then\n  S={}64\nelse\n  S={}\nfi\n'
WRONG += [
    ("LP113", SIZE.format("", '""') + "cp -a $T/usr/lib64/liba.so.* $U/usr/lib$S", "lib64"),
    ("LP113", SIZE.format("lib", "lib") + 'for l in a b; do\n  install "b/lib64/$l.so" "$R/$S/"\ndone', "lib64"),
    ("LP113", SIZE.format("", "") + "ln -s /opt/x/lib${S}/liba.so $R/usr/lib64/liba.so", "lib64"),
]
ON = "if [ $(uname) = Darwin ]; then\n  X={0}dylib\nelse\n  X={0}so\nfi\n"
ALL = "cp b/liba.$X b/libb.$X out/\n"
WRONG += [
    ("LP124", ON.format("*.") + "if [ $# -eq 0 ]; then\n  cp *.so out/\nelse\n  cp $X out/\nfi", "*.so"),
    ("LP124", ON.format("liba.") + "cp b/$X out/\nfor d in x y; do\n  cp b/liba.so $d/\ndone", "liba.so"),
    ("LP124", ON.format("") + ALL + "cp b/libc.so out/", "libc.so"),
    ("LP124", ON.format(".") + 'cp "b/liba$X" "b/libb${X}" out/\ninstall "b/libc.so" out/', "libc.so"),
]
MOVE = "mv $P/lib/liba.so.3 $P/lib/liba"
WRONG += [
    ("LP103", MOVE, MOVE),
    ("LP103", "mv liba-2.0.so.0 liba-2.0", "mv liba-2.0.so.0 liba-2.0"),
    ("LP103", "cd b\nmv -f ld-linux-armhf.so.3 ./ld-linux-armhf", "mv -f ld-linux-armhf.so.3 ./ld-linux-armhf"),
]
RIGHT = [
    ("LP103", MOVE + "\nln -s liba $P/lib/liba.so.3"),
    ("LP103", "mkdir -p $P/lib/liba\n" + MOVE),
    ("LP103", MOVE.replace("mv", "cp")),
    ("LP103", MOVE + "/\ncp libb.so.1 $P/lib/liba/"),
    ("LP124", ON.format("") + ALL + "if [ $(uname) = Linux ]; then\n  cp b/libc.so out/\nfi"),
    ("LP124", ON.format("") + ALL + 'if [ "$X" = so ]; then\n  cp b/libc.so out/\nelse\n  cp b/libc.dylib out/\nfi'),
    ("LP124", ON.format("") + "cp b/liba.$X out/\ncp b/libc.so out/"),
    ("LP124", ON.format("*.") + "cp $X out/\ncp b/libc.so out/"),
    ("LP113", SIZE.format("", "") + "cp b/lib$S/liba.so $U/lib$S/\ncp b/lib64/libb.so $U/lib64/"),
    ("LP113", SIZE.format("", "") + 'if [ "$S" ]; then\n  cp b/lib64/liba.so $U/lib$S/\nfi'),
    ("LP113", "S=64\ncp b/lib64/liba.so $U/lib$S/"),
    ("LP113", "cd /\n[ -f /lib/liba.so ] || ln $I/liba.so lib/liba.so"),
    ("LP113", "[ -f /usr/lib/liba.so ] && cp /usr/lib/liba.so usr/lib/liba.so"),
    ("LP113", "[ -f third/lib/liba.so ] && cp third/lib/liba.so /third/lib/liba.so"),
    ("LP113", "[ -f /lib/liba.so ] || ln -s liba.so.1 $DESTDIR/lib/liba.so"),
    (
        "LP124",
        "cp /lib64/ld-linux-x86-64.so.2 /lib/ld-linux.so.2 /lib/ld-linux-armhf.so.3 /lib/ld-musl-riscv64.so.1 out/",
    ),
    ("LP124", "ln -s ld-linux-aarch64.so.1 out/lib/ld-linux-arm64.so.1\ncp /lib/libz.so.1 out/"),
    ("LP124", "m=$(uname -m)\nm=${m/_/-}\nm=$(echo $m | tr _ -)\ncp /lib64/ld-linux-$m.so.2 out/lib/"),
    ("LP124", f"rm $P/lib/{{{KNOWN.replace(' ', '.so,')}.so,libmbedcrypto.so}}"),
    ("LP124", f"rm $P/lib/{{{KNOWN.replace(' ', '.so,')}.so,libmyown.so}}"),
]


ARMS = "case $d in\n a) l=--library=/usr/lib64/liba.so.0 ;;\n b) l={}/liba.so.0 ;;\nesac\ntool $l"
WRONG += [
    ("LP113", ARMS.format("--library=usr/lib"), "usr/lib/liba.so.0"),
    ("LP113", "tool --lib /usr/lib/liba.so.0\ntool --lib usr/lib64/liba.so.0", "usr/lib64/liba.so.0"),
]


@pytest.mark.parametrize(("code", "script", "text"), WRONG)
def test_a_slip_in_a_path_is_reported(code: str, script: str, text: str) -> None:
    assert [one for _, one in warned(code, SH.format(script))] == [text]


@pytest.mark.parametrize(("code", "script"), RIGHT)
def test_a_path_that_may_be_meant_is_not(code: str, script: str) -> None:
    assert warned(code, SH.format(script)) == []
