"""LP1xx on names of libraries and their versions beyond the pages: other ways of writing, and what stays silent."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected


def found(script: str, code: str, files: dict[str, str] | None = None, path: str = "s.sh") -> list[tuple[int, str]]:
    repository = MemoryRepository({path: script, **(files or {})})
    outcome = check([(path, repository, path)], Settings(selected([code], []), {}))
    assert outcome.errors == ()
    return [(f.place.line, f.level) for f in outcome.report.findings if f.place]


@pytest.mark.parametrize(
    "script",
    [
        "ln -s libfoo.so.$V libfooo\n",
        "ln -sf libfoo.so.1.2 out/lib/libfoo.1\n",
        "ln -sf libfoo.so.1.2 out/lib/libfooso\n",
        "cp -a build/libfoo.so.1.2 out/lib/libfoo.so1\n",
        'to() { ln -s "$1" "$2"; }; to libfoo.so.1 out/libfoo.os\n',
        'LIBS="$d/liba.so $d/libb.so.so"\n',
        "names=(liba.so.1 libb.so..1)\n",
        'LIBS="liba.so.1 libb.so. libc1.so"\n',
        "rsync -a build/libfoo.so.so user@host:lib/\n",
    ],
)
def test_a_name_that_lost_its_so_or_has_it_twice(script: str) -> None:
    assert found(script, "LP106") == [(1, "warning")]


@pytest.mark.parametrize(
    "script",
    [
        "ln -s libfoo.so.$V libfoo.so\n",
        "cp build/libfoo.so out/libfoo\n",
        "cp build/libfoo.so.1 out/libfoo.a\n",
        "cp build/libfoo.so out/libfoo.node\n",
        "ln -s libfoo.so.1 libfoo-debug.so\n",
        "ln -s libfoo.so.1 libfoox\n",
        "echo 'there is no libfoo.so.so here'\n",
        "rm -f out/libfoo.so.so\n",
        "sed -i s/libfoo.so.so/libfoo.so/ list\n",
        "x=1 # libfoo.so.so was there\n",
        'echo "this packs libfoo.so."\n',
        'message="this packs libfoo.so."\n',
        "for f in libfoo.so.*; do :; done\n",
    ],
)
def test_names_that_are_right_or_only_spoken_of(script: str) -> None:
    assert found(script, "LP106") == []
