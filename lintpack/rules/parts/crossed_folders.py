"""A folder that names one thing twice, and in one copy two different ones: what was copied was half changed.

cp ext/zlib-prefix/src/zlib-build/*.so out/
cp ext/lz4-prefix/src/lz4-build/*.so out/
cp ext/zstd-prefix/src/lz4-build/*.so out/
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Transfer

# CMake's ExternalProject: `NAME-prefix/src/NAME`, `…/NAME-build`, `…/NAME-stamp`.
_EXTERNAL = re.compile(r"(?:^|/)(?P<name>[\w.+]+)-prefix/src/(?P<other>[\w.+]+)(?:-build|-stamp)?(?:/|$)")
# What is no name of a thing that is built.
_COMMON = frozenset(
    "lib lib32 lib64 libs usr local bin src build out release debug x64 x86 x86_64 linux opt so".split()
)


def crossed_folders(context: Context) -> Iterator[tuple[Transfer, str, str]]:
    """The copy, its folder from the two names on, and what that is to be by the others."""
    folders: dict[str, Transfer] = {}
    for copy, source, _ in context.copies:
        folder = source.rpartition("/")[0]
        if folder.count("/") > 1 and folder not in folders:
            folders[folder] = copy
    if len(folders) < 2:
        return
    cut = {folder: re.split(r"([/-])", folder) for folder in folders}
    twice = [parts for parts in cut.values() if _repeats(parts)]
    for folder, parts in cut.items():
        found = _meant(folder, parts, twice) if twice else None
        if found is not None and found[1] not in folders:
            start = folder.rfind("/", 0, len("".join(parts[: found[0]]))) + 1
            yield folders[folder], folder[start:], found[1][start:]


def _repeats(parts: list[str]) -> bool:
    names = [part for part in parts if len(part) > 1 and part.lower() not in _COMMON]
    return len(names) > len(set(names))


def _meant(folder: str, parts: list[str], twice: list[list[str]]) -> tuple[int, str] | None:
    """Where in `parts` the first name stands, and `folder` with it in place of the second one, which is another's."""
    external = _EXTERNAL.search(folder)
    alike = [one for one in twice if len(one) == len(parts)]
    for at, name in enumerate(parts):
        if len(name) < 2 or name.lower() in _COMMON or "$" in name or "*" in name:
            continue
        for other in range(at + 1, len(parts)):
            if parts[other] == name:
                break
            # Others with one name in both places, and all else the same.
            pairs = {
                one[at]
                for one in alike
                if one[at] == one[other]
                and one[at].lower() not in _COMMON
                and all(one[n] == parts[n] for n in range(len(parts)) if n not in (at, other))
            }
            if parts[other] in pairs and (len(pairs) > 1 or (external and external["name"] == name)):
                return at, "".join([*parts[:other], name, *parts[other + 1 :]])
    return None
