"""A link to a library that the recipe of one word size makes and its sibling for the other does not.

    nvidia-utils()       { …  ln -s libfoo-allocator.so.$V gbm/foo-drm_gbm.so; }
    lib32-nvidia-utils() { …  install libfoo-allocator.so.$V "$pkgdir/usr/lib32/"; }

Both are read as text: each packs far more than what can be told of it here.
"""

from __future__ import annotations

import re

from lintpack.bash.tree import Function
from lintpack.bash.walk import each
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place, Source

WORD = "lib32"
_COMMENT = r"(?m)(?:^|(?<=\s))#.*$"
_LINK = r"\bln[ \t]+(?:-[\w-]+[ \t]+)+(?P<target>[^\s;&|]+\.so[^\s;&|]*)[ \t]+(?P<link>[^\s;&|]+\.so[^\s;&|]*)"
_LIBRARY = r"(?<![\w.+-])(lib[\w+-]+)\.so"
# What makes two texts one recipe: so many libraries in both, and so much of the smaller one's.
_SHARED = 8
_LIKENESS = 0.6


class ForgottenLink(Record):
    """`link` leads to `library` in `sibling`, at `there`; `place` is where `library` is packed without it."""

    library: str
    link: str
    sibling: str
    place: Place
    there: Place


class _Text(Record):
    """A part of a script, and how it is called."""

    name: str
    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """Without comments and quotes; what is left keeps its line, not its place."""
        return re.sub(_COMMENT, "", self.source.text[self.start : self.end]).translate({34: None, 39: None})


def forgotten_links(context: Context) -> Iterator[ForgottenLink]:
    for mine, theirs in _pairs(context):
        own, other = mine.text, theirs.text
        have, has = set(re.findall(_LIBRARY, own)), set(re.findall(_LIBRARY, other))
        both = len(have & has)
        if both < _SHARED or both < _LIKENESS * min(len(have), len(has)):
            continue
        for match in re.finditer(_LINK, other):
            library, link = (match[part].rpartition("/")[2].partition(".so")[0] for part in ("target", "link"))
            name = match["link"].rpartition("/")[2]
            # A loop may make the links that bear the library's own name.
            if library == link or not library.startswith("lib") or f"{link}.so" in own:
                continue
            place, there = _packed(mine, library), _line(theirs, name)
            if place is not None and there is not None:
                yield ForgottenLink(f"{library}.so", name, theirs.name, place, there)


def _pairs(context: Context) -> Iterator[tuple[_Text, _Text]]:
    """Each recipe for 32 bits, with the other one."""
    entry = context.plan.scripts[0]
    functions = {
        node.name: _Text(f"{node.name}()", entry.source, node.body.start, node.body.end)
        for node in each(entry.tree, Function)
    }
    for name, mine in functions.items():
        if WORD in name and (other := functions.get(name.replace(f"{WORD}-", "", 1))) is not None:
            yield mine, other
    folder, _, file = context.plan.path.rpartition("/")
    above, slash, last = folder.rpartition("/")
    if last.startswith(f"{WORD}-") and context.repository is not None:
        beside = context.repository.read(f"{above}{slash}{last.removeprefix(f'{WORD}-')}/{file}")
        if beside is not None:
            whole = _Text(context.plan.path, entry.source, 0, len(entry.source.text))
            yield whole, _Text(beside.path, beside, 0, len(beside.text))


def _packed(where: _Text, library: str) -> Place | None:
    """Where the library is copied or installed."""
    pattern = rf"(?m)^[^#\n]*\b(?:install|cp|mv)\s[^#\n]*?(?P<name>{re.escape(library)}\.so[\w.]*)"
    match = re.compile(pattern).search(where.source.text, where.start, where.end)
    return where.source.place(match.start("name"), match.end("name")) if match is not None else None


def _line(where: _Text, name: str) -> Place | None:
    at = where.source.text.find(name, where.start, where.end)
    return where.source.place(at, at + len(name)) if at >= 0 else None
