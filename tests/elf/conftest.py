"""Small real ELF files, built once by gcc."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with liba.so.1 (versions A_1, A_2), libb.so (needs it), prog, static, liba.debug, core-like part.o."""
    place = tmp_path_factory.mktemp("built")
    (place / "a.c").write_text("int a_one(void) { return 1; }\nint a_two(void) { return 2; }\n")
    (place / "a.map").write_text("A_1 { global: a_one; local: *; };\nA_2 { global: a_two; } A_1;\n")
    (place / "b.c").write_text("int a_two(void);\nint b(void) { return a_two(); }\n")
    (place / "p.c").write_text("int b(void);\nint main(void) { return b(); }\n")
    (place / "s.c").write_text("void _start(void) { for (;;); }\n")

    def gcc(*arguments: str) -> None:
        subprocess.run(["gcc", *arguments], cwd=place, check=True, capture_output=True)

    shared = ("-shared", "-fPIC", "-g")
    gcc(*shared, "-o", "liba.so.1", "a.c", "-Wl,-soname,liba.so.1,--version-script=a.map")
    gcc(*shared, "-o", "libb.so", "b.c", "liba.so.1", "-Wl,-rpath,$ORIGIN:/opt/x,--enable-new-dtags")
    gcc("-o", "prog", "p.c", "libb.so", "-Wl,-rpath,/old,--disable-new-dtags,-rpath-link,.", "-z", "execstack")
    gcc("-static", "-nostdlib", "-o", "static", "s.c")
    gcc("-c", "-o", "part.o", "a.c")
    subprocess.run(["objcopy", "--only-keep-debug", "liba.so.1", "liba.debug"], cwd=place, check=True)
    return place
