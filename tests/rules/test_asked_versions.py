"""LP104 where one step asks for a version and another one has it; LP110 beside a pattern that goes on."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

REPORTED = {
    "a test and what depends on it": (
        'if [ -e "$dir/libfoo.so.7" ]; then\n  nm "$dir/libfoo.so.6" > log\nfi',
        "libfoo.so.6",
    ),
    "a test with another condition": (
        "if [ ! -f out/x ] && [ -f /opt/l/libfoo.so.1 ]; then\n  cp /opt/l/libfoo.so.2 out/x\nfi",
        "libfoo.so.2",
    ),
    "a link made where another was looked for": (
        'if [ ! -e "./libfoo.so.0" ]; then ln -sf libfoo.so libfoo.so.1; fi',
        "libfoo.so.1",
    ),
    "a test without if": ("[ -e lib/libfoo.so.7 ] && install lib/libfoo.so.6 out/", "libfoo.so.6"),
    "the test is the odd one": (
        'if [ ! -f "$d/lib/libgomp.so.2" ]; then\n  ln -sf compat/libgomp.so.1 "$d/lib"\nfi\nls libgomp.so.1',
        "libgomp.so.2",
    ),
    "a copy of a copy": ("cp $1/lib/libstdc++.so.6 ./\nmkdir -p dep\ncp libstdc++.so.7 dep", "libstdc++.so.7"),
    "one of a family in a brace list": (
        "a() { cp l/{libboost_regex.so.1.84.0,libboost_system.so.2.84.0,libboost_thread.so.1.84.0} $out/; }\n"
        "b() { cp l/libboost_system.so.1.84.0 $out/; }\ncase $1 in a) a ;; b) b ;; esac",
        "libboost_system.so.2.84.0",
    ),
}


@pytest.mark.parametrize(("script", "name"), REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str, name: str) -> None:
    assert [text for _, text in warned("LP104", script + "\n")] == [name]


SILENT = {
    "one name after the other": "if [ -e d/libfoo.so.7 ]; then\n  L=d/libfoo.so.7\nelif [ -e d/libfoo.so.6 ]; then\n"
    "  L=d/libfoo.so.6\nfi",
    "a link from what is there": "[ -e d/libfoo.so.6 ] && ln -s libfoo.so.6 d/libfoo.so.5",
    "a link for what is not there": "[ ! -e d/libfoo.so.5 ] && ln -s libfoo.so.6 d/libfoo.so.5",
    "the old one is taken away": "if [ -e d/libfoo.so.7 ]; then rm -f d/libfoo.so.6; fi",
    "the file behind it": "if [ -e d/libfoo.so.7 ]; then cp d/libfoo.so.7.1.2 out/; fi",
    "another library": "if [ -e d/libfoo.so.7 ]; then cp d/libbar.so.6 out/; fi",
    "both are put there": "cp d/libfoo.so.1 d/libfoo.so.0 x/\ncp x/libfoo.so.0 $out/",
    "a pattern puts it there": "cp d/libfoo.so.1 x/\ncp e/*.so.* x/\ncp x/libfoo.so.0 $out/",
    "the system's folder": "cp d/libfoo.so.1 /usr/lib\ncp /usr/lib/libfoo.so.0 $out/",
    "FFmpeg's versions differ in one release": "cp d/libavcodec.so.58.54.100 d/libavformat.so.58.29.100 $out",
}


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP104", script + "\n") == []


PATTERNS = {
    "lib64 beside lib": ("cp -P $deps/lib/*.so $out\ncp -P $deps/lib64/*.so* $out", 1),
    "a folder below": ("cp -P $deps/lib/x86_64-linux-gnu/*.so $out\ncp -P $deps/lib/*.so* $out", 1),
    "another installation": ("cp -P $mine/lib/*.so $out\ncp -P $deps/lib64/*.so* $out", 0),
    "both patterns": ("cp -P $deps/lib/*.so $deps/lib/*.so.* $out\ncp -P $deps/lib64/*.so* $out", 0),
    "drivers of one name's beginning": ("cp -a $deps/lib/libvulkan_*.so $out", 0),
    "another library's RPATH": ("cp d/libaml.so.1 $out/\npatchelf --set-rpath '$ORIGIN' $out/libwlroots*.so", 0),
    "a search twice": ("find . -type f -o -name '*.so' -o -name '*.so'", 1),
    "a search for both": ("find . -name '*.so' -o -name '*.so.*'", 0),
    "two searches": ("a=$(find $src -name '*.so')\nb=$(find $dst -name '*.so*')", 1),
    "two searches of one folder": ("find . ! -name 'lib*.so' > a\nfind . -name 'lib*.so*' > b", 1),
    "the rest of one folder": ("find $d -name '*.so' -exec x {} +\nfind $d -name '*.so.[0-9]*' -exec x {} +", 0),
    "plug-ins": ("find $d -path '*/plugins/*.so' > a\nfind $d -path '*/lib/*.so*' > b", 0),
    "a habit": ("find $a -name '*.so'\nfind $b -name '*.so'\nfind $c -name '*.so*'", 0),
    "far apart": ("find $a -name '*.so'" + "\n" * 30 + "find $b -name '*.so*'", 0),
    "errors thrown away": ("cp $D/lib/*.so $o/lib/ 2>/dev/null\ncp $D/lib64/*.so* $o/lib64/ 2>/dev/null", 1),
    "one of a row": ("inst {a,b}/'liba.so.*' \\\n  {a,b}/'libb.so.*' \\\n  {a,b}/'libc.so' \\\n  {a,b}/'libd.so.*'", 1),
    "a row of two": ("inst 'liba.so.*'\ninst 'libc.so'", 0),
    "two of a row": ("inst 'liba.so.*'\ninst 'libc.so'\ninst 'libd.so'\ninst 'libe.so.*'", 0),
    "the RPATH of all": ("cp d/libaml.so.1 $out/\npatchelf --set-rpath '$ORIGIN' $out/lib*.so", 1),
}


@pytest.mark.parametrize(("script", "count"), PATTERNS.values(), ids=PATTERNS.keys())
def test_patterns(script: str, count: int) -> None:
    assert len(warned("LP110", script + "\n")) == count
