"""Nothing in the bundle or on the target answers a name."""

from __future__ import annotations

import posixpath

from lintpack.findings import Fact
from lintpack.loader import result
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.archive_words import (
    candidates,
    folder_of,
    inherited_from,
    near_miss,
    needs_line,
    started,
    stopped,
    tried_lines,
)
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive, Ask

RULE = RULES["needed-unresolved"]
# Drivers and what comes with them: no bundle can bring these.
_DRIVERS = ("libcuda.so", "libnvidia-", "libnvcuvid.so", "libnvrtc", "libamdhip64", "libze_loader", "libOpenCL.so")


def check(archive: Archive) -> Iterator[Finding]:
    missing: dict[str, list[Ask]] = {}
    for ask in archive.asks:
        if ask.one.path is None and not stopped(ask.one) and "/" not in ask.one.needed:
            missing.setdefault(ask.one.needed, []).append(ask)
    left: dict[str, list[str]] = {}
    for needed, asks in missing.items():
        ask = next((one for one in asks if one.launched), asks[0])
        by = archive.bundle.get(ask.by)
        near = near_miss(needed, by, archive)
        if near is not None and posixpath.basename(near.path) != needed:
            continue  # soname-unreachable
        if any(inherited_from(one, archive) for one in asks):
            continue  # runpath-not-inherited
        if any(t.outcome in (result.WRONG_CLASS, result.WRONG_MACHINE) for t in ask.one.tried):
            continue  # wrong-machine
        if ask.launched and archive.whole and not needed.startswith(_DRIVERS):
            yield _finding(needed, ask, asks, archive)
        else:
            left.setdefault(ask.by, []).append(needed)
    for member, names in left.items():
        yield _left_to_others(member, names, archive)


def _left_to_others(member: str, names: list[str], archive: Archive) -> Finding:
    """A plug-in may never be opened, and a package may depend on another one that has the library."""
    return archive.finding(
        RULE,
        member,
        f"`{member}` needs {listed(names)}, which the search does not find",
        *[f"NEEDED   {name}   is not found" for name in names],
        help="where that is another package's task, nothing is to be done",
        level="note",
        confidence="low" if not archive.whole else "medium",
    )


def _finding(needed: str, ask: Ask, asks: list[Ask], archive: Archive) -> Finding:
    found = candidates(needed, archive.bundle.get(ask.by), archive)
    exact = next((entry for entry in found if posixpath.basename(entry.path) == needed), None)
    others = list(dict.fromkeys(one.by for one in asks if one.by != ask.by))
    notes = (f"{listed(others)} need{'s' if len(others) == 1 else ''} it as well",) if others else ()
    about = Fact(archive.where(exact.path), (f"SONAME   {exact.facts.soname}",)) if exact and exact.facts else None
    if exact is not None:
        message = (
            f"`{ask.by}` needs `{needed}`, which lies in `{folder_of(exact.path)}`, "
            f"where it does not look{started(ask, archive)}"
        )
        helps = f"give `{ask.by}` a RUNPATH that leads to `{folder_of(exact.path)}`, or name it in LD_LIBRARY_PATH"
    else:
        message = (
            f"`{ask.by}` needs `{needed}`, which is neither in the bundle nor on the target{started(ask, archive)}"
        )
        helps = f"pack `{needed}`, or name it as a dependency of the package"
    return archive.finding(
        RULE,
        ask.by,
        message,
        needs_line(ask.one, ask.start),
        *tried_lines(ask.one, ask.start),
        facts=(about,) if about is not None else (),
        notes=notes,
        help=helps,
    )
