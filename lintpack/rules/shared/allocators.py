"""Which objects of a process take malloc and its kin over."""

from __future__ import annotations

import posixpath

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.loader.result import Loaded
    from lintpack.loader.start import Start
    from lintpack.rules.shared.archive import Archive

# Functions whose memory `free` takes (C11 7.22.3; POSIX posix_memalign; glibc manual, "Replacing malloc").
GIVES = ("malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign", "valloc", "pvalloc")
# Outside of a bundle only these are looked into: all else has no malloc, and reading every system library is slow.
KNOWN = (
    "libtcmalloc",
    "libjemalloc",
    "libmimalloc",
    "libhoard",
    "libasan",
    "librpmalloc",
    "libsnmalloc",
    "libmemkind",
)
_LIBC = ("libc.so.", "ld-linux", "ld-musl", "libc.musl", "ld64.so", "ld.so")


class Allocator(Record):
    """`member`: in the bundle, "" for the system's. `defines`: those of GIVES that it has."""

    path: str
    member: str
    one: Loaded | None
    defines: frozenset[str]


def allocators(start: Start, archive: Archive) -> list[Allocator]:
    """In the order in which symbols are looked up; the program itself may be the first."""
    found: list[Allocator] = []
    rows: list[tuple[str, str, Loaded | None]] = []
    program = archive.program(start)
    rows.append((program, program, None))
    for one in start.result.scope:
        name = posixpath.basename(one.path or "")
        if one.path is None or name.startswith(_LIBC):
            continue
        member = archive.member(start, one.real or one.path)[0] if one.inside else ""
        if member or name.startswith(KNOWN):
            rows.append((member or one.path, member, one))
    for path, member, row in rows:
        defines = _defines(member, row, start, archive)
        if "malloc" in defines and "free" in defines:
            found.append(Allocator(path, member, row, defines))
    return found


def _defines(member: str, one: Loaded | None, start: Start, archive: Archive) -> frozenset[str]:
    if member:
        entry = archive.bundle.get(member)
        table = entry.table if entry is not None else None
        if table is None or not (table.mentions("malloc", defined=True) and table.mentions("free", defined=True)):
            return frozenset()
        symbols = entry.symbols() if entry is not None else None
    else:
        symbols = start.files.symbols(one.real or one.path or "") if one is not None else None
    if symbols is None:
        return frozenset()
    wanted = {*GIVES, "free"}
    return frozenset(symbol.name for symbol in symbols.exported if symbol.name in wanted)


def callers(function: str, start: Start, archive: Archive) -> list[str]:
    """The members of a process that call a function of another object."""
    found = []
    for path in (start.result.program, *[one.real or one.path or "" for one in start.result.scope if one.inside]):
        member = archive.member(start, path)[0]
        entry = archive.bundle.get(member)
        if entry is not None and entry.table is not None and entry.table.mentions(function, defined=False):
            found.append(member)
    return found
