"""LP109 for a loader's path that names 64-bit x86 and 32-bit Arm only."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

X86, ARM = "$A/lib/x86_64-linux-gnu", "$A/lib/arm-linux-gnueabihf"
REPORTED = {
    "exported": f'export LD_LIBRARY_PATH="$A/lib:{X86}:{ARM}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"\n',
    "before a program": f'LD_LIBRARY_PATH={ARM}:{X86} exec "$A/bin/foo" "$@"\n',
    "a written launcher": f"cat > run <<'E'\n#!/bin/sh\nLD_LIBRARY_PATH=\"{X86}:{ARM}\"\nexport LD_LIBRARY_PATH\nE\n",
}
SILENT = {
    "with it": f'export LD_LIBRARY_PATH="{X86}:{ARM}:$A/lib/aarch64-linux-gnu"\n',
    "two values": f"case $(uname -m) in\n  x86_64) LD_LIBRARY_PATH={X86} ;;\n  arm*) LD_LIBRARY_PATH={ARM} ;;\nesac\n",
    "a comment": f"# LD_LIBRARY_PATH={X86}:{ARM}\nexport LD_LIBRARY_PATH=$A/lib\n",
}


@pytest.mark.parametrize("script", REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str) -> None:
    assert [text for _, text in warned("LP109", script)] == [ARM]


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert ARM not in [text for _, text in warned("LP109", script)]
