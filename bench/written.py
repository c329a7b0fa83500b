"""Faults that were made up, by category: realistic packaging scripts with one fault each, and their mended versions.

    python -m bench.written [--set first] [--case WORD] [--shellcheck] [--show]

written_faults/SET.txt holds the cases of a set, SET.missed the names of those that are not seen. They were written
without a look at the rules, which were then made more general by them, one set after the other, so that only the rate
of a set's first run (docs/comparison.md) says something about other scripts. A case is caught if a warning or an error
covers one of the faulty lines, of a code that the mended version has less often; `left` are the warnings and errors of
the mended versions.

A case is `=== NAME | CATEGORY`, a line `S:` that sums it up, a line `W:` that says how a reader sees it, and its files,
each behind `--- PATH`. Of their lines those with `@@-` (faulty) and `@@~` are in the faulty version only, those with
`@@+` in the mended one only; `@@!` is a faulty line, or one that a reader would be sent to, that is in both.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import MODULES

FOLDER = Path(__file__).with_name("written_faults")
SETS = ("first", "second", "third")


class Case(NamedTuple):
    """`path`: the script with the fault; `lines`: the faulty ones; `before`, `after`: the files by their paths."""

    name: str
    category: str
    summary: str
    path: str
    lines: tuple[int, ...]
    before: dict[str, str]
    after: dict[str, str]


class Hit(NamedTuple):
    """A finding that is more than a note."""

    code: str
    path: str
    first: int
    last: int


class Result(NamedTuple):
    case: Case
    caught: list[str]
    left: list[Hit]


def cases(name: str) -> list[Case]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [_case(block) for block in re.split(r"(?m)^=== ", text)[1:]]


def _case(block: str) -> Case:
    head, *files = re.split(r"(?m)^--- (\S+)\n", block)
    title, summary, *_ = head.split("\n")
    name, category = title.split(" | ")
    path, lines = "", []
    before, after = {}, {}
    for file, text in zip(files[::2], files[1::2], strict=True):
        old: list[str] = []
        new: list[str] = []
        for line in text.split("\n")[:-1]:
            mark, rest = (line[:3], line[3:]) if line.startswith("@@") else ("", line)
            if mark != "@@+":
                old.append(rest)
            if mark in ("", "@@+", "@@!"):
                new.append(rest)
            if mark in ("@@-", "@@!"):
                path = file
                lines.append(len(old))
        before[file], after[file] = ["".join(f"{line}\n" for line in version) for version in (old, new)]
    return Case(name, category, summary.removeprefix("S: "), path, tuple(lines), before, after)


def lintpack(files: dict[str, str], path: str) -> list[Hit]:
    settings = Settings(tuple(m for m in MODULES if m.RULE.needs != "archive"), {})
    outcome = check([(path, MemoryRepository(files), path)], settings)
    return [
        Hit(f.code, f.path, f.place.line, f.place.last_line)
        for f in outcome.report.findings
        if f.level != "note" and f.place is not None
    ]


def shellcheck(files: dict[str, str], path: str) -> list[Hit]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        command = ["shellcheck", "--norc", "--external-sources", "--source-path=SCRIPTDIR", "--severity=warning"]
        done = subprocess.run([*command, "--format=json1", path], cwd=folder, capture_output=True, check=False)
    comments = json.loads(done.stdout)["comments"]
    return [Hit(f"SC{c['code']}", os.path.normpath(c["file"]), c["line"], c["endLine"]) for c in comments]


def replay(case: Case, tool: object = lintpack) -> Result:
    assert callable(tool)
    old, new = tool(case.before, case.path), tool(case.after, case.path)
    fewer = Counter(hit.code for hit in old) - Counter(hit.code for hit in new)
    caught = [
        hit.code
        for hit in old
        if fewer[hit.code] and hit.path == case.path and any(hit.first <= line <= hit.last for line in case.lines)
    ]
    return Result(case, caught, new)


def main() -> None:
    parser = argparse.ArgumentParser(description="Replay faults that were made up.")
    parser.add_argument("--set", choices=SETS, action="append")
    parser.add_argument("--case", default="")
    parser.add_argument("--shellcheck", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for name in options.set or SETS:
        results = [
            replay(case, shellcheck if options.shellcheck else lintpack)
            for case in cases(name)
            if options.case in case.name
        ]
        for case, caught, left in results if options.show else ():
            print(f"{','.join(sorted(set(caught))) or 'missed':16} {case.category:24} {case.name}: {case.summary}")
            for hit in left:
                print(f"    left: {hit.code} {hit.path}:{hit.first}")
        found, all_of = Counter(r.case.category for r in results if r.caught), Counter(r.case.category for r in results)
        for category, count in sorted(all_of.items()):
            print(f"{found[category]:4} of {count:3}  {category}")
        lines = sum(text.count("\n") for r in results for text in r.case.after.values())
        count = sum(len(r.left) for r in results)
        print(f"{name}: {found.total()} of {len(results)} caught; {count} left in {lines} lines of mended scripts\n")


if __name__ == "__main__":
    main()
