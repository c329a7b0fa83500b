"""A library that wants an executable stack: glibc 2.41 and newer do not open it at run time."""

from __future__ import annotations

from lintpack.loader.target import is_program
from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["executable-stack"]
_PF_X = 1
_ET_DYN = 3
# Machines whose kernel and libc take a missing PT_GNU_STACK for an executable stack (glibc, stackinfo.h).
_BY_DEFAULT = (3, 62)
_REFUSED = (2, 41)


def check(archive: Archive) -> Iterator[Finding]:
    loaded: set[str] | None = None
    for entry in archive.objects:
        facts = entry.facts
        assert facts is not None
        if facts.type != _ET_DYN or is_program(facts):
            continue
        if facts.stack is None and facts.machine not in _BY_DEFAULT:
            continue
        if facts.stack is not None and not facts.stack & _PF_X:
            continue
        if loaded is None:
            loaded = {
                archive.member(start, one.real or one.path or "")[0]
                for start in archive.starts
                for one in start.result.scope
                if one.inside
            }
        refused = bool(archive.starts) and archive.starts[0].files is not None and _version(archive) >= _REFUSED
        stack = "no PT_GNU_STACK" if facts.stack is None else "PT_GNU_STACK is executable"
        level = "note" if entry.path in loaded else ("error" if refused else "")
        yield archive.finding(
            RULE,
            entry.path,
            f"`{entry.path}` wants an executable stack, which glibc 2.41 and newer refuse to a library opened later",
            f"stack    {stack}",
            help="assemble with `.section .note.GNU-stack`, or clear the flag with `patchelf --clear-execstack`",
            level=level,
        )


def _version(archive: Archive) -> tuple[int, ...]:
    start = archive.starts[0]
    return archive.survey.target(archive.program(start))[0].version
