"""Symbol versions that the chosen provider does not define."""

from __future__ import annotations

from lintpack.bundle.floors import split_version
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.elf.facts import ElfFacts
    from lintpack.loader.result import Loaded
    from lintpack.loader.start import Start
    from lintpack.rules.shared.archive import Archive


class VersionRequest(Record):
    """`member` asks `library` for `versions` (the newest last), which `provider` lacks; `launched` as of an Ask."""

    member: str
    library: str
    versions: tuple[str, ...]
    provider: Loaded
    start: Start
    launched: bool


def version_requests(archive: Archive) -> Iterator[VersionRequest]:
    """Each of these once, from the first start in which it fails."""
    seen: set[tuple[str, str, str]] = set()
    for start, launched in archive.scopes():
        providers: dict[str, Loaded] = {}
        for one in start.result.loads:
            if one.path is not None:
                providers.setdefault(one.needed, one)
        # A repeated request has no facts of its own.
        by_path = {one.path: one for one in start.result.scope}
        for path, facts in _objects(start):
            member, inside = archive.member(start, path)
            if facts is None or not inside or not facts.versions_needed:
                continue
            yield from _of(member, facts, providers, by_path, start, launched, seen)


def _objects(start: Start) -> Iterator[tuple[str, ElfFacts | None]]:
    yield start.result.program, start.result.facts
    for one in start.result.scope:
        if one.inside:
            yield one.real or one.path or "", one.facts


def _of(
    member: str,
    facts: ElfFacts,
    providers: dict[str, Loaded],
    by_path: dict[str | None, Loaded],
    start: Start,
    launched: bool,
    seen: set[tuple[str, str, str]],
) -> Iterator[VersionRequest]:
    wanted: dict[str, list[str]] = {}
    for version in facts.versions_needed:
        if not version.weak:
            wanted.setdefault(version.library, []).append(version.version)
    for library, versions in wanted.items():
        asked = providers.get(library)
        provider = by_path.get(asked.path, asked) if asked is not None else None
        if provider is None or provider.facts is None or provider.facts.versions_defined is None:
            continue
        if not provider.facts.versions_defined:
            continue
        defined = {*provider.facts.versions_defined, provider.facts.version_base}
        missing = [version for version in versions if version not in defined]
        key = (member, library, provider.path or "")
        if missing and key not in seen:
            seen.add(key)
            yield VersionRequest(member, library, tuple(sorted(missing, key=_rank)), provider, start, launched)


def _rank(version: str) -> tuple[bool, tuple[int, ...], str]:
    parted = split_version(version)
    return (parted is not None, parted[1] if parted is not None else (), version)
