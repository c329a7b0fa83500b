"""LP102: where a library's full name is right, or is not what the script packs."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

SILENT = {
    "a link of another number leads to it": "cp libcuda.so.580.178.04 $out/lib/\n"
    "ln -sf libcuda.so.580.178.04 $out/lib/libcuda.so.1",
    "a link of another name leads to it": "cp libnvidia-allocator.so.580.178.04 $out/lib/\n"
    "ln -sf ../libnvidia-allocator.so.580.178.04 $out/lib/gbm/liballocator.so.0",
    "files whose symbols go into a package": 'defineDebugInfoPackage foo "$libDir"/libfoo.so.4.6.5 "$binDir"/foo',
    "a list of such files": 'debugList=("$libDir"/libfoo.so.4.6.5 "$libDir"/libbar.so.1.2.3)',
    "what is taken out": "uninstall_libs lib/libfoo.so.4.6.5 lib/libbar.so.1.2.3 /",
}


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP102", script + "\n") == []


REPORTED = {
    "only the dev name leads to it": "cp libfoo.so.4.6.5 $out/lib/\nln -s libfoo.so.4.6.5 $out/lib/libfoo.so",
    "a link to another file": "cp libfoo.so.4.6.5 $out/lib/\nln -s libbar.so.4.6.5 $out/lib/libbar.so.4",
    "an unknown command that packs": 'pack_libs "$deps"/libfoo.so.4.6.5 "$deps"/libz.so.1 $out/lib',
}


@pytest.mark.parametrize("script", REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str) -> None:
    assert [text for _, text in warned("LP102", script + "\n")] == ["libfoo.so.4.6.5"]


def test_a_link_with_more_numbers_than_the_soname() -> None:
    """It is shown where the links are made."""
    script = "cp lib/libgfortran.so.3.0.0 $out/lib\ncd $out/lib\nln -s libgfortran.so.3.0.0 libgfortran.so.3{}\n"
    assert [line for line, _ in warned("LP102", script.format(".0"))] == [3]
    assert warned("LP102", script.format("")) == []
