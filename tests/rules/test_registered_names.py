"""LP124 for names that a launcher gets, and for names of two systems."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

MODULE = "install_x() {{\n  md_ret_files=(\n    'build/{}'\n    'README'\n  )\n}}\n{}\n"
ADD = 'addEmulator 0 "$md_id" snes "$md_inst/bar_libretro.so"'
NAME = "if [ $os = mac ]; then\n  lib=libfoo${{V}}${{SUFFIX}}.dylib\nelse\n  lib={}\nfi\n"


def test_another_name_is_registered() -> None:
    assert warned("LP124", MODULE.format("foo_libretro.so", ADD)) == [(7, "bar_libretro.so")]


@pytest.mark.parametrize(
    "script",
    [
        MODULE.format("bar_libretro.so", ADD),
        MODULE.format("foo_libretro.so", f"# {ADD}"),
        MODULE.format("*.so", ADD),
        MODULE.format("foo_libretro.so", f'{ADD}\ncp out/bar_libretro.so "$md_inst/"'),
        MODULE.format("foo_libretro.so", f"{ADD}\nmd_ret_files+=('bar_libretro.so')"),
    ],
    ids=["the same", "a comment", "a pattern", "copied", "added"],
)
def test_what_is_installed_is_registered(script: str) -> None:
    assert warned("LP124", script) == []


def test_a_suffix_of_one_system() -> None:
    assert warned("LP124", NAME.format("libfoo${V}.so.1.0")) == [(4, "libfoo${V}.so.1.0")]
    assert warned("LP124", NAME.format("libfoo${V}${SUFFIX}.so.1.0")) == []
    assert warned("LP124", NAME.format("libfoo${SUFFIX}.so.${V}")) == []
    assert warned("LP124", NAME.replace("SUFFIX", "MINOR").format("libfoo${V}.so.1.0")) == []


TAKEN = "{}\nif [ $os = linux ]; then mv out/libfoo.so out/usr/lib/; fi\n"
COPY = "mv build/libfoo.{} $PWD/out/ || status=1"


def test_a_library_of_another_system() -> None:
    assert warned("LP124", TAKEN.format(COPY.format("dll"))) == [(1, "libfoo.dll")]
    assert warned("LP124", TAKEN.format(COPY.format("so"))) == []
    assert warned("LP124", TAKEN.format(f"if is_windows; then {COPY.format('dll')}; fi")) == []
    assert warned("LP124", TAKEN.format(COPY.format("dll") + "\n" + COPY.format("so"))) == []
