"""Subdirectories that glibc tries in every directory of a search (elf/dl-hwcaps.c, elf/dl-hwcaps-subdirs.c)."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lintpack.loader.profile import Profile

# glibc 2.33 brought glibc-hwcaps, 2.37 took the older subdirectories away.
FIRST_NAMED = (2, 33)
FIRST_WITHOUT_LEGACY = (2, 37)


def subdirectories(profile: Profile) -> tuple[str, ...]:
    """Each with its final slash, in the order in which they are tried; "" (the directory itself) is the last."""
    named: tuple[str, ...] = ()
    if profile.version >= FIRST_NAMED:
        named = tuple(f"glibc-hwcaps/{name}/" for name in profile.hwcaps)
    if profile.version >= FIRST_WITHOUT_LEGACY:
        return (*named, "")
    return named + legacy_subdirectories(profile.legacy)


def legacy_subdirectories(names: tuple[str, ...]) -> tuple[str, ...]:
    """Every selection of `names` (such as tls, haswell, avx512_1, x86_64), the fullest first, none last.

    A name may come twice (the platform and a hardware capability are both called x86_64): so may a selection.
    """
    return tuple(
        "".join(f"{name}/" for name, taken in zip(names, choice, strict=True) if taken)
        for choice in product((True, False), repeat=len(names))
    )
