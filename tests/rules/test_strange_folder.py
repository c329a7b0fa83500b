"""LP121 for the folder that a library is copied to."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

ONE = 'mkdir -p "$AD/usr/lib"\ncp liba.so.1 "$AD/usr/{}"\nstrip "$AD/usr/lib/"*\n'
REPORTED = {
    "others go beside it": "cp liba.so.1 $o/lib/\ncp libb.so.1 $o/lib/\ncp libc.so.1 $o/libs/\n",
    "the script speaks of the other": ONE.format("libs"),
    "and has a variable of that name": "libs=x\n" + ONE.format("libs") + 'echo "$libs ${libs}" # libs\n',
}
SILENT = {
    "it is the one": ONE.format("lib"),
    "it is made": ONE.format("libs") + "mkdir -p out/libs\n",
    "for another word size": ONE.format("lib64"),
    "the other is named once": 'cp liba.so.1 "$AD/usr/libs"\nls "$AD/usr/lib"\n',
    "below another folder": 'mkdir "$X/usr/lib"\ncp liba.so.1 "$AD/usr/libs"\nstrip "$X/usr/lib/"*\n',
}


@pytest.mark.parametrize("script", REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str) -> None:
    ((_, text),) = warned("LP121", script)
    assert text.endswith("/libs")


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP121", script) == []


DOTTED = "./.tree/bin/run\ncp x ./.tree/etc/\nrm -rf .tree/var\n{}"
LOST = "if [ -f ./tree/usr/lib/libfoo.so ]; then echo yes; fi\n[ -d ./tree/usr/share ] && x=1\n"


def test_the_dot_of_a_folder_is_lost() -> None:
    assert warned("LP121", DOTTED.format(LOST)) == [(4, "tree")]


@pytest.mark.parametrize(
    "script",
    [
        DOTTED.format("mkdir -p tree\n" + LOST),
        DOTTED.format(LOST + "rm -rf ./tree/usr/include\n"),
        DOTTED.format(LOST.replace("./tree", "./.tree")),
        "rm -rf .tree/var\n" + LOST,
    ],
    ids=["made", "spoken of", "with the dot", "once"],
)
def test_a_folder_without_a_dot(script: str) -> None:
    assert warned("LP121", script) == []


CMAKE = "cp b/zlib-prefix/src/zlib-build/*.so out/\ncp b/{}-prefix/src/{}-build/*.so out/\n"
TWICE = "cp deps/{0}/build-{1}/lib{0}.so.1 out/\n"


@pytest.mark.parametrize(
    ("script", "found"),
    [
        (CMAKE.format("lz4", "zlib"), [(2, "lz4-prefix/src/zlib-build")]),
        (CMAKE.format("lz4", "lz4"), []),
        (CMAKE.format("lz4", "other"), []),
        (
            TWICE.format("xml", "xml") + TWICE.format("ssl", "ssl") + TWICE.format("uv", "ssl"),
            [(3, "uv/build-ssl")],
        ),
        (TWICE.format("xml", "xml") + TWICE.format("uv", "xml"), []),
        (TWICE.format("xml", "xml") + TWICE.format("ssl", "ssl") + TWICE.format("uv", "static"), []),
        (
            "for n in a.so b.so; do cp b/zlib-prefix/src/zlib-build/$n b/lz4-prefix/src/zlib-build/$n out; done\n",
            [(1, "lz4-prefix/src/zlib-build")],
        ),
    ],
)
def test_a_folder_that_is_half_another_one(script: str, found: list[tuple[int, str]]) -> None:
    assert warned("LP121", script) == found
