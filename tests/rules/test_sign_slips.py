"""Slips that lose or double a sign: of a variable, of a library's ending, of an option, of a test, of a line's end."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

WRONG = {
    "LP106 a dot before the number": ("[ -f lib/libfoo.so2 ] && ls\n", "libfoo.so2"),
    "LP106 a dot before so": ('ls "$d"/libfooso.2 x.so\n', "libfooso.2"),
    "LP106 a comma": ("ls libfoo,so.2 x.so\n", "libfoo,so.2"),
    "LP106 a zero": ("ls libfoo.s0 x.so\n", "libfoo.s0"),
    "LP106 two letters swapped": ("ls libfoo.os.2 x.so\n", "libfoo.os.2"),
    "LP106 so twice, and a pattern": ("cp -a /usr/lib/libfoo.so.so.6* out/\n", "libfoo.so.so"),
    "LP106 so twice in a search": ("x=$(ldconfig -p | grep libfoo.so.so.1)\n", "libfoo.so.so"),
    "LP106 a dot that stayed in a test": ('if [ -f "$d/libfoo.so." ]; then ls; fi\n', "libfoo.so."),
    "LP106 a slash": ("ls libfoo/so.2 x.so\n", "libfoo/so.2"),
    "LP106 a name from a variable": ("ls ${libname}.so2 x.so\n", "${libname}.so2"),
    "LP115 no opening brace": ('d=x\ncp "$d}/libx.so" out/\n', "$d}"),
    "LP115 no opening brace in a test": ('[ -f "$HOME}/.x/libx.so" ] || exit 1\n', "$HOME}"),
    "LP115 two closing braces": ('d=x\nls "${d}}/libx.so"\n', "${d}}"),
    "LP115 a blank behind the brace": ("d=x\nls ${ d}/libx.so\n", "${ d}"),
    "LP115 no dollar": ("dir=x\nls $dir {dir}/libx.so\n", "{dir}"),
    "LP115 no equals sign": ("p=/x\nexport LD_LIBRARY_PATH$p/lib\n", "LD_LIBRARY_PATH$p/lib"),
    "LP115 no equals sign before quotes": ('export LD_LIBRARY_PATH"/x/lib"\n', 'LD_LIBRARY_PATH"/x/lib"'),
    "LP115 set under another name": ("BUILD_RIOT=x\nls $BUILD_ROOT/libx.so\nls $BUILD_ROOT/lib\n", "BUILD_RIOT"),
    "LP115 a loop's variable": ('for fILE in *.so; do strip "$FILE"; ls "$FILE"; done\n', "fILE"),
    "LP115 read once": ("PROJ_NAME=x\nls $PROJ_NAME/lib\ncd $PROJ_NAME\nb=$(libs $POJ_NAME)\n", "$POJ_NAME"),
    "LP129 an option without its dash": ("ln sf libx.so.1 out/libx.so\n", "sf"),
    "LP129 the second option": ("cp -v a libx.so.1 out/\n", "a"),
    "LP129 a command twice": ("cp cp libx.so.1 out/\n", "cp"),
    "LP133 an option on a line": ("patchelf --force-rpath\n  --set-rpath /x prog\n", "patchelf --force-rpath"),
    "LP139 a library is no folder": ("if [ -d libx.so.1 ]; then ls; fi\n", "libx.so.1"),
    "LP139 nor in double brackets": ("[[ -d $d/libx.so ]] || exit\n", "$d/libx.so"),
    "LP139 a folder is no file": ('[ -f "$d/lib/" ] || exit\n', '"$d/lib/"'),
    "LP139 no dash": ("[ ! f libx.so ] || exit\n", "! f libx.so"),
    "LP139 one word": ('[ -f"$d/libx.so" ] || exit\n', '-f"$d/libx.so"'),
    "LP139 no blank behind the bracket": ("[-f libx.so ] || exit\n", "[-f"),
    "LP139 no end": ("if [ -f libx.so ; then ls; fi\n", "[ -f libx.so"),
    "LP139 no end before another test": ("[ -n x && -f libx.so ] || exit\n", "[ -n x"),
    "LP139 words as numbers": ('[ "$n" -eq "libx" ] || ls x.so\n', '"libx"'),
}
RIGHT = [
    "LP106 ls {libfoo,so}.1 libx.so.1,liby.so.2 libso.so.1 lib/so.1 libfoo.o x.so\n",
    "LP106 # libfoo.so2\ntr x libfoo.so, libz.so\n",
    "LP115 awk \"{ print $x}\" libx.so; f() { echo $x; }; j='{'\n",
    'LP115 x="{\\"a\\": $y}"; ls libx.so "{$y}" "{ $y}" \'{\'\n',
    "LP115 name=x; ls *.so | xargs -I{name} cp {name} out/; sed 's/{name}/lib/' x > y; echo {name} $name\n",
    "LP115 d=x; export d libx_$d; ls $d/libx.so; find . -name '*.so' -exec ls {} +; ls '{'\n",
    "LP115 SYSTEM_LIB=x\nSYSTEM_LIBS=y\nexport BUILD_RIOT=x\nls $BUILD_ROOT/libx.so $BUILD_ROOT/a\n",
    "LP115 PLAT=$(uname)\nprintf 'A=%s\\nQT_PLAT=%s\\n' $A $QT_PLAT >> libx.so.txt; ls $QT_PLAT/lib\n",
    "LP129 cp a b out/libs\nln -sf libx.so.1 libx.so\ncp -a libx.so.1 out/\ninstall libx.so a\n",
    "LP133 case $1 in\n  --libdir) ls;;\n  -L/x) ls ;;\nesac\ncmake \\\n  -DX_LIBRARY=/x\ncat <<E\nx\n-Wl,-rpath\nE\n",
    'LP139 [ -d lib ] && [ -f libx.so ] && [ ! -f libx.so ] && [ "$n" -eq 1 ] && [[ $n -eq libx ]]\n',
    "LP139 [ d = libx.so ] || [ \\\n  -f libx.so \\\n] || test d\n",
]


@pytest.mark.parametrize("name", WRONG)
def test_a_sign_too_few_or_too_many_is_seen(name: str) -> None:
    script, underlined = WRONG[name]
    assert [text for _, text in warned(name[:5], script)] == [underlined]


@pytest.mark.parametrize("script", RIGHT)
def test_what_looks_like_it_is_left_alone(script: str) -> None:
    assert warned(script[:5], script[6:]) == []
