"""A link in the package leads to a name that the plan never puts there, or into the folder that it is packed from; or
to what a search prints, if it prints anything."""

from __future__ import annotations

from lintpack import libname
from lintpack.patterns import re
from lintpack.rules.gates.link_subjects import MAINTAINERS
from lintpack.rules.rule import Rule
from lintpack.rules.shared.links import leads_to, relative, stage
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, listed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.stage import Stage
    from lintpack.script.values import Text

RULE = Rule(
    code="LP203",
    name="dangling-link",
    summary="A link to a library leads to a name that nothing puts there.",
    level="warning",
    confidence="medium",
)

# Of a package's root, as far as it is known: `$root/usr/lib64`, `$RPM_BUILD_ROOT/$LIBDIR`.
_SYSTEM = r"(?i)(?:^|/)usr/lib(?:32|64)?(?:/[\w${}-]+-linux-[\w${}-]+)?$|/\$\{?_?libdir\}?$"
_FOLDERS = {"lib", "lib32", "lib64", "libx32"}


def check(context: Context) -> Iterator[Finding]:
    yield from once(_everything(context))


def _everything(context: Context) -> Iterator[Finding]:
    yield from _all(context)
    if any(script.source.path.removesuffix(".in").endswith(MAINTAINERS) for script in context.plan.scripts):
        from lintpack.rules.parts.absent_tools import absent_tools

        for absent in absent_tools(context):
            yield RULE.finding(
                absent.place,
                f"`{absent.tool}` is part of {absent.package}, which builds packages: where this one is installed it "
                f"is mostly missing, and `{absent.name}` leads nowhere",
                label="not there",
                help="look for the file in `/usr/lib/*-linux-gnu/`, or put the name in when the package is built",
            )
    if any(may_print_nothing(script.source.text) for script in context.plan.scripts):
        from lintpack.rules.parts.empty_targets import empty_targets

        for one in empty_targets(context):
            yield RULE.finding(
                one.place,
                f"links `{one.path}` to what a search prints: where it finds nothing, `ln` takes `{one.path}` for the "
                "target, and makes a link to it in the working directory",
                label="may be nothing",
                notes=("the failure of a command in an operand stops no script, not even with `set -e`",),
                help="put the path into a variable, and stop where it is empty",
            )
    from lintpack.rules.parts.cut_targets import cut_targets
    from lintpack.rules.parts.fixed_libdirs import fixed_libdirs
    from lintpack.rules.parts.found_targets import found_targets
    from lintpack.rules.parts.name_beside import names_beside
    from lintpack.rules.parts.odd_targets import odd_targets
    from lintpack.rules.parts.other_number import other_numbers
    from lintpack.rules.parts.put_elsewhere import put_elsewhere
    from lintpack.rules.shared.lost_targets import lost_targets

    for lost in (
        *lost_targets(context),
        *odd_targets(context),
        *other_numbers(context),
        *cut_targets(context),
        *names_beside(context),
        *found_targets(context),
        *put_elsewhere(context),
        *fixed_libdirs(context),
    ):
        yield RULE.finding(
            lost.place, lost.message, label=lost.label, related=calls(lost.origin, lost.place), help=lost.help
        )


def _all(context: Context) -> Iterator[Finding]:
    for link in context.each(Link):
        name = libname.parse_text(link.path)
        target = libname.parse_text(link.target)
        if link.symbolic and (name or target or _is_folder(link)) and (of := _of_the_build(link, context)):
            yield _into_the_build(link, *of)
            continue
        if link.symbolic and name and target and name.base != target.base and (meant := _meant(link, context)):
            yield _slip(link, meant)
            continue
        if name is None or target is None or not (link.symbolic and name.exact and target.exact):
            continue
        if relative(link) and (folder := _repeated(link)):
            yield _twice(link, folder)
            continue
        tree = context.shared(stage)
        if (
            link.resolved
            and (relative(link) or _beside(link))
            and (missing := _missing(link, tree, context)) is not None
        ):
            yield _finding(link, missing, tree)


def may_print_nothing(text: str) -> bool:
    """Whether `ln` has a command without quotes for its first operand."""
    return any(piece.partition(" ")[2].lstrip()[:1] in ("$", "`") for piece in text.split("ln -")[1:])


def _repeated(link: Link) -> str:
    """The folder of a relative target, where the link lies in a folder of that name: `ln -s lib/x.so.1 $d/lib/x.so`."""
    folder = paths.components(paths.dirname(link.target))
    above = paths.components(paths.dirname(paths.canonical(link.path)))
    names = [texts.known(part) for part in folder if part != paths.HERE]
    if not names or any(name in (None, "..") for name in names) or len(names) > len(above):
        return ""
    same = [texts.known(part) for part in above[-len(names) :]] == names
    return "/".join([name for name in names if name]) if same else ""


def _twice(link: Link, folder: str) -> Finding:
    place = written_at(link.origin)
    return RULE.finding(
        place,
        f"links `{texts.shown(link.path)}` to `{texts.shown(link.target)}`, which leads to "
        f"`{texts.shown(leads_to(link))}`: `{folder}` twice",
        label="leads nowhere",
        related=calls(link.origin, place),
        notes=("a relative target is looked for in the folder of the link, not in the one that the script works in",),
        help=f"leave out `{folder}/`",
    )


def _beside(link: Link) -> bool:
    """Whether the target is named by its whole path, in the link's own folder."""
    return paths.dirname(leads_to(link)) == paths.dirname(paths.canonical(link.path))


def _is_folder(link: Link) -> bool:
    """Whether the link stands for a folder of libraries: `lib64`."""
    return (texts.known(paths.basename(link.path)) or "") in _FOLDERS


def _of_the_build(link: Link, context: Context) -> tuple[str, str] | None:
    """The folder that the target begins with, and what it is, where only the build has it."""
    if "/" not in texts.shown(link.target):
        return None
    from lintpack.rules.parts.staging import mended, of_the_build, staged

    if root := staged(link, context):
        return None if mended(context) else (root, "the folder that the package is put together in")
    root = of_the_build(link, context)
    return (root, "a folder of the build") if root and not mended(context) else None


def _into_the_build(link: Link, root: str, what: str) -> Finding:
    place = written_at(link.origin)
    return RULE.finding(
        place,
        f"links `{texts.shown(link.path)}` to a path that begins with `{root}`, {what}",
        label="not there where the package is installed",
        related=calls(link.origin, place),
        notes=("a link is packed with its target as it is written here",),
        help="make it relative (`ln -sr`), or name the path of the installed file",
    )


def _meant(link: Link, context: Context) -> str:
    from lintpack.rules.parts.misspelt_target import misspelt

    return misspelt(link, context)


def _slip(link: Link, meant: str) -> Finding:
    place = written_at(link.origin)
    wrong = texts.shown(paths.basename(link.target))
    return RULE.finding(
        place,
        f"links `{texts.shown(link.path)}` to `{wrong}`, but what the script puts there is called `{meant}`",
        label=f"`{meant}`?",
        related=calls(link.origin, place),
        notes=(f"nothing else in the script speaks of `{wrong.partition('.so')[0]}`",),
        help=f"link to `{meant}`",
    )


def _missing(link: Link, tree: Stage, context: Context) -> Text | None:
    """The path that the link leads to, if the plan fills its folder and surely does not put it there."""
    path = leads_to(link)
    if path == paths.canonical(link.path):
        return None
    folder = paths.dirname(path)
    if tree.provides(path) is not False:
        return None
    if relative(link) and (_elsewhere(link, tree) or _in_sibling(path, tree)):
        return path
    # What was in a folder before the script started cannot be told: it has to be one of the script's own.
    # Nor what other programs put there (`make install`): a file of the library that the script does put there, under
    # another version, shows that it is the script's to put. In a folder of others, the name has to be a stranger.
    own = (tree.made(folder) and relative(link)) or _stranger(path, context)
    return path if own and _other_version(path, folder, tree) else None


def _in_sibling(path: Text, tree: Stage) -> bool:
    """Whether the file lies in the other one of `lib` and `lib64` beside each other."""
    folder = paths.dirname(path)
    last, above = texts.known(paths.basename(folder)), paths.dirname(folder)
    others = [paths.concat(above, "/", name) for name in ("lib", "lib64", "lib32") if name != last]
    wanted = paths.basename(path)
    return (
        last in _FOLDERS
        and bool(above)
        and any(
            tree.provides(paths.concat(other, "/", wanted)) is True
            and any(paths.basename(entry.path) == wanted and entry.target is None for entry in tree.names(other))
            for other in others
        )
    )


def _stranger(path: Text, context: Context) -> bool:
    """Whether the name stands in the scripts this once."""
    name = texts.known(paths.basename(path))
    return name is not None and sum(script.source.text.count(name) for script in context.plan.scripts) == 1


def _other_version(path: Text, folder: Text, tree: Stage) -> bool:
    wanted = libname.parse_text(path)
    for entry in tree.names(folder):
        other = libname.parse_text(entry.path)
        if entry.target is None and wanted and other and other.exact and other.base == wanted.base:
            return True
    return False


def _elsewhere(link: Link, tree: Stage) -> bool:
    """Whether the target is there as a path from the working directory, which `ln -s` does not look at."""
    return "/" in texts.shown(link.target) and tree.provides(paths.canonical(link.target)) is True


def _finding(link: Link, missing: Text, tree: Stage) -> Finding:
    place = written_at(link.origin)
    folder = paths.dirname(missing)
    beside = sorted({texts.shown(paths.basename(entry.path)) for entry in tree.names(folder)})
    libraries = [name for name in beside if ".so" in name and name != texts.shown(paths.basename(link.path))]
    holds = f"there is {listed(libraries)}" if libraries else "no library is put there"
    # The name up to the major version, in a folder that ldconfig goes through when a package is installed.
    later = re.search(_SYSTEM, texts.shown(folder)) is not None and not re.search(r"(?i)appdir", texts.shown(folder))
    wanted = texts.shown(paths.basename(missing))
    made = later and re.search(r"\.so\.\d+$", wanted) and any(name.startswith(f"{wanted}.") for name in libraries)
    return RULE.finding(
        place,
        f"links `{texts.shown(link.path)}` to `{texts.shown(link.target)}`, but the script never puts "
        f"`{texts.shown(missing)}` there",
        label="leads nowhere",
        related=calls(link.origin, place),
        notes=(
            f"in `{texts.shown(folder) or '.'}` {holds}",
            f"ldconfig makes `{wanted}` when the package is installed, if that is the library's SONAME"
            if made
            else "the loader passes over a link that leads nowhere, and takes the system's library if there is one",
        ),
        help="a relative target is looked for in the folder of the link: name the file as it lies from there"
        if relative(link)
        else "name the file that is put there",
        level="note" if made else "",
    )
