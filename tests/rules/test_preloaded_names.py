"""LP101 for what is preloaded, and LP103 for names that lose a version before `.so`."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

ENTRY = 'so=/usr/lib/$(uname -m)-linux-gnu/libjemalloc.so\nif [ -f "$so" ]; then export LD_PRELOAD=$so; fi\nexec "$@"\n'
IMAGE = "apt-get update\napt-get install -y \\\n    gosu {} tini\n"


def test_only_the_package_for_programs_is_installed() -> None:
    assert [text for _, text in warned("LP101", ENTRY, image=IMAGE.format("libjemalloc2"))] == ["libjemalloc.so"]


@pytest.mark.parametrize("packages", ["libjemalloc-dev", "libjemalloc2 libjemalloc-dev", "libssl3"])
def test_a_dev_name_that_may_be_there(packages: str) -> None:
    assert warned("LP101", ENTRY, image=IMAGE.format(packages)) == []


def test_a_variable_for_another_script() -> None:
    script = "# goes into LD_PRELOAD\nexport PRELOAD_LIB=/usr/lib/libz.so{}\n"
    assert warned("LP101", script.format("")) == [(2, "libz.so")]
    assert warned("LP101", script.format(".1")) == []


SDL = "cp -L deps/lib/libSDL2-2.0.so.0 out/lib/libSDL2{}.so.0\n"


def test_what_stands_before_so_is_part_of_the_name() -> None:
    assert warned("LP103", SDL.format("")) == [(1, "libSDL2.so.0")]
    assert warned("LP103", SDL.format("-2.0")) == []
    assert warned("LP103", SDL.format("") + SDL.format("-2.0")) == []
    assert warned("LP103", SDL.format("") + "patchelf --set-soname libSDL2.so.0 out/lib/libSDL2.so.0\n") == []
