"""What a bundle carries that somebody may have meant by a name that was found elsewhere, or nowhere."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lintpack.libname import parse

if TYPE_CHECKING:
    from lintpack.bundle.index import Bundle


class Carried:
    """An index of the bundle's libraries by SONAME, by file name and by stem."""

    def __init__(self, bundle: Bundle) -> None:
        self._sonames: dict[str, list[str]] = {}
        self._names: dict[str, list[str]] = {}
        self._stems: dict[str, list[str]] = {}
        for entry in bundle:
            name = posixpath.basename(entry.path)
            if not entry.path or not (name.endswith(".so") or ".so." in name):
                continue
            self._names.setdefault(name, []).append(entry.path)
            self._stems.setdefault(_stem(name), []).append(entry.path)
            if entry.facts is not None and entry.facts.soname:
                self._sonames.setdefault(entry.facts.soname, []).append(entry.path)

    def meant(self, needed: str) -> tuple[str, ...]:
        """Members that `needed` may have meant: with this SONAME, else with this name, else with its stem."""
        name = posixpath.basename(needed)
        for found in (self._sonames.get(name), self._names.get(name), self._stems.get(_stem(name))):
            if found:
                return tuple(sorted(found))
        return ()


def _stem(name: str) -> str:
    parsed = parse(name)
    return parsed.stem if parsed is not None else name
