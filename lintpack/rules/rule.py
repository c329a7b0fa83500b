"""What every rule has: its metadata, and the shape of its module."""

from __future__ import annotations

from lintpack.findings import Finding
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from lintpack.findings import Fact, Fix, Label
    from lintpack.rules.context import Context
    from lintpack.source import Place


class Rule(Record):
    """`level` and `confidence` are the usual ones; a finding may differ. `needs`: script, archive, or
    script and an archive.

    `name` says the bad thing; it and `code` are never given to another rule. `aliases` are names that it had.
    """

    code: str
    name: str
    summary: str
    level: str
    confidence: str
    needs: str = "script"
    since: str = "0.1.0"
    aliases: tuple[str, ...] = ()

    def finding(
        self,
        place: Place,
        message: str,
        *,
        label: str = "",
        related: tuple[Label, ...] = (),
        facts: tuple[Fact, ...] = (),
        notes: tuple[str, ...] = (),
        help: str = "",  # noqa: A002 (the field's name)
        fixes: tuple[Fix, ...] = (),
        level: str = "",
        confidence: str = "",
    ) -> Finding:
        return Finding(
            self.code,
            self.name,
            level or self.level,
            confidence or self.confidence,
            message,
            place.path,
            place,
            label,
            related,
            facts,
            notes,
            help,
            fixes,
        )


if TYPE_CHECKING:

    class RuleModule(Protocol):
        """A file of this folder: the rule, and a generator that finds breaches of it. Its page is the .md beside it."""

        @property
        def RULE(self) -> Rule: ...  # noqa: N802 (a module's constant)

        def check(self, context: Context) -> Iterator[Finding]: ...
