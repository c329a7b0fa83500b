"""Library names by look."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.libname import LibraryName, parse, parse_path, parse_text
from lintpack.script.values import Hole, Text, Wildcard


@pytest.mark.parametrize(
    ("name", "stem", "inner", "suffix", "kind"),
    [
        ("libfoo.so", "libfoo", "", "", "bare"),
        ("libfoo.so.4", "libfoo", "", "4", "soname"),
        ("libtcmalloc_and_profiler.so.4.6.5", "libtcmalloc_and_profiler", "", "4.6.5", "real"),
        ("libthrift-0.17.0.so", "libthrift", "0.17.0", "", "inner"),
        ("libLLVM-17.so", "libLLVM", "17", "", "inner"),
        ("libLLVM-17.so.1", "libLLVM", "17", "1", "soname"),
        ("libbfd-2.40-system.so", "libbfd", "2.40-system", "", "inner"),
        ("libMagickCore-6.Q16.so.6", "libMagickCore", "6.Q16", "6", "soname"),
        ("libpython3.so", "libpython3", "", "", "bare"),
        ("libpython3.11.so.1.0", "libpython3.11", "", "1.0", "real"),
        ("libssl3.so", "libssl3", "", "", "bare"),
        ("libcrypto.so.1.0.2k", "libcrypto", "", "1.0.2k", "real"),
        ("libKF5.so.5.103.0.abi2", "libKF5", "", "5.103.0.abi2", "real"),
        ("libstdc++.so.6", "libstdc++", "", "6", "soname"),
        ("ld-linux-x86-64.so.2", "ld-linux-x86-64", "", "2", "soname"),
        ("libgtk-x11-2.0.so.0", "libgtk-x11", "2.0", "0", "soname"),
        ("libfoo-2d-engine.so", "libfoo-2d-engine", "", "", "bare"),
        ("mod_ssl.so", "mod_ssl", "", "", "bare"),
    ],
)
def test_a_name_is_cut_where_its_versions_begin(name: str, stem: str, inner: str, suffix: str, kind: str) -> None:
    found = parse(name)
    assert found == LibraryName(name, stem, inner, suffix)
    assert found.kind == kind


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".so",
        "libfoo",
        "libfoo.a",
        "x.sock",
        "libfoo.soft",
        "libfoo.so.conf",
        "libfoo.so.4.debug",
        "libfoo.so.1.gz",
        "libcrypto.so.1.1.hmac",
        "libstdc++.so.6.0.30-gdb.py",
        "lib/libfoo.so",
    ],
)
def test_what_is_no_library_has_no_parts(name: str) -> None:
    assert parse(name) is None


@pytest.mark.parametrize("name", ["libfoo.so.", "libfoo.so.so", "libfoo.so..1", "libfoo.so.1.", "libfoo.so.so.2"])
def test_a_slip_is_a_library_with_a_malformed_name(name: str) -> None:
    found = parse(name)
    assert found is not None
    assert found.stem == "libfoo"
    assert found.malformed
    assert not found.bare


def test_names_that_a_soname_may_be() -> None:
    found = parse("libfoo.so.4.6.5")
    assert found is not None
    assert found.shorter() == ("libfoo.so.4", "libfoo.so.4.6")
    assert (found.link_name, found.major, found.depth) == ("libfoo.so", "4", 3)
    bare = parse("libfoo.so")
    assert bare is not None
    assert bare.shorter() == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("libfoo.so", "libfoo.so.4", True),
        ("libfoo.so.4.1", "libfoo.so.5", True),
        ("libthrift.so", "libthrift-0.17.0.so", True),
        ("libglib-2.0.so", "libglib-2.0.so.0", True),
        ("libgtk-3.so.0", "libgtk-4.so.1", False),
        ("libboost_system.so", "libboost_thread.so.1.74.0", False),
    ],
)
def test_two_names_of_one_library(one: str, other: str, same: bool) -> None:
    first, second = parse(one), parse(other)
    assert first is not None
    assert second is not None
    assert first.same_library(second) is same
    assert second.same_library(first) is same


def test_python_extensions_are_told_apart() -> None:
    for name in ("_ssl.cpython-311-x86_64-linux-gnu.so", "_rust.abi3.so"):
        found = parse(name)
        assert found is not None
        assert found.python_extension
    plain = parse("libpython3.11.so.1.0")
    assert plain is not None
    assert not plain.python_extension


@pytest.mark.parametrize(
    ("text", "stem", "suffix", "shown"),
    [
        (("a/libfoo.so", Wildcard("*")), "libfoo", "*", "libfoo.so*"),
        (("a/libfoo.so.", Wildcard("*")), "libfoo", "*", "libfoo.so.*"),
        (("libfoo.so.", Hole("${MAJOR}"), ".", Hole("${MINOR}")), "libfoo", "${MAJOR}.${MINOR}", None),
        ((Hole("$dir"), "/lib", Hole("$x"), ".so.1"), "lib$x", "1", "lib$x.so.1"),
        (("lib", Wildcard("*"), ".so", Wildcard("*")), "lib*", "*", "lib*.so*"),
    ],
)
def test_unknown_text_stands_in_the_parts_as_shown(text: Text, stem: str, suffix: str, shown: str | None) -> None:
    found = parse_text(text)
    assert found is not None
    assert (found.stem, found.suffix, found.exact) == (stem, suffix, False)
    if shown:
        assert found.text == shown


def test_text_without_a_library_in_it() -> None:
    assert parse_text((Hole("$lib"),)) is None
    assert parse_text(("lib", Wildcard("*"))) is None
    assert parse_text(()) is None
    known = parse_text(("d/libfoo.so.4",))
    assert known is not None
    assert known.exact


_STEM = st.from_regex(r"\A(lib)?[A-Za-z_][A-Za-z0-9_+.]{0,8}[A-Za-z_]\Z")
_VERSION = st.lists(st.integers(0, 99).map(str), min_size=1, max_size=4).map(".".join)
_COMMON = settings(derandomize=True, max_examples=200, deadline=None)


@_COMMON
@given(_STEM.filter(lambda s: ".so" not in s), st.one_of(st.just(""), _VERSION), st.one_of(st.just(""), _VERSION))
def test_parts_put_together_are_read_back(stem: str, inner: str, suffix: str) -> None:
    if inner in {"32", "64"}:
        inner = ""
    name = stem + (f"-{inner}" if inner else "") + ".so" + (f".{suffix}" if suffix else "")
    assert parse(name) == LibraryName(name, stem, inner, suffix)
    assert parse_path("any/where/" + name) == LibraryName(name, stem, inner, suffix)


@_COMMON
@given(st.text(alphabet="libso.-0123*~+_/ \x00\x01é", max_size=24))
def test_any_text_is_taken(name: str) -> None:
    found = parse(name)
    if found is None:
        return
    assert found.text == name
    if not found.malformed:
        assert found.cut(found.depth) == name
        again = parse(found.link_name)
        assert again is not None
        assert again.same_library(found)


@_COMMON
@given(
    st.lists(st.sampled_from(["lib", "foo", ".so", ".", "1", "/", "-", "2.0"]), max_size=8),
    st.lists(st.integers(0, 8), max_size=3),
)
def test_any_text_with_holes_is_taken(pieces: list[str], holes: list[int]) -> None:
    whole: list[str | Hole] = ["".join(pieces[:4]), *[Hole(f"${{{n}}}") for n in holes], "".join(pieces[4:])]
    text = tuple(p for p in whole if p != "")
    found = parse_text(text)
    if found is not None and not found.malformed:
        assert found.text.startswith(found.stem)
        assert found.text.endswith(found.suffix)
