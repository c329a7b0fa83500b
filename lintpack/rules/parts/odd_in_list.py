"""The one name of a list that lost its version: in an array, a loop's words, a quoted list, a here-document, the words
of a command, or commands of one name in a row. What becomes of the list need not be known.

    for lib in libssl.so.3 libxml2.so libcap.so.2 libz.so.1; do stub "$lib"; done
"""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.bash.tree import ArrayValue, Assignment, For, HereDocument, SimpleCommand, Statement, Word
from lintpack.record import Record
from lintpack.rules.shared.packed import named_in
from lintpack.rules.shared.suffix_evidence import meant_bare, mentioned, pattern_of
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.findings import Label
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

# A whole name; what a variable or a wildcard goes on is none.
_NAME = r"(?<![\w.+-])lib[\w+-]+(?:\.[\w+-]+)*?\.so(?:\.\d[\w.]*)?(?![\w.*?$\[{-])"
# So many names make a list, and so many may lack their version.
_NAMES = 3
_SLIPS = 2
# What has to have a version beside the one that has none, where only the table says that this one has one too.
_VERSIONED = 3
# So many letters are of a project: `libQt5`.
_BEGINNING = 6
# The part of a list's words that has to be libraries; of commands in a row, half of the words are the commands.
_MOSTLY = 0.6
_MOSTLY_IN_ROWS = 0.3
# Commands whose operands the plan has, that take dev names (the link editor, tests), or that only print.
_OTHERS = frozenset(
    "cp mv install ln rm unlink echo printf cat grep egrep fgrep test [ ar ld gcc g++ cc c++ clang clang++ libtool nm"
    " readelf objdump file ls strip patchelf chrpath export readonly".split()
)
# Lists of files to be removed, or of what the link editor gets, have dev names too.
_DEVEL = (
    r"(?i)remov|delet|link|flags?$|ldadd|^libs$|dev|header|^(?:provides|(?:\w*depends)|conflicts|replaces)(?:_\w+)?$"
)


class Odd(Record):
    """`name` has no version, `beside` have one; `meant` says what it should be, with `related` for where that is said,
    and `wanted` is the name itself, "" where it is not known."""

    place: Place
    name: LibraryName
    beside: tuple[str, ...]
    meant: str
    note: str
    related: tuple[Label, ...] = ()
    wanted: str = ""


def may_have(text: str) -> bool:
    """Whether a script's text has libraries with a version, and one without, to say so quickly."""
    return text.count(".so.") >= _NAMES - 1 and any(text.find(".so" + end) >= 0 for end in "\n \"',;)}|")


def odd_ones(context: Context) -> Iterator[Odd]:
    packed = {one.name.text for one in context.packed}
    for script in context.plan.scripts:
        if may_have(script.source.text):
            for start, end, mostly in _regions(script):
                for odd in _of_list(script, start, end, mostly, context):
                    if odd.name.text not in packed:
                        yield odd


def _regions(script: ReadScript) -> Iterator[tuple[int, int, float]]:
    """From where to where the lists of a script reach, and which part of the words has to be libraries."""
    from lintpack.bash.walk import walk

    text = script.source.text

    def concerns(node: Node) -> bool:
        versioned = text.count(".so.", node.start, node.end)
        return versioned >= _NAMES - 1 and text.count(".so", node.start, node.end) > versioned

    # A list lies in all that is around it, but for a here-document.
    for node in walk(script.tree, None if "<<" in text else concerns):
        if isinstance(node, Assignment):
            if isinstance(node.value, (ArrayValue, Word)) and not re.search(_DEVEL, node.name):
                yield node.value.start, node.value.end, _MOSTLY
        elif isinstance(node, For):
            if node.words:
                yield node.words[0].start, node.words[-1].end, _MOSTLY
        elif isinstance(node, HereDocument):
            yield node.body.start, node.body.end, _MOSTLY
        elif isinstance(node, SimpleCommand):
            if len(node.words) > _NAMES and _command(node, text) not in _OTHERS:
                yield node.words[1].start, node.words[-1].end, _MOSTLY
        else:
            yield from _rows(node, text)


def _command(node: SimpleCommand, text: str) -> str:
    return text[node.words[0].start : node.words[0].end].rpartition("/")[2] if node.words else ""


def _rows(node: Node, text: str) -> Iterator[tuple[int, int, float]]:
    """Commands of one name that stand in a row: `stub libssl.so.3`, `stub libz.so.1`."""
    for value in node.contents():
        if type(value) is not tuple or len(value) < _NAMES or not isinstance(value[0], Statement):
            continue
        row: list[SimpleCommand] = []
        for command in (*(statement.command for statement in value), None):
            if isinstance(command, SimpleCommand) and len(command.words) > 1:
                if not row or _command(command, text) == _command(row[0], text):
                    row.append(command)
                    continue
                following = [command]
            else:
                following = []
            if len(row) >= _NAMES and _command(row[0], text) not in _OTHERS:
                yield row[0].words[1].start, row[-1].words[-1].end, _MOSTLY_IN_ROWS
            row = following


def _of_list(script: ReadScript, start: int, end: int, mostly: float, context: Context) -> Iterator[Odd]:
    text = script.source.text[start:end]
    if text.count(".so.") < _NAMES - 1 or len(text.replace(".so.", "").split(".so")) < 2:
        return
    for comment in script.tree.comments:
        if start <= comment.start < end:
            blank = " " * (comment.end - comment.start)
            text = text[: comment.start - start] + blank + text[comment.end - start :]
    found = [(match.start(), name) for match in re.finditer(_NAME, text) if (name := libname.parse(match[0]))]
    versioned = {name.base: name for _, name in found if name.suffix}
    bare = [(at, name) for at, name in found if name.bare and name.base not in versioned]
    bare = [(at, name) for at, name in bare if not meant_bare(name.text, name.stem, _folder(text, at))]
    if not bare or len(bare) > _SLIPS or len(versioned) < max(_NAMES - 1, 2 * len(bare)):
        return
    if len(found) < mostly * len(re.findall(r"[^\s,;|\\]+", text)):
        return
    for at, name in bare:
        if not named_in(name, context.own) and not pattern_of(name.stem, context):
            place = script.source.place(start + at, start + at + len(name.text))
            odd = _judged(place, name, list(versioned.values()), context, len(bare) > 1)
            if odd is not None:
                yield odd


def _folder(text: str, at: int) -> str:
    words = text[:at].split()
    return words[-1].strip("\"'") if words and not text[at - 1].isspace() else ""


def _judged(place: Place, name: LibraryName, others: list[LibraryName], context: Context, several: bool) -> Odd | None:
    """What says that the library has a version: another line, else the table, where nothing else speaks for the dev
    name. `several`: it is not the only one."""
    beside = [other.text for other in others]
    sign = next(mentioned(name.stem, context), None)
    if sign is not None:
        return Odd(place, name, tuple(beside), sign.says, sign.note, sign.related, sign.wanted)
    table = context.evidence.table
    if several or table is None or not table.is_dev_only(name.text):
        return None
    # Two are enough where they are of one project, whose libraries all have that number.
    ends = {other.text[len(other.base) :] for other in others}
    one_project = len(ends) == 1 and name.text.removesuffix(".so") + min(ends) in table.soname_candidates(name.text)
    if len(beside) < _VERSIONED and not (one_project and _alike(name, others)):
        return None
    if _commented(place) or context.speaks_of(("print-file-name",)):
        # Somebody thought about it; or the compiler is asked where it has its files.
        return None
    dev_name = rf"(?<![\w.+-]){re.escape(name.text)}(?![\w.])"
    if sum(len(re.findall(dev_name, script.source.text)) for script in context.plan.scripts) > 1:
        return None
    known = table.soname_candidates(name.text)
    note = "the table of well-known libraries says so"
    return Odd(place, name, tuple(beside), f", which programs ask for as {listed(known, 2)}", note)


def _alike(name: LibraryName, others: list[LibraryName]) -> bool:
    """Whether all names begin alike: `libQt5Core`, `libQt5Gui`."""
    return all(other.base[:_BEGINNING] == name.base[:_BEGINNING] for other in others)


def _commented(place: Place) -> bool:
    text = place.source.text
    line = text[place.end : text.find("\n", place.end) % (len(text) + 1)]
    return line.strip("\"' ").startswith("#")
