"""The second oracle: what `readelf -d -V -n` prints, as facts."""

from __future__ import annotations

import re
import subprocess
from typing import Any

_QUOTED = re.compile(r"\((NEEDED|SONAME|RPATH|RUNPATH)\).*: \[(.*)\]$")
_FILE = re.compile(r"Version: 1  File: (\S+)  Cnt: ")
_NAME = re.compile(r"^  0x[0-9a-f]+:   Name: (\S+)  Flags: (.*)  Version: \d+$")
_DEFINITION = re.compile(r"^  0[0x0-9a-f]*: Rev: 1  Flags: (.*?)  Index: \d+  Cnt: \d+  Name: (\S+)$")


def facts_by_readelf(paths: list[str]) -> list[dict[str, Any]]:
    """Facts of each file, under the names of `ElfFacts`; one process for all."""
    run = subprocess.run(
        ["readelf", "-W", "-d", "-V", "-n", *paths, "/dev/null"],  # two names make it print each
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )
    blocks = re.split(r"^File: ", run.stdout, flags=re.MULTILINE)[1:]
    return [_facts(block) for block in blocks[: len(paths)]]


def _facts(block: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"soname": None, "rpath": None, "runpath": None, "build_id": ""}
    needed: list[str] = []
    versions: list[tuple[str, str]] = []
    defined: list[str] | None = None
    library = ""
    for line in block.splitlines():
        if found := _QUOTED.search(line):
            tag, value = found.groups()
            if tag == "NEEDED":
                needed.append(value)
            else:
                facts[tag.lower()] = value
        elif found := _FILE.search(line):
            library = found[1]
        elif found := _NAME.match(line):
            versions.append((library, found[1]))
        elif line.startswith("Version definition section"):
            defined = []
        elif (found := _DEFINITION.match(line)) and defined is not None and "BASE" not in found[1]:
            defined.append(found[2])
        elif "Build ID:" in line:
            facts["build_id"] = line.rpartition(" ")[2]
    facts["needed"] = tuple(needed)
    facts["versions_needed"] = tuple(versions)
    facts["versions_defined"] = None if defined is None else tuple(defined)
    return facts
