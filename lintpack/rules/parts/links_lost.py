"""Copies of libraries that lose the links among them without a word: by rsync of a whole folder, by an archive of what
find lists, in a loop that leaves links out, and by readlink.

    for so in build/lib/*.so*; do
        [ -L "$so" ] && continue
        install "$so" "$pack/lib/"
    done
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Archive, Change, Link, Transfer
from lintpack.script.streams import filters_in
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin
    from lintpack.source import Place

_FOLDER = r"lib(?:32|64|x32)?|[\w-]+-linux-\w+"
_ENDS = r"(?:readlink\s+(?:-[femnqz]+|--canonicalize(?:-\w+)?)|realpath(?:\s+-[emqsz]+)*)\s"
# How a loop asks for links in order to go on to the next name.
_SKIPS = (
    r"(?m)(?:\[\[?|\btest)\s+-[Lh]\s+[\"']?\$\{?(?P<name>\w+)\}?[\"']?(?:\s+\]\]?)?\s*"
    r"(?:&&|;\s*then|\n\s*then)\s*(?:\{\s*)?continue\b"
)


class Loss(Record):
    """What loses the links, where, in the words of the finding."""

    origin: Origin
    place: Place
    message: str
    label: str
    help: str


def links_lost(context: Context) -> Iterator[Loss]:
    from lintpack.rules.links_dropped import is_family, links_made

    seen = set()
    for copy in context.each(Transfer):
        if copy.origin.command in seen:
            continue
        loss = None
        if copy.links == "skip" and copy.recursive:
            loss = None if _skipped_too(copy, context) or links_made(copy, context) else _by_rsync(copy)
        elif copy.resolved and is_family(copy.source):
            loss = None if links_made(copy, context) else _by_loop(copy)
        elif not copy.resolved:
            loss = None if links_made(copy, context) else _by_readlink(copy, context)
        if loss is not None:
            seen.add(copy.origin.command)
            yield loss
    for archive in context.each(Archive):
        if archive.action != "extract" and archive.origin.command not in seen and (loss := _by_list(archive, context)):
            seen.add(archive.origin.command)
            yield loss


def _by_rsync(copy: Transfer) -> Loss | None:
    """`rsync -rpt $prefix/lib/ $out/lib/`."""
    folder = texts.known(paths.basename(paths.strip_slashes(copy.source))) or ""
    if copy.tool != "rsync" or not re.fullmatch(_FOLDER, folder):
        return None
    place = written_at(copy.origin)
    return Loss(
        copy.origin,
        place,
        f"copies a folder of libraries, `{texts.shown(copy.source)}`, but `rsync` without `-l` passes over the links",
        "links such as `libfoo.so.4` are not copied",
        "keep the links: `rsync -a`, `rsync -rl`",
    )


def _by_loop(copy: Transfer) -> Loss | None:
    """A loop over a family that goes on to the next name where this one is a link."""
    command = copy.origin.command
    text = command.source.text
    # Back to the loop's `do`; what lies before another `done` is not of this loop.
    start = max(text.rfind("\ndone", 0, command.start), text.rfind(" done", 0, command.start), command.start - 1_500, 0)
    for match in re.finditer(_SKIPS, text[start : command.start]):
        if not re.search(rf"\$\{{?{match['name']}\b", command.text):
            continue
        if not re.search(
            rf"\bfor\s+{match['name']}\s+in\b|\bread\b[^\n]*\b{match['name']}\b", text[start : command.start]
        ):
            continue
        pattern = texts.shown(paths.basename(copy.source))
        place = command.source.place(start + match.start(), start + match.end())
        return Loss(
            copy.origin,
            place,
            f"leaves out the links among the files that match `{pattern}`, and nothing else puts them there",
            "links such as `libfoo.so.4` are not copied",
            "copy links as links (`cp -P`, `cp -a`), and leave out only what is done to files, such as `strip`",
        )
    return None


def _by_readlink(copy: Transfer, context: Context) -> Loss | None:
    """`real=$(readlink -f "$dep")`, and `cp "$real" lib/`: each library gets the name of the file behind its SONAME."""
    hole = copy.source[0] if len(copy.source) == 1 else None
    if not isinstance(hole, Hole) or not (end := _link_end(copy)):
        return None
    last = paths.basename(copy.destination)
    if not any(isinstance(piece, Hole) and piece.key == hole.key and "basename" in piece.shown for piece in last):
        return None
    if texts.opened(copy.destination)[:1] == (hole,):
        # `$real.orig`: put aside.
        return None
    # The names came from ldd, or are told in full: those that programs ask for.
    if not context.speaks_of(("ldd ", "objdump", "readelf", "DT_NEEDED")) or _links_follow(copy, context):
        return None
    asked = re.search(r"\$\{?(\w+)", end)
    text = copy.origin.command.source.text
    if asked is None or _named_again(asked[1], text):
        return None
    # In a loop over what ldd prints; a program itself is copied so as well.
    if not re.search(rf"\bfor\s+{asked[1]}\s+in\b|\bread\b[^\n]*\b{asked[1]}\b", text):
        return None
    place = written_at(copy.origin)
    return Loss(
        copy.origin,
        place,
        f"copies the file behind each library's link, `{end}`, under that file's own name",
        "the name that programs ask for is lost",
        f'name the destination: `…/$(basename "${asked[1]}")`, or copy with `cp -L "${asked[1]}"`',
    )


def _named_again(name: str, text: str) -> bool:
    """Whether a link is made for the library that `$name` is, or it gets another SONAME: with the variable, or with one
    that has its value from it (`base=$(basename "$name")`)."""
    names = [name]
    for other, value in re.findall(r"(?m)(?<![\w$])(\w+)=(\S.*)", text):
        if other not in names and re.search(rf"\$\{{?(?:{'|'.join(names)})\b", value):
            names.append(other)
    return re.search(rf"(?:\bln|--set-soname)\b[^\n]*\$\{{?(?:{'|'.join(names)})\b", text) is not None


def _link_end(copy: Transfer) -> str:
    """`$(readlink -f "$dep")`, as the operand is written or as its variable was set before; else ""."""
    written = copy.origin.place.text.strip("\"'")
    variable = re.fullmatch(r"\$\{?(\w+)\}?", written)
    if variable is not None:
        before = copy.origin.command.source.text[: copy.origin.command.start]
        found = re.findall(rf"(?m)(?<![\w$]){variable[1]}=[\"']?(.*)", before)
        written = found[-1] if found else ""
    return re.sub(r"\).*", ")", written) if re.match(r"\$\(\s*" + _ENDS, written) else ""


def _links_follow(copy: Transfer, context: Context) -> bool:
    into = paths.canonical(paths.dirname(copy.destination))
    for effect in context.plan.effects:
        if isinstance(effect, Link) and paths.canonical(paths.dirname(effect.path)) == into:
            return True
        if isinstance(effect, Transfer) and effect.origin.command != copy.origin.command:
            asked = paths.canonical(paths.dirname(effect.destination)) == into
            if asked and any(isinstance(piece, Hole) and "basename" in piece.shown for piece in effect.destination):
                return True
        if isinstance(effect, Change) and effect.kind == "ldconfig":
            return True
    return False


def _skipped_too(copy: Transfer, context: Context) -> bool:
    """Whether another rsync of the same folder takes the links."""
    source = paths.canonical(copy.source)
    return any(
        other.links != "skip" and other is not copy and paths.canonical(other.source) == source
        for other in context.each(Transfer)
    )


def _by_list(archive: Archive, context: Context) -> Loss | None:
    """`find . ! -type l | tar -cf x.tar -T -` of a tree with libraries."""
    for member in archive.members:
        filters = filters_in(member)
        test = next((test for test in filters if test in ("! -type l", "-not -type l", "-type f")), None)
        if test is None:
            continue
        names = [one for one in filters if "-name" in one and not one.startswith(("!", "-not"))]
        # `*.so` are plug-ins, or no more than names for the link editor.
        if any(not re.search(r"\.so[.*]", one) for one in names) or not _has_libraries(archive, context):
            return None
        place = written_at(archive.origin)
        # What find asks stands before the pipe.
        at = place.source.text.rfind(test, 0, place.start)
        if at >= 0:
            place = place.source.place(at, at + len(test))
        return Loss(
            archive.origin,
            place,
            f"packs what `find` lists of a tree with libraries, but `{test}` leaves out the links",
            "links such as `libfoo.so.4` are not packed",
            f"list links as well: leave out `{test}`",
        )
    return None


def _has_libraries(archive: Archive, context: Context) -> bool:
    """Whether the script speaks of libraries, and of a `lib` folder of that tree."""
    if not context.speaks_of(("LD_LIBRARY_PATH", "patchelf", "ldconfig", ".so")):
        return False
    text = archive.origin.command.source.text
    return bool(re.search(r"(?<![\w.-])lib(?:32|64)?/|\bfind\s[^\n;|]*?[/ ]lib(?:32|64)?(?![\w.-])", text))
