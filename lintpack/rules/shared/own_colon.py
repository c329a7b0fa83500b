"""The right way to add to a list that may be unset: `DIR${V:+:$V}`, where the expansion brings its own colon."""

from __future__ import annotations

import re

from lintpack.findings import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.shared.loader_settings import Setting

# A reference to the variable's own old value, with the separators around it.
_OLD = r"""(?P<lead>[:;])?(?P<open>["']?)(?P<escape>\\?)\$(?:NAME\b|\{NAME(?::?-)?\})(?P<close>["']?)(?P<trail>[:;])?"""


def own_colon(setting: Setting) -> tuple[Fix, ...]:
    """The one reference to the old value, rewritten to bring its own colon; nothing where it is not as simple."""
    edit = _edit(setting)
    return (Fix("let the expansion bring its own colon", "safe", (edit,)),) if edit is not None else ()


def _edit(setting: Setting) -> Edit | None:
    name, raw = setting.name, setting.raw
    colon = raw.find(":${" + name + ":+:")
    if colon > 0 and raw.count(name) == 3:
        place = setting.place.source.place(setting.place.start + colon, setting.place.start + colon + 1)
        return Edit(place, "")
    found = list(re.finditer(_OLD.replace("NAME", name), raw))
    if len(found) != 1 or raw.count(name) != 2 or "'" in (found[0]["open"], found[0]["close"]):
        return None
    match = found[0]
    old = f"{match['escape']}${name}"
    first = not raw[: match.start()].removeprefix(name).lstrip("+=\"'")
    last = not raw[match.end() :].strip("\"'")
    if match["lead"] and not first:
        # A colon behind the last element makes an empty one more.
        trail = "" if last else match["trail"] or ""
        new = f"{match['open']}{match['escape']}${{{name}:+{match['lead']}{old}}}{match['close']}{trail}"
    elif match["trail"] and not match["lead"] and not last:
        new = f"{match['open']}{match['escape']}${{{name}:+{old}{match['trail']}}}{match['close']}"
    else:
        return None
    start = setting.place.start
    return Edit(setting.place.source.place(start + match.start(), start + match.end()), new)
