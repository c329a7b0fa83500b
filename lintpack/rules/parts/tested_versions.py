"""One library under two versions where one step asks for what another step makes: a test and what depends on it, a copy
and a copy of the copy. (A link to what is not there is LP203's.)

    if [ -e "$dir/libfoo.so.7" ]; then nm "$dir/libfoo.so.6"; fi
    cp "$deps/libfoo.so.1" ./; cp libfoo.so.0 "$out/lib"
"""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.bash.tree import AndOr, If
from lintpack.record import Record
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.versions import disagree, mentions
from lintpack.script import paths, texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Origin, ReadScript
    from lintpack.script.values import Text
    from lintpack.source import Place

# A test of a file: the folder as written, and the name.
_TEST = (
    r"(?:\[|test)[^\n;&|]*?\s-[efhLrsx]\s+[\"']?(?P<folder>[^\s\"']*/)?"
    r"(?P<name>lib[\w+-]+(?:\.[\w+-]+)*?\.so\.\d[\w.]*)"
)


class Clash(Record):
    """`name` at `place` is another version than `other` at `there`."""

    place: Place
    name: LibraryName
    there: Place
    other: LibraryName


# --- tests ----------------------------------------------------------------------------------------------------------


def tested(context: Context) -> Iterator[Clash]:
    """What is done with one version where a file test asks for another."""
    from lintpack.bash.walk import walk

    for script in context.plan.scripts:
        if not re.search(_TEST, script.source.text):
            continue
        for node in walk(script.tree):
            if isinstance(node, If):
                for branch in node.branches:
                    if branch.condition and branch.body:
                        spans = (branch.condition[0].start, branch.condition[-1].end, branch.body[-1].end)
                        yield from _of_branch(script, *spans, context)
            elif isinstance(node, AndOr):
                yield from _of_branch(script, node.commands[0].start, node.commands[0].end, node.end, context)


def _of_branch(script: ReadScript, start: int, middle: int, end: int, context: Context) -> Iterator[Clash]:
    source = script.source
    for match in re.finditer(_TEST, source.text[start:middle]):
        name = libname.parse(match["name"])
        if name is None or not name.suffix:
            continue
        used = [(at, other) for at, other in mentions(name.base, source) if middle <= at < end]
        apart = [(at, other) for at, other in used if disagree(other, name)]
        if not apart or any(other.suffix.startswith(name.suffix) for _, other in used):
            continue
        if _on_purpose(source.text[middle:end]):
            continue
        folder = match["folder"] or ""
        same = [(at, other) for at, other in apart if _folder(source.text, at) == folder.removeprefix("./")]
        there = source.place(start + match.start("name"), start + match.end("name"))
        if same:
            at, other = same[0]
            yield Clash(source.place(at, at + len(other.text)), other, there, name)
        elif _count(name.text, context) == 1 and _count(apart[0][1].text, context) > 1:
            at, other = apart[0]
            yield Clash(there, name, source.place(at, at + len(other.text)), other)


def _folder(text: str, at: int) -> str:
    """The folder of a name, as written before it."""
    start = at
    while start and not (text[start - 1].isspace() or text[start - 1] in "\"'=({,;:"):
        start -= 1
    return text[start:at].removeprefix("./")


def _on_purpose(body: str) -> bool:
    """Whether what is done is a removal, or a message."""
    return body.lstrip(" \t\n&|;").removeprefix("then").lstrip().startswith(("rm ", "echo ", "printf ", "unlink "))


def _count(name: str, context: Context) -> int:
    whole = rf"(?<![\w.+-]){re.escape(name)}(?![\w.])"
    return sum(len(re.findall(whole, script.source.text)) for script in context.plan.scripts)


# --- copies -----------------------------------------------------------------------------------------------


def taken(context: Context) -> Iterator[tuple[Clash, Origin]]:
    """Copies of a version that nothing puts into the folder, where the plan puts another one before."""
    from lintpack.rules.shared.wording import find_name

    for text, name, origin in _wanted(context):
        folder = texts.shown(paths.from_components(paths.components(text)[:-1])) or "."
        if system_folder(folder):
            # The system may have the other as well.
            continue
        put = [one for one in context.packed if one.into == folder and _by(one).base == name.base]
        before = [one for one in put if one.origin.number < origin.number and texts.consistent(one.when, origin.when)]
        if not before or not all(disagree(_by(one), name) for one in put) or _swept(folder, name, context):
            continue
        one = before[-1]
        place = find_name(name.text, origin, context.plan)
        there = find_name(one.name.text, one.origin, context.plan)
        yield Clash(place, name, there, _by(one)), origin


def _by(one: Packed) -> LibraryName:
    return one.placed or one.name


def _wanted(context: Context) -> Iterator[tuple[Text, LibraryName, Origin]]:
    """What copies take, and which copies."""
    for one in context.packed:
        if one.name.exact and one.name.suffix and one.transfer is not None:
            yield one.source, one.name, one.origin


def _swept(folder: str, name: LibraryName, context: Context) -> bool:
    """Whether anything else may put the name there: a pattern, a folder, a link."""
    for link in context.each(Link):
        if texts.shown(link.path).rpartition("/")[2] == name.text:
            return True
    for transfer, source, into in context.copies:
        inside = into == folder or into.rpartition("/")[0] == folder or folder.startswith(into.rstrip("/") + "/")
        if inside and (transfer.recursive or any(c in source.rpartition("/")[2] for c in "*?[$")):
            return True
    return False
