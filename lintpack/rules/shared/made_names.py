"""Which file names a plan makes, besides the copies whose names it spells out: by a pattern, a link, or ldconfig."""

from __future__ import annotations

import re
from math import inf

from lintpack.script import paths, texts
from lintpack.script.plan import Change, Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.values import Text


def makes(names: Iterable[str], one: Packed, context: Context) -> bool:
    """Whether the run that packs `one` also makes one of `names`, as a copy or a link, or leaves it to ldconfig.

    What is not known in a name may be anything, but for a name that is not known at all."""
    from fnmatch import fnmatchcase

    wanted = tuple(names)
    for other in context.packed:
        if other is not one and texts.consistent(one.when, other.when):
            placed = other.placed or other.name
            if any(fnmatchcase(name, pattern(placed.text)) for name in wanted):
                return True
    if any(
        _is_one(link.path, wanted) for link in context.each(Link) if texts.consistent(one.when, link.origin.when)
    ) or any(takes(t, one.folder, wanted) for t in context.each(Transfer) if texts.consistent(one.when, t.origin.when)):
        return True
    latest = context.shared(_ldconfig)
    return latest is not None and (one.origin.number < 0 or one.origin.number < latest)


def takes(transfer: Transfer, folder: str, names: Iterable[str]) -> bool:
    """Whether a copy with a wildcard, or of a whole folder, takes one of `names` from `folder`."""
    if not transfer.recursive and not any(not isinstance(piece, str) for piece in transfer.source):
        return False
    above, _, last = texts.shown(transfer.source).rpartition("/")
    if transfer.recursive and (last in ("", ".") or f"{above}/{last}" == folder):
        return folder in (above, f"{above}/{last}")
    if above != folder or not any(c in last for c in "*?["):
        return False
    from fnmatch import fnmatchcase

    return any(fnmatchcase(name, pattern(last)) for name in names)


def _is_one(path: Text, names: tuple[str, ...]) -> bool:
    from fnmatch import fnmatchcase

    last = pattern(texts.shown(paths.components(path)[-1]))
    return last == "*" or any(fnmatchcase(name, last) for name in names)


def pattern(shown: str) -> str:
    """A name as shown, with a star for what is not known: `libfoo.so.${V}` is `libfoo.so.*`."""
    if "$" not in shown and "`" not in shown:
        return shown
    return re.sub(r"\$\{[^{}]*\}|\$\(.*\)|`.*`|\$\w+", "*", shown)


def _ldconfig(context: Context) -> float | None:
    """The number of the last effect of anything that runs ldconfig, which makes the SONAME's link for each library that
    its folders have by then (ldconfig(8)); None where nothing does. A script that is written for the target, or one
    that this plan does not run, comes last."""
    ran = {one.origin.command: one.origin.number for one in context.each(Change) if one.kind == "ldconfig"}
    run = re.compile(r"^(?:.*[\s;&|/`(\"'])?ldconfig(?![\w.])(?!\s+(?:-p|--print|-v\s*\||-N?Xv))", re.MULTILINE)
    for script in context.plan.scripts:
        if "ldconfig" not in script.source.text:
            continue
        seen = [place for place in ran if place.source is script.source]
        for line in run.finditer(script.source.text):
            if line[0].lstrip().startswith(("#", "echo", "command -v", "which")):
                continue
            if not any(place.start <= line.end() and line.start() <= place.end for place in seen):
                return inf
    return max(ran.values(), default=None)
