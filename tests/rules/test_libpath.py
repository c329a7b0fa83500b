"""How lists of directories are cut, and what is known of their elements."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.repository import MemoryRepository
from lintpack.rules.context import Context
from lintpack.rules.shared.libpath import path_lists
from lintpack.rules.shared.loader_settings import settings as all_settings
from lintpack.script import interpret, texts
from lintpack.script.values import Hole


def kinds(script: str) -> list[str]:
    """For each way that the last setting may come out: its elements' kinds, `?` before it where a variable of the
    caller must be unset for it."""
    repository = MemoryRepository({"run.sh": script})
    last = all_settings(Context(interpret("run.sh", repository), repository=repository))[-1]
    return [("? " if way.unset else "") + " ".join([e.kind for e in way.elements]) for way in last.lists]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/a:/b", ["absolute absolute"]),
        ("'/a;/b'", ["absolute absolute"]),
        ("/a::/b:", ["absolute empty absolute empty"]),
        ("lib:./x:../y:.", ["relative relative relative relative"]),
        (r"\$ORIGIN/lib:@loader_path/..", ["origin origin"]),
        ("$x/lib:$(pwd)/lib", ["unknown unknown"]),
        ("@libdir@:~/lib", ["unknown unknown"]),
        ("/a:$LD_LIBRARY_PATH", ["absolute maybe"]),
        ("/a:${LD_LIBRARY_PATH:-}", ["absolute inherited", "? absolute empty"]),
        ("/a${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}", ["? absolute", "absolute inherited"]),
        ("/a:${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}", ["? absolute empty", "absolute empty inherited"]),
        ("${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/a", ["? absolute", "inherited absolute"]),
        ("${LD_LIBRARY_PATH:-/usr/lib}:/a", ["inherited absolute", "? absolute absolute"]),
        ("$LD_LIBRARY_PATH", ["maybe"]),
    ],
)
def test_kinds(value: str, expected: list[str]) -> None:
    assert sorted(kinds(f"export LD_LIBRARY_PATH={value}\n")) == sorted(expected)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("export LD_LIBRARY_PATH=/b:$LD_LIBRARY_PATH\n", ["absolute inherited"]),
        ('[ -n "$LD_LIBRARY_PATH" ] || LD_LIBRARY_PATH=/usr/lib\n', ["absolute inherited"]),
        ('[ -z "$LD_LIBRARY_PATH" ] && LD_LIBRARY_PATH=/usr/lib\n', ["absolute inherited"]),
        ('if test "x$LD_LIBRARY_PATH" = x; then LD_LIBRARY_PATH=/b; fi\n', ["absolute inherited"]),
        (': "${LD_LIBRARY_PATH:=/usr/lib}"\n', ["absolute inherited"]),
        ("[ -d /b ] && LD_LIBRARY_PATH=/b\n", ["absolute inherited", "absolute maybe"]),
    ],
)
def test_what_the_script_did_before_counts(before: str, expected: list[str]) -> None:
    found = kinds(f"{before}export LD_LIBRARY_PATH=/a:$LD_LIBRARY_PATH\n")
    assert sorted({way.removeprefix("? ") for way in found}) == sorted(expected)


@settings(derandomize=True, max_examples=80)
@given(st.text(alphabet="ab/.:;", max_size=20))
def test_cut_as_ld_so_does(value: str) -> None:
    (way,) = path_lists(texts.literal(value), {})
    assert [texts.shown(e.text) for e in way.elements] == value.replace(";", ":").split(":")


@settings(derandomize=True, max_examples=60)
@given(st.lists(st.sampled_from([":", "/a", "b", Hole("${LD_LIBRARY_PATH}"), Hole("${x}")]), max_size=8))
def test_nothing_is_lost(pieces: list[str | Hole]) -> None:
    text = texts.normal(pieces)
    (way,) = path_lists(text, {})
    assert ":".join([texts.shown(element.text) for element in way.elements]) == texts.shown(text)
