"""LP207: what a script asks before it makes a link."""

from __future__ import annotations

import re

from lintpack.script import paths, texts
from lintpack.script.plan import Directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.plan import Guard, Link, Plan


def done_once(link: Link, plan: Plan) -> bool:
    """`[ -d "$DIR/lib" ] || { mkdir "$DIR/lib"; …; ln … }`: whether what is done here makes the folder that it asks
    for, so that the second run does not come here."""
    for guard in link.origin.guards:
        asked = re.search(r"(?P<no>!\s+)?-[de]\s+[\"']?(?P<path>[^\s\"']+)", guard.shown)
        if asked is None or (asked["no"] is not None) != guard.holds or "||" in guard.shown:
            continue
        for effect in plan.effects:
            if isinstance(effect, Directory) and guard.condition in [one.condition for one in effect.origin.guards]:
                places = (effect.origin.command, *[frame.place for frame in effect.origin.calls])
                if any(asked["path"] in re.split(r"[\s\"';]+", place.text) for place in places):
                    return True
    return False


def asks_for(guard: Guard, link: Link) -> bool:
    """Whether the guard is that nothing is at the link's path: `[ ! -e LINK ]`, `[ -e LINK ] || …`."""
    found = re.search(r"(?P<no>!\s+)?-[ef]\s+[\"']?(?P<path>[^\s\"']+)", guard.shown)
    if found is None or (found["no"] is not None) != guard.holds:
        return False
    # In a function the path stands there as its arguments.
    last = found["path"].rpartition("/")[2]
    return last.startswith("$") or last == texts.shown(paths.basename(link.path))


def may_ask_for(condition: str, link: Link) -> bool:
    """Whether a condition as written asks whether the link's name is there: `[ -L x ]`, or a test of that file in what
    may be its folder. The same name in another folder of the system says nothing."""
    if "-L " in condition or "-h " in condition:
        return True
    name, folder = texts.shown(paths.basename(link.path)), texts.shown(paths.dirname(link.path))
    for word in condition.replace('"', "").replace("'", "").split():
        if word.endswith(name):
            asked = word[: -len(name)].rstrip("/")
            if not asked.startswith("/") or asked == folder:
                return True
    return False
