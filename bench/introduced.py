"""Whether the change that brought a fault in is caught as it is made: with the change's parent as the base.

    python -m bench.introduced MIRROR [--only ID] [--show]

For each incident of incidents.json with the commit that brought it in (`introduced_by`), that commit is checked out
from the clone in MIRROR (see incidents.py), and the script is checked with `--base` its parent. It counts as caught if
a warning or error covers a faulty line; which these are is told by their text, for in that commit they may have other
numbers: a line of the change that is, blanks aside, one of the wrong ones. Where the change has none of them, each
line that it adds to the script counts. Only what a checkout of shell scripts needs is read from the clone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from bench.checkouts import checkout, clone_of, git
from bench.incidents import INCIDENTS, Found


class Result(NamedTuple):
    """`lines` are the faulty ones; `found` all warnings and errors of the script, `caught` those that cover one."""

    incident: dict[str, Any]
    lines: list[int]
    found: list[Found]
    caught: list[Found]


def replay(incident: dict[str, Any], mirror: Path) -> Result | None:
    clone = clone_of(mirror, incident["repo"])
    path = incident["path"]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        try:
            wrong = git(clone, "show", f"{incident['before']}:{path}").decode(errors="replace").split("\n")
            checkout(clone, incident["introduced_by"], path, root)
            lines = faulty(root, path, [wrong[number - 1] for number in incident["lines"]])
        except (OSError, subprocess.CalledProcessError):
            return None
        found = lintpack(root, path)
    caught = [f for f in found if any(f.first <= line <= f.last for line in lines)]
    return Result(incident, lines, found, caught)


def faulty(root: Path, path: str, wrong: list[str]) -> list[int]:
    """The added lines of HEAD's change of `path` that are in `wrong`, blanks aside; all of them where none is."""
    changed = git(root, "diff", "-U0", "HEAD^", "HEAD", "--", path).decode(errors="replace")
    added: dict[int, str] = {}
    number = 0
    for line in changed.split("\n"):
        if match := re.match(r"@@ -\S+ \+(\d+)", line):
            number = int(match[1])
        elif line.startswith("+") and not line.startswith("+++"):
            added[number] = line[1:]
            number += 1
    texts = {" ".join(text.split()) for text in wrong}
    same = [number for number, text in added.items() if " ".join(text.split()) in texts]
    return same or list(added)


def lintpack(root: Path, path: str) -> list[Found]:
    command = [sys.executable, "-m", "lintpack", "check", "--no-config", "--format", "json", "--exit-zero"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent), "GIT_NO_LAZY_FETCH": "1"}
    done = subprocess.run(
        [*command, "--base", "HEAD^", path], cwd=root, capture_output=True, check=False, env=environment
    )
    return [
        Found(f["code"], f["line"], f["end_line"] or f["line"], f["message"])
        for f in json.loads(done.stdout)["findings"]
        if f["level"] != "note" and os.path.normpath(f["path"]) == os.path.normpath(path)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--only", action="append", metavar="ID")
    parser.add_argument("--show", action="store_true", help="print all warnings and errors of each script")
    options = parser.parse_args()
    chosen = [
        incident
        for incident in json.loads(INCIDENTS.read_text())
        if incident.get("introduced_by") and (not options.only or incident["id"] in options.only)
    ]
    ran = caught = 0
    for incident in chosen:
        result = replay(incident, options.mirror)
        if result is None:
            print(f"absent  {incident['id']}")
            continue
        ran += 1
        caught += bool(result.caught)
        codes = ", ".join(sorted({f.code for f in result.caught}))
        print(f"{'caught' if result.caught else 'missed':7} {incident['id']} ({incident['shown_by']}): {codes}")
        if options.show:
            print(
                f"        lines {result.lines}",
                *(f"        {f.first}: {f.code} {f.message}" for f in result.found),
                sep="\n",
            )
    print(f"caught {caught} of {ran}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
