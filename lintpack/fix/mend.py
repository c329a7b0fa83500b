"""Mending scripts in memory: round by round, and nothing that does not help.

    check ─▶ findings ─ choose ─▶ edits ─ apply ─▶ texts ─ check ─▶ …

After each round the mended texts are checked again. A fix that has left its finding in place, or a text that cannot be
parsed, is taken back and not tried again; so what is fixed is clean of what it was fixed for.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lintpack.check import check
from lintpack.fix.edits import apply, choose, edits_by_source, moved
from lintpack.record import Record, replace
from lintpack.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.check import Outcome, Settings
    from lintpack.findings import Edit, Finding
    from lintpack.fix.edits import Chosen
    from lintpack.repository import Repository

# Times that all is checked. Overlapping fixes need one more each, and one that does not help takes two.
ROUNDS = 16


class Changed(Record):
    """A file that would be another: `path` is where it lies, `shown` how messages name it."""

    path: str
    shown: str
    before: str
    after: str

    @property
    def latin(self) -> bool:
        """Whether the file is not UTF-8 but Latin-1 (`repository.decode`): as far as the text can tell."""
        return _latin(self.path, self.before)


class Mended(Record):
    """`outcome` is what is found in the mended texts, `first` what was before. `fixed`: findings that are gone."""

    first: Outcome
    outcome: Outcome
    changes: tuple[Changed, ...]
    fixed: int


class _File:
    """One file, by all the names that it was given by."""

    def __init__(self, shown: str, path: str, before: str) -> None:
        self.shown, self.path, self.before = shown, path, before
        self.names: list[tuple[Repository, str]] = []

    @property
    def source(self) -> Source | None:
        repository, inner = self.names[0]
        return repository.read(inner)

    def put(self, text: str) -> list[Source | None]:
        """From now on the file holds `text`; returns what `restore` takes."""
        before = [repository.read(inner) for repository, inner in self.names]
        for repository, inner in self.names:
            repository.put(inner, Source(repository.display(inner), text))
        return before

    def restore(self, before: list[Source | None]) -> None:
        """Back to the very sources, which the places of findings refer to."""
        for (repository, inner), source in zip(self.names, before, strict=True):
            if source is not None:
                repository.put(inner, source)


def mend(scripts: Sequence[tuple[str, Repository, str]], settings: Settings, unsafe: bool = False) -> Mended:
    """Check `scripts`, and mend what can be mended with certainty (with `unsafe` also what should be looked at after).
    Only these scripts are mended, not others that they source. No file is written; the repositories have the texts."""
    files = files_of(scripts)
    first = outcome = check(scripts, settings)
    refused: frozenset[object] = frozenset()
    fixed = 0
    for _ in range(ROUNDS):
        known = {source: file for file in files if (source := file.source) is not None}
        chosen = choose(outcome.report.findings, unsafe, known, refused)
        if not chosen:
            break
        edits = edits_by_source(chosen)
        bad = _unreadable(edits, chosen)
        if not bad:
            before = [(known[source], known[source].put(apply(source, some))) for source, some in edits.items()]
            after = check(scripts, settings)
            bad = list(chosen) if len(after.errors) > len(outcome.errors) else _uncured(chosen, edits, after)
            if not bad:
                outcome, fixed = after, fixed + len(chosen)
                continue
            for file, sources in before:
                file.restore(sources)
        refused |= {one.key for one in bad}
    report = replace(outcome.report, fixed=fixed)
    return Mended(first, replace(outcome, report=report), _changes(files), fixed)


def take_back(mended: Mended, scripts: Sequence[tuple[str, Repository, str]], paths: Sequence[str]) -> None:
    """Give the repositories the old text of files again: these could not be written."""
    for file in files_of(scripts):
        for change in mended.changes:
            if change.path == file.path and change.path in paths:
                file.put(change.before)


def files_of(scripts: Sequence[tuple[str, Repository, str]]) -> list[_File]:
    """The files behind scripts, each once; what findings refer to from here on is what they hold now."""
    files: dict[str, _File] = {}
    for shown, repository, inner in scripts:
        path = os.path.join(repository.root, inner) if repository.on_disk else inner
        source = repository.read(inner)
        if source is None:
            continue
        real = os.path.realpath(path) if repository.on_disk else inner
        file = files.setdefault(real, _File(shown, path, source.text))
        file.names.append((repository, inner))
        # Findings and edits refer to this very source from here on.
        repository.put(inner, source)
    return list(files.values())


def _changes(files: Sequence[_File]) -> tuple[Changed, ...]:
    found = []
    for file in files:
        source = file.source
        if source is not None and source.text != file.before:
            found.append(Changed(file.path, file.shown, file.before, source.text))
    return tuple(found)


def _unreadable(edits: dict[Source, list[Edit]], chosen: Sequence[Chosen]) -> list[Chosen]:
    """The fixes in texts that could not be parsed after them, as far as they could before."""
    from lintpack.bash import parse

    broken = {
        source
        for source, some in edits.items()
        if len(parse(apply(source, some)).problems) > len(parse(source.text).problems)
    }
    return [one for one in chosen if any(edit.place.source in broken for edit in one.fix.edits)]


def _uncured(chosen: Sequence[Chosen], edits: dict[Source, list[Edit]], after: Outcome) -> list[Chosen]:
    """The fixes after which the same is still said of the same place."""
    said: dict[tuple[str, str], list[Finding]] = {}
    for finding in after.report.findings:
        said.setdefault((finding.code, finding.path), []).append(finding)
    bad = []
    for one in chosen:
        place = one.finding.place
        if place is None:
            continue
        start, end = moved(edits.get(place.source, []), place.start, place.end)
        if any(
            f.place is not None and f.place.start < end and start < f.place.end
            for f in said.get((one.finding.code, one.finding.path), ())
        ):
            bad.append(one)
    return bad


def _latin(path: str, text: str) -> bool:
    if text.isascii() or not all(ord(c) < 256 for c in text):
        return False
    try:
        with open(path, "rb") as file:
            file.read().decode("utf-8")
    except UnicodeDecodeError:
        return True
    except OSError:
        pass
    return False
