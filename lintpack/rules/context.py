"""What a rule may look at: the plan of one entry script, and the scripts that lie beside it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from lintpack.evidence.evidence import Evidence
    from lintpack.repository import Repository
    from lintpack.rules.shared.archive import Archive
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Plan, Transfer
    from lintpack.source import Source
    from lintpack.suppress import Ignore

    _Kind = TypeVar("_Kind")
    _Made = TypeVar("_Made")


class Context:
    """Frozen, but that the neighbours are read when the first rule asks for them: most scripts need none.

    `repository` is the one that holds the entry script, None where there is none (then no other file is read).
    `ignores` are the comments that hide findings, in every script that was read; `unused` those that hid nothing.
    `own` and `provided` are names of libraries, or patterns: those that the project builds, and those that the
    configuration says the target has. `runtime_paths` are folders of which it says that the target's loader searches
    them. `archive` is the bundle that a rule of LP4xx or LP5xx is asked about. `base` is the git revision that the
    scripts are compared with, "" for none. `built`: whether there are build folders.
    """

    __slots__ = (
        "_copies",
        "_evidence",
        "_gather",
        "_kinds",
        "_neighbours",
        "_packed",
        "_pieces",
        "_read_neighbours",
        "_shared",
        "_spoken",
        "_text",
        "archive",
        "base",
        "built",
        "ignores",
        "own",
        "plan",
        "provided",
        "repository",
        "runtime_paths",
        "unused",
    )

    def __init__(
        self,
        plan: Plan,
        neighbours: Callable[[], Iterable[Source]] = lambda: (),
        ignores: tuple[Ignore, ...] = (),
        unused: tuple[Ignore, ...] = (),
        repository: Repository | None = None,
        gather: Callable[[tuple[Packed, ...]], Evidence] | None = None,
        own: tuple[str, ...] = (),
        provided: tuple[str, ...] = (),
        archive: Archive | None = None,
        runtime_paths: tuple[str, ...] = (),
        base: str = "",
        built: bool = False,
    ) -> None:
        """`gather` makes the evidence about what is packed; without it there is only the table."""
        self.plan = plan
        self.ignores = ignores
        self.unused = unused
        self._read_neighbours = neighbours
        self._neighbours: tuple[Source, ...] | None = None
        self._packed: tuple[Packed, ...] | None = None
        self._copies: tuple[tuple[Transfer, str, str], ...] | None = None
        self.repository = repository
        self._shared: dict[object, object] = {}
        self._spoken: dict[str, bool] = {}
        self._text = self._pieces = ""
        self._kinds: frozenset[str] | None = None
        self._gather = gather
        self._evidence: Evidence | None = None
        self.own = own
        self.provided = provided
        self.archive = archive
        self.base = base
        self.built = built
        self.runtime_paths = runtime_paths

    @property
    def neighbours(self) -> tuple[Source, ...]:
        """The other shell scripts of the entry script's folder, as text, in order of their paths."""
        if self._neighbours is None:
            self._neighbours = tuple(self._read_neighbours())
        return self._neighbours

    @property
    def packed(self) -> tuple[Packed, ...]:
        """The libraries that the plan packs."""
        if self._packed is None:
            from lintpack.rules.shared.packed import packed

            self._packed = packed(self.plan)
        return self._packed

    @property
    def copies(self) -> tuple[tuple[Transfer, str, str], ...]:
        """Every copy, in order, with its source and its destination as messages show them."""
        if self._copies is None:
            from lintpack.script.plan import Transfer
            from lintpack.script.texts import shown

            self._copies = tuple([(copy, shown(copy.source), shown(copy.destination)) for copy in self.each(Transfer)])
        return self._copies

    @property
    def evidence(self) -> Evidence:
        """What the build tree, git and the table of well-known libraries say. Ask only for what is suspect: all of
        them have to be read."""
        if self._evidence is None:
            from lintpack.evidence.evidence import Evidence

            self._evidence = Evidence(packed=self.packed) if self._gather is None else self._gather(self.packed)
        return self._evidence

    def speaks_of(self, words: tuple[str, ...]) -> bool:
        """Whether any of `words` stands in any script that was read."""
        spoken = self._spoken
        if not spoken:
            # Asked for hundreds of words, most of which are not there: each piece between blanks is gone through once.
            self._text = "\0".join([script.source.text for script in self.plan.scripts])
            self._pieces = "\n".join(set(self._text.split()))
        for word in words:
            found = spoken.get(word)
            if found is None:
                found = spoken[word] = word in (self._pieces if word.split() == [word] else self._text)
            if found:
                return True
        return False

    @property
    def kinds(self) -> frozenset[str]:
        """The classes of the plan's effects, by name."""
        if self._kinds is None:
            self._kinds = frozenset([type(effect).__name__ for effect in self.plan.effects])
        return self._kinds

    def shared(self, make: Callable[[Context], _Made]) -> _Made:
        """What `make` finds out about this context: asked for by several rules, found out once."""
        if make not in self._shared:
            self._shared[make] = make(self)
        return self._shared[make]  # type: ignore[return-value]

    def each(self, kind: type[_Kind]) -> Iterator[_Kind]:
        """The effects of one kind, in order."""
        return (effect for effect in self.plan.effects if isinstance(effect, kind))
