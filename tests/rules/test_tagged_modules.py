"""LP109 for modules of Python by the name that one version on one machine gives them."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

MAC, LINUX = "fast.cpython-38-darwin.so", "fast.cpython-311-x86_64-linux-gnu.so"
REPORTED = {
    "CMake": (f"mkdir build && cd build\ncmake ..\nmake\ncp {MAC} ../module/\n", MAC),
    "setup.py": (f"python3 setup.py build_ext --inplace\nmv {LINUX} lib/\n", LINUX),
    "in a function": (f"put() {{\n  make -j4\n  install -m 755 build/{LINUX} $1\n}}\nput out\n", LINUX),
    "a link": (f"meson compile -C build\nln -s {LINUX} fast.so\n", LINUX),
}
SILENT = {
    "a pattern": "make\ncp fast.cpython-*.so ../module/\n",
    "that Python": f"python3.11 setup.py build_ext --inplace\nmv {LINUX} lib/\n",
    "that Python's image": f"/opt/python/cp311-cp311/bin/pip install .\nmake\nmv {LINUX} lib/\n",
    "nothing is built": f"cp vendor/{LINUX} lib/\n",
    "a comment": f"make\n# cp {MAC} ../module/\n",
}


@pytest.mark.parametrize(("script", "name"), REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str, name: str) -> None:
    ((_, text),) = warned("LP109", script)
    assert text == name


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP109", script) == []
