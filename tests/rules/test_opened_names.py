"""LP101 of names that may be the only one that a library has: what programs open, and what no distribution has."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import said

PACK = "cp /usr/lib/libcurl.so out/lib/\n"
OWN = "cp /usr/local/lib/libprobe.so out/lib/\n"
LIST = '{}\nlist{}=(\n  /usr/lib/libcurl.so{}\n  /lib/libnss_dns.so.2 # by (another)\n)\ncp "${{list{}[@]}}" out/lib/\n'


@pytest.mark.parametrize(
    ("script", "level"),
    [
        (PACK, "warning"),
        (f"# the program dlopens it\n{PACK}", "note"),
        (LIST.format("", "", "", ""), "warning"),
        (LIST.format("", "_dlopened", "", "_dlopened"), "note"),
        (LIST.format("", "", " # dlopen", ""), "note"),
        (LIST.format("# what is opened by dlopen", "", "", ""), "note"),
        (f"dlopened=(\n  x\n)\n{PACK}", "warning"),
        (OWN, "note"),
        (f"{OWN}cp /usr/local/lib/libother.so.2 out/lib/\n", "warning"),
        (OWN.replace("probe", "curl"), "warning"),
        (PACK.replace("curl", "probe"), "note"),
        ("LD_PRELOAD=/usr/lib/libprobe.so ./prog\n", "warning"),
        ("LD_PRELOAD=/usr/local/lib/libprobe.so ./prog\n", "note"),
    ],
)
def test_the_level(script: str, level: str) -> None:
    assert [one.level for one in said("LP101", script)] == [level]


def test_preloads_of_benchmarks() -> None:
    path = "bench/run.sh"
    files = MemoryRepository({path: "LD_PRELOAD=/usr/lib/libprobe.so ./prog\n"})
    found = check([(path, files, path)], Settings(selected(("LP101",), ()), {})).report.findings
    assert [one.level for one in found] == ["note"]
