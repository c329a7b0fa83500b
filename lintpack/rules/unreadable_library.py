"""A library that only its owner may read: for all others the loader passes over it."""

from __future__ import annotations

import posixpath

from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["unreadable-library"]
# Installers of wheels and most unzips set modes of their own.
_MODES = ("zip", "wheel")
_ALL_READ = 0o004


def check(archive: Archive) -> Iterator[Finding]:
    if archive.bundle.format in _MODES or archive.is_system:
        return
    for entry in archive.objects:
        soname = entry.facts.soname if entry.facts is not None else None
        asked = archive.needed_by.get(soname or "") or archive.needed_by.get(posixpath.basename(entry.path))
        if entry.mode & _ALL_READ or not asked:
            continue
        yield archive.finding(
            RULE,
            entry.path,
            f"`{entry.path}` has the mode {entry.mode & 0o7777:04o}, so that `{asked[0]}` finds it for its owner only",
            f"mode     {entry.mode & 0o7777:04o}",
            notes=("for others the loader goes on to the next folder, without a word",),
            help="`chmod 644`, or `install -m 644`, before packing",
        )
