"""A report of `--format json`, read back: what a machine of several wrote, and another joins.

Lines of scripts are not part of a report. Where the file of a finding is there, it is read for those formats that show
lines, or hash them; where it is not, or is another one by now, they do without.
"""

from __future__ import annotations

from lintpack.findings import CONFIDENCES, LEVELS, Edit, Fact, Finding, Fix, Label
from lintpack.report import Report
from lintpack.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from lintpack.source import Place

# An offset of a text that is not there: the line times this, and the column.
_WIDTH = 1 << 32
# Bytes of a file beyond which it is no script.
_LARGEST = 1 << 24


class ReportError(Exception):
    """What was read is no report of lintpack; the message says why."""


class _Unseen(Source):
    """A text of which only places are known."""

    __slots__ = ()

    def position(self, offset: int) -> tuple[int, int]:
        return divmod(offset, _WIDTH)

    def offset(self, line: int, column: int) -> int:
        return line * _WIDTH + column

    def line(self, number: int) -> str:
        return ""


class Sources:
    """The files that reports name, read where they are there."""

    def __init__(self) -> None:
        self._known: dict[str, Source | None] = {}
        self._unseen: dict[str, Source] = {}

    def place(self, one: Mapping[str, Any]) -> Place | None:
        """The place with the members `path`, `line` … of a report; None where it has no line."""
        path = one["path"]
        numbers = [one[name] for name in ("line", "column", "end_line", "end_column")]
        if numbers[0] is None:
            return None
        if not all(isinstance(n, int) and 0 < n < _WIDTH for n in numbers) or not isinstance(path, str):
            raise ReportError(f"a finding has no right place: {path!r}, {numbers!r}"[:200])
        source = self._read(path)
        if source is not None:
            start, end = source.offset(*numbers[:2]), source.offset(*numbers[2:])
            if source.position(start) == tuple(numbers[:2]) and source.position(end) == tuple(numbers[2:]):
                return source.place(start, end)
        unseen = self._unseen.setdefault(path, _Unseen(path, ""))
        return unseen.place(unseen.offset(*numbers[:2]), unseen.offset(*numbers[2:]))

    def _read(self, path: str) -> Source | None:
        if path not in self._known:
            from lintpack.repository import decode

            self._known[path] = None
            try:
                with open(path, "rb") as file:
                    data = file.read(_LARGEST + 1)
                if len(data) <= _LARGEST:
                    self._known[path] = Source(path, decode(data))
            except (OSError, ValueError):
                pass
        return self._known[path]


def report_of(document: Mapping[str, Any], sources: Sources) -> Report:
    """The report that `document` is the JSON of. Raises ReportError."""
    if document.get("version") != 1:
        raise ReportError(f"it is of version {document.get('version')!r}; this lintpack reads version 1")
    try:
        found = [_finding(one, sources) for one in document["findings"]]
        keys = [str(one["fingerprint"]).partition(":")[0] for one in document["findings"]]
        summary = document["summary"]
        return Report(
            tuple(found),
            _strings(document["scripts"]),
            tuple([_hidden(one, sources) for one in document["hidden"] if one["reason"] == "suppressed"]),
            tuple([_hidden(one, sources) for one in document["hidden"] if one["reason"] == "confidence"]),
            tuple([place for one in document["unresolved"] if (place := sources.place(one)) is not None]),
            _strings(document["archives"]),
            _strings(document["errors"]),
            summary.get("fixed"),
            "statistics" in document,
            keys=tuple(keys),
            baselined=tuple([_hidden(one, sources) for one in document["hidden"] if one["reason"] == "baseline"]),
        )
    except KeyError as error:
        raise ReportError(f"it has no {error}") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise ReportError(f"it is not as a report of lintpack: {error}"[:200]) from None


def _strings(values: Sequence[object]) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ReportError("a list of texts is none")
    return tuple([str(value) for value in values])


def _finding(one: Mapping[str, Any], sources: Sources) -> Finding:
    if one["level"] not in LEVELS or one["confidence"] not in CONFIDENCES:
        raise ReportError(f"there is no level {one['level']!r} of confidence {one['confidence']!r}"[:200])
    code, name, level, confidence, message, path, helps = _strings(
        [one[field] for field in ("code", "name", "level", "confidence", "message", "path", "help")]
    )
    related = [Label(place, r["text"]) for r in one["related"] if (place := sources.place(r)) is not None]
    fixes = []
    for fix in one["fixes"]:
        edits = [Edit(p, edit["replacement"]) for edit in fix["edits"] if (p := sources.place(edit)) is not None]
        fixes.append(Fix(fix["title"], fix["safety"], tuple(edits)))
    return Finding(
        code,
        name,
        level,
        confidence,
        message,
        path,
        sources.place(one),
        one["label"],
        tuple(related),
        tuple([Fact(fact["subject"], _strings(fact["lines"])) for fact in one["facts"]]),
        _strings(one["notes"]),
        helps,
        tuple(fixes),
    )


def _hidden(one: Mapping[str, Any], sources: Sources) -> Finding:
    code, name, message, path = _strings([one[field] for field in ("code", "name", "message", "path")])
    return Finding(code, name, LEVELS[0], CONFIDENCES[0], message, path, sources.place(one))
