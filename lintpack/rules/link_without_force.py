"""A link is made without -f by a script that runs again."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.findings import Edit, Fix
from lintpack.rules.launchers import purpose
from lintpack.rules.loader_settings import programs
from lintpack.rules.packed import once
from lintpack.rules.rule import Rule
from lintpack.rules.wording import calls, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Directory, Link, Removal
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text

RULE = Rule(
    code="LP207",
    name="link-without-force",
    summary="A launcher or installer makes a link that is there already when it runs again.",
    level="warning",
    confidence="medium",
)

_SYSTEM = ("/usr/", "/lib", "/opt/")
# Links from one folder of libraries to another.
_FOLDERS = re.compile(r"lib(?:32|64|x32)?$")
# What packages are put together in is new each time.
_STAGED = r"(?i)\$\{?(?:\w*pkg_?dir|\w*dest\w*|\w*root\w*|\w*stag(?:e|ing)\w*|pkg|out|\d+)\b"
# Folders of scripts that run while an image is built.
_CONTAINER = r"(?i)(?:^|/)[\w.-]*(?:docker|container|image|rootfs|chroot)[\w.-]*/|docker|chroot"


def check(context: Context) -> Iterator[Finding]:
    if any(isinstance(e, Link) for e in context.plan.effects) or len(programs(context)) > 1:
        yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for program in programs(context):
        launcher = purpose(program) == "launcher"
        for link in program.plan.effects:
            if not isinstance(link, Link):
                continue
            if _goes_inside(link, program.plan):
                yield _inside(link)
            if not _may_fail(link, program.plan):
                continue
            installs = not launcher and _installs(link, program.plan)
            if not (launcher or installs or _ends(link, program.plan)):
                continue
            place = written_at(link.origin)
            again = " each time the package is installed" if installs else " in each run"
            if launcher:
                again = " at every start of the launcher"
            yield RULE.finding(
                place,
                f"makes the link `{texts.shown(link.path)}`{again}, but `ln` without `-f` fails where it is there",
                label="the second run ends in `File exists`",
                related=calls(link.origin, place),
                help="use `ln -sfn`, or ask with `[ -L … ]` first",
                fixes=_fix(link),
                level="note" if installs else "",
            )


def _goes_inside(link: Link, plan: Plan) -> bool:
    """Whether `ln -sf FOLDER lib64` follows, in the second run, the link that the first one made: it has no -n."""
    return link.symbolic and link.force and not link.no_dereference and _of_folders(link, plan)


def _of_folders(link: Link, plan: Plan) -> bool:
    """Whether the link is one folder of libraries for another, in a script that reckons with finding them there
    (`mkdir -p`), and does not begin by removing them."""
    if not _FOLDERS.match(_last(link.path)) or re.match(_STAGED, texts.shown(link.path)):
        return False
    target = link.target
    if texts.shown(target)[:1] not in ("/", "$"):
        target = paths.join(paths.dirname(link.path), target)
    made = False
    for effect in plan.effects:
        if effect.origin.number >= link.origin.number:
            break
        if isinstance(effect, Removal) and (_covers(effect, link) or paths.inside(target, effect.path) is not None):
            return False
        if isinstance(effect, Directory) and texts.shown(effect.path).rstrip("/") == texts.shown(target).rstrip("/"):
            made = re.search(r"mkdir\s(?:.*\s)?-\w*p", effect.origin.command.text) is not None
    return made


def _last(path: Text) -> str:
    return texts.shown(path).rstrip("/").rpartition("/")[2]


def _inside(link: Link) -> Finding:
    place = written_at(link.origin)
    name, target = _last(link.path), _last(link.target)
    return RULE.finding(
        place,
        f"the second run follows the link `{name}`, which is there then, and makes another one, `{target}/{target}`",
        label="without -n",
        related=calls(link.origin, place),
        notes=("`ln -s FOLDER LINK` puts the new link into what LINK leads to, if that is a folder (ln(1), -n)",),
        help="use `ln -sfn`",
    )


def _ends(link: Link, plan: Plan) -> bool:
    """Whether a script that prepares a machine stops here when it is run again: a fixed place of the system, and a
    failure that is heeded. A container that is built is new each time."""
    if link.origin.unchecked is not None or re.search(_CONTAINER, plan.path):
        return False
    return _of_folders(link, plan) or texts.shown(link.path).startswith(_SYSTEM)


def _fix(link: Link) -> tuple[Fix, ...]:
    """`-sfn` for `-s`: what is there is replaced, which is not for certain what is wanted."""
    command = link.origin.command
    found = list(re.finditer(r"(?:^|[\s/])ln\s+(-[a-zA-Z]*s[a-zA-Z]*)(?=\s)", command.text))
    if len(found) != 1:
        return ()
    options = found[0][1]
    new = options + "f" + ("" if "n" in options or "T" in options else "n")
    start = command.start + found[0].start(1)
    return (Fix(f"link with `{new}`", "unsafe", (Edit(command.source.place(start, start + len(options)), new),)),)


def _may_fail(link: Link, plan: Plan) -> bool:
    """Whether nothing sees to it that the name is free: no -f, no question before, not removed, in no folder that the
    script makes."""
    if not link.symbolic or link.force or any(isinstance(piece, Wildcard) for piece in link.path):
        return False
    if not (libname.parse_text(link.path) or libname.parse_text(link.target) or _of_folders(link, plan)):
        return False
    if _fresh(link):
        return False
    if any(_asks_for(guard.shown, link) for guard in link.origin.guards):
        return False
    for effect in plan.effects:
        if effect.origin.number >= link.origin.number:
            break
        if isinstance(effect, Removal) and _covers(effect, link):
            return False
        if isinstance(effect, Directory) and paths.inside(link.path, effect.path) is not None:
            return False
    return True


def _fresh(link: Link) -> bool:
    """Whether the link goes to a folder that has another name each time."""
    return any("mktemp" in texts.shown(text) for text, _ in texts.alternatives(link.path))


def _asks_for(condition: str, link: Link) -> bool:
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


def _covers(removal: Removal, link: Link) -> bool:
    from lintpack.script.patterns import match

    if paths.inside(link.path, removal.path) is not None:
        return True
    return match(link.path, removal.path) is not False


def _installs(link: Link, plan: Plan) -> bool:
    """Whether this is done on the target, in a folder of the system: a post-install script."""
    last = plan.path.rpartition("/")[2]
    shown = texts.shown(link.path)
    return ("post" in last or "install" in last) and shown.startswith(_SYSTEM)
