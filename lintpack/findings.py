"""What a rule says: frozen, and independent of how it is printed."""

from __future__ import annotations

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.source import Place

# Levels and confidences from weak to strong; compare by index.
LEVELS = ("note", "warning", "error")
CONFIDENCES = ("low", "medium", "high")


class Label(Record):
    """A span with a short noun phrase about it."""

    place: Place
    text: str


class Fact(Record):
    """A line about a member of an archive (`archive!member`) or a file of the build tree, in aligned columns."""

    subject: str
    lines: tuple[str, ...]


class Edit(Record):
    place: Place
    replacement: str


class Fix(Record):
    """`safety`: safe, unsafe, display."""

    title: str
    safety: str
    edits: tuple[Edit, ...]


class Finding(Record):
    """`message` is one sentence, lower case, that names the two facts that disagree.

    `place` is the primary span, None for a finding that has only `path` (an archive, an unreadable file).
    `label` is the caption under the primary span; `related` are further spans, through the call stack.
    """

    code: str
    name: str
    level: str
    confidence: str
    message: str
    path: str
    place: Place | None = None
    label: str = ""
    related: tuple[Label, ...] = ()
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    help: str = ""
    fixes: tuple[Fix, ...] = ()
