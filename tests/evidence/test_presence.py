"""The quick question for what a repository may have never says no where the build tree has an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lintpack.evidence.build_tree import BuildTree
from lintpack.evidence.presence import may_lie
from lintpack.script.values import Alternative, Hole, Reference, Wildcard

if TYPE_CHECKING:
    from pathlib import Path

    from lintpack.script.values import Text

HOLE = Hole("${BUILD}")
EITHER = Reference("${DIR}", (Alternative(("out",)), Alternative(("lib",))))


@pytest.mark.parametrize(
    "source",
    [
        ("lib/libfoo.so",),
        ("./lib/libfoo.so",),
        ("lib/libbar.so",),
        ("libfoo.so",),
        ("tools/libtool.so",),
        ("libtool.so",),
        ("../lib/libfoo.so",),
        ("out/libfoo.so",),
        (HOLE, "/lib/libfoo.so"),
        (HOLE, "/out/libfoo.so"),
        (HOLE, "/", Wildcard("*"), "/libfoo.so"),
        (HOLE, "/libfoo.so"),
        ("li", Wildcard("*"), "/libfoo.so"),
        ("lib", HOLE, "/libfoo.so"),
        (EITHER, "/libfoo.so"),
        ("/usr/lib/libfoo.so",),
        ("ROOT/lib/libfoo.so",),
        ("ROOT/out/libfoo.so",),
    ],
)
def test_a_no_is_never_wrong(source: Text, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in ("lib/libfoo.so", "tools/libtool.so", "tools/lib/libfoo.so"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"")
    source = tuple(p.replace("ROOT", str(tmp_path)) if isinstance(p, str) else p for p in source)
    look = BuildTree(repository=".").look(source, "tools/pack.sh")
    assert may_lie(source, ".", "tools/pack.sh") or not (look.seen or look.missing)


def test_a_folder_that_is_not_there_is_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    assert not may_lie(("out/libfoo.so",), str(tmp_path), "pack.sh")
    assert not may_lie((HOLE, "/out/libfoo.so"), str(tmp_path), "pack.sh")
    assert may_lie((HOLE, "/lib/libfoo.so"), str(tmp_path), "pack.sh")
