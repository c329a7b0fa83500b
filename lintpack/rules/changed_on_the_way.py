"""The archive has the library that the script packs, under another name or version."""

from __future__ import annotations

import posixpath

from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.planned import Intent, same_library_in
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["changed-on-the-way"]


def check(archive: Archive) -> Iterator[Finding]:
    if archive.provenance is None or not archive.bundle.complete:
        return
    intent = Intent(archive.provenance)
    meant = {posixpath.join(folder, one.name.text) for one in intent.planned for folder in one.folders}
    for planned in intent.planned:
        others = [path for path in same_library_in(planned, archive.bundle) if path not in meant]
        if planned.present or not others:
            continue
        entry = archive.bundle.get(others[0])
        soname = entry.facts.soname if entry is not None and entry.facts is not None else None
        names = listed([posixpath.basename(other) for other in others])
        yield archive.finding(
            RULE,
            posixpath.join(planned.folders[0], planned.name.text),
            f"the script packs `{planned.name.text}`, but the archive has {names}",
            f"instead  {others[0]}" + (f"   SONAME {soname}" if soname else ""),
            help="pack by the name that the archive has, or build the archive anew",
        )
