"""Families of symbol versions in which the newest one says which others there are: GLIBC, GLIBCXX, CXXABI, GCC."""

from __future__ import annotations

# Versions that glibc ever had below 2.4; from there on each release is one (glibc, Versions.def).
_OLD_GLIBC = (
    *("2.0", "2.1", "2.1.1", "2.1.2", "2.1.3", "2.2", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5", "2.2.6"),
    *("2.3", "2.3.1", "2.3.2", "2.3.3", "2.3.4"),
)
# libgcc's map files (libgcc-std.ver.in, config/*/libgcc-*.ver).
_GCC = (
    *("3.0", "3.3", "3.3.1", "3.3.2", "3.3.4", "3.4", "3.4.2", "3.4.4", "4.0.0", "4.2.0", "4.3.0", "4.4.0", "4.5.0"),
    *("4.7.0", "4.8.0", "7.0.0", "11.0", "12.0.0", "13.0.0", "14.0.0"),
)


def number(version: str) -> tuple[int, ...]:
    """The numbers of "2.3.4"; () where it is none."""
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()


def expand(family: str, newest: str) -> tuple[str, ...]:
    """Every version of `family` up to `newest`, as a library defines them: GLIBC and "2.4" give GLIBC_2.0 … GLIBC_2.4.

    A family that is not known gives the newest alone.
    """
    last = number(newest)
    if family == "GLIBC":
        known = (*_OLD_GLIBC, *(f"2.{minor}" for minor in range(4, (last[1] if len(last) > 1 else 0) + 1)))
    elif family == "GCC":
        known = _GCC
    elif family in ("GLIBCXX", "CXXABI"):
        base = ".".join(str(part) for part in last[:2])
        known = (base, *(f"{base}.{patch}" for patch in range(1, (last[2] if len(last) > 2 else 0) + 1)))
    else:
        known = (newest,)
    return tuple(f"{family}_{version}" for version in known if number(version) <= last)
