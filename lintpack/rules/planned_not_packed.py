"""A library that the script copies for certain, and that the archive does not have."""

from __future__ import annotations

import posixpath

from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.planned import Intent, same_library_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["planned-not-packed"]


def check(archive: Archive) -> Iterator[Finding]:
    if archive.provenance is None or not archive.bundle.complete:
        return
    for planned in Intent(archive.provenance).planned:
        if planned.present or same_library_in(planned, archive.bundle):
            continue
        member = posixpath.join(planned.folders[0], planned.name.text)
        folder = planned.folders[0] or "."
        unseen = planned.put.unchecked
        why = f"the copy's failure goes unseen ({unseen})" if unseen else "is the archive older than the script?"
        yield archive.finding(
            RULE,
            member,
            f"the script packs `{planned.name.text}`, but the archive has no such file in `{folder}`",
            "missing",
            notes=(why,),
            help="build the archive anew, and let the script stop where a copy fails (`set -e`)",
        )
