"""All sources of evidence together, for the rules of one entry script."""

from __future__ import annotations

from lintpack import libname
from lintpack.findings import Fact
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lintpack.evidence.build_tree import BuildTree, Look
    from lintpack.evidence.folders import Seen
    from lintpack.evidence.git import Git
    from lintpack.evidence.wellknown import WellKnown
    from lintpack.libname import LibraryName
    from lintpack.repository import Repository
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text
    from lintpack.source import Place

# Where a fact comes from, the strongest first.
SOURCES = ("bundle", "build-tree", "git", "script", "sibling", "table")


class Witness(Record):
    """A name that a library is asked for by, and who says so.

    `name` may be the name that was asked about: then the witness says that it is right. `says` completes "`libfoo.so`
    is packed, but …", as in "the build tree's file has the SONAME `libfoo.so.4`". `place` is where a script says it,
    `fact` what a file says. `confidence` is as in findings: how far the source alone goes.
    """

    source: str
    confidence: str
    name: str
    says: str
    place: Place | None = None
    fact: Fact | None = None


class Evidence:
    """Every source may be absent; what is costly is made when it is first asked for."""

    def __init__(
        self,
        path: str = "",
        packed: Sequence[Packed] = (),
        *,
        build_tree: Callable[[], BuildTree] | None = None,
        repository: str = "",
        git: Git | None = None,
        base: str = "",
        interpret: Callable[[str, Repository], Plan] | None = None,
        siblings: Callable[[], Iterable[Plan]] | None = None,
        needed: Mapping[str, Sequence[str]] | None = None,
        table: bool = True,
    ) -> None:
        """`path` is the script's, relative to its repository; `packed` what its plan packs. `build_tree` makes the tree
        when it is needed; `repository` is the folder of the scripts, where the tree has nothing else. `base` is the
        revision to compare with, `interpret` makes a plan of a path in a past repository; `siblings` gives the plans of
        the scripts beside this one. `needed` maps the names that programs of the bundle ask for to these programs."""
        self.path = path
        self.packed = packed
        self._build_tree = build_tree
        self._repository = repository
        self.git = git
        self.base = base
        self.needed = needed or {}
        self._interpret = interpret
        self._read_siblings = siblings
        self._table = table
        self._before: tuple[Packed, ...] | None = None
        self._was: Plan | None = None
        self._was_read = False
        self._beside: tuple[tuple[str, tuple[Packed, ...]], ...] | None = None

    # --- the sources

    @property
    def build_tree(self) -> BuildTree | None:
        return None if self._build_tree is None else self._build_tree()

    @property
    def table(self) -> WellKnown | None:
        from lintpack.evidence import wellknown

        return wellknown.table() if self._table else None

    @property
    def before(self) -> tuple[Packed, ...]:
        """What the script packed at the base; () where that is not known."""
        if self._before is None:
            self._before = ()
            plan = self.plan_before()
            if plan is not None:
                from lintpack.rules.shared.packed import packed

                self._before = packed(plan)
        return self._before

    def plan_before(self) -> Plan | None:
        """The plan of this script at the base, under the path that it had there; None where it did not exist."""
        if not self._was_read:
            self._was_read = True
            self._was = self._read_before()
        return self._was

    def _read_before(self) -> Plan | None:
        if self.git is None or not self.base or self._interpret is None:
            return None
        revision = self.git.base(self.base)
        if revision is None:
            return None
        path = self.git.path_before(revision, self.path)
        if path is None:
            return None
        from lintpack.evidence.history import PastRepository

        return self._interpret(path, PastRepository(self.git, revision, self.base))

    @property
    def beside(self) -> tuple[tuple[str, tuple[Packed, ...]], ...]:
        """The paths of the sibling scripts, and what each packs."""
        if self._beside is None:
            from lintpack.rules.shared.packed import packed

            plans = tuple(self._read_siblings()) if self._read_siblings is not None else ()
            self._beside = tuple([(plan.path, packed(plan)) for plan in plans])
        return self._beside

    def look(self, source: Text) -> Look | None:
        """What the build tree holds for a source path; None without one, and where it can have nothing of the path."""
        tree = self.build_tree if self.may_have(source) else None
        return None if tree is None else tree.look(source, self.path)

    def may_have(self, source: Text) -> bool:
        """Whether the build tree may have anything of a source path: a repository in which the first folder of the path
        is not has not, which is told without the means to look into folders."""
        if self._build_tree is None or not self._repository:
            return self._build_tree is not None
        from lintpack.evidence.presence import may_lie

        return may_lie(source, self._repository, self.path)

    # --- the answer

    def soname(self, source: Text, one: Packed | None = None) -> tuple[Witness, ...]:
        """What the library that the path `source` names is asked for by, the strongest source first.

        `one` is the entry that packs it, if any. Its own name is no witness for itself, but the build tree may say that
        it is right: `witness.name` is the packed name then.
        """
        name = libname.parse_text(source)
        if name is None:
            return ()
        return (
            *self._bundle(name),
            *self._built(source),
            *self._git(name),
            *self._script(name, one),
            *self._siblings(name, one),
            *self._known(name),
        )

    def _bundle(self, name: LibraryName) -> list[Witness]:
        found = []
        for needed, programs in self.needed.items():
            other = libname.parse(needed)
            if other is not None and other.same_library(name):
                who = programs[0] if programs else "the bundle"
                fact = Fact(who, (f"NEEDED   {needed}",))
                found.append(Witness("bundle", "high", needed, f"`{who}` needs `{needed}`", None, fact))
        return found

    def _built(self, source: Text) -> list[Witness]:
        look = self.look(source)
        tree = self.build_tree if look is not None else None
        if look is None or tree is None:
            return []
        found: dict[str, Seen] = {}
        for seen in look.seen:
            soname = tree.soname(seen)
            if soname is not None:
                found.setdefault(soname, seen)
        # Several files of one name with different SONAMEs, or a guess at the folder: no proof.
        confidence = "high" if look.sure and len(found) == 1 else "medium" if look.way != "name" else "low"
        return [self._of_file(soname, seen, confidence) for soname, seen in found.items()]

    def _of_file(self, soname: str, seen: Seen, confidence: str) -> Witness:
        facts = self.build_tree.facts(seen) if self.build_tree is not None else None
        if facts is None:
            says, line = f"`{seen.path}` is a linker script for `{soname}`", f"names    {soname}"
        elif facts.soname is None:
            says, line = f"`{seen.path}` has no SONAME, and is asked for by its name", "no SONAME"
        else:
            says, line = f"`{seen.path}` has the SONAME `{soname}`", f"SONAME   {soname}"
        links = (f"link to  {' -> '.join(seen.links)}",) if seen.links else ()
        return Witness("build-tree", confidence, soname, says, None, Fact(seen.path, (*links, line)))

    def _git(self, name: LibraryName) -> list[Witness]:
        """The names that the library was packed under before, and is not now."""
        now = {p.name.text for p in self.packed}
        return [
            Witness("git", "high", old.name.text, f"it was `{old.name.text}` at `{self.base}`", _place(old))
            for old in _versioned(name, self.before, None)
            if old.name.text not in now
        ]

    def _script(self, name: LibraryName, one: Packed | None) -> list[Witness]:
        """Other names of the library in the same script: on another branch, or packed a second time."""
        return [
            Witness("script", "medium", p.name.text, f"it is `{p.name.text}` elsewhere in this script", _place(p))
            for p in _versioned(name, self.packed, one)
        ]

    def _siblings(self, name: LibraryName, one: Packed | None) -> list[Witness]:
        return [
            Witness("sibling", "medium", p.name.text, f"it is `{p.name.text}` in `{path}`", _place(p))
            for path, packed in self.beside
            for p in _versioned(name, packed, one)
        ]

    def _known(self, name: LibraryName) -> list[Witness]:
        from lintpack.evidence.presence import may_be_known

        if not name.exact or name.malformed or not (may_be_known(name.link_name) or may_be_known(f"{name.stem}.so")):
            return []
        table = self.table
        if table is None:
            return []
        if not name.bare and (derived := table.soname_of(name.text)) is not None:
            confidence = "medium" if derived.known else "low"
            return [Witness("table", confidence, derived.soname, f"programs ask for `{derived.soname}`")]
        if not table.is_dev_only(name.text):
            return []
        return [
            Witness(
                "table",
                "medium",
                known.name,
                f"programs ask for `{known.name}` ({known.package} in {_debian(known.release)})",
            )
            for known in table.sonames(name.text)
            if known.name in table.soname_candidates(name.text)
        ]


def _versioned(name: LibraryName, packed: Iterable[Packed], one: Packed | None) -> list[Packed]:
    """One entry for each known name with a version that the library has there, but for `name` itself."""
    found: dict[str, Packed] = {}
    for p in packed:
        other = p.name
        if p is not one and other.same_library(name) and other.exact and not other.bare and not other.malformed:
            found.setdefault(other.text, p)
    found.pop(name.text, None)
    return list(found.values())


def _place(one: Packed) -> Place:
    """The name, where it stands in the operand or call that names it; else that."""
    from lintpack.rules.shared.wording import written_at

    place = written_at(one.origin)
    at = place.text.rfind(one.name.text)
    return place if at < 0 else place.source.place(place.start + at, place.start + at + len(one.name.text))


def _debian(release: str) -> str:
    """`Debian 12` of `Debian 12.15 (bookworm) amd64 main, 2026-07-11`."""
    return release.split(".", maxsplit=1)[0].split(" (", maxsplit=1)[0]
