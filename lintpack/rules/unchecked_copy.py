"""A library's copy may fail, and the archive is made all the same."""

from __future__ import annotations

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.wording import calls, listed, written_at
from lintpack.script.commands.registry import find
from lintpack.script.plan import Archive, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.packed import Packed

RULE = Rule(
    code="LP206",
    name="unchecked-copy",
    summary="A library's copy may fail unseen, and the package is made without it.",
    level="warning",
    confidence="medium",
)

WHY = {
    "no set -e": "the script goes on after a failed command",
    "pipeline": "only the last command of the pipeline is looked at",
    "background": "a command in the background is not waited for",
    "suspended": "in what is called as a condition only the last command counts, and `set -e` does not act",
    "subshell": "`exit` leaves nothing but its own subshell, and there is no `set -e`",
}


def check(context: Context) -> Iterator[Finding]:
    """One finding a script, at its first such copy: the mend, `set -e`, is one as well."""
    made = [a for a in context.each(Archive) if a.action in ("create", "append")]
    if not made:
        return
    last = made[-1].origin.number
    unseen = [
        one
        for one in context.packed
        if isinstance(one.transfer, Transfer)
        # What a function that could not be read does with a failure is not known.
        and find(one.transfer.tool) is not None
        and one.origin.unchecked in WHY
        and one.origin.number < last
        and not any(frame.kind == "definition" for frame in one.origin.calls)
    ]
    if unseen:
        yield _finding(unseen, made[-1])


def _finding(unseen: list[Packed], archive: Archive) -> Finding:
    first = unseen[0]
    place = written_at(first.origin)
    names = list(dict.fromkeys(one.name.text for one in unseen))
    reason = WHY[first.origin.unchecked or "no set -e"]
    return RULE.finding(
        place,
        f"copies {listed(names)}, but {reason}: the archive is made without what could not be copied",
        label="may fail unseen",
        related=(*calls(first.origin, place), Label(archive.origin.command, "the archive is made here all the same")),
        notes=(f"{len(unseen)} copies of libraries in this script are not checked",) if len(unseen) > 1 else (),
        help="start the script with `set -e` (and `set -o pipefail`), or end each copy with `|| exit 1`",
    )
