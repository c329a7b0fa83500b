"""An RPATH with `$ORIGIN` that leads past the folder the package's libraries go to: a level too many or too few,
`libs` for `lib`."""

from __future__ import annotations

import posixpath
import re

from lintpack.record import Record
from lintpack.script import texts
from lintpack.script.plan import Directory, Link, RunPath, Transfer
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text

# What folders of libraries are called, and names that say nothing of what a folder is.
_LIBRARIES = r"libs?(?:32|64|rar(?:y|ies))?$"
_COMMON = r"(?:lib\w*|bin|share|usr|local|plugins?|modules?)$"
_ORIGIN = ("$ORIGIN", "${ORIGIN}")


class Misled(Record):
    """The RPATH of an object leads to `place`, but libraries go to `folder`."""

    effect: RunPath
    element: str
    place: str
    folder: str


def misled(plan: Plan, into: Mapping[str, list[Packed]]) -> Iterator[Misled]:
    """`into`: the libraries by the folder that they go to."""
    folders = {posixpath.normpath(folder) for folder in into}
    there = made(plan)
    for effect in plan.effects:
        if not isinstance(effect, RunPath) or effect.file is None or effect.value is None:
            continue
        own = posixpath.dirname(shown(effect.file))
        elements = shown(effect.value).split(":")
        if not own or any(c in own for c in "*?[") or not all(element.startswith(_ORIGIN) for element in elements):
            continue
        places = {element: place_of(element, own) for element in elements}
        if folders & {own, *places.values()} or goes_on(effect.file, effect.origin.number, plan):
            continue
        for element, place in places.items():
            folder = next((one for one in sorted(folders) if _levels_off(place, one)), None)
            folder = folder or _meant(place, folders, there)
            if folder is not None:
                yield Misled(effect, element, place, folder)
                break


def made(plan: Plan) -> set[str]:
    """All paths that the plan puts something at, and the folders above them."""
    found: set[str] = set()
    for effect in plan.effects:
        if not isinstance(effect, (Directory, Link, Transfer)):
            continue
        path = posixpath.normpath(shown(effect.destination if isinstance(effect, Transfer) else effect.path))
        while path not in found and path not in ("", "/", "."):
            found.add(path)
            path = posixpath.dirname(path)
    return found


def _meant(place: str, folders: set[str], made: set[str]) -> str | None:
    """The folder that was meant by one that nothing is put into: `lib` beside `libs`, or a bundle of the same name that
    lies deeper."""
    if place in made or any("*" in path and path.startswith(posixpath.dirname(place)) for path in made):
        return None
    above, name = posixpath.split(place)
    if re.match(_LIBRARIES, name) and above in made:
        return next((one for one in sorted(folders) if posixpath.split(one)[0] == above and _alike(one)), None)
    rest = ""
    while above not in ("", "/") and above not in made:
        rest, place = posixpath.join(posixpath.basename(place), rest), above
        above = posixpath.dirname(above)
        found = [one for one in made if one.endswith("/" + posixpath.basename(place)) and _levels_off(place, one)]
        if len(found) == 1 and not re.match(_COMMON, posixpath.basename(place)):
            return posixpath.join(found[0], rest).rstrip("/")
    return None


def _alike(folder: str) -> bool:
    return re.match(_LIBRARIES, posixpath.basename(folder)) is not None


def shown(text: Text) -> str:
    """As a message shows it, with the arguments of wrapper functions opened."""
    while len(text) and isinstance(first := text[0], Reference) and len(first.alternatives) == 1:
        if not first.shown.strip("${}").isdigit():
            break
        text = texts.concat(first.alternatives[0].text or (), text[1:])
    return texts.shown(text)


def place_of(element: str, own: str) -> str:
    for token in _ORIGIN:
        element = element.replace(token, own)
    kept: list[str] = []
    for part in element.split("/"):
        # What a variable holds may be more than one folder: `..` does not take it back.
        if part == ".." and kept and kept[-1] not in ("", "..") and "$" not in kept[-1]:
            kept.pop()
        elif part != "." and (part or not kept):
            kept.append(part)
    return "/".join(kept)


def _levels_off(one: str, other: str) -> bool:
    """Whether one path is the other with folders taken out of its middle: both start and end alike."""
    a, b = one.split("/"), other.split("/")
    if len(a) > len(b):
        a, b = b, a
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    end = 0
    while end < len(a) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    # `/opt` alone is common to many packages.
    known = [part for part in a[:start] if part not in ("", ".", "..", "opt", "usr", "usr/local")]
    return len(b) - len(a) in (1, 2) and start + end == len(a) and end > 0 and bool(known)


def goes_on(file: Text, number: int, plan: Plan) -> bool:
    """Whether the object, or its folder, is copied or moved afterwards: where it ends up, its RPATH leads elsewhere."""
    path = shown(file)
    return any(
        isinstance(later, Transfer)
        and later.origin.number > number
        and (path + "/").startswith(shown(later.source).rstrip("/.*") + "/")
        for later in plan.effects
    )
