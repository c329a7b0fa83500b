"""The archives of a run of `lintpack check`: read before the scripts, checked after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle.reading import read_bundle
from lintpack.bundle.trouble import BundleError
from lintpack.loader.profiles import ProfileError
from lintpack.record import Record
from lintpack.rules.archive import Archive
from lintpack.rules.context import Context
from lintpack.script.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lintpack.bundle.index import Bundle
    from lintpack.bundle.limits import Limits
    from lintpack.findings import Finding
    from lintpack.rules.rule import RuleModule

_TROUBLES = 5


class Wanted(Record):
    """What the command line says of archives: their paths, the target, and where they will lie there."""

    paths: tuple[str, ...]
    profile: str = "host"
    prefix: str | None = None
    limits: Limits | None = None


class Archives:
    """`errors`: one line for each archive, or part of one, that could not be read or checked."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.errors: list[str] = []
        self.bundles: list[Bundle] = []
        for path in wanted.paths:
            try:
                bundle = read_bundle(path, wanted.limits)
            except BundleError as error:
                self.errors.append(f"{path}: {error}")
                continue
            self.bundles.append(bundle)
            if not bundle.complete:
                self.errors += [f"{path}: {trouble.message}" for trouble in bundle.troubles[:_TROUBLES]]

    @property
    def needed(self) -> Mapping[str, tuple[str, ...]]:
        """The names that objects of the archives need, and who does (`archive!member`)."""
        found: dict[str, list[str]] = {}
        for bundle in self.bundles:
            for entry in bundle:
                if entry.facts is not None and entry.is_file:
                    for name in entry.facts.needed:
                        found.setdefault(name, []).append(f"{bundle.path}!{entry.path}")
        return {name: tuple(members) for name, members in found.items()}

    def findings(self, plans: Sequence[Plan], modules: Sequence[RuleModule]) -> list[Finding]:
        """What the rules of LP4xx and LP5xx say, each at the script line that packed its member."""
        from lintpack.provenance import Provenance

        found: list[Finding] = []
        for bundle in self.bundles:
            provenance = Provenance(bundle, plans)
            archive = Archive(
                bundle, self._wanted.profile, self._wanted.prefix, provenance.trail, provenance, len(plans)
            )
            context = Context(Plan("", (), ()), archive=archive)
            for module in modules:
                if module.RULE.needs == "script":
                    continue
                try:
                    found += module.check(context)
                except ProfileError as error:
                    self.errors.append(f"{bundle.path}: {error}")
                    break
                except Exception as error:
                    # One rule's failure must not lose what the others found.
                    from lintpack.check import internal

                    self.errors.append(f"{bundle.path}: {module.RULE.code}: {internal(error)}")
        return found
