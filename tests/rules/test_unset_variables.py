"""LP115: variables that nothing sets, told by a nearly equal name, by the loader's names, or by what runs a recipe."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import warned

SET = "PACK_DIR=$PWD/build\n"
# A variable that nothing sets, and what the finding underlines.
WRONG = {
    "a letter that is missing": (f'{SET}cp "$PCK_DIR/lib/libz.so.1" out/\n', "$PCK_DIR"),
    "a letter twice": (f'{SET}cp "${{PACCK_DIR}}/lib/libz.so.1" out/\n', "${PACCK_DIR}"),
    "two that are swapped": (f'{SET}mv "$PACK_DRI/lib/libz.so.1" out/\n', "$PACK_DRI"),
    "another letter": (f'{SET}ln -s "$PAVK_DIR/lib/libz.so.1" out/\n', "$PAVK_DIR"),
    "a line between words that is lost": (f"{SET}tar czf out.tgz $PACKDIR/lib\n", "$PACKDIR"),
    "in an RPATH": (f"{SET}patchelf --set-rpath $PACK_DRI/lib prog\n", "$PACK_DRI"),
    "in the loader's path": (f"{SET}export LD_LIBRARY_PATH=$PCK_DIR/lib\nmake\n", "$PCK_DIR"),
    "in a list": (f"{SET}libs=($PCK_DIR/libz.so.1)\ncp ${{libs[@]}} out/\n", "$PCK_DIR"),
    "in a variable": (f"{SET}lib=$PCK_DIR/lib\ncp $lib/libz.so.1 out/\n", "$PCK_DIR"),
    "in a function": (f"{SET}put() {{ cp $PCK_DIR/lib/libz.so.1 $1; }}\nput out/\n", "$PCK_DIR"),
    "a copy that is not understood": (f"{SET}cp $(cat list) $PCK_DIR/lib\n", "$PCK_DIR"),
    "in a launcher": (
        "cat > run <<'E'\n#!/bin/sh\nLIB_DIR=/x/lib\nexport LD_LIBRARY_PATH=$LIB_DRI\nexec /x/prog\nE\n",
        "$LIB_DRI",
    ),
    "a file that was not read": (
        "THEIR_LIBRARIES=x\n. /etc/x\ncp $THEIR_LIBARIES/a.so out/\n",
        "$THEIR_LIBARIES",
    ),
    "below it lies what lies below another": (
        "MGDIR=/opt/x\nexport LD_LIBRARY_PATH=$MGDIR/web/php:${MGDR}/web/lib\nmake\n",
        "${MGDR}",
    ),
    "in the place of another in the list beside": (
        "A=/opt/a\nB_DIR=/opt/b\nPATH=$A/bin:$B_DIR/bin:$PATH\nexport LD_LIBRARY_PATH=$A/lib:$B_BIN/lib\n",
        "$B_BIN",
    ),
    "in a file that is written": (
        "MGDIR=/opt/x\ncat > envvars <<E\nexport LD_LIBRARY_PATH=$MGDIR/web/php:$MGDR/web/lib\nE\n",
        "$MGDR",
    ),
    "another word": (
        "ROOT=$1\nexport LD_LIBRARY_PATH=$BUNDLE/usr/lib/viewer\ntool $ROOT/usr/lib/viewer/libv.so\n",
        "$BUNDLE",
    ),
    "in capitals": ("for i in $libdir/a.so $libdir/b.so; do put $i; done\ncp $LIBDIR/libnss*.so out/\n", "$LIBDIR"),
    "a slash inside the braces": ('ls "$ROOT/prog"\nldd "${ROOT/prog}" | grep libz\n', "${ROOT/prog}"),
    "four letters of which two are swapped": ("pack=$PWD/out\n. /etc/x\ncp libz.so.1 ${pakc}/lib/\n", "${pakc}"),
    "beside the right one": (f'{SET}cp "$PACK_DRI/libz.so.1" "$PACK_DIR/lib/"\n', "$PACK_DRI"),
    "a function that others call": (f"{SET}put() {{ cp $PACK_DRI/libz.so.1 out/; }}\n", "$PACK_DRI"),
    "the process number": ("put() {\n  out=$1\n  cp libz.so.1 $$out/lib\n}\nput x\n", "$$out"),
    "the process number and braces": ('out=$1\ncp libz.so.1 "$${out}/lib"\n', "$${out}"),
    "the loader's, with a letter behind it": ("export LD_LIBRARY_PATH=/x/lib:$LD_LIBRARY_PATHa\n", "LD_LIBRARY_PATHa"),
    "with a folder behind it": ("LD_LIBRARY_PATH=${LD_LIBRARY_PATHlib}:/x make\n", "LD_LIBRARY_PATHlib"),
    "the other one of the loader's": ("LD_PRELOAD=/x/liba.so:$LD_PRELOADs make\n", "LD_PRELOADs"),
    "one that the caller gives": (
        "cp $SERVER_DIR/x/a.so $SERVER_DIR/b.so\ncp c.so $SERVER_DIR/x/\ncp $SERVER_DIR/d/a.so $SERVEDIR/x/\n",
        "$SERVEDIR",
    ),
    "the loader's, read": ("export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIRARY_PATH\nmake\n", "LD_LIRARY_PATH"),
    "the loader's, with two letters swapped at its end": (
        "export LD_LIBRARY_PAHT=/opt/x/lib\nmake\n",
        "LD_LIBRARY_PAHT",
    ),
    "the loader's, given a value": ("export LD_LIBRAY_PATH=/opt/x/lib\nmake\n", "LD_LIBRAY_PATH"),
    "the loader's, for one command": ("env LD_PRELAOD=/opt/x/lib/liba.so make\n", "LD_PRELAOD"),
    "the loader's, cut short": ("export LD_LIBRARY_PATH=${LD_LIBRARY_PAT%:}\nmake\n", "LD_LIBRARY_PAT"),
    "that of macOS": ("export DYLD_LIBRARYPATH=/opt/x/lib\nmake\n", "DYLD_LIBRARYPATH"),
}
RIGHT = {
    "it is set": f"{SET}PACKDIR=x\ncp $PACKDIR/libz.so.1 out/\n",
    "a loop sets it": f"{SET}for PACKDIR in a b; do cp $PACKDIR/libz.so.1 out/; done\n",
    "it is read": f"{SET}read -r PACKDIR < x\ncp $PACKDIR/libz.so.1 out/\n",
    "printf sets it": f"{SET}printf -v PACKDIR x\ncp $PACKDIR/libz.so.1 out/\n",
    "it has a default": f"{SET}cp ${{PACKDIR:-b}}/libz.so.1 out/\n",
    "it has a default elsewhere": f"{SET}: ${{PACKDIR:=b}}\ncp $PACKDIR/libz.so.1 out/\n",
    "the script asks whether there is one": f'{SET}if [ -n "$PACKDIR" ]; then cp $PACKDIR/libz.so.1 out/; fi\n',
    "a comment speaks of it": f"# PACKDIR: where it was built\n{SET}cp $PACKDIR/libz.so.1 out/\n",
    "a function's own": f"{SET}put() {{ local PACKDIR=$1; cp $PACKDIR/libz.so.1 out/; }}\nput x\n",
    "a file that was not read": f"{SET}. /etc/x\ncp $PACKDIR/libz.so.1 out/\n",
    "a function that others call": f"{SET}put() {{ cp $PACKDIR/libz.so.1 out/; }}\n",
    "a common folder": "ROOT=$1\nexport LD_LIBRARY_PATH=$BUNDLE/usr/lib\ntool $ROOT/usr/lib/libv.so\n",
    "a word that is taken out": 'ls "$ROOT/prog"\nldd "${ROOT/prog/}" "${ROOT/a/b}" "${VERSION/rc}"\n',
    "read more than once": "for i in $libdir/a.so $libdir/b.so; do put $i; done\ncp $LIBDIR/x.so $LIBDIR/y.so out/\n",
    "a number": "GCC_DIR10=x\ncp $GCC_DIR11/libz.so.1 out/\n",
    "a plural": "LIBRARY=x\ncp $LIBRARYS/libz.so.1 out/\n",
    "another first letter": "SYSROOT=x\nTOPDIR=y\ncp $POPDIR/libz.so.1 out/\n",
    "beside each other": f'{SET}cp "$PACK_DIR/libz.so.1" "$PACKDIR/"\n',
    "the environment's": "PRE_FIX=x\ncp $PREFIX/libz.so.1 out/\n",
    "no copy": f'{SET}echo "$PCK_DIR"\n',
    "a short name": "LIB=x\ncp $LBI/libz.so.1 out/\n",
    "the process number": 'tmp=$1\ncp libz.so.1 /tmp/lib.$$x\neval "cp libz.so.1 \\$$tmp"\n',
    "another function": f"{SET}put() {{ cp $PACKDIR/libz.so.1 out/; }}\n",
    "a list of one's own": "LD_LIBRARY_PATH2=/x\nOLD_LIBRARY_PATH=$LD_LIBRARY_PATH\necho $OLD_LIBRARY_PATH\n",
    "lists of one's own": "LD_LIBRARY_PATHS=/x\nLD_PRELOADS=y\nexport MY_LD_LIBRARY_PATH=/z\n",
    "a variable with a letter behind the loader's": "LD_LIBRARY_PATHa=/x\nLD_LIBRARY_PATH=$LD_LIBRARY_PATHa make\n",
    "two that the caller gives": "cp $SERVER_DIR/x/a.so $SERVER_DIR/x\ncp $SERVER_DIR/x/b.so $SERVICE_DIR/x\n",
    "two that differ by a number": "cp $DIR1/x/a.so $DIR1/x/b.so\ncp $DIR1/x/c.so $DIR2/x\n",
    "a comment on the loader": "# not LD_LIBARY_PATH\nmake\n",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_nothing_sets_is_seen(name: str) -> None:
    script, underlined = WRONG[name]
    assert [text for _, text in warned("LP115", script)] == [underlined]


@pytest.mark.parametrize("name", RIGHT)
def test_what_may_have_a_value_is_left_alone(name: str) -> None:
    assert warned("LP115", RIGHT[name]) == []


def in_recipe(text: str) -> list[str]:
    repository = MemoryRepository({"x/PKGBUILD": text})
    outcome = check([("x/PKGBUILD", repository, "x/PKGBUILD")], Settings(selected(("LP115",), ()), {}))
    return [finding.place.text for finding in outcome.report.findings if finding.place is not None]


def test_a_recipe_reads_what_neither_it_nor_makepkg_sets() -> None:
    recipe = 'pkgname=x\npkgver=1\npackage() {{\n  ln -s "libx-{}.so" "$pkgdir/usr/lib/libx.so"\n}}\n'
    assert in_recipe(recipe.format("${_majorver}")) == ["${_majorver}"]
    assert in_recipe(recipe.format("$pkgver")) == []
    assert in_recipe("_majorver=1\n" + recipe.format("${_majorver}")) == []
    assert in_recipe("eval $(setup)\n" + recipe.format("${_majorver}")) == []


@pytest.mark.parametrize(
    ("script", "underlined"),
    [
        ("OUT=dist\ncp libz.so.1 $OUTlib/\n", "$OUTlib"),
        ("OUT=dist\ncp libz.so.1 $OUT_lib/\n", "$OUT_lib"),
        ("name=z\nversion=1\ncp lib$name_$version.so out/\n", "$name_"),
        ("here=/opt/x\nexport LD_LIBRARY_PATH=$herelib\n$here/bin/prog\n", "$herelib"),
        ("BASE_DIR=/opt/x\nexport LD_LIBRARY_PATH=$BASE_DIRlib\n$BASE_DIR/bin/prog\n", "$BASE_DIRlib"),
    ],
)
def test_a_name_that_runs_on(script: str, underlined: str) -> None:
    found = warned("LP115", script)
    assert [text for _, text in found] == [underlined]


@pytest.mark.parametrize(
    "script",
    [
        "LIB=a\ncp libz.so.1 $LIB_DIR/\n",
        "OUT=dist\ncp libz.so.1 ${OUTlib}/\n",
        "OUT=dist\nOUTlib=$OUT/lib\ncp libz.so.1 $OUTlib/\n",
        "OUT=dist\n. ./settings\ncp libz.so.1 $OUTlib/\n",
        "here=/opt/x\ncp libz.so.1 $hereby/\n",
    ],
)
def test_a_name_of_its_own(script: str) -> None:
    assert warned("LP115", script) == []
