"""LP209 for links with a library's name to what is none."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

REPORTED = {
    "a folder of the library": "ln -s /opt/geo/target/dependency/jace /usr/lib/libjace.so\n",
    "a name without its ending": "set -e\nln -sf libfoo $OUT/libfoo.so.1\n",
    "a static library": "cd $OUT && ln -sf libfoo.a libfoo.so\n",
    "the folder of libraries": "ln -sf /opt/foo/lib /usr/lib/libfoo.so\n",
    "in a loop": "for one in foo; do\n  ln -s /opt/x/lib$one /opt/lib/lib$one.so\ndone\n",
}
SILENT = {
    "a library": "ln -s /opt/foo/libfoo.so /usr/lib/libfoo.so\n",
    "a program": "ln -s /usr/bin/foo /usr/lib/libfoo.so\n",
    "what is copied under that name": "cp build/libfoo.so out/foo\nln -s foo out/libfoo.so\n",
    "what is linked under that name": "gcc -shared -o out/foo x.c\nln -s foo out/libfoo.so\n",
    "what is not known": "ln -s /opt/x/$name /usr/lib/libfoo.so\n",
    "another ending": "ln -s libfoo.dylib out/libfoo.so\n",
    "another name": "ln -s /etc/alternatives/blas /usr/lib/libgoto.so\n",
}


@pytest.mark.parametrize("script", REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str) -> None:
    assert len(warned("LP209", script)) == 1


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP209", script) == []
