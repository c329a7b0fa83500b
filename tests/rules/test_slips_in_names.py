"""Slips about libraries' names: a test's end, a table's value, capitals, a star in a link's name."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("if [ -f '$PREFIX/lib/libfoo.so']; then", True),
        ("if [ ! -e /usr/lib/libfoo.so]; then", True),
        ('if [ -e "$d/libfoo.so"]; then', True),
        ("if [ -f $PREFIX/lib/libfoo.so ]; then", False),
        ("if [[ $f == *[ab].so ]]; then", False),
        ("# if [ -f libfoo.so]; then\nif true; then", False),
    ],
)
def test_a_test_that_has_grown_together_with_its_end(line: str, said: bool) -> None:
    assert bool(warned("LP133", f"{line}\n  echo x\nfi\n")) == said


def table(*names: str) -> str:
    return "declare -A object=(\n" + "".join([f"  [\"4{n}\"]='{name}'\n" for n, name in enumerate(names)]) + ")\n"


def test_the_one_value_of_a_table_that_differs() -> None:
    usual = ["libown-encode.so"] * 9
    assert [text for _, text in warned("LP124", table(*usual, "libown-fbc.so"))] == ["libown-fbc.so"]
    assert warned("LP124", table(*usual)) == []
    assert warned("LP124", table(*usual, "libown-fbc.so", "libown-fbc.so")) == []
    assert warned("LP124", table(*usual[:5], "libown-fbc.so")) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [("libEGl", "libEGL"), ("libOpenCl", "libOpenCL"), ("libQt5XCBQpa", "libQt5XcbQpa"), ("libIce", "")],
)
def test_capitals(name: str, meant: str) -> None:
    found = warned("LP124", f"cp /opt/x/lib/{name}.so.1 out/lib/\n")
    assert [text for _, text in found] == ([name] if meant else [])


def test_a_star_in_a_link_s_name() -> None:
    assert len(warned("LP209", "ln -s $PWD/lib64/ld-2.17.so $PWD/lib64/ld64.so*\n")) == 1
    assert warned("LP209", "ln -s $PWD/lib64/libfoo.so* out/lib/\n") == []
    assert warned("LP209", "ln -s libfoo.so.1 out/lib/libfoo.so\n") == []
