"""LP113 for folders in which a library is surely not, or not found; LP109 for lists of folders that are searched."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

MADE = "cd $PREFIX\nmkdir -p lib\ncd $SRC/client\ncp libfoo.so.1 {}\n"
FIRST = 'for d in {}; do\n  if [ -f "$d/liblua.so.5" ]; then\n    lua=$d\n    {}\n  fi\ndone\n'
I386, X86, ARM, MIPS = (f"/usr/lib/{m}-linux-gnu" for m in ("i386", "x86_64", "arm", "mipsel"))
DIR = "case $m in x86_64) libdir=lib64 ;; *) libdir=lib ;; esac\na=$libdir/liba.so\nb=$libdir/libb.so\n"
FOLDERS = {
    "from the system's programs": ("cp /usr/bin/plugin.so out/lib/", "plugin.so"),
    "in one branch": ("if done_before x; then :; else cp /usr/bin/plugin.so out/; fi", "plugin.so"),
    "at the root of a package": ("cp libfoo.so.1 files/\ndpkg -b files foo.deb", "libfoo.so.1"),
    "by another way": (
        "out=$(pwd)/files\ncd src\ncp libfoo.so $out\ncd ..\ndpkg-deb -b files x.deb",
        "libfoo.so",
    ),
    "a literal lib": (DIR + "c=lib/libc3.so\n", "lib/libc3.so"),
    "among the headers": ("mv b/*.h $O/ghc-libs/\nmv b/*.so* $O/ghc-includes/\n", "b/*.so*"),
    "into include": ('install -m 755 b/libx.so.1 "$O/include/"\n', "b/libx.so.1"),
    "in a loop": ("for f in liba.so libb.so; do cp $f out/headers; done\n", "$f"),
    "made for nothing": (MADE.format("../../lib/"), "libfoo.so.1"),
}
RIGHT = {
    "what the script put there": "cp build/plugin.so /usr/bin/plugin.so\ncp /usr/bin/plugin.so out/lib/",
    "asked for": "if [ -e /usr/bin/plugin.so ]; then cp /usr/bin/plugin.so out/; fi",
    "in a folder of the package": "cp libfoo.so.1 files/usr/lib/\ndpkg -b files foo.deb",
    "an archive to unpack anywhere": "cp libfoo.so.1 files/\ntar -czf foo.tar.gz -C files .",
    "the 32-bit one too": DIR + 'c=$libdir/libc3.so\n[ $m = x86_64 ] && c="$c lib/libc3.so"\n',
    "the variable is always lib64": "libdir=lib64\na=$libdir/liba.so\nb=$libdir/libb.so\nc=lib/libc3.so\n",
    "a folder below the headers": "cp b/libx.so.1 $O/include/plugins/\n",
    "headers": "cp b/x.h $O/include/\ncp b/libx.so.1 $O/lib/\n",
    "made and filled": MADE.format("../../lib/") + "cp libbar.so.2 $PREFIX/lib/\n",
    "above on purpose": "cd $SRC/client\nmkdir -p ../../lib\ncp libfoo.so.1 ../../lib/\n",
}
SEARCHED = {
    "i386 first": (FIRST.format(f"/usr/lib {I386} {X86}", "break"), I386),
    "by a list": (f'dirs="{I386} {X86}"\n' + FIRST.format("$dirs", "break"), I386),
    "no aarch64": (FIRST.format(f"{X86} {ARM}eabihf {MIPS}", "break"), f"{ARM}eabihf"),
}
SOUND = {
    "x86_64 first": FIRST.format(f"/usr/lib {X86} {I386}", "break"),
    "all are taken": FIRST.format(f"{I386} {X86}", 'cp "$d/liblua.so.5" out/'),
    "aarch64 is there": FIRST.format(f"{X86} /usr/lib/aarch64-linux-gnu {ARM}eabihf {MIPS}", "break"),
    "one kind of machine": FIRST.format(f"{X86} /usr/lib/i386-linux-gnu", "break"),
}


@pytest.mark.parametrize(("script", "text"), FOLDERS.values(), ids=FOLDERS.keys())
def test_wrong_folder(script: str, text: str) -> None:
    assert [found for _, found in warned("LP113", script)] == [text]


@pytest.mark.parametrize("script", RIGHT.values(), ids=RIGHT.keys())
def test_right_folder(script: str) -> None:
    assert warned("LP113", script) == []


@pytest.mark.parametrize(("script", "text"), SEARCHED.values(), ids=SEARCHED.keys())
def test_searched_for_the_wrong_machine(script: str, text: str) -> None:
    assert [found for _, found in warned("LP109", script)] == [text]


@pytest.mark.parametrize("script", SOUND.values(), ids=SOUND.keys())
def test_searched_rightly(script: str) -> None:
    assert warned("LP109", script) == []
