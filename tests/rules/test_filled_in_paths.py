"""LP143: placeholders that become paths, in `s/…/…/` of a template."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected


def _in(path: str, line: str) -> int:
    script = f"#!/bin/sh\nexport LD_PRELOAD=`echo $LD_PRELOAD | sed {line}`\n"
    outcome = check([(path, MemoryRepository({path: script}), path)], Settings(selected(("LP143",), ()), {}))
    return len(outcome.report.findings)


@pytest.mark.parametrize(
    "line",
    [
        r"'s/\@prefix@\/lib\/x\/libx.so \?//'",
        "'s/@libdir@//'",
        "-e 's/:@pkglibdir@:/:/'",
        '"s/@CMAKE_INSTALL_PREFIX@//"',
        "'s/^/@exec_prefix@:/'",
    ],
)
def test_a_path_among_slashes(line: str) -> None:
    assert _in("src/run.in", line) == 1
    assert _in("src/run.sh.in", line) == 1
    # Elsewhere it is the placeholder itself that is taken out.
    assert _in("src/run.sh", "'s/@prefix@/x/'") == 0


@pytest.mark.parametrize("line", ["'s|@prefix@/lib||'", "'s/@VERSION@//'", "'s/libx//'", "'/@prefix@/d'"])
def test_another_sign_or_no_path(line: str) -> None:
    assert _in("src/run.in", line) == 0
