"""A library without any symbol versions where one with versions was linked with (elf/dl-lookup.c, check_match).

Until glibc 2.40 ld.so asserts that a versioned symbol is not taken from an object of the very name that should have
had the version, if that object has no table of versions at all. Whether a lookup comes that far depends on symbols;
this is the only place where the loader asks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.elf.errors import ElfError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lintpack.elf.symbols import DynamicSymbols, Symbol
    from lintpack.loader.objects import LinkMap
    from lintpack.loader.profile import Profile

    Read = Callable[[str], DynamicSymbols | None]

# Since 2.41 the symbol is taken.
_WORKS = (2, 41)
# The line of the assertion from a release on, which is printed.
_LINES = (((2, 39), 106), ((2, 36), 107), ((2, 35), 106), ((2, 32), 105), ((0,), 111))


def unversioned_provider(
    scope: Sequence[LinkMap], maps: Sequence[LinkMap], profile: Profile, read: Read
) -> Iterator[str]:
    """What ends the process, if anything. `read` gives the symbols of the file at a real path, None where unknown."""
    if profile.version >= _WORKS:
        return
    line = next(number for since, number in _LINES if profile.version >= since)
    assertion = (
        f"Inconsistency detected by ld.so: dl-lookup.c: {line}: check_match: Assertion "
        "`version->filename == NULL || ! _dl_name_match_p (version->filename, map)' failed!"
    )
    for one in reversed(scope):  # objects are relocated from the last to the program
        libraries = {wanted.library for wanted in one.facts.versions_needed} if one.facts else set()
        bare = {name for name in libraries if any(m.answers(name) and _is_bare(m) for m in maps)}
        if not bare:
            continue
        symbols = _symbols(one, read)
        if symbols is None:
            yield assertion
            return
        for symbol in symbols.undefined:
            if symbol.library in bare:
                said = _look_up(symbol, one, scope, read, assertion)
                if said:
                    yield said
                    return


def _is_bare(one: LinkMap) -> bool:
    """No table of versions: neither does it define any nor ask for any."""
    facts = one.facts
    return (
        facts is not None
        and one.versions_known
        and facts.versions_defined is None
        and not facts.versions_needed
        and not facts.has_versym
    )


def _symbols(one: LinkMap, read: Read) -> DynamicSymbols | None:
    try:
        return read(one.real)
    except ElfError:
        return None


def _look_up(symbol: Symbol, asks: LinkMap, scope: Sequence[LinkMap], read: Read, assertion: str) -> str:
    """The first object that has the symbol decides."""
    for one in scope:
        if one.facts is None:
            continue
        symbols = _symbols(one, read)
        if symbols is None:
            if one.answers(symbol.library):
                return assertion
            continue
        mine = [export for export in symbols.exported if export.name == symbol.name]
        if mine and _is_bare(one):
            return assertion if one.answers(symbol.library) else ""
        if any(export.version in (symbol.version, "") for export in mine):
            return ""
    if symbol.weak:
        return ""
    return f"symbol lookup error: {asks.path}: undefined symbol: {symbol.name}, version {symbol.version}"
