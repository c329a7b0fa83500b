"""Where a finding is shown by those who know only files and lines: GitHub, GitLab and the viewers of SARIF."""

from __future__ import annotations

import os

from lintpack.record import Record
from lintpack.workspace import root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.findings import Finding
    from lintpack.source import Place


class Spot(Record):
    """A span; lines and columns from 1, the end column the one after the last. `path` as in messages."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    @property
    def on_one_line(self) -> bool:
        return self.line == self.end_line


def spot(finding: Finding) -> Spot:
    """The primary span. An archive is not in the repository, so that a finding about one that no script line is known
    for is shown where a related line is, else at the archive's own path."""
    if finding.place is not None:
        return span(finding.place)
    if finding.related:
        return span(finding.related[0].place)
    return Spot(finding.path.partition("!")[0])


def span(place: Place) -> Spot:
    source = place.source
    return Spot(place.path, *source.position(place.start), *source.position(max(place.start, place.end)))


def first_line(place: Spot, text: str) -> Spot:
    """The part of a span that lies on its first line, which is `text`."""
    if place.on_one_line:
        return place
    return Spot(place.path, place.line, place.column, place.line, max(place.column, len(text) + 1))


class Root:
    """The folder that paths are relative to where the reader knows nothing of the working directory: that of the git
    repository around it, else itself."""

    def __init__(self) -> None:
        self._here = os.path.realpath(os.getcwd())
        self._root = root_of(self._here, self._here)

    def path(self, shown: str) -> str:
        """A path of a message relative to the root; it is absolute, or starts with `../`, where it lies outside."""
        if self._root == self._here and not shown.startswith("/"):
            return shown
        inner = os.path.relpath(os.path.join(self._here, shown), self._root).replace(os.sep, "/")
        return shown if inner.startswith("../") and shown.startswith("/") else inner
