"""Check what is known to be sound: the system's libraries and programs, and any archives that are named.

    python bench/healthy.py [ARCHIVE…]

Prints, for each, how many objects were looked at, what was found by rule, and the time. Nothing but notes should be
found; each warning or error is printed, to be read.
"""

from __future__ import annotations

import sys
import time

from lintpack.bundle.reading import read_bundle
from lintpack.findings import LEVELS
from lintpack.rules import MODULES
from lintpack.rules.context import Context
from lintpack.rules.shared.archive import Archive
from lintpack.script.plan import Plan

SYSTEM = ("/usr/lib", "/usr/bin", "/usr/sbin", "/usr/libexec")


def main(paths: list[str]) -> int:
    loud = 0
    for path in paths:
        began = time.process_time()
        bundle = read_bundle(path)
        read = time.process_time()
        archive = Archive(bundle)
        context = Context(Plan("", (), ()), archive=archive)
        modules = [module for module in MODULES if module.RULE.needs == "archive"]
        found = [finding for module in modules for finding in module.check(context)]
        done = time.process_time()
        counts = {level: sum(finding.level == level for finding in found) for level in LEVELS}
        starts = len(archive.starts) + len(archive.library_starts)
        print(f"{path}: {len(archive.objects)} objects, {starts} starts; read {read - began:.1f} s, ", end="")
        print(f"checked {done - read:.1f} s; " + ", ".join(f"{count} {level}s" for level, count in counts.items()))
        for finding in found:
            if finding.level != "note":
                loud += 1
                print(f"  {finding.level} {finding.code} {finding.name}: {finding.message}")
    return 1 if loud else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(SYSTEM)))
