"""How libraries of a plan belong together."""

from __future__ import annotations

import pytest

from lintpack.evidence.neighbours import (
    RELATIONS,
    compare,
    function,
    neighbours,
    related,
    site,
)
from lintpack.repository import MemoryRepository
from lintpack.rules.shared.packed import Packed, packed
from lintpack.script import interpret


def _packed(text: str, **others: str) -> tuple[Packed, ...]:
    files = {"pack.sh": text, **{name.replace("_", "/") + ".sh": body for name, body in others.items()}}
    return packed(interpret("pack.sh", MemoryRepository(files)))


def _named(entries: tuple[Packed, ...], name: str) -> Packed:
    (found,) = [one for one in entries if one.name.text == name]
    return found


@pytest.mark.parametrize(
    ("script", "relation"),
    [
        ("for l in liba.so libb.so.1; do cp lib/$l out/; done", "list"),
        ("cp lib/{liba.so,libb.so.1} out/", "list"),
        ('libs=(lib/liba.so lib/libb.so.1)\ncp "${libs[@]}" out/', "list"),
        ("f() { cp $1 out/; }\nfor l in liba.so libb.so.1; do f lib/$l; done", "list"),
        ("cp lib/liba.so lib/libb.so.1 out/", "command"),
        ("cp lib/liba.so out/\n# more\ncp lib2/libb.so.1 out/", "block"),
        ("f() { cp -L $*; }\nf lib/liba.so out/\nf lib/libb.so.1 out/", "block"),
        ("g() {\ncp lib/liba.so out/\n\ncp lib2/libb.so.1 out2/\n}\ng", "function"),
        ("cp lib/liba.so out/\n\ncp lib/libb.so.1 out2/", "folder"),
        ("cp lib/liba.so out/\n\ncp lib2/libb.so.1 out/", "destination"),
        ("cp lib/liba.so out/\n\ncp lib2/libb.so.1 out2/", ""),
        ("cp lib/liba.so out/\nif [ $X = 1 ]; then\ncp lib/libb.so.1 out2/\nfi", "folder"),
        ("f() { cp $1 out/; }\nf lib/liba.so\n\ng() { f lib2/libb.so.1; }\ng", "destination"),
    ],
)
def test_the_closest_relation_of_two_copies(script: str, relation: str) -> None:
    entries = _packed(script)
    one, other = _named(entries, "liba.so"), _named(entries, "libb.so.1")
    assert related(one, other) == relation
    assert related(other, one) == relation
    found = [(n.packed.name.text, n.relation) for n in neighbours(one, entries)]
    assert found == ([("libb.so.1", relation)] if relation else [])


def test_a_call_is_where_a_name_is_written_not_the_function() -> None:
    entries = _packed("source ./common.sh\npack() {\n  copy lib/liba.so\n}\npack", common="copy() { cp -L $* out/; }")
    (one,) = entries
    assert site(one).text == "copy lib/liba.so"
    assert function(one) == ("pack.sh", "pack")


def test_branches_that_exclude_each_other_are_no_neighbours() -> None:
    entries = _packed("if [ $X = 1 ]; then\ncp lib/liba.so out/\nelse\ncp lib/libb.so.1 lib/liba.so.2 out/\nfi")
    one = _named(entries, "liba.so")
    assert neighbours(one, entries) == ()


def test_neighbours_come_closest_first() -> None:
    entries = _packed("cp a/libfar.so.1 out/\n\ncp b/libx.so b/libnear.so.1 out/\ncp c/libnext.so.1 out/\n")
    found = [(n.packed.name.text, n.relation) for n in neighbours(_named(entries, "libx.so"), entries)]
    assert found == [("libnear.so.1", "command"), ("libnext.so.1", "block"), ("libfar.so.1", "destination")]


def test_sets_are_compared_by_library() -> None:
    server = _packed("cp a/libz.so.1 a/libssl.so.3 a/libglib-2.0.so.0 a/libmore.so.2 out/\ncp a/libz.so out/")
    tools = _packed("cp a/libssl.so.1.1 a/libz.so.1 a/libglib-2.0.so out/\ncp a/libtool.so.1 out/")
    found = compare(server, tools)
    assert [(a.name.text, b.name.text) for a, b in found.shared] == [
        ("libz.so.1", "libz.so.1"),
        ("libssl.so.3", "libssl.so.1.1"),
        ("libglib-2.0.so.0", "libglib-2.0.so"),
    ]
    assert [p.name.text for p in found.left] == ["libmore.so.2"]
    assert [p.name.text for p in found.right] == ["libtool.so.1"]


def test_every_relation_is_ranked() -> None:
    assert len(set(RELATIONS)) == len(RELATIONS) == 6
