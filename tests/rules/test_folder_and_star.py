"""LP121 for a star that stands right behind a folder, and for folders of what is changed in place."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

REPORTED = {
    "the next line would take it": ("mv x/jli/*.so lib\nmv x/jvm*.so lib\nmv x/*.so lib\n", "jvm*.so"),
    "a folder that is moved": ("mv plugins/ usr/lib/\nchrpath -r '$ORIGIN' usr/lib/plugins*.so\n", "plugins*.so"),
    "a folder that is made": ("mkdir -p out/codecs\ncp a.so out/codecs\nstrip out/codecs*.so\n", "codecs*.so"),
    "a copy": ('cp -a a/modules/x.conf out/\ncp -a "$D"/modules*.so out/\n', "modules*.so"),
    "a folder with a letter more": (
        "mkdir -p usr/lib/viewer\ncp a.so usr/lib/viewer\npatchelf --set-rpath '$ORIGIN' usr/lib/viewwer/liba.so\n",
        "viewwer",
    ),
}
SILENT = {
    "names that begin so": "cp -a build/module*.so out/\ncp -a build/plugin*.so out/\n",
    "a library": "mkdir -p x/libfoo\ncp -a x/libfoo*.so out/\n",
    "the folder itself": "mkdir -p out/codecs\ncp a.so out/codecs\nstrip out/codecs/*.so\n",
    "two folders": "mkdir -p usr/lib/viewer usr/lib/viewers\nstrip usr/lib/viewer/a.so usr/lib/viewers/a.so\n",
}


@pytest.mark.parametrize(("script", "wrong"), REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str, wrong: str) -> None:
    ((_, text),) = warned("LP121", script)
    assert text == wrong


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP121", script) == []
