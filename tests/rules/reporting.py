"""What the tests of single rules share: a script in, what one rule underlines out."""

from __future__ import annotations

from typing import NamedTuple

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected


class Said(NamedTuple):
    """One finding: the line, the text that is underlined, the level and the message."""

    line: int
    text: str
    level: str
    message: str


def said(code: str, script: str, least: str = "medium", **files: str) -> list[Said]:
    """What the rule `code` says of `script`, which lies in a folder with `files` (their names without `.sh`)."""
    texts = {"scripts/pack.sh": script, **{f"scripts/{name}.sh": text for name, text in files.items()}}
    entry = [("scripts/pack.sh", MemoryRepository(texts), "scripts/pack.sh")]
    outcome = check(entry, Settings(selected((code,), ()), {}, least))
    assert outcome.errors == ()
    return [
        Said(f.place.line, f.place.text, f.level, f.message) for f in outcome.report.findings if f.place is not None
    ]


def warned(code: str, script: str, **files: str) -> list[tuple[int, str]]:
    """Line and underlined text of each warning and error."""
    return [(one.line, one.text) for one in said(code, script, **files) if one.level != "note"]
