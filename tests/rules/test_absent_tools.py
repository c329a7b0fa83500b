"""LP203 for links in a maintainer's script that hang on a tool of dpkg-dev, or on a compiler."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected

ASKS = "set -e\nM=$(dpkg-architecture -qDEB_HOST_MULTIARCH)\n"
LINK = "ln -sf /usr/lib/$M/libfoo.so.2 /opt/x/lib/libfoo.so\n"


def _lines(script: str, path: str) -> list[int]:
    outcome = check([(path, MemoryRepository({path: script}), path)], Settings(selected(("LP203",), ()), {}, "medium"))
    return [f.place.line for f in outcome.report.findings if f.place is not None]


REPORTED = {
    "a variable": ASKS + LINK,
    "a branch": ASKS + 'case "$1" in\n  configure)\n    ' + LINK + "    ;;\nesac\n",
    "the compiler": "set -e\nM=`gcc -print-multiarch`\n" + LINK,
}
SILENT = {
    "asked for": ASKS.replace("M=", "command -v dpkg-architecture > /dev/null && M=") + LINK,
    "another value": ASKS.replace("MULTIARCH)", "MULTIARCH || echo x86_64-linux-gnu)") + LINK,
    "no library": ASKS + "ln -s /usr/share/$M/doc /opt/x/doc\n",
    "looked for": "set -e\nfor f in /usr/lib/*/libfoo.so.2; do ln -sf $f /opt/x/libfoo.so; done\n",
}


@pytest.mark.parametrize("path", ["debian/postinst", "debian/foo.postinst.in", "debian/foo.preinst"])
@pytest.mark.parametrize("script", REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str, path: str) -> None:
    assert _lines(f"#!/bin/sh\n{script}", path) == [3]


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert _lines(f"#!/bin/sh\n{script}", "debian/postinst") == []


@pytest.mark.parametrize("path", ["debian/build.sh", "scripts/pack.sh"])
def test_where_packages_are_built(path: str) -> None:
    assert _lines(f"#!/bin/sh\n{ASKS}{LINK}", path) == []
