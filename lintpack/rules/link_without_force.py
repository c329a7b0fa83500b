"""A link is made without -f by a script that runs again."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.findings import Edit, Fix, Label
from lintpack.rules.parts.asked_before import asks_for, done_once, may_ask_for
from lintpack.rules.rule import Rule
from lintpack.rules.shared.launchers import compiles, purpose
from lintpack.rules.shared.loader_settings import programs
from lintpack.rules.shared.lost_targets import covers
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Directory, Export, Link, Removal
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Program
    from lintpack.script.plan import Guard, Plan
    from lintpack.script.values import Text

RULE = Rule(
    code="LP207",
    name="link-without-force",
    summary="A launcher or installer makes a link that is there already when it runs again.",
    level="warning",
    confidence="medium",
)

# With what templates of installers have for such a folder.
_SYSTEM = ("/usr/", "/lib", "/opt/", "@INSTALL_PREFIX@/", "@CMAKE_INSTALL_PREFIX@/", "@prefix@/", "@PREFIX@/")
# Links from one folder of libraries to another.
_FOLDERS = re.compile(r"lib(?:32|64|x32)?$")
# Scripts that a package manager runs, and whose failure it heeds.
_MAINTAINER = r"(?:^|[._-])(?:postinst|preinst|post_?install)(?:[._-]|$)"
# What packages are put together in is new each time.
_STAGED = r"(?i)\$\{?(?:\w*pkg_?dir|\w*dest\w*|\w*root\w*|\w*stag(?:e|ing)\w*|pkg|out|\d+)\b"
# Folders that every system has.
_SHARED = r"/usr(?:/local)?/(?:bin|lib|lib32|lib64|libx32|lib/[\w-]+-linux-\w+)"
_OWN = r"(?:dirname|readlink|realpath)\b[^\n]*\$\{?(?:0\b|BASH_SOURCE)|\$\{0%/\*\}"
_TERMUX = ("$TERMUX_PREFIX/", "${TERMUX_PREFIX}/")
# Folders of scripts that prepare a machine which is new each time.
_MACHINES = r"(?i)(?:^|/)[._-]?(?:ci|travis|github|gitlab|circleci|jenkins|azure\w*|appveyor|docker|vagrant)\w*[/_.-]"
_GETS_PACKAGES = r"(?m)^[^#\n]*\b(?:apt(?:-get)?|(?:micro)?dnf|yum|zypper|apk)[ \t][^\n;&|#]*\b(?:install|add|in)[ \t]"
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
            if done_once(link, program.plan):
                continue
            if _goes_inside(link, program.plan) or _switches(link, program.plan, context):
                yield _inside(link)
            if guard := _loses_target(link, program.plan):
                yield _lost(link, guard)
            elif told := _overlooked(link, program.plan):
                yield _asked_wrong(link, *told)
            if not _may_fail(link, program.plan, launcher):
                continue
            installs = not launcher and _installs(link, program.plan)
            searched = not launcher and _searched(link, program)
            if not (launcher or installs or searched or _ends(link, program.plan) or _kept_prefix(link, context)):
                continue
            place = written_at(link.origin)
            # A package manager holds its lock while it runs a package's scripts.
            prepares = installs and re.search(_GETS_PACKAGES, _text(program.plan)) is not None
            again = " each time the package is installed" if installs and not prepares else " in each run"
            if launcher or searched:
                again = " at every start of the launcher"
            once_only = prepares and re.search(r"(?i)\bdocker|\bcontainer\b", _text(program.plan)) is not None
            yield RULE.finding(
                place,
                f"makes the link `{texts.shown(link.path)}`{again}, but `ln` without `-f` fails where it is there",
                label="the second run ends in `File exists`",
                related=calls(link.origin, place),
                help="use `ln -sfn`, or ask with `[ -L … ]` first",
                fixes=_fix(link),
                level="note" if once_only or (installs and not _stops(link, program.plan, context)) else "",
            )


def _text(plan: Plan) -> str:
    return plan.scripts[0].source.text if plan.scripts else ""


def _goes_inside(link: Link, plan: Plan) -> bool:
    """Whether `ln -sf FOLDER lib64` follows, in the second run, the link that the first one made: it has no -n."""
    return link.symbolic and link.force and not link.no_dereference and _of_folders(link, plan)


def _of_folders(link: Link, plan: Plan) -> bool:
    """Whether the link is one folder of libraries for another, in a script that reckons with finding them there
    (`mkdir -p`), and does not begin by removing them."""
    if not _FOLDERS.match(_last(link.path)) or re.match(_STAGED, texts.shown(link.path)):
        return False
    # `ln -sf usr/lib root/` replaces `root/lib`: only what is named as the link itself is followed.
    if link.origin.command.text.rstrip("\"'").endswith("/"):
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
        if isinstance(effect, Directory) and _same(effect, target, link):
            made = re.search(r"mkdir\s(?:.*\s)?-\w*p", effect.origin.command.text) is not None
    return made


def _same(made: Directory, target: Text, link: Link) -> bool:
    """Whether the folder that was made is the link's target; what `cd` went to has no name but the written one."""
    if texts.shown(made.path).rstrip("/") == texts.shown(target).rstrip("/"):
        return True
    one, other = (origin.place.text.strip("\"'").rstrip("/") for origin in (made.origin, link.origin))
    return one == other and "$" in one


def _switches(link: Link, plan: Plan, context: Context) -> bool:
    """Whether `ln -sf releases/$id current` makes the folder of libraries that is in use another one, which the script
    has just made: the second run follows the link of the first."""
    shown = texts.shown(link.path)
    if not (link.symbolic and link.force) or link.no_dereference or _last(link.path) == _last(link.target):
        return False
    if texts.known(paths.basename(link.path)) is None or re.match(_STAGED, shown) or re.search(_CONTAINER, plan.path):
        return False
    if libname.parse_text(link.path) or not re.search(r"[\d$]", _last(link.target)) or _fresh(link):
        return False
    if not context.speaks_of((".so", "LD_LIBRARY_PATH", "ld.so.conf")):
        return False
    target = paths.canonical(link.target)
    made = False
    for effect in plan.effects:
        if effect.origin.number >= link.origin.number:
            break
        if isinstance(effect, Removal) and _covers(effect, link):
            return False
        if isinstance(effect, Directory):
            if paths.inside(link.path, effect.path) is not None and not _kept(effect):
                return False
            made = made or paths.canonical(effect.path) == target
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
    if _of_folders(link, plan) or texts.shown(link.path).startswith(_SYSTEM):
        return True
    return _twice(link, plan)


def _searched(link: Link, program: Program) -> bool:
    """Whether the link lies in a folder below the script's own that its library path names: it is made where the
    programs run, and stays there."""
    if not re.search(_OWN, program.text) or compiles(program) or re.search(_MACHINES, program.plan.path):
        return False
    folder = _spelt(paths.dirname(link.path))
    for effect in program.plan.effects:
        if effect.origin.number >= link.origin.number:
            return False
        if not isinstance(effect, Export) or effect.name != "LD_LIBRARY_PATH":
            continue
        if any(_spelt(one) == folder for one in texts.split(effect.value or (), ":") if one):
            return True
    return False


def _spelt(folder: Text) -> str:
    """A folder as it is called from where the script was started."""
    return texts.shown(texts.opened(folder)).removeprefix("$PWD/").rstrip("/")


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


def _may_fail(link: Link, plan: Plan, launcher: bool) -> bool:
    """Whether nothing sees to it that the name is free: no -f, no question before, not removed, in no folder that the
    script makes. `mkdir -p` makes a launcher's own folder, or an installer's in the system, only once."""
    if not link.symbolic or link.force or any(isinstance(piece, Wildcard) for piece in link.path):
        return False
    if not (libname.parse_text(link.path) or libname.parse_text(link.target) or _of_folders(link, plan)):
        return False
    # `ln -s … 2>/dev/null || true`: that it is there is reckoned with.
    if _fresh(link) or (link.origin.quiet and link.origin.unchecked == "|| true"):
        return False
    if any(may_ask_for(guard.shown, link) for guard in link.origin.guards):
        return False
    shared = _installs(link, plan) and re.fullmatch(_SHARED, texts.shown(paths.dirname(link.path))) is not None
    shared = shared or texts.shown(link.path).startswith(_TERMUX) or (not launcher and _twice(link, plan))
    for effect in plan.effects:
        if effect.origin.number >= link.origin.number:
            break
        if isinstance(effect, Removal) and _covers(effect, link):
            return False
        kept = isinstance(effect, Directory) and (launcher or shared) and _kept(effect)
        if isinstance(effect, Directory) and not kept and paths.inside(link.path, effect.path) is not None:
            return False
    return True


def _twice(link: Link, plan: Plan) -> bool:
    from lintpack.rules.parts.second_runs import installs_again

    return installs_again(link, plan)


def _kept(made: Directory) -> bool:
    """Whether the folder may have been there before: `mkdir -p`, `install -d`."""
    return re.search(r"\s-\w*p|--parents|install\s", made.origin.command.text) is not None


def _loses_target(link: Link, plan: Plan) -> Guard | None:
    """The question `[ ! -e LINK ]`, which holds for a link that leads nowhere as well, where the script has removed
    what links of earlier versions lead to: `rm -rf /opt/prog/*`."""
    if not link.symbolic or link.force or link.origin.unchecked is not None:
        return None
    asked = [guard for guard in link.origin.guards if asks_for(guard, link)]
    if not asked or any(re.search(r"-[Lh]\s", guard.shown) for guard in link.origin.guards):
        return None
    for effect in plan.effects:
        if effect.origin.number >= link.origin.number:
            break
        if isinstance(effect, Removal) and effect.recursive and any(isinstance(p, Wildcard) for p in effect.path):
            depth = len(paths.components(effect.path))
            above = paths.from_components(paths.components(paths.canonical(link.target))[:depth])
            from lintpack.script.patterns import match

            if len(paths.components(link.target)) > depth and match(above, effect.path) is True:
                return asked[0]
    return None


def _overlooked(link: Link, plan: Plan) -> tuple[Guard, str] | None:
    """The question whether the link is there, where it says no of this one: `-f` of a link to a folder; `-e` and `-f`
    of one in a package to a library of the system, which the machine that builds need not have."""
    if not link.symbolic or link.force or link.origin.unchecked is not None:
        return None
    asked = [guard for guard in link.origin.guards if asks_for(guard, link)]
    if not asked or any(re.search(r"-[Lh]\s", guard.shown) for guard in link.origin.guards):
        return None
    if any(isinstance(effect, Removal) and covers(effect, link.path) for effect in plan.effects):
        return None
    if _FOLDERS.match(_last(link.target)) and re.search(r"-f\s", asked[0].shown):
        return asked[0], "a folder"
    target = texts.known(link.target) or ""
    # Who asks for the library as well makes the link where it is there.
    if not target.startswith(("/usr/lib", "/lib")) or any(target in guard.shown for guard in link.origin.guards):
        return None
    if libname.parse(target.rpartition("/")[2]) is None or re.search(_CONTAINER, plan.path):
        return None
    return None if texts.head(link.path).startswith("/") else (asked[0], "nothing that this machine need have")


def _asked_wrong(link: Link, guard: Guard, what: str) -> Finding:
    test = "-f" if "-f " in guard.shown else "-e"
    return RULE.finding(
        guard.place,
        f"asks whether `{texts.shown(link.path)}` is there with `{test}`, which follows the link: it leads to {what} "
        f"(`{texts.shown(link.target)}`), so that `ln` without `-f` may fail in the second run",
        label="says no of a link that is there",
        related=(Label(written_at(link.origin), "the link is made here"),),
        notes=("`-e` and `-f` follow links (test(1))",),
        help="ask with `[ -L … ]`, or use `ln -sfn`",
    )


def _kept_prefix(link: Link, context: Context) -> bool:
    """Whether a recipe of Termux links into its prefix, which is the machine's own and stays from build to build."""
    return texts.shown(link.path).startswith(_TERMUX) and context.speaks_of(("termux_step_",))


def _lost(link: Link, guard: Guard) -> Finding:
    place = guard.place
    return RULE.finding(
        place,
        f"asks whether `{texts.shown(link.path)}` is there with `-e`, which says no of a link that leads nowhere: "
        "`ln` without `-f` then fails",
        label="a link of the version before is there",
        related=(Label(written_at(link.origin), "the link is made here"),),
        notes=("what it led to was removed before: `-e` and `-f` follow links (test(1))",),
        help="ask with `[ -L … ]` as well, or use `ln -sfn`",
    )


def _fresh(link: Link) -> bool:
    """Whether the link goes to a folder that has another name each time."""
    names = ("mktemp", "$$", "RANDOM")
    return any(name in texts.shown(text) for text, _ in texts.alternatives(link.path) for name in names)


def _covers(removal: Removal, link: Link) -> bool:
    from lintpack.script.patterns import match

    if paths.inside(link.path, removal.path) is not None:
        return True
    # `rm $x`, of which nothing is known, has to do with a name that is written out by chance only.
    if len(removal.path) == 1 and not isinstance(removal.path[0], str) and texts.known(link.path) is not None:
        return match(link.path, removal.path) is True
    return match(link.path, removal.path) is not False


def _installs(link: Link, plan: Plan) -> bool:
    """Whether this is done on the target, in a folder of the system: a post-install script."""
    last = plan.path.rpartition("/")[2]
    shown = texts.shown(link.path)
    return ("post" in last or "install" in last) and shown.startswith(_SYSTEM)


def _at_the_end(link: Link) -> bool:
    """Whether it is the last thing that a script does, whose failure is that of the script."""
    command = link.origin.command
    if link.origin.guards or link.origin.calls:
        return False
    return re.fullmatch(r"[ \t]*(?:\s*#[^\n]*|\s)*", command.source.text[command.end :]) is not None


def _stops(link: Link, plan: Plan, context: Context) -> bool:
    """Whether an installation over another one surely ends here. A package's script may count on the one that is run
    before to remove the links; where that does it only when the package goes for good, it is not run so."""
    folder, slash, last = plan.path.rpartition("/")
    unchecked = link.origin.unchecked is not None and not (re.search(_MAINTAINER, last) and _at_the_end(link))
    if unchecked or re.search(_MACHINES, plan.path):
        return False
    if "post" not in last:
        return True
    if context.repository is None or "postinst" not in last:
        return False
    name = texts.shown(paths.basename(link.path)).partition(".so")[0]
    # Of the version that goes, both are run before this.
    for before in ("prerm", "postrm"):
        source = context.repository.read(folder + slash + last.replace("postinst", before))
        if source is not None and re.search(rf"(?m)^[^#\n]*{re.escape(name)}", source.text):
            gone = re.search(r"=\s*[\"']?remove\b|\bremove[\w|]*\)", source.text)
            if "upgrade" in source.text or gone is None:
                return False
    return True
