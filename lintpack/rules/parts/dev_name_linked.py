"""Links whose target is a library's dev name, where the script, or the links beside it, name it with its version.

ln -s /usr/lib/libcurl.so "$out/libcurl-gnutls.so.4"
cp libfoo.so.5.1 "$out"; ln -s libfoo.so "$out/libfoo.so.5"
[ -f "$dir/lib/libgomp.so.1" ] || ln -s compat/libgomp.so "$dir/lib"
"""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.findings import Label
from lintpack.record import Record
from lintpack.rules.shared.packed import named_in
from lintpack.rules.shared.suffix_evidence import meant_bare, mentioned, pattern_of, system_folder, whole_packages
from lintpack.rules.shared.versions import mentions
from lintpack.rules.shared.wording import listed
from lintpack.script import texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.source import Place


class Meant(Record):
    """Why the target should be a versioned name: `says` ends the sentence "links … to `libfoo.so`", `wanted` is that
    name, "" where it is not known."""

    says: str
    note: str
    wanted: str = ""
    related: tuple[Label, ...] = ()


def meant(link: Link, target: LibraryName, context: Context) -> Meant | None:
    """What says that the target of a link, a dev name, should be a versioned one."""
    folder = texts.shown(link.target).rpartition("/")[0]
    if not link.symbolic or meant_bare(target.text, target.stem, folder) or named_in(target, context.own):
        return None
    if _known_here(target, context) or pattern_of(target.stem, context):
        return None
    path = libname.parse_text(link.path)
    if path is not None and path.bare and path.text != target.text:
        # One name of the link editor's for another.
        return None
    return _looked_for(link, target, path) or _beside(link, target, path, folder, context)


def _known_here(target: LibraryName, context: Context) -> bool:
    """Whether something else speaks of the dev name: then it may well be there."""
    dev_name = rf"(?<![\w.+-]){re.escape(target.text)}(?![\w.])"
    texts_read = [script.source.text for script in context.plan.scripts]
    return sum(len(re.findall(dev_name, text)) for text in texts_read) > 1


def _looked_for(link: Link, target: LibraryName, path: LibraryName | None) -> Meant | None:
    """`[ -f $dir/libfoo.so.1 ] || ln -s …/libfoo.so $dir`: what is then there is not what was looked for."""
    if path is not None and path.text != target.text:
        return None
    for guard in link.origin.guards:
        if target.stem + ".so." not in guard.shown:
            continue
        for at, name in mentions(target.stem, guard.place.source):
            if guard.place.start <= at < guard.place.end and name.suffix and name.exact:
                says = f", where `{name.text}` was looked for"
                label = Label(guard.place, "the test asks for the name that programs ask for")
                return Meant(says, "the link keeps the name of its target", name.text, (label,))
    return None


def _beside(link: Link, target: LibraryName, path: LibraryName | None, folder: str, context: Context) -> Meant | None:
    versioned = path if path is not None and path.suffix and path.exact else None
    if folder in ("", ".", texts.shown(link.path).rpartition("/")[0]):
        return _of_the_same_folder(target, versioned, context) if versioned is not None else None
    others = _versioned_beside(link, folder, context)
    if not (system_folder(_outer(folder)) and (versioned or others)) and not (versioned and others):
        return None
    sign = next(mentioned(target.stem, context), None)
    if sign is not None and sign.related[0].place.path == context.plan.path and _other(sign.wanted, versioned):
        return Meant(sign.says, sign.note, sign.wanted, sign.related)
    table = context.evidence.table
    if table is None or not table.is_dev_only(target.text) or whole_packages(context.plan.path):
        return None
    known = table.soname_candidates(target.text)
    note = "the table of well-known libraries says so; only development packages install the name without a version"
    label = (Label(others[0], "this one beside it has its version"),) if others else ()
    return Meant(f", which programs ask for as {listed(known, 2)}", note, related=label)


def _other(wanted: str, path: LibraryName | None) -> bool:
    """Whether a mention is of another name than the link's own."""
    return path is None or wanted != path.text


def _outer(folder: str) -> str:
    """The system's folder around such as `/usr/lib/x86_64-linux-gnu/mesa`."""
    return re.sub(r"(/(?:lib\w*|[\w-]+-linux-gnu\w*))/[\w-]+$", r"\1", folder) if not system_folder(folder) else folder


def _of_the_same_folder(target: LibraryName, path: LibraryName, context: Context) -> Meant | None:
    """`libfoo.so.5` is linked to `libfoo.so` beside it, where the plan packs `libfoo.so.5.1`."""
    for one in context.packed:
        name = one.placed or one.name
        if name.exact and name.base == target.base and name.suffix.startswith(path.suffix + "."):
            from lintpack.rules.shared.wording import find_name

            place = find_name(one.name.text, one.origin, context.plan)
            label = Label(place, "the file is put there under this name")
            return Meant(f", but the file there is `{name.text}`", "nothing makes the dev name", name.text, (label,))
    return None


def _versioned_beside(link: Link, folder: str, context: Context) -> list[Place]:
    """Where other links lead to libraries with a version, in the same folder (or one beside it)."""
    found = []
    for other in context.each(Link):
        name = libname.parse_text(other.target)
        if other is link or name is None or not name.suffix or not name.exact:
            continue
        there = texts.shown(other.target).rpartition("/")[0]
        if _outer(there) == _outer(folder):
            found.append(other.origin.place)
    return found


def targets(context: Context) -> Iterator[tuple[Link, LibraryName]]:
    """The links whose target is a dev name."""
    for link in context.each(Link):
        name = libname.parse_text(link.target)
        if name is not None and name.bare and name.exact:
            yield link, name
