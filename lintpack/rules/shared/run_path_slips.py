"""RPATHs that a build's own option switches off, and those that lead the other way since realpath's two folders are
exchanged; and those from a folder below `lib` to a `lib` beside it."""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.run_paths import WrittenRunPath
    from lintpack.source import Place

_OFF = r"CMAKE_SKIP_(?:INSTALL_)?RPATH(?::\w+)?=[\"']?(?:ON|TRUE|YES|Y|1)\b[\"']?"
_GIVEN = r"CMAKE_INSTALL_RPATH(?::\w+)?=(?:\"[^\"\s]|'[^'\s]|[^\s\"')])"
# `rel=$(realpath --relative-to="$base" "$target")`
_RELATIVE = (
    r"(?m)^[ \t]*(?:local[ \t]+)?(?P<name>\w+)=[\"']?(?P<call>\$\(realpath[ \t]+(?:-[\w-]+[ \t]+)*--relative-to[= ]"
    r"(?P<base>\"[^\"\n]+\"|\S+)[ \t]+"
    r"(?P<target>\"\$\(dirname[^()\n]*\)\"|\$\(dirname[^()\n]*\)|\"[^\"\n]+\"|[^\s)]+)\))"
)
_LINES = 8


def switched_off(context: Context) -> Iterator[tuple[Place, Place]]:
    """Each option that switches the RPATH off, and the one beside it that gives one."""
    for script in context.plan.scripts:
        text = script.source.text
        if "CMAKE_SKIP_" not in text or "CMAKE_INSTALL_RPATH" not in text:
            continue
        for off in re.finditer(_OFF, text):
            start, end = _command(text, off.start(), off.end())
            given = re.compile(_GIVEN).search(text, start, end)
            line = line_before(text, off.start())
            if given is not None and "#" not in line and "BUILD_WITH_INSTALL_RPATH" not in text[start:end]:
                stop = next(n for n in range(given.end(), end + 1) if n == end or text[n].isspace())
                yield script.source.place(*off.span()), script.source.place(given.start(), stop)


def _command(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines that belong together by their backslashes."""
    start = text.rfind("\n", 0, start) + 1
    while start and text[:start].endswith("\\\n"):
        start = text.rfind("\n", 0, start - 1) + 1
    stop = text.find("\n", end)
    while stop > 0 and text[stop - 1] == "\\":
        stop = text.find("\n", stop + 1)
    return start, stop if stop > 0 else len(text)


def turned_round(context: Context) -> Iterator[tuple[Place, str, str]]:
    """Where a way to a file's own folder becomes part of its RPATH, and the two folders in their right order."""
    for script in context.plan.scripts:
        text = script.source.text
        if "--relative-to" not in text:
            continue
        for match in re.finditer(_RELATIVE, text):
            behind = "\n".join(text[match.end() :].split("\n", _LINES)[:_LINES])
            read = rf"ORIGIN\}}?/[\"']*\$\{{?{match['name']}\b\}}?"
            used = re.search(rf"(?m){read}[^\n]*[ \t][\"']?\$\{{?(\w+)\}}?[\"']?[ \t]*$", behind)
            if used is None:
                continue
            own, other = _folder(match["target"], text[: match.start()]), _folder(match["base"], text[: match.start()])
            if own == used[1] != other:
                yield script.source.place(*match.span("call")), match["target"], match["base"]


def _folder(word: str, above: str) -> str:
    """The variable of the file whose folder this is: `$(dirname "$exe")`, or a variable that is set so; else ""."""
    bare = word.strip('"')
    variable = re.fullmatch(r"\$\{?(\w+)\}?", bare)
    if variable is not None:
        given = re.findall(rf"(?m)(?:^|[\s;]){variable[1]}=(.+)$", above)
        bare = given[-1].strip().strip('"') if given else ""
    match = re.fullmatch(r"\$\(dirname (?:-- )?\"?\$\{?(\w+)\}?\"?\)|\$\{(\w+)%/\*\}", bare)
    return (match[1] or match[2]) if match else ""


# `pack/lib/lib`: one of them is the folder that the object lies below.
_DOUBLED = r"(?:^|/)(lib(?:32|64)?)/\1$"


def doubled(context: Context) -> Iterator[tuple[WrittenRunPath, str, str, str]]:
    """An RPATH of objects in `lib/dri` that leads to `lib/lib`, which nothing makes: where it is written, its element,
    the objects' folder, and where that leads."""
    from lintpack.rules.shared.misled_runpath import goes_on, made, place_of, shown
    from lintpack.rules.shared.run_paths import run_paths

    for one in run_paths(context):
        if one.file is None or one.tool not in ("patchelf", "chrpath"):
            continue
        own = shown(one.file).rpartition("/")[0]
        elements = shown(one.value).split(":")
        # Others may lead to the right one.
        if not own or len(elements) > 1 or "ORIGIN" not in elements[0]:
            continue
        place = place_of(elements[0], own)
        found = re.search(_DOUBLED, place)
        above = place.rpartition("/")[0]
        if found is None or not f"{own}/".startswith(f"{above}/") or place in made(one.program.plan):
            continue
        if goes_on(one.file, one.origin.number, one.program.plan):
            continue
        if not re.search(rf"{found[1]}/{found[1]}(?![\w*?.\[{{$+-])", one.place.source.text):
            yield one, elements[0], own, place
