"""A function that is called is in none of the libraries that the program loads."""

from __future__ import annotations

from lintpack.elf.errors import ElfError
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.elf.symbols import DynamicSymbols
    from lintpack.findings import Finding
    from lintpack.loader.start import Start
    from lintpack.rules.shared.archive import Archive

RULE = RULES["undefined-symbol"]
_BIND_NOW = 8  # DF_BIND_NOW
_NOW = 1  # DF_1_NOW
# Made by the loader or the linker, or looked for by nobody.
_SPECIAL = ("__gmon_start__", "_ITM_", "__tls_get_addr", "_DYNAMIC", "_GLOBAL_OFFSET_TABLE_", "__libc_enable_secure")


def check(archive: Archive) -> Iterator[Finding]:
    exports: dict[str, frozenset[str]] = {}
    seen: set[str] = set()
    for start in archive.starts:
        if start.result.fatal is not None or not start.result.libc:
            continue
        scope = _scope(start, archive, exports)
        if scope is None:
            continue
        for path in (start.result.program, *[one.real or one.path or "" for one in start.result.scope if one.inside]):
            member = archive.member(start, path)[0]
            if member in seen:
                continue
            seen.add(member)
            symbols = _symbols(member, archive)
            missing = [
                symbol.name
                for symbol in (symbols.undefined if symbols is not None else ())
                if not symbol.weak and symbol.name not in scope and not symbol.name.startswith(_SPECIAL)
            ]
            if missing:
                yield _finding(member, sorted(set(missing)), start, archive)


def _finding(member: str, missing: list[str], start: Start, archive: Archive) -> Finding:
    entry = archive.bundle.get(member)
    facts = entry.facts if entry is not None else None
    now = facts is not None and bool(facts.flags & _BIND_NOW or facts.flags_1 & _NOW)
    program = archive.program(start)
    return archive.finding(
        RULE,
        member,
        f"`{member}` calls {listed(missing, 3)}, which nothing that `{program}` loads defines",
        *[f"calls    {name}" for name in missing[:5]],
        *([f"         and {len(missing) - 5} more"] if len(missing) > 5 else []),
        notes=(
            "it binds all symbols at its start, and does not start"
            if now
            else "the program ends where it first calls it",
        ),
        help="pack the version of the library that it was linked with, or link it with the library that has it",
        level="error" if now else "",
    )


def _scope(start: Start, archive: Archive, exports: dict[str, frozenset[str]]) -> frozenset[str] | None:
    """All names that the process defines; None where an object's are not known."""
    names: set[str] = set()
    for path, inside in (
        (start.result.program, True),
        *[(one.real or one.path or "", one.inside) for one in start.result.scope],
    ):
        if path not in exports:
            symbols = _symbols(archive.member(start, path)[0], archive) if inside else start.files.symbols(path)
            if symbols is None:
                return None
            exports[path] = frozenset(symbol.name for symbol in symbols.exported)
        names |= exports[path]
    return frozenset(names)


def _symbols(member: str, archive: Archive) -> DynamicSymbols | None:
    entry = archive.bundle.get(member)
    try:
        return entry.symbols() if entry is not None else None
    except ElfError:
        return None
