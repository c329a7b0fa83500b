"""Copies of one library where links belong: asked for by two names, it is loaded twice."""

from __future__ import annotations

import posixpath

from lintpack import libname
from lintpack.findings import Fact
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["copied-link"]
# Formats that cannot hold links, or whose usual tools write none.
_WITHOUT_LINKS = ("zip", "wheel")


def check(archive: Archive) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in archive.objects:
        if libname.parse_path(entry.path) is not None and entry.sha256 and entry.facts and entry.facts.soname:
            groups.setdefault((posixpath.dirname(entry.path), entry.sha256), []).append(entry)
    for group in groups.values():
        if len(group) > 1:
            yield from _group(sorted(group, key=lambda entry: (len(entry.path), entry.path)), archive)


def _group(group: list[Entry], archive: Archive) -> Iterator[Finding]:
    facts = group[0].facts
    assert facts is not None
    soname = facts.soname or ""
    kept = next((entry for entry in group if posixpath.basename(entry.path) == soname), group[-1])
    copies = [entry for entry in group if entry is not kept]
    twice = _twice({entry.path for entry in group}, archive)
    names = [posixpath.basename(entry.path) for entry in copies]
    said = f"{listed(names)} {'is a copy' if len(names) == 1 else 'are copies'} of `{posixpath.basename(kept.path)}`"
    if twice:
        says = f"{said}, and `{twice}` loads the library twice"
    else:
        says = f"{said}, where a link would be loaded once under every name"
    yield archive.finding(
        RULE,
        copies[-1].path,
        says,
        f"SONAME   {soname}",
        f"sha256   {copies[-1].sha256[:16]}…   {copies[-1].size:,} bytes",
        facts=(Fact(archive.where(kept.path), (f"sha256   {kept.sha256[:16]}…",)),),
        notes=("two copies have two sets of variables: what one is told the other does not know",) if twice else (),
        help="copy with `cp -d` (or -P, -a), which keeps links",
        level="error" if twice else ("note" if archive.bundle.format in _WITHOUT_LINKS else ""),
    )


def _twice(members: set[str], archive: Archive) -> str:
    """The program that loads two of the copies; "" where none does."""
    for start, _ in archive.scopes():
        loaded = {
            member
            for one in start.result.scope
            if one.inside and (member := archive.member(start, one.real or one.path or "")[0]) in members
        }
        if len(loaded) > 1:
            return archive.program(start)
    return ""
