"""Scripts that build, install on the machine that they run on, and reckon with being run again.

[ ! -d foo ] && git clone https://example.org/foo
sudo mkdir -p ${PREFIX:-/opt}/foo/lib
sudo ln -s libfoo.so.1 ${PREFIX:-/opt}/foo/lib/libfoo.so
"""

from __future__ import annotations

import re

from lintpack.script import paths, texts
from lintpack.script.plan import Directory, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.plan import Link, Plan

_FETCHES = re.compile(r"\b(?:git\s+clone|svn\s+(?:co|checkout)|hg\s+clone|wget|curl)\b")
_NOT_THERE = re.compile(r"(?:!\s+)?-[def]\s+[\"']?([^\s\"'\]]+)")
# `${PREFIX:-/opt}`: a folder of the system unless the caller says another one.
_DEFAULT = re.compile(r"\$\{\w+:?[-=][\"']?(?:/usr|/opt|/lib)")


def installs_again(link: Link, plan: Plan) -> bool:
    """Whether a link is made in a folder that stays, by a script which fetches its sources in its first run only."""
    stays = _DEFAULT.match(texts.shown(link.path)) or texts.head(link.path).startswith(("/usr/", "/lib", "/opt/"))
    return bool(stays) and any(_fetched_once(effect) for effect in plan.effects if not isinstance(effect, type(link)))


def _fetched_once(effect: object) -> bool:
    """Whether something is fetched where it is not there yet: `[ ! -d foo ] && git clone …`."""
    if not isinstance(effect, (Directory, Transfer)) or not _FETCHES.search(effect.origin.command.text):
        return False
    into = effect.path if isinstance(effect, Directory) else effect.destination
    name = texts.shown(paths.basename(into))
    for guard in effect.origin.guards:
        asked = _NOT_THERE.search(guard.shown)
        if asked is None or asked[0].startswith("!") != guard.holds:
            continue
        if asked[1].rstrip("/").rpartition("/")[2] == name:
            return True
    return False
