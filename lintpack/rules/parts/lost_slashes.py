"""LP113 for a path that is absolute in the test of it, and relative where it is made, or the other way round.

[ -f /lib/libfoo.so ] || ln -s "$here/libfoo.so" lib/libfoo.so
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import line_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Guard, Origin
    from lintpack.source import Place

# A test of a file, and the path as it is written.
_TEST = r"(?:\[\[?|\btest)[ \t]+(?:![ \t]+)?-[efhLrsxd][ \t]+[\"']?(/?[\w.+-]+/[\w.+/$\{\}-]*)[\"']?(?=[ \t]|$|\])"
_LIBRARY = r"\.so\b|(?:^|/)lib(?:32|64|x32)?(?:/|$)"
_GOES = r"(?m)(?:^|[;&|({]|\bthen\b|\bdo\b)[ \t]*(?:cd|pushd)\b"
_END = r"(?=[\s\"';&|)]|$)"


class Slashless(Record):
    """`written`, at `place`, and `tested`, at `there`, are one path but for the slash that they begin with."""

    place: Place
    written: str
    there: Place
    tested: str


def slashless(context: Context) -> Iterator[Slashless]:
    seen: set[Place] = set()
    for effect in context.plan.effects:
        for guard in effect.origin.guards:
            for test in re.finditer(_TEST, guard.shown):
                found = _other(test[1], guard, effect.origin)
                if found is not None and found.place not in seen:
                    seen.add(found.place)
                    yield found


def _other(tested: str, guard: Guard, origin: Origin) -> Slashless | None:
    if not re.search(_LIBRARY, tested) or tested.endswith("/") or tested.startswith(("../", "./")):
        return None
    command = origin.command
    text, source = command.text, command.source
    written = tested[1:] if tested[0] == "/" else f"/{tested}"
    if "/" not in written[1:] or re.search(rf"(?:^|[\s\"'=]){re.escape(tested)}{_END}", text):
        return None
    found = re.search(rf"(?:(?<=\s)|(?<=[\s=][\"'])){re.escape(written)}{_END}", text)
    if found is None or source is not guard.place.source:
        return None
    # Elsewhere, both may be the same.
    if re.search(_GOES, source.text[: command.end]) or "chroot" in line_of(source.text, command.start, command.end):
        return None
    at = command.start + found.start()
    return Slashless(source.place(at, at + len(written)), written, guard.place, tested)
