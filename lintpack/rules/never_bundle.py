"""A library is packed that must come from the system."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import gathered, named_in
from lintpack.rules.shared.suffix_evidence import toolchain_folder
from lintpack.rules.shared.wording import calls, find_name
from lintpack.script import texts
from lintpack.script.plan import Removal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed

RULE = Rule(
    code="LP107",
    name="never-bundle",
    summary="A library is packed that must come from the system the program runs on.",
    level="warning",
    confidence="medium",
)

# Where a whole system is put together, or put into the running one; or libraries that a launcher may choose.
_ELSEWHERE = (
    r"(?i)(?:^|[/_.${-])(?:\w*root_?fs|sys_?root|sdk|initr\w*|ramdisk|ramfs|chroot|jail|image|img|container|docker|busybox"
    r"|target_?root|optional|fallback|compat|stubs?|debug)(?=[/_.}-]|$)|^/(?:usr/(?:local/)?)?lib"
)


def check(context: Context) -> Iterator[Finding]:
    found: dict[tuple[str, ...], list[Finding]] = {}
    for finding in _all(context):
        found.setdefault(finding.notes, []).append(finding)
    for findings in found.values():
        yield from gathered(findings)
    if context.speaks_of(("-type f",)):
        from lintpack.rules.parts.kept_links import kept_links

        for place in kept_links(context):
            yield RULE.finding(
                place,
                "the list has SONAMEs, mostly of links: `-type f` finds none of them, and they stay in the package",
                label="passes over links",
                help="write `-xtype f`, or leave the test out",
            )


def _all(context: Context) -> Iterator[Finding]:
    # The reasons are looked up for names that begin like one of them, which is rare.
    likely = [one for one in context.packed if one.name.text.startswith(("libc", "lib", "ld"))]
    likely += _looked_up(context)
    if not likely:
        return
    from lintpack.rules.shared.system_libraries import C_LIBRARY, LOADERS, reason

    # Under whatever name: `ld.so` may be what the launcher runs.
    whole = any(reason(name) in LOADERS for one in context.packed for name in (one.name, one.placed) if name)
    whole = whole or (context.speaks_of(("--library-path",)) and _by_own_loader(context))
    for one in likely:
        name = one.name
        why = reason(name)
        if not why or (whole and why in C_LIBRARY) or named_in(name, context.own) or _meant(one, context):
            continue
        if why not in C_LIBRARY and not _of_the_system(one):
            continue
        place = find_name(one.name.text, one.origin, context.plan)
        yield RULE.finding(
            place,
            f"packs `{name.text}`, which must come from the system",
            label="not to be packed",
            related=calls(one.origin, place),
            notes=(why,),
            help="leave it out; the packages of the system that it belongs to are a requirement of yours",
        )


# A loader that is not the system's is started with a program: `exec "$here/lib/$loader" --library-path "$here/lib"`.
_OWN_LOADER = r"(?m)(?:^|[\s;&|(])[\"']?(?!/(?:usr/)?lib|-)[^\s\"'|;&#]*/[^\s\"'|;&]*[\"']?[ \t]+--library-path\b"


def _by_own_loader(context: Context) -> bool:
    """Whether the packed programs run through a loader of their own, which comes with the rest of its C library."""
    return any(re.search(_OWN_LOADER, script.source.text) for script in context.plan.scripts)


# `for l in "${libs[@]}"`, and all up to the end of the loop.
_LOOP = r"\bfor[ \t]+(\w+)[ \t]+in[ \t]+[\"']?\$\{?(\w+)(?:\[[@*]\])?\}?[\"']?[\s;]+do\b(.*?)\bdone\b"
_SEARCH = r"\bldconfig\b|\bfind[ \t]+[\"']?/(?:usr|lib)|\blocate\b|-print-file-name"
_COPY = r"\b(?:cp|install)\b[^\n]*\$"


def _looked_up(context: Context) -> list[Packed]:
    """Libraries of lists that a loop looks up in the system, each by its name, and copies."""
    if not context.speaks_of(("ldconfig", "find", "locate", "-print-file-name")):
        return []
    from lintpack.rules.shared.name_lists import in_lists

    named = in_lists(context)
    lists = set()
    for script in context.plan.scripts if named else ():
        for match in re.finditer(_LOOP, script.source.text, re.DOTALL):
            body = match[3]
            if re.search(_SEARCH, body) and re.search(_COPY, body) and not re.search(_ELSEWHERE, body):
                lists.add(f"${{{match[2]}}}")
    return [one for one in named if one.into in lists and one.folder == "."]


_BUILT = r"(?i)/(?:out(?:put)?|build|obj|release|debug|dist|target)(?:[-_.]\w+)*(?:/|$)"


def _of_the_system(one: Packed) -> bool:
    """Whether the copy is taken from the machine that packs, as far as that can be told: not from what is built here,
    such as the graphics libraries of a browser or an emulator."""
    if re.match(r"/(?:usr|lib|opt)|\.$|\$\(", one.folder):
        return True
    # `$ROOT/Output_x86_64/release/bin` is of a build.
    return re.match(r"\$\{\w*(?i:sys|root|lib)", one.folder) is not None and not re.search(_BUILT, one.folder)


# What makes a whole system: `mkfs.ext2 rootfs`, `mknod $root/dev/null c 1 3`.
_MAKES = ("mkfs", "mke2fs", "mknod", "genext2fs", "debootstrap", "/proc")
_SYSTEM = r"(?m)\b(?:mkfs(?:\.\w+)?|mke2fs|mknod|genext2fs|debootstrap)[ \t]|\bmkdir\b[^#\n]*/proc(?=[\"'\s]|$)"


def _meant(one: Packed, context: Context) -> bool:
    """Whether the copy goes where such a library may go, or is taken out again."""
    if one.placed is not None and not one.placed.same_library(one.name):
        return True
    functions = [frame.name for frame in one.origin.calls]
    if any(re.search(_ELSEWHERE, text) for text in (one.into, *functions)) or "/stubs" in one.folder:
        return True
    # The system that is built, from the tools that build for it.
    if toolchain_folder(one.into) or "/sysroot/" in f"{one.folder}/":
        return True
    # A file system of its own, or a tree that mirrors the system's and is to become one.
    if context.speaks_of(_MAKES) and any(re.search(_SYSTEM, script.source.text) for script in context.plan.scripts):
        return True
    if one.folder.startswith("/") and one.into.endswith(one.folder) and one.into != one.folder:
        return True
    from fnmatch import fnmatchcase

    name = (one.placed or one.name).text
    return any(
        removal.origin.number > one.origin.number and fnmatchcase(name, texts.shown(removal.path).rpartition("/")[2])
        for removal in context.each(Removal)
        if not removal.recursive and texts.consistent(removal.origin.when, one.when)
    )
