"""LP203 for links to what a search prints, which may be nothing."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

REPORTED = {
    "the linker's cache": "ln -sf $( ldconfig -p | grep libx | awk '{print $NF}' | head -n1 ) /opt/lib/libx.so\n",
    "find": "ln -s `find / -name libx.so.1 | head -1` $OUT/libx.so\n",
    "a list": "sudo ln -sf $(ls $pack/lib | grep libx) $pack/lib/libx.so\n",
    "a function": "fix() {\n  ln -s $(find . -name 'libx.so.*') libx.so\n}\nfix\n",
    "a branch": 'if [ "$1" = configure ]; then\n  ln -sfn $(which x.so) /usr/lib/x.so\nfi\n',
}
SILENT = {
    "in quotes, where ln refuses it": 'ln -s "$(find / -name libx.so.1 | head -1)" libx.so\n',
    "what always prints": "ln -s $(basename $LIB) libx.so\nln -s $(readlink -f $LIB) liby.so\n",
    "part of a path": "ln -s $(find . -name lib)/libx.so.1 libx.so\n",
    "asked before": "if find / -name libx.so.1 | grep -q .; then\n  ln -s $(find / -name libx.so.1) libx.so\nfi\n",
    "a program": "ln -s $(which python3) /usr/local/bin/python\n",
    "another answer": "ln -s $(find / -name libx.so.1 | grep . || echo libx.so.2) libx.so\n",
}


@pytest.mark.parametrize("script", REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str) -> None:
    assert len(warned("LP203", script)) == 1


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP203", script) == []
