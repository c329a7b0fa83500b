"""Sanitizers' and profilers' run-time libraries: what was shipped is a test build."""

from __future__ import annotations

import re

from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["instrumented-build"]
_NAMES = re.compile(r"lib(?:a|t|l|ub|hwa)san\.so\.|libclang_rt\.(?:asan|tsan|ubsan|msan|profile)")


def check(archive: Archive) -> Iterator[Finding]:
    if archive.is_system or archive.bundle.rooted:
        return
    for needed, members in archive.needed_by.items():
        others = [member for member in members if not _NAMES.match(member.rpartition("/")[2])]
        if _NAMES.match(needed) and others:
            more = f", and {len(others) - 1} more need it" if len(others) > 1 else ""
            yield archive.finding(
                RULE,
                others[0],
                f"`{others[0]}` needs `{needed}`: it was built with a sanitizer, for tests{more}",
                f"NEEDED   {needed}",
                help="build it without `-fsanitize` for a release",
            )
