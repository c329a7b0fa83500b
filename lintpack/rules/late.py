"""A rule that is loaded when it is needed."""

from __future__ import annotations

from lintpack.lazy import module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule, RuleModule


class Late:
    """Stands for the module `name` of this package. Most scripts have no use for most rules, and reading the module of
    each takes longer than checking a short script.

    `words`: the rule speaks only of scripts in which at least one of them stands; none: of all.
    `about`: and only of plans that this is true of (see `subjects`).
    """

    __slots__ = ("_module", "about", "name", "words")

    def __init__(self, name: str, words: tuple[str, ...] = (), about: Callable[[Context], bool] | None = None) -> None:
        self.name = name
        self.words = words
        self.about = about
        self._module: RuleModule | None = None

    @property
    def module(self) -> RuleModule:
        if self._module is None:
            self._module = module(f"lintpack.rules.{self.name}")
        return self._module

    @property
    def RULE(self) -> Rule:  # noqa: N802 (a module's constant)
        return self.module.RULE

    def concerns(self, context: Context) -> bool:
        """Whether the rule may have something to say."""
        if self.words and not context.speaks_of(self.words):
            return False
        return self.about is None or self.about(context)

    def check(self, context: Context) -> Iterator[Finding]:
        return self.module.check(context) if self.concerns(context) else iter(())
