"""LP121: `plugins*.so`, where `plugins` is a folder and `plugins/*.so` was meant; and a folder of what is
given an RPATH whose name is a letter away from the one that the script makes."""

from __future__ import annotations

import re
from itertools import pairwise

from lintpack.rules.gates.slip_subjects import STAR
from lintpack.rules.shared.wording import narrowed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Change, RunPath, Transfer
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import Effect
    from lintpack.script.values import Text

_LETTERS = 5


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    everything = "\n".join([re.sub(r"(?m)^[ \t]*#.*", "", script.source.text) for script in context.plan.scripts])
    seen = set()
    for effect in context.plan.effects:
        path = _path(effect)
        if path is None:
            continue
        # The operand that an RPATH's change is about is the new value.
        place = written_at(effect.origin) if isinstance(effect, Transfer) else effect.origin.command
        if place in seen:
            continue
        match = re.search(rf"(?:^|[\s/])({STAR})\*\.so", place.text)
        if match and _is_folder(match[1], texts.shown(path), effect, everything, context):
            seen.add(place)
            yield rule.finding(
                narrowed(place, f"{match[1]}*.so"),
                f"`{match[1]}*.so` asks for files that begin so, but `{match[1]}` is a folder: a `/` is missing",
                label="`/*.so`?",
                help=f"write `{match[1]}/*.so`",
            )
        elif isinstance(effect, RunPath):
            slip = _slip(path, everything)
            if slip and slip[0] in place.text:
                seen.add(place)
                yield rule.finding(
                    narrowed(place, slip[0]),
                    f"nothing else speaks of a folder `{slip[0]}`, but the script has `{slip[1]}` in its place",
                    label=f"`{slip[1]}`?",
                    help=f"write `{slip[1]}`",
                )


def _path(effect: Effect) -> Text | None:
    if isinstance(effect, Transfer):
        return effect.source
    if isinstance(effect, RunPath):
        return effect.file
    return effect.path if isinstance(effect, Change) else None


def _is_folder(name: str, path: str, effect: Effect, everything: str, context: Context) -> bool:
    """Whether the scripts speak of a folder of the name, or the next command takes all that the folder above has."""
    if re.search(rf"[\w}}\"]/{name}(?:/|\"?[ \t]*(?:$|[;&|\n]))|\bmkdir[^\n]*[ /]{name}\b|(?<=\s){name}/", everything):
        return True
    above = path.rpartition("/")[0]
    if not isinstance(effect, Transfer):
        return False
    # `mv x/server*.so lib` would do nothing that `mv x/*.so lib` does not do.
    return any(
        source == f"{above}/*.so" and paths.dirname(copy.destination) == paths.dirname(effect.destination)
        for copy, source, _ in context.copies
        if copy.origin.when == effect.origin.when and copy.origin.number > effect.origin.number
    )


def _slip(path: Text, everything: str) -> tuple[str, str] | None:
    """A folder of a path that the scripts name once, and the one that they name in its place twice or more."""
    parts = [texts.shown(part) for part in paths.components(path)[:-1]]
    for above, name in pairwise(parts):
        if len(name) < _LETTERS or not name.isidentifier() or len(re.findall(rf"\b{name}\b", everything)) != 1:
            continue
        others = re.findall(rf"\b{re.escape(above)}/([\w-]+)", everything)
        for other in dict.fromkeys(others):
            if others.count(other) > 1 and slip_kind(name, other) and (set(name) ^ set(other)).isdisjoint("0123456789"):
                return name, other
    return None
