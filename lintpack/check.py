"""A run of `lintpack check`: from paths to a report.

    paths ─ discover ─▶ scripts ─ interpret ─▶ plans ─ rules ─▶ findings ─ suppress ─▶ report

Each entry script is on its own, so that the findings do not depend on which scripts share a run (a hook splits long
lists), and what goes wrong with one costs nothing of the others.
"""

from __future__ import annotations

from lintpack.examine import Examiner
from lintpack.findings import CONFIDENCES
from lintpack.ordering import order, unique
from lintpack.parallel import Lost, spread
from lintpack.record import Record, replace
from lintpack.report import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from lintpack.archives import Wanted
    from lintpack.examine import Part
    from lintpack.findings import Finding
    from lintpack.repository import Repository
    from lintpack.rules.rule import RuleModule
    from lintpack.severities import Severities
    from lintpack.source import Place
    from lintpack.suppress import Ignore


class Settings(Record):
    """What a run is told. `ignored_in` says for a path which rules are off there; `base` is the git revision to
    compare with, "" for none; `own`, `provided` and `runtime_paths` are as in `rules.context`; `severities` replace
    the levels of rules; `jobs` is how many processes may work."""

    modules: tuple[RuleModule, ...]
    variables: Mapping[str, str]
    min_confidence: str = "medium"
    ignored_in: Callable[[str], tuple[str, ...]] | None = None
    build_dirs: tuple[str, ...] = ()
    base: str = ""
    own: tuple[str, ...] = ()
    provided: tuple[str, ...] = ()
    archives: Wanted | None = None
    runtime_paths: tuple[str, ...] = ()
    severities: Severities = ()
    jobs: int = 1


class Outcome(Record):
    """`errors`: one line for each script that could not be read or checked."""

    report: Report
    errors: tuple[str, ...]


def check(scripts: Sequence[tuple[str, Repository, str]], settings: Settings) -> Outcome:
    """Check entry scripts: each as shown, the repository that holds it, and its path in there."""
    gathered = _Gathered()
    # The sources that findings of all processes refer to; the texts that are only held in memory are the first.
    known = {(s.path, s.text): s for repository in {r: None for _, r, _ in scripts} for s in repository.held()}
    archives = None
    if settings.archives is not None:
        from lintpack.archives import Archives

        archives = Archives(settings.archives, settings.jobs)
    examiner = Examiner(settings, archives.needed, archives.digest) if archives is not None else Examiner(settings)
    parts = spread(len(scripts), lambda n: examiner.examine(*scripts[n][1:]), settings.jobs, known)
    try:
        for shown, _, _ in scripts:
            gathered.add(shown, next(parts))
    finally:
        parts.close()
    found, errors = gathered.findings, gathered.errors
    if archives is not None:
        from lintpack.agreement import agreed

        found = agreed(found, archives.findings(gathered.meant, settings.modules, known))
        errors += archives.errors
    kept = unique(found)
    hidden: list[Finding] = []
    if gathered.comments:
        from lintpack.suppress import apply

        kept, hidden, used = apply(kept, gathered.comments.values())
        used_keys = {_key(ignore) for ignore in used}
        kept += _unused([i for i in gathered.removable if _key(i) not in used_keys], settings)
    kept = [f for f in kept if not _off(f, settings)]
    if settings.severities:
        from lintpack.severities import levels

        chosen = levels(settings.modules, settings.severities)
        kept = [replace(f, level=chosen[f.code]) if f.code in chosen else f for f in kept]
    kept.sort(key=order)
    least = CONFIDENCES.index(settings.min_confidence)
    report = Report(
        tuple([f for f in kept if CONFIDENCES.index(f.confidence) >= least]),
        tuple(gathered.read),
        tuple(sorted(hidden, key=order)),
        tuple([f for f in kept if CONFIDENCES.index(f.confidence) < least]),
        tuple([gathered.unresolved[key] for key in sorted(gathered.unresolved)]),
        archives.paths if archives is not None else (),
        tuple(errors),
    )
    return Outcome(report, tuple(errors))


class _Gathered:
    """What came of the scripts so far. Comments and places are told apart by where they are: what is read twice has two
    sources."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.errors: list[str] = []
        self.read: list[str] = []
        self.comments: dict[object, Ignore] = {}
        self.removable: list[Ignore] = []
        self.unresolved: dict[tuple[str, int, int], Place] = {}
        self.meant: list[Any] = []

    def add(self, shown: str, part: Part | Lost) -> None:
        if isinstance(part, Lost):
            self.errors.append(f"{shown}: lintpack ended unexpectedly over it ({part.why}), please report it")
            return
        if part.error:
            self.errors.append(f"{shown}: {part.error}")
            return
        self.read.append(shown)
        self.findings += part.findings
        for ignore in part.ignores:
            self.comments.setdefault(_key(ignore), ignore)
        self.removable += part.removable
        for place in part.unresolved:
            self.unresolved.setdefault((place.path, place.start, place.end), place)
        if part.meant is not None:
            self.meant.append(part.meant)


def _key(ignore: Ignore) -> tuple[object, ...]:
    return (ignore.place.path, ignore.word_place.start, ignore.word)


def _unused(comments: list[Ignore], settings: Settings) -> list[Finding]:
    """LP002 for the comments that hid nothing, if the rules that they name were run."""
    if not comments:
        return []
    from lintpack.rules import find
    from lintpack.rules.context import Context
    from lintpack.script.plan import Plan

    unused_ignore = find("LP002")
    if unused_ignore is None or unused_ignore not in settings.modules:
        return []
    unused = {i: None for i in comments if (module := find(i.word)) is not None and module in settings.modules}
    return list(unused_ignore.check(Context(Plan("", (), ()), unused=tuple(unused))))


def _off(finding: Finding, settings: Settings) -> bool:
    """Whether the configuration switches the rule off for this file."""
    if settings.ignored_in is None:
        return False
    from lintpack.rules import find, matches

    module = find(finding.code)
    return module is not None and any(matches(word, module.RULE) for word in settings.ignored_in(finding.path))
