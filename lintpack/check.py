"""A run of `lintpack check`: from paths to a report.

    paths ─ discover ─▶ scripts ─ interpret ─▶ plans ─ rules ─▶ findings ─ suppress ─▶ report

Each entry script is on its own, so that the findings do not depend on which scripts share a run (a hook splits long
lists), and what goes wrong with one costs nothing of the others.
"""

from __future__ import annotations

import os
import posixpath

from lintpack.findings import CONFIDENCES
from lintpack.record import Record, replace
from lintpack.report import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from lintpack.archives import Wanted
    from lintpack.evidence.build_tree import BuildTree
    from lintpack.evidence.evidence import Evidence
    from lintpack.evidence.git import Git
    from lintpack.findings import Finding
    from lintpack.repository import Repository
    from lintpack.rules.packed import Packed
    from lintpack.rules.rule import RuleModule
    from lintpack.script.plan import Plan
    from lintpack.severities import Severities
    from lintpack.source import Place, Source
    from lintpack.suppress import Ignore


class Settings(Record):
    """What a run is told. `ignored_in` says for a path which rules are off there; `base` is the git revision to
    compare with, "" for none; `own`, `provided` and `runtime_paths` are as in `rules.context`; `severities` replace
    the levels of rules."""

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


class Outcome(Record):
    """`errors`: one line for each script that could not be read or checked."""

    report: Report
    errors: tuple[str, ...]


def check(scripts: Sequence[tuple[str, Repository, str]], settings: Settings) -> Outcome:
    """Check entry scripts: each as shown, the repository that holds it, and its path in there."""
    from lintpack.suppress import apply

    found: list[Finding] = []
    errors: list[str] = []
    comments: dict[Ignore, None] = {}
    removable: list[Ignore] = []
    read: list[str] = []
    unresolved: dict[Place, None] = {}
    known: dict[Repository, Sources] = {}
    archives = None
    plans: list[Plan] = []
    if settings.archives is not None:
        from lintpack.archives import Archives

        archives = Archives(settings.archives)
    for shown, repository, path in scripts:
        try:
            problem = unreadable(repository, path)
            if problem:
                errors.append(f"{shown}: {problem}")
                continue
            if repository not in known:
                known[repository] = Sources(repository, settings, archives.needed if archives is not None else None)
            run = _Run(repository, path, settings, known[repository])
            found += run.findings
            comments.update(dict.fromkeys(run.ignores))
            removable += run.removable()
            unresolved.update(dict.fromkeys(run.unresolved()))
            read.append(shown)
            if archives is not None:
                plans.append(run.plan)
        except Exception as error:
            # One script's failure must not lose what was found in the others.
            errors.append(f"{shown}: {internal(error)}")
    if archives is not None:
        from lintpack.agreement import agreed

        found = agreed(found, archives.findings(plans, settings.modules))
        errors += archives.errors
    kept, hidden, used = apply(_unique(found), comments)
    kept += _unused([i for i in removable if i not in used], settings)
    kept = [f for f in kept if not _off(f, settings)]
    if settings.severities:
        from lintpack.severities import levels

        chosen = levels(settings.modules, settings.severities)
        kept = [replace(f, level=chosen[f.code]) if f.code in chosen else f for f in kept]
    kept.sort(key=order)
    least = CONFIDENCES.index(settings.min_confidence)
    report = Report(
        tuple([f for f in kept if CONFIDENCES.index(f.confidence) >= least]),
        tuple(read),
        tuple(sorted(hidden, key=order)),
        tuple([f for f in kept if CONFIDENCES.index(f.confidence) < least]),
        tuple(sorted(unresolved, key=lambda place: (place.path, place.start, place.end))),
        tuple([bundle.path for bundle in archives.bundles]) if archives is not None else (),
        tuple(errors),
    )
    return Outcome(report, tuple(errors))


class _Run:
    """One entry script: its plan and what the rules say about it."""

    def __init__(self, repository: Repository, path: str, settings: Settings, known: Sources) -> None:
        from lintpack.rules.context import Context
        from lintpack.suppress import ignores

        self.plan = plan(repository, path, settings.variables)
        self.entry = repository.display(path)
        self.ignores = tuple(i for script in self.plan.scripts for i in ignores(script))
        context = Context(
            self.plan,
            lambda: _neighbours(repository, path),
            self.ignores,
            repository=repository,
            gather=lambda packed: known.evidence(path, self.plan, packed),
            own=settings.own,
            provided=settings.provided,
            runtime_paths=settings.runtime_paths,
            base=settings.base,
        )
        self.findings = [f for module in settings.modules for f in module.check(context)]

    def unresolved(self) -> Iterable[Place]:
        """The places of copies that could not be told."""
        from lintpack.rules.unresolved_copy import unresolved

        return unresolved(self.plan)

    def removable(self) -> list[Ignore]:
        """The ignore comments of the entry script that would have hidden a finding if there were one: in a function
        that is never called here, another script may need it."""
        lines: set[int] = set()
        if any(i.in_function for i in self.ignores):
            for effect in self.plan.effects:
                place = effect.origin.command
                called = all(frame.kind != "definition" for frame in effect.origin.calls)
                if place.path == self.entry and called:
                    lines.update(range(place.line, place.source.position(place.end)[0] + 1))
        return [
            i
            for i in self.ignores
            if i.place.path == self.entry
            and i.word
            and (not i.in_function or any(n in lines for n in range(i.first, i.last + 1)))
        ]


class Sources:
    """What the scripts of one repository share as evidence: git and the build tree, each opened when first asked."""

    def __init__(
        self, repository: Repository, settings: Settings, needed: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """`needed`: what the objects of archives need, and which do."""
        self._needed = needed
        self._repository = repository
        self._settings = settings
        self._git: Git | None = None
        self._tree: BuildTree | None = None

    def evidence(self, path: str, plan_now: Plan, packed: tuple[Packed, ...]) -> Evidence:
        from lintpack.evidence.evidence import Evidence

        settings, repository = self._settings, self._repository
        if settings.base and repository.on_disk and self._git is None:
            from lintpack.evidence.git import Git

            self._git = Git(repository.root)
        if self._tree is None and (settings.build_dirs or repository.on_disk):
            from lintpack.evidence.build_tree import BuildTree

            # Relative, so that messages are the same in every clone.
            root = os.path.relpath(repository.root) if repository.on_disk else ""
            self._tree = BuildTree(settings.build_dirs, root)
        return Evidence(
            path,
            packed,
            build_tree=self._tree,
            git=self._git,
            base=settings.base,
            interpret=lambda old, past: plan(past, old, settings.variables),
            needed=self._needed,
        )


def plan(repository: Repository, path: str, variables: Mapping[str, str]) -> Plan:
    from lintpack.script import interpret

    return interpret(path, repository, variables=variables)


def unreadable(repository: Repository, path: str) -> str:
    """Why the file cannot be read as a script; "" where it can."""
    source = repository.read(path)
    if source is None:
        # It was there when it was looked for: find out what the system says now.
        try:
            with open(os.path.join(repository.root, path), "rb") as file:
                file.read(1)
        except OSError as error:
            return (error.strerror or str(error)).lower()
        return "too large to be a script, or a link that leads out of the repository"
    # bash's own test (execute_cmd.c, check_binary_file): a NUL byte in the first line makes a file binary.
    if "\0" in source.text.split("\n", 1)[0] or source.text.startswith("\x7fELF"):
        return "a binary file, not a shell script"
    return ""


def internal(error: BaseException) -> str:
    """One line for a failure of lintpack itself. LINTPACK_DEBUG=1 shows all of it."""
    if os.environ.get("LINTPACK_DEBUG"):
        raise error
    trace = error.__traceback__
    where = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "lintpack" in code.co_filename:
            where = f" at {posixpath.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    text = " ".join(str(error).split())[:200]
    return f"internal error, please report it: {type(error).__name__}{': ' + text if text else ''}{where}"


def _neighbours(repository: Repository, path: str) -> Iterator[Source]:
    """The other scripts of the folder."""
    folder = posixpath.dirname(path)
    for suffix in ("*.sh", "*.bash"):
        for name in repository.files(f"{folder}/{suffix}" if folder else suffix):
            source = repository.read(name) if name != path else None
            if source is not None:
                yield source


def _unique(findings: Sequence[Finding]) -> list[Finding]:
    """Each fault once, though several entry scripts come to it: in a sourced file, by way of each of them."""
    seen: dict[tuple[object, ...], Finding] = {}
    for f in findings:
        place = f.place
        key = (f.code, f.path, place.start if place else -1, place.end if place else -1, f.message)
        best = seen.setdefault(key, f)
        if CONFIDENCES.index(f.confidence) > CONFIDENCES.index(best.confidence):
            seen[key] = f
    return list(seen.values())


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


def order(f: Finding) -> tuple[object, ...]:
    """What findings are sorted by."""
    return (f.path, f.place.line if f.place else 0, f.place.column if f.place else 0, f.code, f.message)
