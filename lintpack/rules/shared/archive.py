"""What a rule about bundles looks at: the bundle, what its programs load, and the script lines behind its members."""

from __future__ import annotations

import os
import posixpath
from functools import cached_property

from lintpack.bundle.resolve import resolve
from lintpack.findings import Fact, Finding, Label
from lintpack.launch.starts import start_all
from lintpack.loader.carried import Carried
from lintpack.loader.profiles import HOST
from lintpack.loader.survey import Survey
from lintpack.loader.target import is_program, machine_of
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.bundle.index import Bundle
    from lintpack.loader.result import Loaded
    from lintpack.loader.start import Start
    from lintpack.provenance import Provenance
    from lintpack.rules.rule import Rule
    from lintpack.source import Place

# Libraries that no program loads and that are started on their own, at most.
_ROOTS = 2000
_ET_DYN = 3


class Trail(Record):
    """The script line that put a member into the bundle: its operand, what it does there, and the way to it."""

    place: Place
    label: str
    related: tuple[Label, ...] = ()


class Ask(Record):
    """One request of an object of the bundle. `by`: the member that asks; `launched`: on the start of a program, not
    of a library by itself."""

    start: Start
    one: Loaded
    by: str
    launched: bool


class Archive:
    """One bundle on one target. `trail` finds the script line for a member among those of `scripts` entry scripts;
    `provenance` is what the rules of LP5xx compare the bundle with."""

    def __init__(
        self,
        bundle: Bundle,
        profile: str = HOST,
        prefix: str | None = None,
        trail: Callable[[str], Trail | None] | None = None,
        provenance: Provenance | None = None,
        scripts: int = 0,
    ) -> None:
        self.bundle = bundle
        self.profile = profile
        self.survey = Survey(bundle, profile, prefix)
        self.provenance = provenance
        self.scripts = scripts
        self._trail = trail

    # --- what is there

    @cached_property
    def objects(self) -> tuple[Entry, ...]:
        """The ELF files that a loader may take, each once though it has several names."""
        return tuple(
            [
                entry
                for entry in self.bundle
                if entry.is_file
                and entry.identity in ("", entry.path)
                and entry.facts is not None
                and entry.facts.dynamic
                and not entry.facts.debug_only
            ]
        )

    @cached_property
    def carried(self) -> Carried:
        return Carried(self.bundle)

    @cached_property
    def needed_by(self) -> dict[str, tuple[str, ...]]:
        """The members that need each name."""
        found: dict[str, list[str]] = {}
        for entry in self.objects:
            for name in dict.fromkeys(entry.facts.needed if entry.facts is not None else ()):
                found.setdefault(name, []).append(entry.path)
        return {name: tuple(members) for name, members in found.items()}

    @property
    def whole(self) -> bool:
        """Whether the bundle brings all that it needs but for the base system: no package with dependencies, no wheel,
        and not the libraries of a system themselves."""
        return self.bundle.complete and not self.bundle.rooted and not self.is_system and self.bundle.format != "wheel"

    @cached_property
    def is_system(self) -> bool:
        """Whether the bundle is a folder of the running system, such as /usr/lib."""
        if self.bundle.format != "directory":
            return False
        place = os.path.realpath(self.bundle.path)
        return place == "/" or place.startswith(("/usr/lib", "/usr/bin", "/usr/sbin", "/lib", "/bin", "/sbin"))

    # --- what is loaded

    @cached_property
    def starts(self) -> tuple[Start, ...]:
        """Each start of each program that the target can run."""
        return tuple(start_all(self.survey, only=self._runs))

    @cached_property
    def library_starts(self) -> tuple[Start, ...]:
        """Libraries that no program loads (plug-ins, extension modules), each as if it were opened by itself."""
        reached = {start.result.program for start in self.starts}
        for start in self.starts:
            reached.update(one.real for one in start.result.loads)
        left = [
            entry
            for entry in self.objects
            if entry.facts is not None
            and entry.facts.type == _ET_DYN
            and not is_program(entry.facts)
            and self._runs(entry.path)
            and self.survey.target(entry.path)[1].path(entry.path) not in reached
        ]
        named = {name for entry in left if entry.facts is not None for name in entry.facts.needed}
        roots = [e for e in left if e.facts is not None and (e.facts.soname or posixpath.basename(e.path)) not in named]
        starts = [self.survey.start(entry.path) for entry in roots[:_ROOTS]]
        for start in starts:
            reached.update(one.real for one in start.result.loads)
        # Circles have no root.
        for entry in left:
            whole = self.survey.target(entry.path)[1].path(entry.path)
            if entry not in roots and whole not in reached and len(starts) < _ROOTS:
                starts.append(self.survey.start(entry.path))
        return tuple(starts)

    def _runs(self, member: str) -> bool:
        """Whether the target has a loader for the machine of `member`."""
        entry = resolve(self.bundle, member).entry
        name = machine_of(entry.facts) if entry is not None and entry.facts is not None else None
        if name is None:
            return False
        if self.profile != HOST:
            from lintpack.loader.profiles import ProfileError, find_profile

            try:
                find_profile(self.profile, name)
            except ProfileError:
                return False
            return True
        return name == os.uname().machine

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """Every request of the bundle's own objects that was answered, or not, for the first time; each answer once."""
        seen: dict[tuple[object, ...], Ask] = {}
        for starts, launched in ((self.starts, True), (self.library_starts, False)):
            for start in starts:
                for one in start.result.loads:
                    by, inside = self.member(start, one.by) if one.by else ("", False)
                    if inside and not one.again:
                        seen.setdefault((by, one.needed, one.path), Ask(start, one, by, launched))
        return tuple(seen.values())

    def member(self, start: Start, path: str) -> tuple[str, bool]:
        """The member at an absolute path, and whether it is one: else the path itself."""
        shown, inside = start.files.shown(path)
        if not inside:
            shown, inside = start.files.shown(start.files.real(path))
        if not inside:
            return path, False
        found = resolve(self.bundle, shown)
        return (found.path if found.entry is not None else shown), True

    def entry_of(self, start: Start, one: Loaded) -> Entry | None:
        """The member that answered a request; None where that is the system's."""
        if one.path is None or not one.inside:
            return None
        return resolve(self.bundle, self.member(start, one.real or one.path)[0]).entry

    def program(self, start: Start) -> str:
        return self.member(start, start.result.program)[0]

    # --- findings

    def where(self, member: str) -> str:
        return f"{self.bundle.path}!{member}"

    def finding(
        self,
        rule: Rule,
        member: str,
        message: str,
        *lines: str,
        facts: tuple[Fact, ...] = (),
        notes: tuple[str, ...] = (),
        help: str = "",  # noqa: A002 (the field's name)
        level: str = "",
        confidence: str = "",
    ) -> Finding:
        """A finding about `member`, of which `lines` are the facts, at the script line that put it there."""
        trail = self._trail(member) if self._trail is not None else None
        mine = (Fact(self.where(member), lines), *facts)
        related = trail.related if trail is not None else ()
        if trail is None and self.scripts:
            maker = self.provenance.maker if self.provenance is not None else None
            related = (Label(maker, "the archive is made here"),) if maker is not None else ()
            notes = (*notes, f"no script line was found that packs `{member}`")
        return Finding(
            rule.code,
            rule.name,
            level or rule.level,
            confidence or rule.confidence,
            message,
            trail.place.path if trail is not None else self.where(member),
            trail.place if trail is not None else None,
            trail.label if trail is not None else "",
            related,
            mine,
            notes,
            help,
        )

    def scopes(self) -> Iterator[tuple[Start, bool]]:
        """All starts, those of programs first; True for these."""
        yield from ((start, True) for start in self.starts)
        yield from ((start, False) for start in self.library_starts)
