"""One library in two major versions in one process."""

from __future__ import annotations

from lintpack import libname
from lintpack.findings import Fact
from lintpack.report.loads_words import shown_path
from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.loader.result import Loaded
    from lintpack.loader.start import Start
    from lintpack.rules.shared.archive import Archive

RULE = RULES["mixed-majors"]


def check(archive: Archive) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for start, _ in archive.scopes():
        stems: dict[str, list[tuple[str, Loaded]]] = {}
        for one in start.result.scope:
            soname = (one.facts.soname if one.facts is not None else None) or one.needed.rpartition("/")[2]
            name = libname.parse(soname)
            if name is not None and (name.suffix or name.inner):
                stems.setdefault(name.base if name.suffix else name.stem, []).append((soname, one))
        for group in stems.values():
            first = group[0]
            for other in group[1:]:
                pair = (first[0], other[0])
                if first[0] == other[0] or pair in seen or not (first[1].inside or other[1].inside):
                    continue
                seen.add(pair)
                yield _finding(first, other, start, archive)


def _finding(first: tuple[str, Loaded], other: tuple[str, Loaded], start: Start, archive: Archive) -> Finding:
    ours, theirs = (first, other) if first[1].inside else (other, first)
    if ours[1].inside and theirs[1].inside:
        ours, theirs = other, first
    program = archive.program(start)
    member = archive.member(start, ours[1].real or ours[1].path or "")[0]
    apart = _apart(ours[1], theirs[1])
    lines = [f"{soname}   {shown_path(one, start.files)}   for {_asker(one, start)}" for soname, one in (ours, theirs)]
    return archive.finding(
        RULE,
        member,
        f"`{program}` loads both `{first[0]}` and `{other[0]}`",
        *lines,
        facts=(Fact(archive.where(program), tuple(f"NEEDED   {name}" for name in _needed(start))),),
        notes=(
            "all symbols of both have versions of their own, so that each object gets its own"
            if apart
            else "where both define a symbol, every object gets that of the one that was loaded first",
        ),
        help="build all objects of the bundle with one version",
        level="note" if apart else "",
    )


def _apart(one: Loaded, other: Loaded) -> bool:
    """Whether versions keep the symbols of both apart."""
    if one.facts is None or other.facts is None:
        return False
    mine, theirs = one.facts.versions_defined, other.facts.versions_defined
    return bool(mine) and bool(theirs) and not set(mine or ()) & set(theirs or ())


def _asker(one: Loaded, start: Start) -> str:
    return start.files.shown(one.by)[0] if one.by else one.preload


def _needed(start: Start) -> tuple[str, ...]:
    return start.result.facts.needed if start.result.facts is not None else ()
