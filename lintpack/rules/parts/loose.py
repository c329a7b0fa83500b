"""Libraries that a plan packs without their whole names being known: patterns, and copies that could not be told."""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script import paths, texts
from lintpack.script.plan import Transfer, Unresolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.plan import Origin, Plan


class Loose(Record):
    """`name` is a pattern as shown, `libboost_*.so.1.74.0`, or what is known of a name, `libssl`. `folder` is the
    source's, "" where it is not known."""

    name: str
    folder: str
    origin: Origin


def loose(plan: Plan) -> dict[str, Loose]:
    """By name; the first of each."""
    found: dict[str, Loose] = {}
    for effect in plan.effects:
        if isinstance(effect, Transfer):
            # Most copies have no pattern at all.
            if "*" not in texts.shown(effect.source) and not texts.has_reference(effect.source):
                continue
            name = texts.shown(paths.basename(effect.source))
            if name.startswith("lib") and "*" in name:
                found.setdefault(name, Loose(name, texts.shown(paths.dirname(effect.source)), effect.origin))
        elif isinstance(effect, Unresolved):
            for name in effect.names:
                if name.startswith("lib"):
                    found.setdefault(name, Loose(name, "", effect.origin))
    return found
