"""glibc's check of symbol versions once everything is loaded (elf/dl-version.c), and of the processor's level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.loader.unversioned import unversioned_provider
from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.loader.objects import LinkMap
    from lintpack.loader.profile import Profile
    from lintpack.loader.unversioned import Read

# The line of the assertion in dl-version.c, which is printed: in 2.35 and later, and before.
_NEEDED_LINE, _OLD_NEEDED_LINE = 204, 205
_FIRST_WITH_RELR = (2, 36)
_FIRST_WITH_ISA_CHECK = (2, 33)


class Problems(Record):
    """What ld.so prints: `errors` stop the program, `warnings` do not."""

    errors: list[str]
    warnings: list[str]


def check_versions(scope: Sequence[LinkMap], maps: Sequence[LinkMap], profile: Profile, read: Read) -> Problems:
    """The versions that each object asks of the objects it was linked with, in the order of `scope`.

    `maps`: every object by which a name may be answered. A name that none answers ends the process by an assertion.
    `read` gives the symbols of the file at a real path, None where they are not known.
    """
    errors: list[str] = []
    warnings: list[str] = []
    for one in scope:
        if one.facts is None:
            continue
        for wanted in one.facts.versions_needed:
            provider = next((m for m in maps if m.answers(wanted.library)), None)
            if provider is None:
                line = _NEEDED_LINE if profile.version >= (2, 35) else _OLD_NEEDED_LINE
                errors.append(
                    f"Inconsistency detected by ld.so: dl-version.c: {line}: _dl_check_map_versions: "
                    "Assertion `needed != NULL' failed!"
                )
                return Problems(errors, warnings)
            if provider.facts is None or not provider.versions_known:
                continue
            _check_one(one, provider, wanted.version, weak=wanted.weak, errors=errors, warnings=warnings)
        _check_relr(one, profile, errors)
    errors = list(dict.fromkeys(errors))
    if not errors:
        errors += unversioned_provider(scope, maps, profile, read)
        errors += _isa(scope, profile)
    return Problems(errors, list(dict.fromkeys(warnings)))


def _check_one(
    one: LinkMap, provider: LinkMap, version: str, *, weak: bool, errors: list[str], warnings: list[str]
) -> None:
    assert provider.facts is not None
    defined = provider.facts.versions_defined
    if defined is None:
        warnings.append(f"{provider.path}: no version information available (required by {one.path})")
    elif version in defined or version == provider.facts.version_base:
        return
    elif weak:
        warnings.append(f"{provider.path}: weak version `{version}' not found (required by {one.path})")
    else:
        errors.append(f"{provider.path}: version `{version}' not found (required by {one.path})")


def _check_relr(one: LinkMap, profile: Profile, errors: list[str]) -> None:
    facts = one.facts
    if facts is None or not facts.relr or not facts.versions_needed or profile.version < _FIRST_WITH_RELR:
        return
    if any(v.version == "GLIBC_ABI_DT_RELR" for v in facts.versions_needed):
        return
    if any(name.startswith("libc.so.") for name in facts.needed):
        errors.append(f"error while loading shared libraries: {one.path}: DT_RELR without GLIBC_ABI_DT_RELR dependency")


def _isa(scope: Sequence[LinkMap], profile: Profile) -> list[str]:
    if profile.isa is None or profile.version < _FIRST_WITH_ISA_CHECK:
        return []
    for one in reversed(scope):
        if one.facts is not None and one.facts.isa_needed & ~profile.isa:
            return [f"{one.path}: CPU ISA level is lower than required"]
    return []
