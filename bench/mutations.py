"""Plant one real-life fault at a time into scripts that are right, and tell which of them lintpack sees.

    python -m bench.mutations FOLDER [--scripts LIST] [--kind WORD] [--most 25] [--seed 1] [--show missed KIND]

FOLDER has checkouts, FOLDER/REPO/…; nothing in it is written. LIST names the scripts to look at, one path relative to
FOLDER a line; without it, those with `.sh`, `.bash` or a shell's first line that speak of shared libraries. The kinds
are in mutators/, each with what it changes and where that can be seen. For each, up to --most mutants are taken, of as
many repositories as can be, by a seeded order. A mutant is held in memory in the place of its script, so that what
lies around is as it is; bash has to accept it, and its line must be without warnings before.

A mutant is found if a warning or an error that the script did not have covers the changed lines (or lies anywhere,
where the fault is that a line is gone); `related`: it lies
elsewhere and names them; `note`: only a note covers them; `elsewhere`: it is about another place alone, which a reader
would have to follow. The share is of found and related. --json FILE keeps all of them.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.mutators import links, names, run_paths, searches, shell  # noqa: F401
from bench.mutators.texts import KINDS, Edit, Script
from lintpack.check import Settings, check
from lintpack.repository import SKIPPED, Repository
from lintpack.rules import MODULES
from lintpack.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType

    from lintpack.findings import Finding

WAYS = ("found", "related", "note", "elsewhere", "missed")
SPEAKS = (".so", "LD_LIBRARY_PATH", "LD_PRELOAD", "rpath", "ORIGIN")
LONGEST = 40_000  # characters of a script: longer ones cost more than they teach
PATIENCE = 20  # seconds for one script


class Mutant(NamedTuple):
    """`text` is the whole script with the fault; `edit` what was changed."""

    kind: str
    script: Script
    edit: Edit
    text: str


class Result(NamedTuple):
    """`way` is one of WAYS; `findings` are the new ones, as they are told."""

    mutant: Mutant
    way: str
    findings: tuple[str, ...]


class SlowError(Exception):
    """One script took too long."""


# --- the scripts


def scripts(folder: Path, listed: Path | None) -> Iterator[Script]:
    """The scripts to look at, in order."""
    paths = listed.read_text().splitlines() if listed is not None else _walk(folder)
    known: dict[str, Script] = {}
    folders: dict[str, list[Script]] = defaultdict(list)
    for path in sorted(os.path.normpath(path) for path in paths):
        try:
            data = (folder / path).read_bytes()
        except OSError:
            continue
        text = data.decode(errors="replace")
        if len(text) > LONGEST or "\ufffd" in text or not any(word in text for word in SPEAKS):
            continue
        repo, _, inner = path.partition("/")
        beside = folders[path.rpartition("/")[0]]
        script = Script(repo, inner, text, beside)
        beside.append(script)
        known[path] = script
    yield from known.values()


def _walk(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in files:
            path = Path(place, name)
            if name.endswith((".sh", ".bash")) or ("." not in name and _shell(path)):
                yield str(path.relative_to(folder))


def _shell(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            first = file.readline(80)
    except OSError:
        return False
    return first.startswith(b"#!") and b"sh" in first.split(b"/")[-1]


# --- the mutants


def rank(seed: int, kind: str, script: Script, edit: Edit) -> str:
    """A place in a seeded order that does not depend on which other mutants there are."""
    words = (str(seed), kind, script.repo, script.path, str(edit.first), *edit.lines)
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


def candidates(all_scripts: Iterable[Script], kinds: Iterable[str], seed: int) -> dict[str, list[tuple[Script, Edit]]]:
    """For each kind all the mutants that there are, in an order that goes round the repositories."""
    found: dict[str, dict[str, list[tuple[str, Script, Edit]]]] = {name: defaultdict(list) for name in kinds}
    for script in all_scripts:
        for name in found:
            for edit in KINDS[name](script):
                if edit.lines != tuple(script.lines[edit.first : edit.after]):
                    found[name][script.repo].append((rank(seed, name, script, edit), script, edit))
    ordered: dict[str, list[tuple[Script, Edit]]] = {}
    for name, by_repo in found.items():
        turns = []
        for of_repo in by_repo.values():
            of_repo.sort(key=lambda one: one[0])
            turns += [(turn, *one) for turn, one in enumerate(of_repo)]
        turns.sort(key=lambda one: one[:2])
        ordered[name] = [(script, edit) for _, _, script, edit in turns]
    return ordered


def planted(kind: str, script: Script, edit: Edit) -> Mutant:
    lines = [*script.lines[: edit.first], *edit.lines, *script.lines[edit.after :]]
    return Mutant(kind, script, edit, "\n".join(lines))


def accepted(text: str) -> bool:
    """Whether bash takes it."""
    done = subprocess.run(["bash", "-n"], input=text.encode(), capture_output=True, check=False)
    return done.returncode == 0


# --- what lintpack says


class Checker:
    """Checks scripts and their mutants in place, in this process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._settings = Settings(tuple(m for m in MODULES if m.RULE.needs != "archive"), {})
        self._clean: dict[Script, tuple[Finding, ...] | None] = {}
        self._repositories: dict[str, Repository] = {}

    def repository(self, script: Script) -> Repository:
        """That of the script, in which nothing is held in the place of a file."""
        found = self._repositories.get(script.repo)
        if found is None:
            self._repositories.clear()
            found = self._repositories[script.repo] = Repository(str(self._folder / script.repo), "")
        return found

    def clean(self, script: Script) -> tuple[Finding, ...] | None:
        """What is said of the script as it is; None where that cannot be told."""
        if script not in self._clean:
            self._clean[script] = self._findings(script, script.text)
        return self._clean[script]

    def usable(self, script: Script, edit: Edit) -> bool:
        """Whether the lines are without warnings today."""
        found = self.clean(script)
        return found is not None and not any(
            finding.level != "note" and covers(finding, script.path, edit.first + 1, edit.after) for finding in found
        )

    def result(self, mutant: Mutant) -> Result | None:
        """None where lintpack cannot read it, or takes too long."""
        before = self.clean(mutant.script)
        after = self._findings(mutant.script, mutant.text)
        if before is None or after is None:
            return None
        known = Counter(_key(finding) for finding in before)
        fresh: list[Finding] = []
        for finding in after:
            if known[_key(finding)] > 0:
                known[_key(finding)] -= 1
            else:
                fresh.append(finding)
        first, last = mutant.edit.first + 1, mutant.edit.first + max(1, len(mutant.edit.lines))
        path = mutant.script.path
        loud = [finding for finding in fresh if finding.level != "note"]
        if any(covers(finding, path, first, last) for finding in loud):
            way = "found"
        elif any(mentions(finding, path, first, last) for finding in loud):
            way = "related"
        elif any(covers(finding, path, first, last) for finding in fresh):
            way = "note"
        else:
            way = ("found" if mutant.edit.gone else "elsewhere") if loud else "missed"
        shown = tuple(
            f"{finding.level} {finding.code} {finding.place.line if finding.place else 0}: {finding.message}"
            for finding in fresh
        )
        return Result(mutant, way, shown)

    def _findings(self, script: Script, text: str) -> tuple[Finding, ...] | None:
        repository = self.repository(script)
        repository.put(script.path, Source(script.path, text))
        # What is known of all the repository may depend on the script.
        repository._shared.clear()
        signal.alarm(PATIENCE)
        try:
            outcome = check([(script.path, repository, script.path)], self._settings)
        except SlowError:
            return None
        finally:
            signal.alarm(0)
            repository.put(script.path, Source(script.path, script.text))
        return None if outcome.errors else outcome.report.findings


def _key(finding: Finding) -> tuple[object, ...]:
    """What makes two findings the same: a warning does not become new by other words."""
    return (finding.code, finding.level, finding.path, finding.place.line if finding.place is not None else 0)


def covers(finding: Finding, path: str, first: int, last: int) -> bool:
    place = finding.place
    return place is not None and place.path == path and place.line <= last and place.last_line >= first


def mentions(finding: Finding, path: str, first: int, last: int) -> bool:
    return any(
        label.place.path == path and label.place.line <= last and label.place.last_line >= first
        for label in finding.related
    )


# --- a run


def run(folder: Path, all_scripts: list[Script], kinds: list[str], most: int, seed: int) -> list[Result]:
    """Of each kind up to `most` results. Repositories are gone through one by one, since opening one costs; what falls
    away in a round (a line with warnings, a mutant that bash rejects) is made up for in the next."""
    checker = Checker(folder)
    waiting = {name: found[: most * 8] for name, found in candidates(all_scripts, kinds, seed).items()}
    results: list[Result] = []
    wanted = dict.fromkeys(kinds, most)
    while any(waiting[name] and wanted[name] for name in kinds):
        batch: list[tuple[str, Script, Edit]] = []
        for name in kinds:
            batch += [(name, *one) for one in waiting[name][: wanted[name]]]
            waiting[name] = waiting[name][wanted[name] :]
        batch.sort(key=lambda one: (one[1].repo, one[1].path))
        for name, script, edit in batch:
            mutant = planted(name, script, edit)
            if not checker.usable(script, edit) or not accepted(mutant.text):
                continue
            result = checker.result(mutant)
            if result is not None:
                results.append(result)
                wanted[name] -= 1
    order = {name: n for n, name in enumerate(kinds)}
    results.sort(key=lambda one: (order[one.mutant.kind], one.mutant.script.repo, one.mutant.script.path))
    return results


# --- what is printed


def table(results: list[Result], kinds: list[str]) -> Iterator[str]:
    width = max(map(len, kinds), default=4)
    yield f"{'kind':{width}} mutants  repos  found  related  note  elsewhere  missed  share"
    total: Counter[str] = Counter()
    for name in [*kinds, "all"]:
        of_kind = [one for one in results if one.mutant.kind == name]
        ways = Counter(one.way for one in of_kind) if name != "all" else total
        if name != "all":
            total.update(ways)
        else:
            of_kind = results
        repos = len({one.mutant.script.repo for one in of_kind})
        share = f"{100 * (ways['found'] + ways['related']) / len(of_kind):4.0f}%" if of_kind else "    –"
        yield (
            f"{name:{width}} {len(of_kind):7} {repos:6} {ways['found']:6} {ways['related']:8} {ways['note']:5}"
            f" {ways['elsewhere']:10} {ways['missed']:7}  {share}"
        )


def shown(result: Result) -> Iterator[str]:
    """A mutant as a diff, and what was said of it."""
    mutant = result.mutant
    yield f"== {result.way}: {mutant.kind}: {mutant.script.repo} {mutant.script.path}:{mutant.edit.first + 1}"
    before, after = mutant.script.text.split("\n"), mutant.text.split("\n")
    yield from list(difflib.unified_diff(before, after, lineterm="", n=1))[3:]
    yield from (f"   {finding}" for finding in result.findings)


def as_json(results: list[Result]) -> str:
    return json.dumps(
        [
            {
                "kind": one.mutant.kind,
                "way": one.way,
                "repo": one.mutant.script.repo,
                "path": one.mutant.script.path,
                "line": one.mutant.edit.first + 1,
                "was": one.mutant.script.lines[one.mutant.edit.first : one.mutant.edit.after],
                "is": one.mutant.edit.lines,
                "findings": one.findings,
            }
            for one in results
        ],
        indent=1,
    )


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise SlowError


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scripts", type=Path, metavar="LIST")
    parser.add_argument("--kind", action="append", metavar="WORD", help="only kinds with this in their names")
    parser.add_argument("--most", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", nargs=2, metavar=("WAY", "KIND"), help=f"print mutants: {', '.join(WAYS)} or all")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    only = [*(options.kind or ()), *(options.show[1:] if options.show else ())]
    kinds = [name for name in KINDS if not only or any(word in name for word in only)]
    signal.signal(signal.SIGALRM, _too_slow)
    began = time.process_time()
    results = run(options.folder, list(scripts(options.folder, options.scripts)), kinds, options.most, options.seed)
    for line in table(results, kinds):
        print(line)
    print(f"{time.process_time() - began:.0f} s of CPU time")
    if options.show:
        for result in results:
            if options.show[0] in (result.way, "all"):
                print(*shown(result), sep="\n")
    if options.json:
        options.json.write_text(as_json(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
