"""A library of the archive that no script line is found to pack, beside others that are."""

from __future__ import annotations

import posixpath

from lintpack import libname
from lintpack.bundle.entry import LINK
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.planned import Intent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["packed-not-planned"]


def check(archive: Archive) -> Iterator[Finding]:
    provenance = archive.provenance
    if provenance is None:
        return
    intent = Intent(provenance)
    if "" in intent.open_folders:
        return  # a whole folder was copied somewhere: it may have come so
    folders = {folder for one in intent.planned for folder in one.folders if one.present} - intent.open_folders
    planned = [one.name for one in intent.planned]
    for entry in archive.bundle:
        folder, _, name = entry.path.rpartition("/")
        parsed = libname.parse(name)
        if folder not in folders or parsed is None or not (entry.is_file or entry.kind == LINK):
            continue
        if provenance.put(entry.path) is not None or any(parsed.same_library(one) for one in planned):
            continue
        yield archive.finding(
            RULE,
            entry.path,
            f"`{entry.path}` is in the archive, but no script line is found that packs `{posixpath.basename(name)}`",
            f"SONAME   {entry.facts.soname}" if entry.facts is not None and entry.facts.soname else "packed",
            help="a folder that is not emptied before keeps what an earlier build left: `rm -rf` it first",
        )
