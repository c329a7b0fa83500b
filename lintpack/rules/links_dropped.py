"""Only regular files are copied where links hold the names that the loader asks for."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Change, Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP202",
    name="links-dropped",
    summary="A copy of libraries takes regular files only, and leaves the links that carry their SONAMEs.",
    level="warning",
    confidence="high",
)

LINKS = ("-type l", "-type f,l", "-type l,f")


def check(context: Context) -> Iterator[Finding]:
    yield from _passed_over(context)
    if context.speaks_of(("-type l",)) and context.speaks_of(("-delete", "rm")):
        yield from _removed(context)
    from lintpack.rules.parts.links_lost import links_lost

    for loss in links_lost(context):
        yield RULE.finding(
            loss.place,
            loss.message,
            label=loss.label,
            related=calls(loss.origin, loss.place),
            notes=("in most builds the SONAME, which the loader looks for, is a link to a file with a longer name",),
            help=loss.help,
        )


def _removed(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.links_removed import removed

    for place in removed(context):
        yield RULE.finding(
            place,
            "`-type l` is true of all links, so this removes those that lead to libraries as well as broken ones",
            label="links such as `libfoo.so.4` are removed",
            notes=("in most builds the SONAME, which the loader looks for, is a link to a file with a longer name",),
            help="ask for broken ones: `find … -xtype l -delete`",
        )


def _passed_over(context: Context) -> Iterator[Finding]:
    copies = [t for t in context.each(Transfer) if "-type f" in t.filters or t.links == "skip"]
    reported = set()
    for copy in copies:
        if not (copy.resolved and is_family(copy.source)) or copy.origin.command in reported:
            continue
        if links_made(copy, context) or _of_one_program(copy):
            continue
        reported.add(copy.origin.command)
        place = _asked(copy) or written_at(copy.origin)
        why = "`-type f`" if "-type f" in copy.filters else f"`{copy.tool}` without `-l`"
        yield RULE.finding(
            place,
            f"packs the files that match `{_pattern(copy.source)}`, but {why} passes over the links among them",
            label="links such as `libfoo.so.4` are not copied",
            related=calls(copy.origin, place),
            notes=("in most builds the SONAME, which the loader looks for, is a link to a file with a longer name",),
            help="take links as well and keep them: `find … \\( -type f -o -type l \\) … -exec cp -P`, or `cp -a`",
        )


def _asked(copy: Transfer) -> Place | None:
    """Where the search asks for files, if it stands by itself before the copy, or behind its loop."""
    from lintpack.rules.shared.wording import lines_with

    command = copy.origin.command
    if "-type f" not in copy.filters or "-type f" in command.text:
        return None
    pattern = _pattern(copy.source)
    places = [
        command.source.place(at, at + len("-type f"))
        for line_at, line in lines_with("-type f", command.source.text)
        if pattern in line and not line.lstrip().startswith("#")
        for at in (line_at + line.index("-type f"),)
    ]
    return places[0] if len(places) == 1 else None


def is_family(source: Text) -> bool:
    """Whether the pattern takes versioned names, so that links are meant to be among them: `*.so*`, `lib*.so.*`."""
    name = texts.shown(paths.basename(source))
    _, found, rest = name.rpartition(".so")
    return bool(found) and "*" in rest


def _of_one_program(copy: Transfer) -> bool:
    """`-path '*/webkit2gtk-4.1/*.so*'`: a folder below `lib` has what its program opens by path."""
    for test in copy.filters:
        kind, _, pattern = test.partition(" ")
        folder = pattern.strip("'\"").rpartition("/")[0].rpartition("/")[2]
        if kind in ("-path", "-wholename") and re.fullmatch(r"(?!lib(?:32|64|x32)?$|\.)[\w.+-]+", folder):
            return "-linux" not in folder
    return False


def _pattern(source: Text) -> str:
    return texts.shown(paths.basename(source))


def links_made(copy: Transfer, context: Context) -> bool:
    """Whether the links come another way: another copy takes them, or ln or ldconfig make them afterwards."""
    into = paths.dirname(copy.destination)
    for effect, folder in context.shared(_bringing):
        if isinstance(effect, Transfer):
            if effect is not copy and folder == into:
                return True
        elif effect.origin.number > copy.origin.number and folder in (into, None):
            return True
    return False


def _bringing(context: Context) -> list[tuple[Transfer | Link | Change, Text | None]]:
    """What may put links somewhere, with the folder: None for any."""
    found: list[tuple[Transfer | Link | Change, Text | None]] = []
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            if any(word in effect.filters for word in LINKS) or (
                not effect.filters and effect.links != "skip" and is_family(effect.source)
            ):
                found.append((effect, paths.dirname(effect.destination)))
        elif isinstance(effect, Link):
            found.append((effect, paths.dirname(effect.path)))
        elif isinstance(effect, Change) and effect.kind == "ldconfig":
            found.append((effect, None))
    return found
