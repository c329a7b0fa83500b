"""A library path is set, but the program that is to find its libraries by it is started without it."""

from __future__ import annotations

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP317",
    name="lost-library-path",
    summary="A library path is set, but the program that is to have it is started without it.",
    level="warning",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.behind_exec import unreached
    from lintpack.rules.parts.kin_runs import left_alone
    from lintpack.rules.parts.late_settings import set_late
    from lintpack.rules.parts.lost_ends import ended
    from lintpack.rules.parts.lost_runs import not_given
    from lintpack.rules.parts.lost_starts import left_out
    from lintpack.rules.parts.only_a_default import only_defaults

    alone = (*left_alone(context), *unreached(context), *set_late(context), *only_defaults(context))
    for loss in (*ended(context), *left_out(context), *not_given(context), *alone):
        yield RULE.finding(
            loss.place,
            loss.message,
            label=loss.label,
            related=(Label(loss.other, loss.there),) if loss.other is not None else (),
            help=loss.help,
        )
