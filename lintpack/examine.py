"""One entry script of a run of `lintpack check`: its plan, and what the rules say about it.

What it gives can be sent from process to process. Of what scripts of a repository share (texts, trees, git, the build
tree), so much is kept as a few scripts need: a run may have ten thousand.
"""

from __future__ import annotations

import os
import posixpath

from lintpack.discover import is_patch
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lintpack.check import Settings
    from lintpack.evidence.build_tree import BuildTree
    from lintpack.evidence.evidence import Evidence
    from lintpack.evidence.git import Git
    from lintpack.findings import Finding
    from lintpack.repository import Repository
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Plan
    from lintpack.source import Place, Source
    from lintpack.suppress import Ignore


# Scripts of one folder that count as a script's neighbours.
_NEIGHBOURS = 128


class Part(Record):
    """What comes of one entry script. `error`: why it could not be read or checked, "" where it was. `removable` are
    the comments that would be of no use if they hid nothing; `unresolved` the places of copies that could not be told;
    `meant`: what it packs, for those who compare archives with it."""

    error: str = ""
    findings: tuple[Finding, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    removable: tuple[Ignore, ...] = ()
    unresolved: tuple[Place, ...] = ()
    meant: object = None


class Examiner:
    """Examines the entry scripts of a run, each on its own."""

    def __init__(
        self,
        settings: Settings,
        needed: Mapping[str, Sequence[str]] | None = None,
        digest: Callable[[Plan], object] | None = None,
    ) -> None:
        """`needed`: what the objects of archives need, and which do; `digest` makes a part's `meant` of its plan."""
        self._settings = settings
        self._needed = needed
        self._digest = digest
        self._known: dict[Repository, Sources] = {}

    def examine(self, repository: Repository, path: str) -> Part:
        """Raises nothing: one script's failure must not lose what is found in the others."""
        try:
            problem = unreadable(repository, path)
            if problem:
                return Part(problem)
            if _is_patch(repository, path):
                return Part()
            if repository not in self._known:
                self._known[repository] = Sources(repository, self._settings, self._needed)
            run = _Run(repository, path, self._settings, self._known[repository])
            meant = self._digest(run.plan) if self._digest is not None else None
            return Part("", tuple(run.findings), run.ignores, run.removable(), run.unresolved(), meant)
        except Exception as error:
            return Part(internal(error))
        finally:
            repository.trim()
            if repository in self._known:
                self._known[repository].trim()


class _Run:
    """One entry script: its plan and what the rules say about it."""

    def __init__(self, repository: Repository, path: str, settings: Settings, known: Sources) -> None:
        from lintpack.rules.context import Context

        self.plan = plan(repository, path, settings.variables)
        self.entry = repository.display(path)
        self.ignores = _ignores(self.plan)
        context = Context(
            self.plan,
            lambda: known.neighbours(path),
            self.ignores,
            repository=repository,
            gather=lambda packed: known.evidence(path, self.plan, packed),
            own=settings.own,
            provided=settings.provided,
            runtime_paths=settings.runtime_paths,
            base=settings.base,
            built=bool(settings.build_dirs),
        )
        self.findings = [f for module in settings.modules for f in module.check(context)]
        self._kinds = context.kinds

    def unresolved(self) -> tuple[Place, ...]:
        """The places of copies that could not be told."""
        if "Unresolved" not in self._kinds:
            return ()
        from lintpack.rules.unresolved_copy import unresolved

        return tuple(unresolved(self.plan))

    def removable(self) -> tuple[Ignore, ...]:
        """The ignore comments of the entry script that would have hidden a finding if there were one: in a function
        that is never called here, another script may need it."""
        lines: set[int] = set()
        if any(i.in_function for i in self.ignores):
            for effect in self.plan.effects:
                place = effect.origin.command
                called = all(frame.kind != "definition" for frame in effect.origin.calls)
                if place.path == self.entry and called:
                    lines.update(range(place.line, place.source.position(place.end)[0] + 1))
        return tuple(
            [
                i
                for i in self.ignores
                if i.place.path == self.entry
                and i.word
                and (not i.in_function or any(n in lines for n in range(i.first, i.last + 1)))
            ]
        )


def _ignores(plan: Plan) -> tuple[Ignore, ...]:
    marked = [script for script in plan.scripts if "lintpack:" in script.source.text]
    if not marked:
        return ()
    from lintpack.suppress import ignores

    return tuple([ignore for script in marked for ignore in ignores(script)])


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
        # The files that a change concerns, as they are shown; None where it may concern any.
        self._changed: frozenset[str] | None = None
        self._tree: BuildTree | None = None
        self._names: dict[str, tuple[str, ...]] = {}

    def trim(self) -> None:
        if self._tree is not None:
            self._tree.trim()

    def neighbours(self, path: str) -> Iterator[Source]:
        """The other scripts of the folder, in order; of very many, those whose names are the closest in the order of
        names, which are likely of the same kind."""
        folder = posixpath.dirname(path)
        if folder not in self._names:
            wanted = [f"{folder}/{suffix}" if folder else suffix for suffix in ("*.sh", "*.bash")]
            self._names[folder] = tuple([name for pattern in wanted for name in self._repository.files(pattern)])
        names = self._names[folder]
        if len(names) > _NEIGHBOURS:
            # The lists are sorted one by one; in each, half of what is allowed on either side.
            from bisect import bisect_left

            middle = next((n for n, name in enumerate(names) if name.endswith(".bash")), len(names))
            near: list[str] = []
            for part in (names[:middle], names[middle:]):
                at = bisect_left(part, path)
                near += part[max(0, at - _NEIGHBOURS // 4) : at + _NEIGHBOURS // 4 + 1]
            names = tuple(near)
        for name in names:
            source = self._repository.read(name) if name != path else None
            if source is not None:
                yield source

    def _build_tree(self) -> BuildTree:
        if self._tree is None:
            from lintpack.evidence.build_tree import BuildTree

            # Relative, so that messages are the same in every clone.
            root = os.path.relpath(self._repository.root) if self._repository.on_disk else ""
            self._tree = BuildTree(self._settings.build_dirs, root)
        return self._tree

    def evidence(self, path: str, plan_now: Plan, packed: tuple[Packed, ...]) -> Evidence:
        from lintpack.evidence.evidence import Evidence

        settings, repository = self._settings, self._repository
        if settings.base and repository.on_disk and self._git is None:
            from lintpack.evidence.git import Git

            self._git = Git(repository.root)
            changed = self._git.changed(self._git.base(settings.base) or "")
            self._changed = None if changed is None else frozenset([repository.display(name) for name in changed])
        # Asking costs more than all the rest, and a script that did not change, nor what it reads, is its own past.
        touched = self._changed is None or any(script.source.path in self._changed for script in plan_now.scripts)
        return Evidence(
            path,
            packed,
            build_tree=self._build_tree if settings.build_dirs or repository.on_disk else None,
            repository="" if settings.build_dirs else repository.root,
            git=self._git if touched else None,
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


def _is_patch(repository: Repository, path: str) -> bool:
    """Whether it is a patch of a script, named or brought by a hook that goes by the suffix: nothing a shell reads."""
    source = repository.read(path)
    if source is None or "\n@@ -" not in source.text:
        return False
    # Words about it may stand before the patch itself, but no commands, nor a here-document that it is the text of.
    words, _, _ = source.text.partition("\n--- ")
    if is_patch(source.text[:256].encode(errors="replace")):
        return True
    return "\n+++ " in source.text and "<<" not in words and ("dpatch-run" in words or not words.startswith("#!"))


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
