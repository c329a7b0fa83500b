"""LP121 for folders of Debian's multiarch by a name that none of them has."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

REPORTED = {
    "in the loader's variable": ('export LD_LIBRARY_PATH="$P/lib/arm-linux-gnuaebihf"\nexec "$P/foo"\n', "gnuaebihf"),
    "before what the caller has": (
        "export LD_LIBRARY_PATH=/usr/lib/x86-64-linux-gnu${LD_LIBRARY_PATH:+:$X}\n",
        "x86-64",
    ),
    "of two copies": ("cp /usr/lib/x86_64-linux-gnu/a.so o/\ncp /usr/lib/x86_64-linux-gnuu/b.so o/\n", "gnuu"),
    "an RPATH": ("patchelf --set-rpath /usr/lib/i386-linuxgnu out/foo\n", "i386-linuxgnu"),
    "ld.so.conf": ("echo /usr/local/lib/aarch64-linux-gun > /etc/ld.so.conf.d/foo.conf\n", "gun"),
    "a written launcher": ("cat > run <<'E'\n#!/bin/sh\nLD_LIBRARY_PATH=/lib/x86_64-liunx-gnu exec x\nE\n", "liunx"),
    "as Debian calls it": ("cp /usr/lib/amd64-linux-gnu/libfoo.so.1 out/\n", "amd64-linux-gnu"),
    "as dpkg prints it": ("cp /usr/lib/$(dpkg --print-architecture)-linux-gnu/a.so.1 out/\n", "$(dpkg"),
    "as docker has it": ("cp /usr/lib/${TARGETARCH}-linux-gnu/libfoo.so.1 out/\n", "${TARGETARCH}"),
}
SILENT = {
    "the right name": "cp /usr/lib/arm-linux-gnueabihf/libfoo.so.1 /usr/lib/ld-linux-x86-64.so.2 out/\n",
    "a comment": "# not /usr/lib/x86-64-linux-gnu\ncp /usr/lib/x86_64-linux-gnu/libfoo.so.1 out/\n",
    "a folder that is made": "mkdir -p o/lib/x86-64-linux-gnu\ncp libfoo.so.1 o/lib/x86-64-linux-gnu/\n",
    "another's own tree": "cp third/lib/arm64-linux-gnu/libfoo.so.1 out/\n",
    "another name of the machine": "A=$(uname -m)\ncp /usr/lib/$A-linux-gnu/libfoo.so.1 out/\n",
    "what is changed to GNU's": "A=$(dpkg --print-architecture | sed s/amd64/x86_64/)\ncp /lib/$A-linux-gnu/a.so o/\n",
    "given otherwise in a branch": 'if [ "$X" ]; then A=x86_64; else A=$(dpkg --print-architecture); fi\n'
    "cp /usr/lib/$A-linux-gnu/a.so.1 o/\n",
}


@pytest.mark.parametrize(("script", "wrong"), REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str, wrong: str) -> None:
    ((_, text),) = warned("LP121", script)
    assert wrong in text


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP121", script) == []
