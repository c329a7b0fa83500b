"""RPATHs as they are written, in whatever variable, function or command: what stands beside `$ORIGIN` elsewhere.

A plan has them where they are used, if the script comes so far; a reader sees them where they are written.
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place, Source

# `FULL_RPATH=…`, `--set-rpath …`, `-Wl,-rpath,…`: a word of the shell, or what a comma or a blank ends.
_VALUES = (
    r"(?i)\b\w*r(?:un)?path\w*\+?=((?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"';&|])+)"
    r"|--set-rpath\s+((?:\"[^\"\n]*\"|'[^'\n]*'|\\[^\n]|[^\s\"';&|\\])+)"
    r"|-rpath[=,]((?:\$\([^)\n]*\)|\\[^\n]|[^,\s\\])+)"
)
_STARTED = r"\$PWD\b|\$\{PWD\}|\$\(\s*pwd\s*\)|`\s*pwd\s*`"
_STAGED = r"\$\{?(?:DESTDIR|STAGING(?:_DIR)?|APPDIR|PKGDIR|pkgdir|BUILDROOT|RPM_BUILD_ROOT)\b"
_ABSOLUTE = r"/(?:home|root|tmp|Users|builds)/"
# Where something is built, by the names that scripts have for it.
_BUILT = r"\$\{?(?:\w+_)?(?:BUILD|BLD|OBJ|SRC|SOURCE)_?(?:DIR|ROOT|PATH|TREE)\}?[\"']?/"
_RELATIVE = r"\.\.?(?:/|$)"
_KINDS = (
    ("started", _STARTED),
    ("staged", _STAGED),
    ("absolute", _ABSOLUTE),
    ("built", _BUILT),
    ("relative", _RELATIVE),
)
# Two tokens in one element: what is between them is a path up to a colon that is not there.
_JOINED = r"\$\{?ORIGIN\}?[\w./-]*(\\?\$\{?ORIGIN\b)"
_COMMAND = r"(?<![\\$])\$\(\s*ORIGIN\s*\)"


class Element(Record):
    """`text` is one folder of an RPATH, without quotes, at `place`. `kind`: origin, started (in the working folder),
    staged (in what becomes the package), built (where something is built), absolute (of one machine), relative, or ""
    for others."""

    text: str
    place: Place
    kind: str


def odd_elements(context: Context, *kinds: str) -> tuple[Element, ...]:
    """The elements of these kinds, in scripts that begin others with `$ORIGIN`."""
    return tuple([one for one in context.shared(_elements) if one.kind in kinds])


def _elements(context: Context) -> tuple[Element, ...]:
    found: list[Element] = []
    for script in context.plan.scripts:
        text = script.source.text
        if "ORIGIN" in text and ("rpath" in text or "RPATH" in text):
            elements = list(_of(script.source))
            if any(one.kind == "origin" for one in elements):
                found += elements
    return tuple(found)


def _of(source: Source) -> Iterator[Element]:
    for match in re.finditer(_VALUES, source.text):
        line = line_before(source.text, match.start())
        if line.lstrip().startswith("#") or re.search(r"\b(?:echo|printf|grep|sed)\b", line):
            continue
        group = match.lastindex or 1
        at = match.start(group)
        if "-rpath" in match[group]:
            # Flags: each of their values is found by itself.
            yield from _of_flags(source, at, match[group])
        else:
            yield from _split(source, at, match[group])


def _of_flags(source: Source, at: int, flags: str) -> Iterator[Element]:
    for match in re.finditer(r"-rpath[=,]((?:\$\([^)\n]*\)|\\[^\n]|[^,\s\\])+)", flags):
        yield from _split(source, at + match.start(1), match[1])


def _split(source: Source, at: int, value: str) -> Iterator[Element]:
    for part in value.split(":"):
        text = part.strip("\"'")
        yield Element(text, source.place(at, at + max(1, len(part))), _kind(text))
        at += len(part) + 1


def _kind(text: str) -> str:
    if "ORIGIN" in text:
        return "origin"
    return next(
        (kind for kind, pattern in _KINDS if re.match(pattern, text)),
        "",
    )


def joined(context: Context) -> Iterator[Place]:
    """The second token of `$ORIGIN/lib$ORIGIN/../lib`."""
    for script in context.plan.scripts:
        for match in re.finditer(_JOINED, script.source.text):
            yield script.source.place(*match.span(1))


def prefixes(context: Context) -> Iterator[tuple[Element, Element]]:
    """`$DEST/gcc-$V`, a prefix and no folder of libraries, and the element that says so: `$BUILD/gcc-$V/lib64`."""
    elements = context.shared(_elements)
    for one in elements:
        name = one.text.rstrip("/").rpartition("/")[2]
        if one.kind == "origin" or "/" not in one.text or not re.search(r"[\w.+]+-", name):
            continue
        for other in elements:
            above, _, last = other.text.rstrip("/").rpartition("/")
            if re.fullmatch(r"lib(?:32|64)?", last) and above.rpartition("/")[2] == name and above != one.text:
                yield one, other
                break


def spelt_twice(context: Context) -> Iterator[tuple[Place, Place]]:
    """`export LDFLAGS="-Wl,-rpath,\\$ORIGIN"`, and where the variable has `\\$\\$ORIGIN`, in a script that builds by
    make and by what takes flags as they are. One that hands each of them both has them in one value."""
    pattern = re.compile(r"(?m)^[ \t]*export[ \t]+(?P<name>\w+)=(?P<value>.*-rpath.*ORIGIN.*)$")
    for script in context.plan.scripts:
        text = script.source.text
        if "$ORIGIN" not in text or not re.search(r"(?m)^[^#\n]*\b(?:ninja|meson|cmake)[ \t]", text):
            continue
        if not re.search(r"(?m)^[ \t]*(?:make|gmake)\b", text):
            continue
        first: dict[tuple[str, bool], Place] = {}
        for match in pattern.finditer(text):
            doubled = {bool(one[1]) for one in re.finditer(r"(\$\\?)?\$\{?ORIGIN\b", match["value"])}
            if len(doubled) == 1:
                twice = doubled.pop()
                place = script.source.place(match.start("value"), match.end("value"))
                if (other := first.get((match["name"], not twice))) is not None:
                    yield place, other
                first.setdefault((match["name"], twice), place)


def as_command(context: Context) -> Iterator[Place]:
    """`$(ORIGIN)`, as make and no shell has it, where the shell expands it."""
    for script in context.plan.scripts:
        text = script.source.text
        if "(ORIGIN" in text and re.search(_COMMAND, text) and not re.search(r"\bORIGIN\s*\(\)", text):
            from lintpack.bash.tree import CommandSubstitution
            from lintpack.bash.walk import each

            for node in each(script.tree, CommandSubstitution):
                if re.fullmatch(_COMMAND, text[node.start : node.end]):
                    yield script.source.place(node.start, node.end)
