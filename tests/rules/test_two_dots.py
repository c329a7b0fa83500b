"""LP106 for names of libraries with two dots before `so`."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

REPORTED = {
    "a library": ("cp build/libfoo..so out/lib\n", "libfoo..so"),
    "what a command names": ('PLUGINS="p/$(name a).so \\\n  p/$(name b)..so \\\n  p/c.so"\n', "..so"),
    "a variable's": ("cp $dir/${name}..so out/lib\n", "${name}..so"),
    "with a version": ('ln -s "libfoo.so.$V" "out/lib$n..so.1"\n', "lib$n..so.1"),
    "a written launcher": ("cat > run <<'E'\n#!/bin/sh\nLD_PRELOAD=libhook..so exec x\nE\n", "libhook..so"),
}
SILENT = {
    "sentences": '# builds...so\necho "looking for libx..so"\necho done...so what\n',
    "other files": "cat x...so /foo/../so ..so\n",
}


@pytest.mark.parametrize(("script", "wrong"), REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str, wrong: str) -> None:
    ((_, text),) = warned("LP106", script)
    assert text == wrong


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP106", script) == []
