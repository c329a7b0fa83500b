"""A library for another machine: glibc passes over it in silence, musl stops."""

from __future__ import annotations

from lintpack.bundle.resolve import resolve
from lintpack.elf.names import machine_name
from lintpack.findings import Fact
from lintpack.loader import result
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.archive_words import needs_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["wrong-machine"]


def check(archive: Archive) -> Iterator[Finding]:
    seen: set[str] = set()
    for ask in archive.asks:
        for tried in ask.one.tried:
            if tried.outcome not in (result.WRONG_CLASS, result.WRONG_MACHINE):
                continue
            member, inside = archive.member(ask.start, tried.path)
            # Found all the same, in the folder of its own machine: the bundle is for several.
            if not inside or member in seen or ask.one.inside:
                continue
            seen.add(member)
            entry = resolve(archive.bundle, member).entry
            asker = archive.bundle.get(ask.by)
            yield archive.finding(
                RULE,
                member,
                f"`{member}` is for {_machine(entry)}, but `{ask.by}`, which comes to it, is for {_machine(asker)}",
                f"machine  {_machine(entry)}",
                facts=(Fact(archive.where(ask.by), (f"machine  {_machine(asker)}", needs_line(ask.one, ask.start))),),
                notes=("the loader passes over it without a word",),
                help=f"pack the library for {_machine(asker)}",
                level="" if ask.launched else "warning",
            )


def _machine(entry: Entry | None) -> str:
    if entry is None or entry.facts is None:
        return "an unknown machine"
    return machine_name(entry.facts.machine, entry.facts.bits)
