"""Links of libraries that lead nowhere, in a circle or out of the bundle: the loader passes over them."""

from __future__ import annotations

import os
import posixpath

from lintpack import libname
from lintpack.bundle.entry import LINK
from lintpack.bundle.resolve import FOUND, LOOP, OUTSIDE, resolve
from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["broken-link"]


def check(archive: Archive) -> Iterator[Finding]:
    if not archive.bundle.complete or archive.is_system:
        return
    for entry in archive.bundle:
        if entry.kind != LINK or libname.parse_path(entry.path) is None:
            continue
        found = resolve(archive.bundle, entry.path)
        if found.status == FOUND:
            continue
        name = posixpath.basename(entry.path)
        asked = archive.needed_by.get(name, ())
        problem = _problem(entry, found.status, found.outside, archive)
        if not problem:
            continue
        # The dev name's link is for the link editor; a package may leave the library to another one.
        parsed = libname.parse(name)
        lax = not asked and (archive.bundle.rooted or (parsed is not None and parsed.bare))
        yield archive.finding(
            RULE,
            entry.path,
            f"`{entry.path}` links to `{entry.target}`, {problem}",
            f"link     {entry.target}",
            notes=(f"`{asked[0]}` needs `{name}`",) if asked else (),
            help="pack the file that it leads to, and link to it by its name alone",
            level="error" if asked else ("note" if lax else ""),
        )


def _problem(entry: Entry, status: str, outside: str, archive: Archive) -> str:
    if status == LOOP:
        return "and comes back to itself"
    if status == OUTSIDE:
        if archive.bundle.format == "directory" and os.path.exists(os.path.join(archive.bundle.path, entry.path)):
            return ""
        if outside.startswith(("/lib/", "/lib64/", "/usr/lib")):
            return ""  # meant for the target's own
        return "which lies outside of the bundle"
    return "which the bundle does not have"
