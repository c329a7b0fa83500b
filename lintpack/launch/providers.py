"""Which file each program's names are answered with, compared between two bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bundle.changes import PROVIDER, Change
from lintpack.launch.starts import start_all
from lintpack.loader.survey import Survey
from lintpack.report.loads_words import shown_path, via_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.changes import Contents

# Program, name → path (None: not found), step of the search.
_Answers = dict[tuple[str, str], tuple[str | None, str]]


def provider_changes(old: Contents, new: Contents, profile: str) -> Iterator[Change]:
    """Names that another file answers now. Raises ProfileError."""
    before, after = _answers(old, profile), _answers(new, profile)
    for (program, name), (path, via) in after.items():
        was = before.get((program, name))
        if was is not None and was[0] != path:
            yield Change(PROVIDER, program, was[0] or "", path or "", (name, was[1], via))
        elif was is None and path is None and any(known == program for known, _ in before):
            yield Change(PROVIDER, program, "", "", (name, "", via))


def _answers(contents: Contents, profile: str) -> _Answers:
    answers: _Answers = {}
    for start in start_all(Survey(contents.bundle, profile)):
        program = contents.short(start.files.shown(start.result.program)[0])
        for one in start.result.loads:
            path = shown_path(one, start.files)
            short = contents.short(path) if path is not None and one.inside else path
            answers.setdefault((program, one.needed), (short, via_text(one, start.files) or ""))
    return answers
