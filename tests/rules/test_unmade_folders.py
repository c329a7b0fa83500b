"""LP121 for libraries that are copied to a folder which nothing makes, beside one that is made and stays empty."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said, warned

TREE = (
    "rm -rf pkg\nmkdir pkg\nmkdir -p pkg/usr/bin\nmkdir -p pkg/usr/lib/painter/plugins\ncp painter pkg/usr/bin/\n{}\n"
)
TWO = "cp b/libblur.so b/libsharp.so pkg/usr/lib/paint/plugins/"
VARIABLE = TREE.replace("pkg", '"$P"')

UNMADE = {
    "two files": TREE.format(TWO),
    "one, with a slash": TREE.format("cp b/libblur.so pkg/usr/lib/paint/plugins/"),
    "two commands": TREE.format("cp b/liba.so pkg/usr/lib/paint/plugins/\ncp b/libb.so pkg/usr/lib/paint/plugins/"),
    "a pattern": TREE.format("cp b/*.so pkg/usr/lib/paint/plugins/"),
    "no removal": TREE.replace("rm -rf pkg\n", "").format(TWO),
    "no folder of its own": TREE.replace("mkdir pkg\n", "").format(TWO),
    "level by level": "mkdir pkg\nmkdir pkg/usr pkg/usr/lib\nmkdir pkg/usr/lib/painter\n"
    f"mkdir pkg/usr/lib/painter/plugins\n{TWO}\n",
    "braces": TREE.replace(
        "mkdir -p pkg/usr/lib/painter/plugins", "mkdir -p pkg/usr/{{lib/painter/plugins,share}}"
    ).format(TWO),
    "install -d": TREE.replace("mkdir -p", "install -d").format(TWO.replace("cp", "install -m 755")),
    "a variable": VARIABLE.format('cp b/liba.so "${P}/usr/lib/paint/plugins/"'),
    "a wrapper": 'put() {\n  cp -v "$@"\n}\n' + TREE.format(TWO.replace("cp", "put")),
    "a loop": TREE.format("for one in a b; do cp b/lib$one.so pkg/usr/lib/paint/plugins/; done"),
    "a folder of mktemp": "D=$(mktemp -d)\n" + TREE.replace("pkg", "$D/pkg").format(TWO.replace("pkg", "$D/pkg")),
    "in the tree": "rm -rf pkg\nmkdir pkg\ncd pkg\nmkdir -p usr/lib/painter/plugins\n"
    "cp ../b/libblur.so usr/lib/paint/plugins/\n",
}
MADE = {
    "it is made": TREE.format("mkdir -p pkg/usr/lib/paint/plugins\n" + TWO),
    "what is below is made": TREE.format("mkdir -p pkg/usr/lib/paint/plugins/x\n" + TWO),
    "made by install": TREE.format("install -Dm755 b/liba.so pkg/usr/lib/paint/plugins/liba.so\n" + TWO),
    "the right one": TREE.format(TWO.replace("paint/", "painter/")),
    "the other has files": TREE.format("cp b/libc.so pkg/usr/lib/painter/plugins/\n" + TWO),
    "the other is used": TREE.format("./collect --into=usr/lib/painter/plugins\n" + TWO),
    "a tree is copied": TREE.format("cp -r skeleton/* pkg/usr/\n" + TWO),
    "the build installs": TREE.format("make install DESTDIR=$PWD/pkg\n" + TWO),
    "it is unpacked": TREE.format("tar xf base.tar.gz -C pkg\n" + TWO),
    "another script": TREE.format("./prepare.sh pkg\n" + TWO),
    "it is sourced": TREE.format(". ./unread.sh\n" + TWO),
    "any folder": TREE.format('mkdir -p "$dir"\n' + TWO),
    "no tree of its own": TREE.replace("rm -rf pkg\nmkdir pkg\n", "mkdir -p pkg\n").format(TWO),
    "removed afterwards": TREE.replace("rm -rf pkg\nmkdir pkg\n", "").format(TWO) + "rm -rf pkg\n",
    "no library": TREE.format("cp b/a.txt b/b.txt pkg/usr/lib/paint/plugins/"),
    "a file's name": TREE.format("cp b/libblur.so pkg/usr/lib/paint/plugins"),
    "two names differ": TREE.format("cp b/liba.so b/libb.so pkg/opt/lib/paint/plugins/"),
    "the last name differs": TREE.format("cp b/liba.so b/libb.so pkg/usr/lib/painter/plugin/"),
    "another tree": TREE.format("cp b/liba.so b/libb.so dist/usr/lib/paint/plugins/"),
    "a link is there": TREE.format("ln -s painter pkg/usr/lib/paint\n" + TWO),
    "moved": TREE.format("mv paint pkg/usr/lib/\n" + TWO),
}


@pytest.mark.parametrize("script", UNMADE.values(), ids=UNMADE.keys())
def test_unmade(script: str) -> None:
    (one,) = said("LP121", f"set -e\n{script}")
    assert one.text == "paint"
    assert "usr/lib/paint/plugins`, which nothing makes" in one.message
    assert "usr/lib/painter/plugins` and puts nothing there" in one.message


@pytest.mark.parametrize("script", MADE.values(), ids=MADE.keys())
def test_made(script: str) -> None:
    assert warned("LP121", f"set -e\n{script}") == []
