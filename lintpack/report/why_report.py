"""All places that are about a library, for people and as JSON (version 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.launch import mentions as kinds
from lintpack.report.style import painter, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lintpack.launch.mentions import Mention
    from lintpack.report.style import Paint

_HEADINGS = {
    kinds.PACKED: "is packed",
    kinds.LINKED: "is linked",
    kinds.PRELOADED: "is preloaded",
    kinds.CHANGED: "is changed",
    kinds.REMOVED: "is removed",
    kinds.LIES: "lies in",
    kinds.NEEDED: "is needed by",
    kinds.OPENED: "may be opened by",
    kinds.SEARCHED: "is searched for by",
}


def text(found: Mapping[str, Sequence[Mention]], colour: bool = False) -> str:
    paint = painter(colour)
    return "\n".join("".join(f"{line}\n" for line in _library(word, rows, paint)) for word, rows in found.items())


def _library(word: str, rows: Sequence[Mention], paint: Paint) -> Iterator[str]:
    yield paint("bold", visible(word)) + ("" if rows else ": nothing is said about it")
    for kind in kinds.KINDS:
        mine = list(dict.fromkeys(row for row in rows if row.kind == kind))
        for archive in dict.fromkeys(row.archive for row in mine):
            here = [row for row in mine if row.archive == archive]
            yield f"  {paint('note', _HEADINGS[kind])}" + (f"  {paint('dim', visible(archive))}" if archive else "")
            width = min(max(len(row.where) for row in here), 48)
            for row in here:
                yield f"    {visible(row.where):<{width}}  {visible(row.what)}"
                yield from [paint("dim", f"      {visible(line)}") for line in row.tried]


def json(found: Mapping[str, Sequence[Mention]]) -> str:
    from lintpack.report.json import dump

    return dump(
        {
            "version": 1,
            "libraries": [
                {
                    "library": word,
                    "mentions": [
                        {
                            "kind": row.kind,
                            "archive": row.archive or None,
                            "where": row.where,
                            "what": row.what,
                            "tried": list(row.tried),
                        }
                        for row in dict.fromkeys(rows)
                    ],
                }
                for word, rows in found.items()
            ],
        }
    )
