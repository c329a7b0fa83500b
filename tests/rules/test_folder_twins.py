"""LP113 for a folder that the loader is sent to, of nearly the name that the script has elsewhere."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

PUT = "set -e\nmkdir -p /opt/viewer/lib\ncp liba.so.1 /opt/viewer/lib/\n"
REPORTED = {
    "swapped": (f"{PUT}export LD_LIBRARY_PATH=/opt/veiwer/lib\n", "veiwer"),
    "in capitals": (f"{PUT}export LD_LIBRARY_PATH=/opt/Viewer/lib\n", "Viewer"),
    "a letter less": (f"{PUT}patchelf --set-rpath /opt/vewer/lib /opt/viewer/bin/a\n", "vewer"),
    "ld.so.conf": (f"{PUT}echo /opt/vieewer/lib > /etc/ld.so.conf.d/viewer.conf\n", "vieewer"),
    "a written launcher": (
        f"{PUT}cat > run <<'E'\n#!/bin/sh\nLD_LIBRARY_PATH=/opt/veiwer/lib exec /opt/viewer/a\nE\n",
        "veiwer",
    ),
    "behind a variable": (
        'set -e\ncp a.so "$D/viewer/"\ncp b.so "$D/viewer/"\nLD_LIBRARY_PATH="$D/veiwer" ./a\n',
        "veiwer",
    ),
}
SILENT = {
    "the same": f"{PUT}export LD_LIBRARY_PATH=/opt/viewer/lib\n",
    "two of a kind": f"{PUT}export LD_LIBRARY_PATH=/opt/viewers/lib\n",
    "with a number": f"{PUT}export LD_LIBRARY_PATH=/opt/view2er/lib\n",
    "named twice": f"{PUT}mkdir /opt/veiwer\nexport LD_LIBRARY_PATH=/opt/veiwer/lib\n",
    "another place": f"{PUT}export LD_LIBRARY_PATH=/srv/veiwer/lib\n",
}


@pytest.mark.parametrize(("script", "wrong"), REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str, wrong: str) -> None:
    assert wrong in [text for _, text in warned("LP113", script)]


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP113", script) == []
