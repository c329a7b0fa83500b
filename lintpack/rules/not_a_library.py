"""Something else lies under a library's name, and the loader stops there: it looks no further."""

from __future__ import annotations

import posixpath

from lintpack.bundle.resolve import resolve
from lintpack.findings import Fact
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.archive_words import STOPS, needs_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["not-a-library"]
_POINTERS = ("version https://git-lfs", "/annex/objects/")


def check(archive: Archive) -> Iterator[Finding]:
    seen: set[str] = set()
    for ask in archive.asks:
        for tried in ask.one.tried:
            member, inside = archive.member(ask.start, tried.path)
            if tried.outcome not in STOPS or not inside or member in seen:
                continue
            seen.add(member)
            entry = resolve(archive.bundle, member).entry
            yield archive.finding(
                RULE,
                member,
                f"`{member}` is {_what(entry)}, and the search of `{ask.by}` for `{ask.one.needed}` ends there",
                *_lines(entry),
                facts=(Fact(archive.where(ask.by), (needs_line(ask.one, ask.start),)),),
                notes=("the loader looks no further, though another folder may have the library",),
                help="pack the library itself",
                level="" if ask.launched else "warning",
            )
    for entry in archive.bundle:
        if entry.path not in seen and entry.is_file and entry.text and entry.text.startswith(_POINTERS):
            yield archive.finding(
                RULE,
                entry.path,
                f"`{entry.path}` is {_what(entry)}",
                *_lines(entry),
                help="fetch the file before packing (`git lfs pull`)",
            )
    # Asked for by name, but not come to by any search.
    for entry in archive.bundle:
        name = posixpath.basename(entry.path)
        if entry.path in seen or not entry.is_file or entry.facts is not None or name not in archive.needed_by:
            continue
        if entry.head.startswith(b"\x7fELF"):
            continue
        seen.add(entry.path)
        yield archive.finding(
            RULE,
            entry.path,
            f"`{entry.path}` is {_what(entry)}, but `{archive.needed_by[name][0]}` needs a library of that name",
            *_lines(entry),
            help="pack the library itself",
            level="warning",
        )


def _what(entry: Entry | None) -> str:
    if entry is None or not entry.is_file:
        return f"a {entry.kind}" if entry is not None else "no library"
    if not entry.size:
        return "an empty file"
    text = entry.text or ""
    if text.startswith(_POINTERS):
        return "a pointer to a file that git keeps elsewhere"
    if "GROUP" in text or "INPUT" in text or "GNU ld script" in text:
        return "a script for the link editor"
    if entry.head.startswith(b"\x7fELF"):
        return "a damaged ELF file"
    return "a text file" if entry.text is not None else "no ELF file"


def _lines(entry: Entry | None) -> tuple[str, ...]:
    if entry is None or not entry.is_file:
        return ()
    size = f"size     {entry.size:,} bytes"
    first = next((line for line in (entry.text or "").split("\n") if line.strip()), "")
    begins = (f"begins   {first[:60]}",) if first else ()
    return (size, *begins, *((f"problem  {entry.problem}",) if entry.problem else ()))
