"""LP130 for CUDA's libraries, and for branches of two versions."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import warned

BOTH = 'if [[ $V == 12.1* || $V == "12.4" ]]; then\n  {}\nfi\n'
TAKEN = "cp /opt/cuda-12.1/lib64/libcupti.so.12 out/ # or 12.4"
TWO = {
    "an if": BOTH.format(TAKEN),
    "an elif": f"if [ $V = 11.8 ]; then\n  x=1\nel{BOTH.format(TAKEN)}",
    "a case": f"case $V in\n  12.1*|12.4*)\n    {TAKEN}\n    ;;\nesac\n",
    "a list": BOTH.format("libs=(/opt/cuda-12.1/lib64/libcupti.so.12 /opt/cuda/lib64/libfoo.so.1)"),
}
RIGHT = {
    "by the variable": BOTH.format("cp /opt/cuda-$V/lib64/libcupti.so.12 out/"),
    "either of them": BOTH.format(f"{TAKEN}\n  cp /opt/cuda-12.4/lib64/libcupti.so.12 out/"),
    "the version of no condition": BOTH.format("cp /opt/foo-1.2/lib/libfoo.so.1 out/"),
    "two variables": f"if [[ $V == 12.1 || $W == 12.4 ]]; then\n  {TAKEN}\nfi\n",
    "one version": f"if [[ $V == 12.1* ]]; then\n  {TAKEN}\nfi\n",
}


@pytest.mark.parametrize("script", TWO.values(), ids=TWO.keys())
def test_a_folder_of_one_of_two(script: str) -> None:
    assert [text for _, text in warned("LP130", script)] == ["cuda-12.1"]


@pytest.mark.parametrize("script", RIGHT.values(), ids=RIGHT.keys())
def test_a_folder_of_both(script: str) -> None:
    assert warned("LP130", script) == []


@pytest.mark.parametrize(
    ("name", "script", "count"),
    [
        ("pack_cu12.sh", "ln -s ../libcublas.so.11 torch/lib/libcublas.so.11", 1),
        ("pack_cu12.sh", "ln -s ../libcublas.so.12 torch/lib/libcublas.so.12", 0),
        ("pack_cuda-11.sh", "cp lib/libcusparse.so.11 out/", 0),
        ("pack.sh", "cp lib/libcublas.so.11 out/", 0),
        ("pack.sh", "wget https://x.org/cuda-12.1.tgz\ncp lib/libcufft.so.10 out/", 1),
    ],
)
def test_cuda_by_the_name_of_the_script(name: str, script: str, count: int) -> None:
    entry = [(name, MemoryRepository({name: script}), name)]
    assert len(check(entry, Settings(selected(("LP130",), ()), {})).report.findings) == count
