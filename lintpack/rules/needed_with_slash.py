"""DT_NEEDED with a slash is opened as it is: no search, and relative to the working directory."""

from __future__ import annotations

from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["needed-with-slash"]


def check(archive: Archive) -> Iterator[Finding]:
    for entry in archive.objects:
        for needed in entry.facts.needed if entry.facts is not None else ():
            if "/" not in needed or needed.startswith(("$ORIGIN/", "${ORIGIN}/")):
                continue
            name = needed.rpartition("/")[2]
            where = "at that very path" if needed.startswith("/") else "relative to the working directory"
            yield archive.finding(
                RULE,
                entry.path,
                f"`{entry.path}` needs `{needed}`, a path, which the loader opens {where}",
                f"NEEDED   {needed}",
                notes=(f"a library without a SONAME is linked by the path that it was given: build `{name}` with one",),
                help=f"`patchelf --replace-needed {needed} {name} {entry.path}` mends a built file",
            )
