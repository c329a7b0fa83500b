"""An RPATH with `$ORIGIN` that leads past the folder the package's libraries go to: one level too many, or too few."""

from __future__ import annotations

import posixpath

from lintpack.record import Record
from lintpack.script import texts
from lintpack.script.plan import RunPath, Transfer
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lintpack.rules.packed import Packed
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text

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
    for effect in plan.effects:
        if not isinstance(effect, RunPath) or effect.file is None or effect.value is None:
            continue
        own = posixpath.dirname(_shown(effect.file))
        elements = _shown(effect.value).split(":")
        if not own or any(c in own for c in "*?[") or not all(element.startswith(_ORIGIN) for element in elements):
            continue
        places = {element: _place(element, own) for element in elements}
        if folders & {own, *places.values()} or _goes_on(effect, plan):
            continue
        for element, place in places.items():
            folder = next((one for one in sorted(folders) if _levels_off(place, one)), None)
            if folder is not None:
                yield Misled(effect, element, place, folder)
                break


def _shown(text: Text) -> str:
    """As a message shows it, with the arguments of wrapper functions opened."""
    while len(text) and isinstance(first := text[0], Reference) and len(first.alternatives) == 1:
        if not first.shown.strip("${}").isdigit():
            break
        text = texts.concat(first.alternatives[0].text or (), text[1:])
    return texts.shown(text)


def _place(element: str, own: str) -> str:
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


def _goes_on(effect: RunPath, plan: Plan) -> bool:
    """Whether the object, or its folder, is copied or moved afterwards: where it ends up, its RPATH leads elsewhere."""
    file = _shown(effect.file or ())
    return any(
        isinstance(later, Transfer)
        and later.origin.number > effect.origin.number
        and (file + "/").startswith(_shown(later.source).rstrip("/.*") + "/")
        for later in plan.effects
    )
