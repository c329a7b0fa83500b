"""A family of links is copied as so many files."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.wording import calls, lines_with, narrowed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import Guard
    from lintpack.source import Place

RULE = Rule(
    code="LP201",
    name="links-dereferenced",
    summary="A library and the links to it are packed as so many copies.",
    level="note",
    confidence="medium",
)
_INODE = "the loader knows a file by its inode: a copy that is asked for by another name is loaded as well"
# Characters around a copy that are of the same function.
_NEAR = 800


def check(context: Context) -> Iterator[Finding]:
    seen: set[Place] = set()
    yield from _synchronised(context)
    yield from _asked_late(context)
    yield from _sent(context)
    for copy in context.each(Transfer):
        if copy.links != "follow" or copy.recursive or not copy.resolved or copy.origin.place in seen:
            continue
        # `-type f` leaves no link to follow, and -s makes links.
        if "-type f" in copy.filters or "-s" in copy.options or not _family(copy) or _one_of_them(copy, context):
            continue
        if any(_no_link(guard) for guard in copy.origin.guards) or _links_made(copy):
            continue
        seen.add(copy.origin.place)
        from lintpack.rules.parts.kept_beside import kept_beside
        from lintpack.rules.shared.linked_family import has_links, no_links_there, sorted_out

        beside = kept_beside(copy, context)
        if beside is None and no_links_there(copy, context):
            continue
        why = has_links(copy, context) or _names_apart(copy, context)
        if not why and beside is not None and not sorted_out(copy, context):
            why = "a copy beside it keeps links"
        # Several families in one command are one fault.
        if why and copy.origin.command in seen:
            continue
        seen.add(copy.origin.command)
        place = written_at(copy.origin)
        pattern = texts.shown(paths.basename(copy.source))
        yield RULE.finding(
            place,
            f"`{copy.tool}` follows links, so that each name that `{pattern}` matches becomes a file of its own",
            label="the library, once for each of its names",
            related=(*calls(copy.origin, place), *([Label(beside, "links are kept here")] if beside else [])),
            notes=(
                *([why] if why else []),
                _INODE,
            ),
            help="keep the links: `cp -a`, `cp -d`",
            level="warning" if why else "note",
        )
    yield from _whole(context, seen)


def _whole(context: Context, seen: set[Place]) -> Iterator[Finding]:
    from lintpack.rules.parts.whole_families import whole_families

    for one in whole_families(context):
        if one.copy.origin.command not in seen:
            place = written_at(one.copy.origin)
            yield RULE.finding(
                place,
                f"`{one.copy.tool}` follows links, so that each name of `{one.shown}` becomes a file of its own",
                label="the library, once for each of its names",
                related=calls(one.copy.origin, place),
                notes=(
                    one.why,
                    _INODE,
                ),
                help="keep the links: `cp -a`, `cp -d`",
                level="warning",
            )


def _links_made(copy: Transfer) -> bool:
    """Whether the file that a link leads to is copied, and the link made anew: `cp "$(readlink -f "$f")"`, `ln -s`."""
    source, command = copy.origin.command.source, copy.origin.command
    name = re.match(r"\w+\s+(?:-\w+\s+)*\"?\$\{?(\w+)", command.text)
    if name is None or "readlink" not in source.text:
        return False
    before, after = source.text[: command.start], source.text[command.end : command.end + _NEAR]
    return (
        re.search(rf"(?m)^\s*(?:local\s+)?{name[1]}=\"?\$\(readlink\s+-\w*f", before[-_NEAR:]) is not None
        and re.search(r"(?m)^\s*ln\s+-\w*s", after) is not None
    )


def _asked_late(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.links_asked_late import asked_late

    for late in asked_late(context):
        yield RULE.finding(
            late.place,
            f"asks whether `${late.name}` is a link where `-f` has said before that it is no file: links to files "
            "never come here, and are packed as files",
            label="too late",
            related=(Label(late.first, "`-f` follows links, and takes them for files"),),
            help="ask for links first",
            level="warning",
        )


def _sent(context: Context) -> Iterator[Finding]:
    """`scp -r build/lib host:`, of a folder in which the script has made links."""
    links = [link for link in context.each(Link) if link.symbolic and ".so" in texts.shown(paths.basename(link.path))]
    for copy in context.each(Transfer) if links else ():
        if copy.tool.rpartition("/")[2] != "scp" or not copy.recursive:
            continue
        source = paths.canonical(paths.strip_slashes(copy.source))
        own = [
            link
            for link in links
            if paths.canonical(paths.dirname(link.path)) == source and link.origin.number < copy.origin.number
        ]
        if not own or not texts.consistent(own[0].origin.when, copy.origin.when):
            continue
        place = written_at(copy.origin)
        yield RULE.finding(
            place,
            f"`scp` follows links, so that each name of a library in `{texts.shown(copy.source)}` becomes a file of "
            "its own",
            label="the library, once for each of its names",
            related=(*calls(copy.origin, place), Label(written_at(own[0].origin), "a link that is made there")),
            notes=(_INODE,),
            help="keep the links: `rsync -a`, or `tar -c … | ssh HOST tar -x`",
            level="warning",
        )


def _synchronised(context: Context) -> Iterator[Finding]:
    """`rsync -rL` of a folder of libraries, in a script that keeps the links of others."""
    copies = [copy for copy in context.each(Transfer) if copy.tool == "rsync" and copy.recursive]
    if not any(copy.links == "keep" for copy in copies):
        return
    for copy in copies:
        folder = texts.known(paths.basename(paths.strip_slashes(copy.source))) or ""
        if copy.links != "follow" or not (folder.startswith("lib") or ".so" in copy.origin.command.text):
            continue
        if "--copy-links" in copy.origin.command.text:
            continue
        place = narrowed(copy.origin.command, "rsync")
        yield RULE.finding(
            place,
            f"`rsync -L` follows the links in `{texts.shown(copy.source)}`, so that each name of a library becomes a "
            "file of its own",
            label="the library, once for each of its names",
            related=calls(copy.origin, place),
            notes=(_INODE,),
            help="keep the links: `-l`, as the script's other calls do",
            level="warning",
        )


def _family(copy: Transfer) -> bool:
    """Whether the pattern matches several names of one library: `libz.so*`, `lib*.so*`; not `libz.so.1.*`."""
    name = texts.shown(paths.basename(copy.source))
    before, found, rest = name.rpartition(".so")
    # The driver's own libraries have its version for a SONAME: one name, but for a link for compilers.
    if before.startswith("libnvidia-") and rest == ".*":
        return False
    return bool(found and before) and rest.startswith(("*", ".*"))


def _names_apart(copy: Transfer, context: Context) -> str:
    """Whether `*.so.*` of a folder goes where `*.so` of it goes as well: a library with both is there under several
    names, which but for one are links."""
    name = texts.shown(paths.basename(copy.source))
    if not name.endswith("*.so.*") or copy.tool != "cp" or re.search(r"\s-\w*[LH]|--deref", copy.origin.command.text):
        return ""
    for other in context.each(Transfer):
        if (
            other.links == "follow"
            and texts.shown(paths.basename(other.source)) == name.removesuffix(".*")
            and paths.dirname(other.source) == paths.dirname(copy.source)
            and paths.dirname(other.destination) == paths.dirname(copy.destination)
        ):
            return f"`{name.removesuffix('.*')}` is copied from there as well"
    return ""


def _no_link(guard: Guard) -> bool:
    """Whether the copy is made only of what is no link: in the other branch of `[ -L "$f" ]`."""
    return ("-L " in guard.shown or "-h " in guard.shown) and ("!" in guard.shown) is guard.holds


def _one_of_them(copy: Transfer, context: Context) -> bool:
    """Whether the script takes the first of what it found: `find / -name 'libz.so*' | head -1`."""
    shown = copy.origin.command.text
    name = texts.shown(paths.basename(copy.source))
    return "*" not in shown and any(
        name in line
        for script in context.plan.scripts
        if name in script.source.text
        for sign in ("head -", "-quit")
        for _, line in lines_with(sign, script.source.text)
    )
