"""The variables of ld.so in scripts for macOS."""

from __future__ import annotations

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import said


def test_variables_of_linux_on_macos() -> None:
    """LP302, LP303, LP305: dyld does not read them."""
    script = "#!/bin/sh\nexport LD_LIBRARY_PATH=$LD_LIBRARY_PATH:lib:$P/lib\nexec $P/bin/prog\n"
    for tools, wanted in (
        ("install_name_tool -id x y\n", 0),
        ("P=$(brew --prefix qt)\n", 0),
        ("", 1),
        ("[ $(uname) = Darwin ] && P=$(brew --prefix qt)\n", 1),
    ):
        assert bool(said("LP302", script + tools)) == bool(said("LP303", script + tools)) == bool(wanted), tools
    for path, wanted in (("ci/macos/config.sh", 0), ("ci/linux/config.sh", 1), ("ci/linux_macos/config.sh", 1)):
        entry = [(path, MemoryRepository({path: script}), path)]
        found = check(entry, Settings(selected(("LP302", "LP322"), ()), {})).report.findings
        assert len(found) == wanted, path
