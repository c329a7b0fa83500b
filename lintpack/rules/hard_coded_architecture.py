"""A folder that one architecture has, in a script that also runs on others."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.rules.parts.spoken_machines import ASKS, IN_PATH, WORD, speaks_of_another
from lintpack.rules.rule import Rule
from lintpack.rules.shared.name_lists import in_lists
from lintpack.rules.shared.packed import gathered, once
from lintpack.rules.shared.wording import calls, find_name
from lintpack.script import texts
from lintpack.script.plan import Change, Export, Link, ProgramStart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.parts.ebuild_folders import WrittenOut
    from lintpack.rules.parts.other_architecture import OfAnother
    from lintpack.script.plan import Origin
    from lintpack.source import Place

RULE = Rule(
    code="LP109",
    name="hard-coded-architecture",
    summary="A folder of one architecture, such as `x86_64-linux-gnu`, in a script that runs on others too.",
    level="warning",
    confidence="medium",
)

# Debian's multiarch folders, and those of gcc, CUDA and of Java up to 8.
_FOLDER = re.compile(
    r"(?<=/)(?:(?:x86_64|i[3-6]86|aarch64|arm|powerpc64le|s390x|riscv64|mips64el)-(?:linux-gnu\w*|redhat-linux)"
    r"|targets/x86_64-linux|(?<=lib/)(?:amd64|i386|aarch64|ppc64le)(?=/(?:server|jli|client)\b|$|:))"
)
# Folders as above, and the loaders of architectures.
_LOADER = r"-linux-gnu|ld-linux-|ld64\.so|jre/lib/"
_LOADERS = r"ld-linux-(?:x86-64\.so\.2|aarch64\.so\.1|armhf\.so\.3)"
# A suffix of the folder of libraries, by the machine.
_SUFFIXES = ('SUFFIX="64"', "SUFFIX=64", 'suffix="64"', "suffix=64")
_GUARD = rf"{WORD}|uname|(?i:arch|machine|triplet|platform|multiarch)"
# Scripts that run on one kind of machine: in an image, or in continuous integration.
_PINNED = r"(?i)(?:^|[/_.-])(?:docker\w*|container\w*|entry-?point\w*|ci|travis|jenkins|vagrant|\.github)(?=[/_.-]|$)"

# A JDK of one version, or of one architecture, by its path: `jdk1.8.0_77`, `java-8-openjdk-amd64`.
_PINNED_JAVA = rf"(?i)(?:jdk|jre|java)[-_]?(?:1\.)?[5-8](?!\d)|{WORD}"
# The same in a folder's name.
_ONE = r"x86[_-]64|amd64|x64|aarch64|arm64|armhf|i[3-6]86|ppc64le|s390x"
# A machine's name in the path of the script itself, and those that folders have.
_ONE_NAME = r"(?i)(?:^|[/_.-])(?:arm\w*|aarch64|raspi|rpi|raspberry\w*|x64|x86[_-]64|amd64)(?=[/_.-]|$)"
_OTHER_NAMES = ("x64", "x86_64", "amd64", "arm", "aarch64")


def check(context: Context) -> Iterator[Finding]:
    """Each folder once, whatever told it."""
    told: list[Place] = []
    for finding in _every(context):
        place = finding.place
        if place is not None:
            if any(one.source is place.source and one.start < place.end and place.start < one.end for one in told):
                continue
            told.append(place)
        yield finding


def _every(context: Context) -> Iterator[Finding]:
    if any(_FOLDER.search(script.source.text) for script in context.plan.scripts):
        yield from gathered(_all(context))
    if any(re.search(_LOADER, script.source.text) for script in context.plan.scripts):
        yield from once(_of_another(context))
        yield from gathered(_loaders(context))
    if any(re.search(_ONE, one.folder) for one in context.packed):
        from lintpack.rules.parts.crossed_architectures import into_its_own, moved

        yield from gathered(_finding(found) for found in (*into_its_own(context), *moved(context)))
    if context.speaks_of(("-linux-gnu",)):
        from lintpack.rules.parts.native_builds import of_this_machine

        yield from gathered(_finding(found) for found in of_this_machine(context, _PINNED))
    if context.speaks_of(("-linux-gnu", "--set-interpreter")):
        yield from _spelt(context)
    if context.speaks_of(_OTHER_NAMES) and re.search(_ONE_NAME, context.plan.path):
        from lintpack.rules.parts.native_builds import against_the_path

        yield from gathered(_finding(found) for found in against_the_path(context))
    if context.speaks_of(("lib/amd64", "lib/i386", "lib/aarch64", "lib/ppc64le")):
        yield from once(_of_java(context))
    if context.speaks_of((".cpython-3",)):
        yield from once(_tagged(context))
    if context.speaks_of(("/i386-linux-gnu", "/i686-linux-gnu", "/arm-linux-gnu")):
        yield from once(_searched(context))
    if context.speaks_of(("dracut_install", "inst", "copy_exec")) and context.speaks_of(("/lib64/", "-linux-gnu")):
        yield from gathered(_of_one_system(context))
    if context.speaks_of(("rpm -q", "rpm --query", "dpkg -L", "dpkg-query")):
        yield from once(_asked(context))
    yield from gathered(_written_out(context))


def _written_out(context: Context) -> Iterator[Finding]:
    """`lib64`, in recipes that are for machines with `lib` as well."""
    found: list[WrittenOut] = []
    if context.plan.path.endswith(".ebuild"):
        from lintpack.rules.parts.ebuild_folders import fixed_folders

        found += fixed_folders(context)
    if context.speaks_of(_SUFFIXES) and context.speaks_of(("usr/lib64",)):
        from lintpack.rules.parts.suffixed_folders import without_suffix

        found += without_suffix(context)
    for one in found:
        yield RULE.finding(one.place, one.says, label="not the folder of others", help=f"write `{one.meant}`")


def _spelt(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.folder_lists import x86_only
    from lintpack.rules.parts.spelt_folders import confessed, elsewhere_of_others, spelt

    for make in (spelt, confessed, elsewhere_of_others):
        yield from gathered(_finding(found) for found in make(context))
    for one in x86_only(context):
        yield RULE.finding(one.place, one.says, label="of one architecture", help=one.help)


def _of_java(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.java_folders import of_java_8

    for place, folder in of_java_8(context):
        yield RULE.finding(
            place,
            f"`{folder}` is Java's folder on one architecture, which others, and Java from 9 on, do not have",
            label="of one architecture",
            help="look for `libjvm.so` below `$JAVA_HOME`: it is in `lib/server` from Java 9 on",
        )


def _tagged(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.tagged_modules import tagged

    for one in tagged(context):
        yield RULE.finding(
            one.place,
            f"`{one.name}` is what Python {one.version} calls it on {one.machine}, but the script builds it for the "
            "Python and the machine at hand",
            label="of one Python",
            notes=(
                "`python3 -c 'import sysconfig; print(sysconfig.get_config_var(\"EXT_SUFFIX\"))'` prints the ending",
            ),
            help="write a pattern, `NAME.cpython-*.so`, or ask for the ending",
        )


def _of_one_system(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.initramfs_folders import of_one_system

    for one in of_one_system(context):
        yield RULE.finding(
            one.place,
            f"takes `{one.name}` from `{one.folder}`, a folder of some systems only",
            label="not there on others",
            related=(Label(one.other, "what differs from system to system is looked for here"),),
            notes=("where it is not there, the initramfs is made without the library",),
            help=f"take it {one.help}",
        )


def _asked(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.asked_packages import of_one_machine

    for one in of_one_machine(context):
        yield RULE.finding(
            one.place,
            f"asks for the package of `{one.machine}` only, while {one.beside} is asked for that of any machine",
            label="of one architecture",
            related=(Label(one.other, "of any"),),
            notes=("on another machine the list of its files is empty",),
            help="ask for that of this machine: `NAME.$(uname -m)`, or leave it out",
        )


def _searched(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.searched_triplets import in_loader_path, listed

    for one in (*listed(context), *in_loader_path(context)):
        yield RULE.finding(one.place, one.says, label="searched here", help=one.help)


def _of_another(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts import other_architecture as other
    from lintpack.rules.parts.callers_machine import of_one_machine
    from lintpack.rules.parts.crossed_architectures import branched, crossed

    for found in (
        *crossed(context),
        *branched(context),
        *other.against_the_branch(context),
        *other.beside_a_variable(context),
        # What is not started in an image is judged below.
        *(other.for_platforms(context) if re.search(_PINNED, context.plan.path) else ()),
        *other.from_the_host(context),
        *of_one_machine(context),
    ):
        yield _finding(found)


def _finding(found: OfAnother) -> Finding:
    return RULE.finding(
        found.place,
        f"`{found.name}` is of one architecture, but {found.told}",
        label="of another architecture",
        related=(Label(found.other, "here"),),
        help="take the name from the same variable, or write the one of this architecture",
    )


def _loaders(context: Context) -> Iterator[Finding]:
    """A loader's name is that of its machine."""
    for one in context.packed:
        if re.fullmatch(_LOADERS, one.name.text) and not _chosen(one.origin):
            yield from _where_others_run(one.name.text, one.name.text, one.origin, context)


def _all(context: Context) -> Iterator[Finding]:
    for one in context.packed:
        folder = _FOLDER.search(one.folder + "/")
        if folder is None or not one.folder.startswith("/") or _chosen(one.origin):
            continue
        if not _other_folder(one.name.stem, folder[0], context):
            yield from _where_others_run(folder[0], one.name.text, one.origin, context)
    for change in context.each(Change):
        path = texts.shown(change.path)
        folder = _FOLDER.search(path)
        if folder is not None and path.startswith("/") and ".so" in path and not _chosen(change.origin):
            yield from _where_others_run(folder[0], path.rpartition("/")[2], change.origin, context)
    for link in context.each(Link):
        target = texts.shown(link.target)
        folder = _FOLDER.search(target)
        if folder is not None and ".so" in target and target.startswith(("/", "$")) and not _chosen(link.origin):
            name = target.rpartition("/")[2]
            if not _other_folder(name.partition(".so")[0], folder[0], context):
                yield from _where_others_run(folder[0], name, link.origin, context)
    yield from _listed(context)
    for export in context.each(Export):
        if export.name in ("LD_LIBRARY_PATH", "LD_PRELOAD", "LIBRARY_PATH") and export.value is not None:
            yield from _exported(export, context)


def _where_others_run(folder: str, name: str, origin: Origin, context: Context) -> Iterator[Finding]:
    """What is copied or linked: where the script, or one beside it, deals with another architecture."""
    if folder.strip("/") in context.plan.path or re.search(IN_PATH, context.plan.path):
        return  # a script for this one
    other = speaks_of_another(folder, [script.source for script in context.plan.scripts])
    if other is None and context.repository is not None:
        other = speaks_of_another(folder, context.neighbours)
    if other is None:
        return
    source, at, word = other
    where = "this script" if source.path == context.plan.scripts[0].source.path else f"`{source.path}`"
    place = find_name(folder, origin, context.plan)
    yield RULE.finding(
        place,
        f"`{name}` {'is' if name == folder else f'comes from `{folder}`, which is'} of one architecture, but {where} "
        f"also deals with `{word}`",
        label="of one architecture",
        related=(*calls(origin, place), Label(source.place(at, at + len(word)), "another architecture")),
        help="take the folder from `dpkg-architecture -qDEB_HOST_MULTIARCH` or `gcc -print-multiarch`",
    )


def _chosen(origin: Origin) -> bool:
    """Whether a condition asks for the architecture, or whether the file is there."""
    return any(
        re.search(_GUARD, guard.shown) or re.search(r"(?:\[|test)\s+(?:!\s+)?-[adefrsLh]\s", guard.shown)
        for guard in origin.guards
    )


def _other_folder(stem: str, folder: str, context: Context) -> bool:
    """Whether the script has the library from the folder of another architecture too, or from one that is asked for."""
    return any(
        one.name.stem == stem
        and folder not in one.folder
        and (_FOLDER.search(one.folder + "/") is not None or "linux-gnu" in one.folder)
        for one in context.packed
    )


def _listed(context: Context) -> Iterator[Finding]:
    """A list that is to serve several systems: the library is named in `/usr/lib64` and the like as well."""
    found = in_lists(context)
    for one in found:
        folder = _FOLDER.search(one.folder + "/")
        if folder is None:
            continue
        kin = [other for other in found if other.into == one.into and other.name.same_library(one.name)]
        if any(re.search(r"linux-gnu", other.folder) and folder[0] not in other.folder for other in kin):
            continue
        elsewhere = next((other for other in kin if not _FOLDER.search(other.folder + "/")), None)
        if elsewhere is None:
            continue
        place = find_name(folder[0], one.origin, context.plan)
        yield RULE.finding(
            place,
            f"`{one.name.text}` is listed for several systems, but with `{folder[0]}` for one architecture only",
            label="of one architecture",
            related=(Label(elsewhere.origin.place, "for any architecture of another system"),),
            help=f"write `/usr/lib/*-linux-gnu/{one.name.text}`, or ask `ldconfig -p` for the path",
        )


def _exported(export: Export, context: Context) -> Iterator[Finding]:
    """In what a launcher hands to the loader: it runs wherever the package is installed."""
    shown = " ".join(texts.shown(text) for text, _ in texts.alternatives(export.value or (), export.origin.when))
    folder = _FOLDER.search(shown)
    if folder is None or re.search(_PINNED, context.plan.path) or _asks_or_lists(folder[0], shown, context):
        return
    if _branch_of_another(export, folder[0], context):
        return
    if any(re.search(_GUARD, guard.shown) for guard in export.origin.guards):
        return
    # `LD_PRELOAD=… ./game.x86_64` starts what is of one architecture itself.
    if re.search(rf"{WORD}|\bx86|x64", _FOLDER.sub("", export.origin.command.text)):
        return
    java = _in_a_jdk(folder[0])
    if java and (re.search(_PINNED_JAVA, shown.replace(folder[0], ""))):
        return
    # snapd runs a package on whatever it was built for, and says what that is.
    snap = re.search(r"\$\{?SNAP\}?/", shown) is not None
    preloads = export.name == "LD_PRELOAD" or (snap and export.name == "LD_LIBRARY_PATH")
    if not java and not (preloads and _starts_something(export, context)):
        return
    from lintpack.rules.shared.launchers import only_for_builds, tests_it
    from lintpack.rules.shared.loader import programs

    place = find_name(folder[0], export.origin, context.plan)
    command = export.origin.command
    if java and _one_java(place, shown):
        return
    if not (java or snap) and place.source is command.source and command.start <= place.start < command.end:
        # A path in the place itself is LP313's; a variable is mostly there for a test that stops other machines.
        return
    says = f"which other architectures{', and Java from 9 on,' if java else ''} do not have"
    yield RULE.finding(
        place,
        f"`{export.name}` names the folder `{folder[0]}`, {says}",
        label="of one architecture",
        related=calls(export.origin, place),
        notes=("ld.so goes on without what it does not find there",),
        help="take the folder from `$SNAP_ARCH`, which snapd sets, or from `uname -m`"
        if snap
        else "look for the file when the script runs, in the folders of each architecture",
        level="note" if tests_it(context.plan.path) or only_for_builds(programs(context)[0], context) else "",
    )


def _one_java(place: Place, shown: str) -> bool:
    """Whether the folder at `place` hangs on a variable to which the script itself gives a path: `JAVA_HOME=/opt/java`.
    `shown` is the whole value, with what is known of its variables."""
    line = place.source.line(place.line)
    hangs = re.search(rf"\$\{{?\w+\}}?(/[^:\s$\"']*/{re.escape(place.text)}(?![\w-]))", line)
    return hangs is not None and re.search(rf"(?:^|[:\s])/[^:\s$]*{re.escape(hangs[1])}", shown) is not None


# What chooses Java's folder: `[ "$ARCH" = x86_64 ]`, and `lib/$ARCH/server`.
_SETTLES = r"=\s*[\"']?(?:x86_64|amd64)\b(?!\s*;;)|lib/\$\{?\w+\}?/(?:server|jli|client)"


def _asks_or_lists(folder: str, shown: str, context: Context) -> bool:
    if any(match != folder for match in _FOLDER.findall(shown)):
        return True
    asking = [script.source.text for script in context.plan.scripts if re.search(ASKS, script.source.text)]
    return any(not _in_a_jdk(folder) or re.search(_SETTLES, text) for text in asking)


def _in_a_jdk(folder: str) -> bool:
    """Whether what `_FOLDER` found is `amd64` and the like."""
    return not folder.endswith(("-linux-gnu", "-linux", "-linux-gnueabihf"))


def _branch_of_another(export: Export, folder: str, context: Context) -> bool:
    """Whether another branch names the folder of another architecture: the script chooses, by whatever it asks."""
    return any(
        other.name == export.name
        and not texts.consistent(other.origin.when, export.origin.when)
        and any(match != folder for match in _FOLDER.findall(texts.shown(other.value or ())))
        for other in context.each(Export)
    )


def _starts_something(export: Export, context: Context) -> bool:
    """Whether the script starts a program with this setting: a launcher, and no settings for a build."""
    if export.how == "command":
        return True
    return any(
        start.origin.number > export.origin.number and any(name == export.name for name, _ in start.environment)
        for start in context.each(ProgramStart)
    )
