"""LP113 for branches by the word size that take the libraries of the other one."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said, warned

CASE = 'case "$ARCH" in\n  {}) cp -fv {} out/ ;;\n  {}) cp -fv {} out/ ;;\nesac\n'
IF = "if {}; then\n  cp -L {}/libz.so.1 out/\nelse\n  cp -L {}/libz.so.1 out/\nfi\n"
LOADERS = ("/lib64/ld-linux-*.so.*", "/lib/ld-linux-*.so.*")

CROSSED = {
    "case": CASE.format("32", LOADERS[0], "64", LOADERS[1]),
    "with letters": CASE.format("32bit", LOADERS[0], "64bit", LOADERS[1]),
    "of options": CASE.format("-m32", LOADERS[0], "-m64", LOADERS[1]),
    "machines": CASE.format("i[3-6]86", LOADERS[0], "x86_64|amd64", LOADERS[1]),
    "the other way round": CASE.format("64", LOADERS[1], "32", LOADERS[0]),
    "whatever is left": CASE.format("64", LOADERS[1], "*", LOADERS[0]),
    "if": IF.format('[ "$bits" = 32 ]', "/usr/lib64", "/usr/lib"),
    "not": IF.format('[[ "$bits" != 64 ]]', "/usr/lib64", "/usr/lib"),
    "a number": IF.format("[ $(getconf LONG_BIT) -eq 64 ]", "/usr/lib", "/usr/lib64"),
    "a list": "[ $bits = 32 ] && dir=lib64 || dir=lib\ncp deps/$dir/libz.so.1 out/\n",
    "values": "if [ $W == 32 ]; then\n  D=/usr/lib64\nelse\n  D=/usr/lib32\nfi\ncp $D/libz.so.1 out/\n",
    "a function": 'put() {\n  cp "$@" out/\n}\n'
    + CASE.replace("cp -fv", "put").format("32", LOADERS[0], "64", LOADERS[1]),
    "a loop": CASE.replace("cp -fv {} out/", "for f in {}; do cp $f o; done").format(
        "32", LOADERS[0], "64", LOADERS[1]
    ),
    "where they go": CASE.format("32", "build/libz.so.1 $R/usr/lib64/", "64", "build/libz.so.1 $R/usr/lib/"),
    "behind a message": CASE.replace("cp -fv", "echo copy; cp").format("32", LOADERS[0], "64", LOADERS[1]),
    "over two lines": CASE.format("32", "\\\n /lib64/libz.so.1", "64", "\\\n /lib/libz.so.1"),
    "other names": CASE.format("32", "/lib64/ld-linux-x86-64.so.2", "64", "/lib/ld-linux.so.2"),
    "32-bit alone": "if [ $ARCH = i386 ]; then cp /usr/lib64/libz.so.1 out/; fi\n",
    "in one branch": CASE.format("32", "/lib64/libz.so.1", "64", "deps/libz.so.1"),
}
RIGHT = {
    "as they are": CASE.format("32", LOADERS[1], "64", LOADERS[0]),
    "lib for both": CASE.format("32", LOADERS[1], "64", LOADERS[1]),
    "lib64 for both": CASE.format("32", LOADERS[0], "64", LOADERS[0]),
    "if": IF.format('[ "$bits" = 64 ]', "/usr/lib64", "/usr/lib"),
    "not": IF.format('[ "$bits" != 32 ]', "/usr/lib64", "/usr/lib"),
    "another machine": "# not on aarch64\n" + IF.format('[ "$ARCH" = x86_64 ]', "/usr/lib", "/usr/lib64"),
    "a family": IF.format('[ "$ARCH" = x86 ]', "/usr/lib64", "/usr/lib"),
    "of Debian": CASE.format("32", "/lib/i386-linux-gnu/libz.so.1", "64", "/lib/libz.so.1"),
    "both in one": CASE.format("32", "/lib64/libz.so.1 out64/\n cp /lib/libz.so.1", "64", "/lib/libz.so.1"),
    "removed": "case $A in 32) rm -rf $R/lib64/libz.so.1 ;; 64) rm -rf $R/lib/libz.so.1 ;; esac\n",
    "told": 'case $A in 32) echo "cp /lib64/libz.so" ;; 64) echo "cp /lib/libz.so" ;; esac\n',
    "of a build": "if [ $ARCH = i386 ]; then cp deps/lib64/libz.so.1 out/; fi\n",
    "no word size": CASE.format("32", "/lib64/libz.so.1", "48", "x/libz.so.1").replace("$ARCH", "$count"),
    "on a 64-bit machine": "if [ $BITS = 32 ]; then gcc -m32 x.c; cp /lib64/libz.so.1 out/; fi\n",
    "other prefixes": CASE.format("32", "/lib64/liba.so.1", "64", "deps/lib/libz.so.1"),
}


@pytest.mark.parametrize("script", CROSSED.values(), ids=CROSSED.keys())
def test_crossed(script: str) -> None:
    (one,) = [one for one in said("LP113", f"set -e\n{script}") if one.level == "warning"]
    assert "for 32-bit" in one.message
    assert "lib64" in one.text


@pytest.mark.parametrize("script", RIGHT.values(), ids=RIGHT.keys())
def test_right(script: str) -> None:
    assert warned("LP113", f"set -e\n{script}") == []
